from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from wagtail.models import PreviewableMixin

from .mixins import goal_models


class ReportPreviewMixin(PreviewableMixin):
    """Shows each goal that a report has rows of as it will read once the report is published."""

    plan_id: int | None
    plan: Any

    def rows(self) -> Iterator[Any]:
        """Yield the rows, each with its ``goal_key``."""
        raise NotImplementedError

    @cached_property
    def _previewed_goals(self) -> dict[str, Any]:
        """The live goals by mode of the preview, in the order of the plan; those that it no longer has are left out."""
        if not self.plan_id:
            return {}
        keys: set[UUID] = {row.goal_key for row in self.rows()}
        goals = [
            goal
            for model in goal_models()
            for goal in model.objects.child_of(self.plan).live().filter(translation_key__in=keys)
        ]
        return {str(goal.translation_key): goal for goal in sorted(goals, key=lambda goal: str(goal.path))}

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        return [(mode, goal.title) for mode, goal in self._previewed_goals.items()]

    @property
    def default_preview_mode(self) -> str:
        """The first goal; "" where there is none, which is no mode: Wagtail asks for it without looking."""
        return next(iter(self._previewed_goals), "")

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        # A preview is composed from a draft, which is where Wagtail's models reach over to delivery.
        from ..delivery.pages import goal_with_report

        if (goal := self._previewed_goals.get(mode_name)) is None:
            raise Http404
        return goal_with_report(goal, self, request)
