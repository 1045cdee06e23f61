"""The plans that are reported on: one edition of each, whatever languages it is published in."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from wagtail.models import Site

from ..compat import page_model
from ..models import plan_models
from ..models.site_pages import on_site


def reported_plans(site: Site, *, only_open: bool = False) -> Any:
    """Return the live plans of a site as base pages, the latest last; aliases are reported on nowhere."""
    pks = [plan.pk for plan in reported_editions(site) if not (only_open and plan.is_closed)]
    return page_model().objects.filter(pk__in=pks).order_by("path")


def reported_editions(site: Site) -> list[Any]:
    """Return the live plans of a site as their own page classes, the latest last.

    What reports say belongs to all editions of a plan. They are made of the one in the site's main language if it is
    live, else of the first.
    """
    editions = [
        edition
        for model in plan_models()
        for edition in model.objects.live().filter(on_site(site), alias_of__isnull=True)
    ]
    editions.sort(key=lambda plan: (plan.locale_id != site.root_page.locale_id, plan.path))
    chosen: dict[UUID, Any] = {}
    for plan in editions:
        chosen.setdefault(plan.translation_key, plan)
    return sorted(chosen.values(), key=lambda plan: str(plan.path))
