"""The one place that writes releases: the head row is locked, the page composed, a new release stored if it differs."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import partial
from typing import Any, Final

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import Truncator
from wagtail.models import Site

from ..compat import page_model
from ..documents.compose import Composition, Content, compose
from ..documents.context import SiteFacts
from ..documents.serializers import GOAL_SUMMARY_MEMBERS
from ..documents.upgrade import FORMAT, upgrade
from ..models import (
    GoalPageMixin,
    GoalText,
    PageKind,
    PendingRelease,
    PlanPageMixin,
    Release,
    ReleaseDependency,
    ReleaseHead,
    goal_models,
    plan_models,
)
from ..numbers import natural_sort_key
from ..vocabulary import ReleaseReason
from .changes import note_release, tell_of_heads
from .items import code_of, update_items, write_items
from .keys import PageKey, is_released_kind, key_of
from .texts import forget_text, index_texts, update_text, write_text
from .versions import VersionKey, bump

LABEL_LENGTH: Final = 255
"""What the column of a label holds."""

NAMED_BY_GOALS: Final = ("focus_area", "image", "parent_goal", "previous_goal")
"""What a goal names besides what stands in its sections, read with it."""

LISTED: Final = ("title", "statement", "politicalTextText", "sections")
"""The members of a goal that the rows of its items and of its words are made from."""


class Outcome(Enum):
    """What became of one document."""

    RELEASED = "released"
    UNCHANGED = "unchanged"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"
    ABSENT = "absent"


@dataclass(frozen=True)
class Locked:
    """A document that nobody else releases until the transaction ends, and what was read of it since."""

    head: ReleaseHead
    pending: list[PendingRelease]
    page: Any
    """The live page, or ``None``."""
    facts: SiteFacts | None
    """Those of the site that the page belongs to, if it belongs to one."""


@dataclass
class Afterwards:
    """What is done after the commit, for all documents of a transaction at once."""

    shown: list[ReleaseHead] = field(default_factory=list)
    """Those that may have become visible or invisible."""
    reworded: list[ReleaseHead] = field(default_factory=list)
    """Those whose words are to be indexed."""

    def on_commit(self) -> None:
        tell_of_heads(self.shown)
        index_texts(self.reworded)


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
        pending = _pending_of([key])
        if only_if_pending and not pending:
            return Outcome.UNCHANGED
        (locked,) = read_locked(heads, pending)
        outcome, versions = release_locked(
            locked, afterwards, reason=reason, label=label, include_closed=include_closed
        )
        afterwards.on_commit()
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
            _forget(asked_for)
    return head


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

    With ``is_rebuilt`` the rows that lists and searches read are written again, whatever the reason of a release is.
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
    elif head.current and not include_closed and _is_kept(page, pending):
        has_moved = _keep(head, page, locked.facts.site, afterwards)
        outcome = Outcome.CLOSED
    else:
        page.locale = head.locale
        site = locked.facts.site
        composition = compose(page, site, facts=locked.facts)
        outcome = _store(head, page, site, composition, reason, label, afterwards, is_rebuilt=is_rebuilt)
    site_ids.add(head.site_id)
    is_written_again = is_rebuilt and outcome in (Outcome.UNCHANGED, Outcome.CLOSED)
    if is_written_again:
        _write_items_again(head, afterwards)
    _forget(pending)
    is_read_anew = is_written_again or has_moved or outcome in (Outcome.RELEASED, Outcome.WITHDRAWN)
    return outcome, {(site_id, head.locale_id) for site_id in site_ids if site_id and is_read_anew}


def lock(heads: QuerySet[ReleaseHead], *, are_many: bool = False) -> int:
    """Let nobody else release the pages of heads before the transaction ends, and return how many there are.

    To come before anything that compose reads.
    """
    if are_many and connection.features.has_select_for_update:
        # One update of many rows may lock them in any order, so that two would wait for each other.
        list(heads.select_for_update().order_by("pk").values_list("pk"))
    # An update locks its row on every database, which “select for update” does not.
    return heads.update(composed_at=timezone.now())


def read_locked(
    heads: QuerySet[ReleaseHead], pending: Mapping[PageKey, list[PendingRelease]] | None = None
) -> list[Locked]:
    """Read of documents that are locked what their releases are compared by and composed from.

    ``pending`` is what waits for them, where that has been read since they were locked.
    """
    rows = heads.select_related("current", "locale").defer("summary", "current__content")
    read = {(head.translation_key, head.locale_id): head for head in rows}
    # Before the pages: what is asked for after they are read must stay.
    pending = _pending_of(read) if pending is None else pending
    pages = _live_pages_of(read)
    site_ids = {key: parts[0] for key, page in pages.items() if (parts := page.get_url_parts())}
    facts = SiteFacts.of_sites(set(site_ids.values()))
    if gone := set(site_ids.values()) - facts.keys():
        # Where Wagtail's cache still has a site that was deleted: nothing is withdrawn for that.
        raise Site.DoesNotExist(f"Sites that are no longer there: {sorted(gone)}.")
    return [
        Locked(head, pending.get(key, []), pages.get(key), facts[site_ids[key]] if key in site_ids else None)
        for key, head in read.items()
    ]


def keep_from_composing(keys: Collection[PageKey]) -> None:
    """Let nobody compose these pages before the transaction ends, once those who do now are done.

    What is committed in many rows is so read with all of them or with none. On SQLite, who writes is alone anyway.
    """
    heads = ReleaseHead.objects.filter(translation_key__in={key for key, _locale_id in keys})
    # In the order in which a rebuild locks them.
    list(heads.select_for_update().order_by("pk").values_list("pk"))


def as_label(text: str) -> str:
    """Return a text cut to what a release can bear as its label."""
    return Truncator(text).chars(LABEL_LENGTH)


def checksum_of(content: Content) -> str:
    """Return the same for the same content, in whatever order its members stand."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def says_the_same(release: Release | None, checksum: str, site: Site) -> bool:
    """Tell whether a release is what would be stored for content with this checksum."""
    return release is not None and (release.checksum, release.format, release.site_id) == (checksum, FORMAT, site.pk)


