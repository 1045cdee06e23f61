"""Bringing many releases up to date at once: what was left undone, or everything."""

from __future__ import annotations

import gc
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from ..compat import page_model
from ..documents.compose import compose
from ..models import PageKind, PendingRelease, ReleaseHead, plan_models
from ..models.site_pages import on_some_site
from ..vocabulary import ReleaseReason
from .afterwards import Afterwards
from .heads import Outcome, heads_to_release, read_together, release_locked
from .keys import PageKey, keys_at_and_below, live_pages
from .locking import Locked, lock, pending_of, read_locked
from .pages import is_closed, live_page
from .pending import note_failure
from .versions import VersionKey, bump, bump_all
from .writing import checksum_of, says_the_same

BATCH_SIZE: Final = 24
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
        with _garbage_collected_afterwards():
            results = _release_batch(keys[start : start + BATCH_SIZE], label, include_closed)
        yield results
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


@contextmanager
def _garbage_collected_afterwards() -> Iterator[None]:
    """Let Python look for garbage when a batch is done: its documents are none, and to look through them takes long."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _release_batch(keys: Sequence[PageKey], label: str, include_closed: bool) -> list[Result]:
    try:
        return _release_together(keys, label, include_closed)
    except Exception as error:
        if len(keys) == 1:
            note_failure(keys[0], error)
            return [Result(keys[0], error=error)]
    # Nothing of the batch was stored. One by one, so that only what fails stays behind.
    return [result for key in keys for result in _release_batch([key], label, include_closed)]


def _release_together(keys: Sequence[PageKey], label: str, include_closed: bool) -> list[Result]:
    """Release all of the documents, or none of them."""
    heads = heads_to_release(keys)
    existing = [head for head in heads.values() if head]
    if not existing:
        return [Result(key, Outcome.ABSENT) for key in keys]
    afterwards = Afterwards()
    with transaction.atomic():
        # All of them, always in the same order, before anything is read: two runs neither wait for each other in
        # a circle nor store what they read before the other one wrote.
        to_lock = ReleaseHead.objects.filter(pk__in=[head.pk for head in existing])
        lock(to_lock, are_many=True)
        pending = pending_of([key for key, head in heads.items() if head])
        locked = {document.head.pk: document for document in read_locked(to_lock, pending)}
        read_together(locked.values(), include_closed=include_closed)
        results = [
            _attempt(key, locked[head.pk], afterwards, label, include_closed) if head else Result(key, Outcome.ABSENT)
            for key, head in heads.items()
        ]
        afterwards.finish()
        changed = [result for result in results if result.versions]
        bump(set().union(*(result.versions for result in changed)), [result.key for result in changed])
    return results


def _attempt(key: PageKey, locked: Locked, afterwards: Afterwards, label: str, include_closed: bool) -> Result:
    outcome, versions = release_locked(
        locked,
        afterwards,
        reason=ReleaseReason.REBUILT,
        label=label,
        include_closed=include_closed,
        is_rebuilt=True,
    )
    if include_closed and outcome is Outcome.RELEASED and is_closed(locked.page):
        log(instance=locked.page, action=REBUILD_ACTION, data={"reason": label})
    return Result(key, outcome, versions)
