"""The one place that writes releases: the head row is locked, the page composed, a new release stored if it differs."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import Enum
from functools import partial
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.models import Site

from ..documents.ahead import read_ahead
from ..documents.compose import Composition, Content, compose
from ..documents.context import SiteFacts
from ..documents.upgrade import FORMAT, upgrade
from ..models import (
    GoalText,
    PageKind,
    PendingRelease,
    PlanPageMixin,
    Release,
    ReleaseHead,
)
from ..vocabulary import ReleaseReason
from .afterwards import Afterwards, ComposedPage, forget_work
from .keys import PageKey
from .locking import Locked, lock, pending_of, read_locked
from .pages import closed_at, live_page
from .texts import forget_text
from .versions import VersionKey, bump
from .writing import checksum_of, new_release, says_the_same

LABEL_LENGTH: Final = 255
"""What the column of a label holds."""

LISTED: Final = ("title", "statement", "politicalTextText", "sections")
"""The members of a goal that the rows of its items and of its words are made from."""


class Outcome(Enum):
    """What became of one document."""

    RELEASED = "released"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    ABSENT = "absent"


def release_page(
    key: PageKey,
    *,
    reason: ReleaseReason = ReleaseReason.REBUILT,
    label: str = "",
    include_closed: bool = False,
    only_if_pending: bool = False,
) -> Outcome:
    """Bring the release of one page up to what its live row says now, and remove its pending work.

    ``reason`` holds when no pending work says another. What belongs to a closed plan keeps its release unless
    ``include_closed``, or something was asked for before the closing. ``only_if_pending`` leaves alone what somebody
    else has released meanwhile. May be called from many processes at once.
    """
    asked = partial(
        _release_existing,
        key,
        reason=reason,
        label=label,
        include_closed=include_closed,
        only_if_pending=only_if_pending,
    )
    # Mostly there is a head, which need not be looked up before it is locked.
    if (outcome := asked()) is not None:
        return outcome
    # Not within the transaction that has looked for it in vain: on MariaDB, with repeatable reads, two of these keep
    # each other from adding it.
    if head_to_release(key) is None:
        return Outcome.ABSENT
    return asked() or Outcome.ABSENT


def _release_existing(
    key: PageKey, *, reason: ReleaseReason, label: str, include_closed: bool, only_if_pending: bool
) -> Outcome | None:
    """Do what ``release_page`` does for a page that has a head; return ``None`` where it has none."""
    heads = ReleaseHead.objects.filter(translation_key=key[0], locale_id=key[1])
    afterwards = Afterwards()
    with transaction.atomic():
        if not lock(heads):
            return None
        pending = pending_of([key])
        if only_if_pending and not pending:
            return Outcome.UNCHANGED
        (locked,) = read_locked(heads, pending, with_content=True)
        outcome, versions = release_locked(
            locked, afterwards, reason=reason, label=label, include_closed=include_closed
        )
        afterwards.finish()
        bump(versions, [key])
    return outcome


def heads_to_release(keys: Collection[PageKey]) -> dict[PageKey, ReleaseHead | None]:
    """Return for many pages what ``head_to_release`` does for one."""
    existing = ReleaseHead.objects.defer("summary").filter(translation_key__in={key for key, _locale_id in keys})
    found = {(head.translation_key, head.locale_id): head for head in existing}
    return {key: found.get(key) or head_to_release(key) for key in keys}


def head_to_release(key: PageKey) -> ReleaseHead | None:
    """Return the head of a page; where there is none and no live page, forget the work that was asked for."""
    head = _existing_head(key)
    if head is None:
        # Only what was asked for before the page was looked up: it may be published this very moment.
        asked_for = _pending(key)
        head = head_for(key)
        if head is None:
            forget_work(asked_for)
    return head


def read_together(documents: Iterable[Locked], *, include_closed: bool) -> None:
    """Read for all documents that will be composed what they would each read alone."""
    goals: dict[SiteFacts, list[Any]] = {}
    for locked in documents:
        if locked.facts and locked.head.kind == PageKind.GOAL and not _is_left(locked, include_closed=include_closed):
            goals.setdefault(locked.facts, []).append(locked.page)
    read_ahead(goals)


def release_locked(
    locked: Locked,
    afterwards: Afterwards,
    *,
    reason: ReleaseReason,
    label: str,
    include_closed: bool,
    is_rebuilt: bool = False,
) -> tuple[Outcome, set[VersionKey]]:
    """Do what ``release_page`` does for a document that the transaction has locked.

    With ``is_rebuilt`` the rows that lists and searches read are compared with the content, whatever became of it.
    Returns also the versions of what the public reads that are to be bumped at the transaction's end; ``afterwards``
    is told what else is to be done for the document.
    """
    head, pending, page = locked.head, locked.pending, locked.page
    site_ids, has_moved = {head.site_id}, False
    if pending:
        reason, waiting_label = _reason_and_label(pending)
        label = label or waiting_label
    is_rebuilt = is_rebuilt or reason is ReleaseReason.REBUILT
    if page is None or locked.facts is None:
        outcome = _withdraw(head, afterwards)
    elif head.current and _is_left(locked, include_closed=include_closed):
        has_moved = _keep(head, page, locked.facts.site, afterwards)
        outcome = Outcome.CLOSED
    else:
        page.locale = head.locale
        site = locked.facts.site
        site_ids.add(site.pk)
        composition = compose(page, site, facts=locked.facts)
        outcome = _store(head, page, site, composition, reason, label, afterwards, is_rebuilt=is_rebuilt)
    site_ids.add(head.site_id)
    is_compared = is_rebuilt and outcome in (Outcome.UNCHANGED, Outcome.CLOSED)
    if is_compared and outcome is Outcome.CLOSED and head.current:
        _list_again(head, upgrade(head.current.content, head.current.format), afterwards)
    afterwards.done += pending
    is_read_anew = is_compared or has_moved or outcome in (Outcome.RELEASED, Outcome.WITHDRAWN)
    return outcome, {(site_id, head.locale_id) for site_id in site_ids if site_id and is_read_anew}


def as_label(text: str) -> str:
    """Return a text cut to what a release can bear as its label."""
    return Truncator(text).chars(LABEL_LENGTH)


def head_for(key: PageKey) -> ReleaseHead | None:
    """Return the head of a page, made when the page is live for the first time."""
    head = _existing_head(key)
    if head is not None or (page := live_page(key)) is None:
        return head
    kind = PageKind.PLAN if isinstance(page, PlanPageMixin) else PageKind.GOAL
    head, _created = ReleaseHead.objects.get_or_create(
        translation_key=key[0], locale_id=key[1], defaults={"kind": kind, "page_id": page.pk}
    )
    return head


def _existing_head(key: PageKey) -> ReleaseHead | None:
    heads = ReleaseHead.objects.defer("summary")
    return heads.filter(translation_key=key[0], locale_id=key[1]).first()


def _is_left(locked: Locked, *, include_closed: bool) -> bool:
    """Tell whether a release stays as it was when the plan was closed: nothing was waiting for it then."""
    closed = closed_at(locked.page)
    return closed is not None and not include_closed and all(row.created_at >= closed for row in locked.pending)


def _pending(key: PageKey) -> list[PendingRelease]:
    return list(PendingRelease.objects.filter(translation_key=key[0], locale_id=key[1]))


def _reason_and_label(pending: list[PendingRelease]) -> tuple[ReleaseReason, str]:
    """Return what several pieces of pending work say of their release: the reports, or else what came last."""
    told = [row for row in pending if row.reason == ReleaseReason.FOLLOW_UP] or pending[-1:]
    labels = dict.fromkeys(row.label for row in told if row.label)
    return ReleaseReason(told[-1].reason), as_label("; ".join(labels))


def _withdraw(head: ReleaseHead, afterwards: Afterwards) -> Outcome:
    if head.current is None:
        return Outcome.ABSENT
    Release.objects.filter(pk=head.current.pk).update(published_to=timezone.now())
    ReleaseHead.objects.filter(pk=head.pk).update(current=None, live_revision=None)
    head.items.all().delete()
    head.dependencies.all().delete()
    forget_text(head)
    afterwards.shown.append(head)
    return Outcome.WITHDRAWN


def _keep(head: ReleaseHead, page: Any, site: Site, afterwards: Afterwards) -> bool:
    """Leave a release as it is, and tell whether the page has moved to another site, which then shows it."""
    # Noted as seen, so that nobody looks again before the plan is opened, which asks for every goal.
    noted = {"live_revision": page.live_revision_id}
    has_moved = head.site_id != site.pk
    if has_moved:
        head.site = site
        noted["site"] = site
        if GoalText.objects.filter(head=head).update(site=site):
            afterwards.reworded.append(head)
    ReleaseHead.objects.filter(pk=head.pk).update(**noted)
    return has_moved


def _store(
    head: ReleaseHead,
    page: Any,
    site: Site,
    composition: Composition,
    reason: ReleaseReason,
    label: str,
    afterwards: Afterwards,
    *,
    is_rebuilt: bool,
) -> Outcome:
    checksum = checksum_of(composition.content)
    before = head.current
    is_same = says_the_same(before, checksum, site)
    if is_rebuilt or not _is_shown(head, site):
        afterwards.shown.append(head)
    if not is_same:
        afterwards.released.append(new_release(head, site, composition, checksum, reason, label))
    afterwards.composed.append(ComposedPage(head, page, site, composition))
    if is_rebuilt:
        # Rows of an older version of the package may differ where their content does not.
        _list_again(head, composition.content, afterwards)
    elif not is_same and head.kind == PageKind.GOAL and not _lists_the_same(before, composition.content, site):
        afterwards.listed.append((head, composition.content))
    return Outcome.UNCHANGED if is_same else Outcome.RELEASED


def _lists_the_same(release: Release | None, content: Content, site: Site) -> bool:
    """Tell whether the rows that a release was listed by are those of the content that takes its place."""
    if release is None or (release.format, release.site_id) != (FORMAT, site.pk):
        return False
    return all(release.content[member] == content[member] for member in LISTED)


def _is_shown(head: ReleaseHead, site: Site) -> bool:
    """Tell whether the public reads a document on the site already, so that a release lets nobody see more or less."""
    return head.current is not None and head.current.site_id == head.shown_on_id == site.pk


def _list_again(head: ReleaseHead, content: Content, afterwards: Afterwards) -> None:
    """Bring what lists and searches read of a goal up to what this version reads out of its content."""
    if head.kind == PageKind.GOAL:
        afterwards.listed.append((head, content))
        afterwards.reworded.append(head)