def live_page(key: PageKey) -> Any:
    """Return the live plan or goal of a key as its specific class, or ``None``; aliases do not count."""
    pages = page_model().objects.live().filter(translation_key=key[0], locale_id=key[1])
    page = pages.specific().first()
    return page if page is not None and is_released_kind(page) else None


def _live_pages_of(heads: Mapping[PageKey, ReleaseHead]) -> dict[PageKey, Any]:
    """Return for many heads what ``live_page`` returns for the key of one; goals know their plans."""
    keys = {key for key, _locale_id in heads}
    kinds = {head.kind for head in heads.values()}
    found: dict[PageKey, Any] = {}
    for kind, models in ((PageKind.PLAN, plan_models()), (PageKind.GOAL, goal_models())):
        for model in models if kind in kinds else ():
            pages = model.objects.live().exact_type(model).filter(translation_key__in=keys, alias_of__isnull=True)
            # A class of a site may have done without one of them.
            if named := [field.name for field in model._meta.fields if field.name in NAMED_BY_GOALS]:
                pages = pages.select_related(*named)
            for page in pages.order_by("path"):
                if key_of(page) in heads:
                    found.setdefault(key_of(page), page)
    _let_goals_know_their_plans([page for page in found.values() if isinstance(page, GoalPageMixin)])
    return found


def _let_goals_know_their_plans(goals: Collection[Any]) -> None:
    paths = {goal.path[: -goal.steplen] for goal in goals}
    plans = {
        plan.path: plan
        for model in (plan_models() if paths else ())
        for plan in model.objects.exact_type(model).filter(path__in=paths)
    }
    for goal in goals:
        if plan := plans.get(goal.path[: -goal.steplen]):
            # Where treebeard keeps a parent that it has looked up.
            goal._cached_parent_obj = plan


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


def is_closed(page: Any) -> bool:
    """Tell whether a page is a closed plan or a goal of one."""
    return _closed_at(page) is not None


def _closed_at(page: Any) -> datetime | None:
    plan = page.get_plan() if isinstance(page, GoalPageMixin) else page
    return plan.closed_at if plan else None


def _is_kept(page: Any, pending: list[PendingRelease]) -> bool:
    """Tell whether a release stays as it was when the plan was closed: nothing was waiting for it then."""
    closed_at = _closed_at(page)
    return closed_at is not None and all(row.created_at >= closed_at for row in pending)


def _pending(key: PageKey) -> list[PendingRelease]:
    return list(PendingRelease.objects.filter(translation_key=key[0], locale_id=key[1]))


def _pending_of(keys: Collection[PageKey]) -> dict[PageKey, list[PendingRelease]]:
    found: dict[PageKey, list[PendingRelease]] = {}
    rows = PendingRelease.objects.filter(translation_key__in={key for key, _locale_id in keys})
    for row in rows:
        found.setdefault((row.translation_key, row.locale_id), []).append(row)
    return found


