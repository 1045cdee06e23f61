"""Which documents a change concerns. A document is named by its page's translation key and locale."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from ..models import DependencyKind, FollowUpReport, GoalPageMixin, PlanPageMixin, ReleaseHead, goal_models, plan_models

PageKey = tuple[UUID, int]
"""Translation key and locale id."""


def key_of(page: Any) -> PageKey:
    return page.translation_key, page.locale_id


def is_released_kind(page: Any) -> bool:
    """Tell whether a page is one that gets releases: a plan or goal that is no alias."""
    return isinstance(page, PlanPageMixin | GoalPageMixin) and page.alias_of_id is None  # type: ignore[union-attr]


def live_pages(condition: Q | None = None) -> dict[PageKey, int | None]:
    """Return key -> live revision of every live plan and goal, or of those for which ``condition`` holds."""
    found: dict[PageKey, int | None] = {}
    for model in [*plan_models(), *goal_models()]:
        pages = model.objects.live().filter(condition or Q(), alias_of__isnull=True).order_by("path")
        rows = pages.values_list("translation_key", "locale_id", "live_revision_id")
        found |= {(key, locale_id): revision for key, locale_id, revision in rows}
    return found


def keys_at_and_below(page: Any) -> list[PageKey]:
    """Return the live plans and goals among a page and the pages below it."""
    return list(live_pages(Q(path__startswith=page.path)))


def keys_depending_on(kind: DependencyKind, object_ids: Iterable[int]) -> list[PageKey]:
    """Return the documents whose current release was composed from any of these objects.

    Where there may be thousands, ``object_ids`` is a query set of keys: it is left to the database.
    """
    return keys_of_heads(
        ReleaseHead.objects.filter(
            dependencies__kind=kind, dependencies__object_id__in=object_ids, current__isnull=False
        )
    )


def keys_of_report(report: FollowUpReport) -> list[PageKey]:
    """Return the documents that say what a report says, and those that it says something of now, in every language."""
    goal_keys = {row.goal_key for row in report.rows()}
    reported = live_pages(Q(translation_key__in=goal_keys)) if goal_keys else {}
    return list(dict.fromkeys([*keys_depending_on(DependencyKind.REPORT, [report.pk]), *reported]))


def keys_of_heads(heads: QuerySet[ReleaseHead]) -> list[PageKey]:
    return list(heads.order_by("pk").values_list("translation_key", "locale_id").distinct())
