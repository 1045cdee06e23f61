"""The benchmark's site as an app: it gives goals the nested fields that its own API in Wagtail's way would have."""

from __future__ import annotations

from django.apps import AppConfig


class BenchConfig(AppConfig):
    name = "bench"
    verbose_name = "Benchmark"

    def ready(self) -> None:
        from wagtail_kommunmal.pages.models import GoalPage

        from .contenders.nested import NESTED_FIELDS

        # As a site would write it in its page class. Both of Wagtail's APIs read it when their addresses are loaded.
        GoalPage.api_fields = NESTED_FIELDS