def _reason_and_label(pending: list[PendingRelease]) -> tuple[ReleaseReason, str]:
    """Return what several pieces of pending work say of their release: the reports, or else what came last."""
    told = [row for row in pending if row.reason == ReleaseReason.FOLLOW_UP] or pending[-1:]
    labels = dict.fromkeys(row.label for row in told if row.label)
    return ReleaseReason(told[-1].reason), as_label("; ".join(labels))


def _forget(pending: list[PendingRelease]) -> None:
    # Mostly one, and what is at hand is not read again, as a query set does before it deletes.
    for row in pending:
        row.delete()


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
        head.current = _add_release(head, site, composition, checksum, reason, label)
    write_head(head, page, site, composition)
    write_dependencies(head, composition)
    if is_same:
        return Outcome.UNCHANGED
    # Rows of an older version of the package may differ where their content does not.
    if isinstance(page, GoalPageMixin) and (is_rebuilt or not _lists_the_same(before, composition.content, site)):
        (write_items if is_rebuilt else update_items)(head, composition.content)
        if (write_text if is_rebuilt else update_text)(head, composition.content):
            afterwards.reworded.append(head)
    return Outcome.RELEASED


def _lists_the_same(release: Release | None, content: Content, site: Site) -> bool:
    """Tell whether the rows that a release was listed by are those of the content that takes its place."""
    if release is None or (release.format, release.site_id) != (FORMAT, site.pk):
        return False
    return all(release.content[member] == content[member] for member in LISTED)


def _is_shown(head: ReleaseHead, site: Site) -> bool:
    """Tell whether the public reads a document on the site already, so that a release lets nobody see more or less."""
    return head.current is not None and head.current.site_id == head.shown_on_id == site.pk


def _write_items_again(head: ReleaseHead, afterwards: Afterwards) -> None:
    """Bring the item rows up to what this version reads out of the release that stays."""
    if head.current is not None and head.kind == PageKind.GOAL:
        content = upgrade(head.current.content, head.current.format)
        write_items(head, content)
        if write_text(head, content):
            afterwards.reworded.append(head)


def _add_release(
    head: ReleaseHead, site: Site, composition: Composition, checksum: str, reason: ReleaseReason, label: str
) -> Release:
    now = timezone.now()
    if head.current is not None:
        Release.objects.filter(pk=head.current.pk).update(published_to=now)
    head.last_number += 1
    release = Release.objects.create(
        head=head,
        site=site,
        number=head.last_number,
        format=FORMAT,
        content=composition.content,
        checksum=checksum,
        published_from=now,
        reason=reason,
        label=label,
    )
    note_release(head, release)
    return release


def write_head(head: ReleaseHead, page: Any, site: Site, composition: Composition) -> None:
    content = composition.content
    is_goal = isinstance(page, GoalPageMixin)
    head.site, head.page_id = site, page.pk
    head.live_revision = page.live_revision_id
    head.first_published_at = page.first_published_at
    head.title = content["title"]
    head.number = content.get("number") or ""
    head.number_key = natural_sort_key(head.number)
    head.year = composition.year
    head.parent_goal_key = composition.parent_goal_key
    head.previous_goal_key = composition.previous_goal_key
    head.summary = _summary_of_goal(page, content) if is_goal else content
    head.assessment = code_of(content.get("assessment"), "status")
    if is_goal:
        head.goal_kind = code_of(content, "kind")
        head.focus_area_id = content["focusArea"] and content["focusArea"]["id"]
        head.sdgs = "".join(f",{sdg}" for sdg in content["sdgs"]) + "," * bool(content["sdgs"])
    head.save()


def _summary_of_goal(page: Any, content: Content) -> Content:
    return {name: content[name] for name in (*GOAL_SUMMARY_MEMBERS, *page.own_summary_members)}


def write_dependencies(head: ReleaseHead, composition: Composition) -> None:
    stored = set(head.dependencies.values_list("kind", "object_id"))
    wanted = {(str(kind), object_id) for kind, object_id in composition.dependencies}
    if gone := stored - wanted:
        doomed = [row.pk for row in head.dependencies.all() if (row.kind, row.object_id) in gone]
        head.dependencies.filter(pk__in=doomed).delete()
    ReleaseDependency.objects.bulk_create(
        ReleaseDependency(head=head, kind=kind, object_id=object_id) for kind, object_id in sorted(wanted - stored)
    )
