"""What stands between the pages that are live and their readers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from wagtail.models import Site

from ..models import PendingRelease, ReleaseHead, goal_models, plan_models
from ..models.site_pages import on_site


@dataclass(frozen=True)
class Health:
    """Work that waits to be done for a site, and live plans and goals that have no release."""

    pending: int
    pending_since: datetime | None
    last_error: str
    unreleased: list[Any]

    @property
    def is_well(self) -> bool:
        return not self.pending and not self.unreleased


def health_of(site: Site) -> Health:
    """Tell how the releases of a site's plans and goals are doing, in every language."""
    pending = PendingRelease.objects.filter(_is_of(site))
    oldest = pending.order_by("created_at").first()
    failed = pending.exclude(last_error="").order_by("-pk").first()
    return Health(
        pending=pending.count(),
        pending_since=oldest.created_at if oldest else None,
        last_error=failed.last_error if failed else "",
        unreleased=unreleased_pages(site),
    )


def unreleased_pages(site: Site) -> list[Any]:
    """Return the live plans and goals of a site that no release shows; aliases never have one."""
    current = ReleaseHead.objects.filter(
        translation_key=OuterRef("translation_key"), locale_id=OuterRef("locale_id"), current__isnull=False
    )
    return [
        page
        for model in [*plan_models(), *goal_models()]
        for page in model.objects.live().filter(on_site(site), ~Exists(current), alias_of__isnull=True).order_by("path")
    ]


def _is_of(site: Site) -> Q:
    """Work for a page that is deleted is nobody's, and is shown to everybody until it is done."""
    keys = Q()
    elsewhere = Q()
    for model in [*plan_models(), *goal_models()]:
        page = model.objects.filter(translation_key=OuterRef("translation_key"), locale_id=OuterRef("locale_id"))
        keys |= Q(Exists(page.filter(on_site(site))))
        elsewhere |= Q(Exists(page))
    return keys | ~elsewhere
