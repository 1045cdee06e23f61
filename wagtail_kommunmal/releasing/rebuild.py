"""Bringing many releases up to date at once: what was left undone, or everything."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..compat import page_model
from ..documents.compose import compose
from ..models import PageKind, PendingRelease, ReleaseHead, plan_models
from ..vocabulary import ReleaseReason
from .heads import Outcome, checksum_of, head_to_release, is_closed, live_page, lock, release_locked, says_the_same
from .keys import PageKey, keys_at_and_below, live_pages, on_some_site
from .pending import note_failure
from .versions import VersionKey, bump, bump_all

BATCH_SIZE: Final = 8
"""Documents for each transaction: fewer commits than one by one, and no lock is held for long."""

REBUILD_ACTION: Final = "wagtail_kommunmal.rebuild_closed"


class Due(Enum):
    """Why a document has to be composed."""

    PENDING = "pending"
    MISSING = "missing"
    OUTDATED = "outdated"
    GONE = "to withdraw"
    BROKEN = "cannot be composed"


@dataclass(frozen=True)
class Result:
    """What became of one document: an outcome and the versions that it concerns, or the error that left it pending."""

    key: PageKey
    outcome: Outcome | None = None
    versions: set[VersionKey] = field(default_factory=set)
    error: Exception | None = None


def left_undone() -> dict[PageKey, Due]:
    """Return what waits, what a process killed between a publication and its signal left, and what should be gone."""
    live = live_pages(on_some_site())
    heads = ReleaseHead.objects.filter(current__isnull=False).order_by("pk")
    released = {
        (key, locale_id): revision
        for key, locale_id, revision in heads.values_list("translation_key", "locale_id", "live_revision")
    }
    due = dict.fromkeys((key for key in released if key not in live), Due.GONE)
    for key, revision in live.items():
        if key not in released:
            due[key] = Due.MISSING
        elif released[key] != revision:
            due[key] = Due.OUTDATED
    due |= dict.fromkeys(_goals_of_another_year(), Due.OUTDATED)
    pending = PendingRelease.objects.values_list("translation_key", "locale_id")
    return due | dict.fromkeys(pending, Due.PENDING)


def _goals_of_another_year() -> list[PageKey]:
    """Return the goals of open plans that were composed for another year than their plan now has."""
    open_plans = {
        path: year
        for model in plan_models()
        for path, year in model.objects.live().filter(closed_at__isnull=True).values_list("path", "year")
    }
    goals = ReleaseHead.objects.filter(kind=PageKind.GOAL, current__isnull=False, page__live=True)
    return [
        (key, locale_id)
        for key, locale_id, year, path in goals.values_list("translation_key", "locale_id", "year", "page__path")
        if open_plans.get(path[: -page_model().steplen], year) != year
    ]


def everything() -> list[PageKey]:
    """Return every document that there is or should be."""
    return list(dict.fromkeys([*live_pages(on_some_site()), *left_undone()]))


def of_plans(plans: Iterable[Any]) -> list[PageKey]:
    """Return the documents of plans and their goals."""
    keys: dict[PageKey, None] = {}
    for plan in plans:
        released = ReleaseHead.objects.filter(page__path__startswith=plan.path, current__isnull=False)
        keys |= dict.fromkeys([*keys_at_and_below(plan), *released.values_list("translation_key", "locale_id")])
    return list(keys)


def differences(keys: Collection[PageKey], *, include_closed: bool = False) -> Iterator[tuple[PageKey, Due | None]]:
    """Compose each document and compare it with its release, storing none; renditions of images may be made.

    ``None`` stands for a document that is as it should be.
    """
    undone = left_undone()
    for key in keys:
        yield key, undone.get(key) or _difference(key, include_closed)


def release_all(
    keys: Sequence[PageKey], *, label: str = "", include_closed: bool = False
) -> Iterator[Sequence[Result]]:
    """Release documents in batches and yield the results of each; what fails stays pending with its error."""
    for start in range(0, len(keys), BATCH_SIZE):
        yield _release_batch(keys[start : start + BATCH_SIZE], label, include_closed)
    # Whoever was killed between a change of what may be seen and its trigger has left the versions as they were.
    bump_all()


def register_log_actions(actions: Any) -> None:
    """``register_log_actions``: name the rebuilding of a closed plan in the history of its pages."""
    actions.register_action(REBUILD_ACTION, _("Rebuild release"), _("Release rebuilt although the plan is closed"))


def _difference(key: PageKey, include_closed: bool) -> Due | None:
    page = live_page(key)
    heads = ReleaseHead.objects.select_related("current").defer("current__content")
    head = heads.filter(translation_key=key[0], locale_id=key[1], current__isnull=False).first()
    if page is None or head is None or (is_closed(page) and not include_closed):
        return None
    site = page.get_site()
    if site is None:
        return Due.GONE
    try:
        checksum = checksum_of(compose(page, site).content)
    except Exception:
        return Due.BROKEN
    return None if says_the_same(head.current, checksum, site) else Due.OUTDATED


def _release_batch(keys: Sequence[PageKey], label: str, include_closed: bool) -> list[Result]:
    try:
        heads = {key: head_to_release(key) for key in keys}
        with transaction.atomic():
            # All of them, always in the same order, before anything is read: two runs neither wait for each other in
            # a circle nor store what they read before the other one wrote.
            for head in sorted((head for head in heads.values() if head), key=lambda head: head.pk):
                lock(head)
            results = [_attempt(key, head, label, include_closed) for key, head in heads.items()]
            changed = [result for result in results if result.versions]
            bump(set().union(*(result.versions for result in changed)), [result.key for result in changed])
    except Exception as error:
        results = [Result(key, error=error) for key in keys]
    for result in results:
        if result.error:
            note_failure(result.key, result.error)
    return results


def _attempt(key: PageKey, head: ReleaseHead | None, label: str, include_closed: bool) -> Result:
    if head is None:
        return Result(key, Outcome.ABSENT)
    try:
        with transaction.atomic():
            outcome, versions = release_locked(
                head, reason=ReleaseReason.REBUILT, label=label, include_closed=include_closed
            )
            if include_closed and outcome is Outcome.RELEASED and is_closed(page := live_page(key)):
                log(instance=page, action=REBUILD_ACTION, data={"reason": label})
    except Exception as error:
        return Result(key, error=error)
    return Result(key, outcome, versions)
