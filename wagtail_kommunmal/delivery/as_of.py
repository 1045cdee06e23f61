"""Documents as they were: what may be seen is decided today, what is said of it by the release of a moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..documents.serializers import GOAL_SUMMARY_MEMBERS
from ..documents.upgrade import FORMAT, upgrade
from ..models import PageKind, Release, ReleaseHead
from .reader import Reader

WHOLE_DOCUMENTS_AT_ONCE: Final = 20


def existing(heads: QuerySet[ReleaseHead], reader: Reader) -> QuerySet[ReleaseHead]:
    """Return those of the visible heads that had a release at the reader's moment; all of them for today's reader."""
    if reader.as_of is None:
        return heads
    releases = released_for(reader.site).filter(_valid_at(reader.as_of), head=OuterRef("pk"))
    return heads.filter(Exists(releases))


def as_read(heads: Iterable[ReleaseHead], reader: Reader) -> list[ReleaseHead]:
    """Return visible heads, in their order, each with the release of the reader's moment in place of the current one.

    One that had none is left out. For today's reader nothing is looked up.
    """
    heads = list(heads)
    if reader.as_of is None:
        return heads
    found = {head.pk: head for head in heads}
    # Not all at once: behind the tallies of a list of plans stand hundreds of whole documents.
    releases = released_for(reader.site).filter(_valid_at(reader.as_of), head__in=heads)
    one_by_one = releases.iterator(chunk_size=WHOLE_DOCUMENTS_AT_ONCE)
    then = {release.head_id: _with_release(found[release.head_id], release) for release in one_by_one}
    return [then[head.pk] for head in heads if head.pk in then]


def released_for(site: Any) -> QuerySet[Release]:
    """Return the releases that are not hidden and were made for a site, or are what is shown there now.

    What a document said while it stood on another site is not this municipality's. A closed plan that has moved goes
    on with the release that it had.
    """
    return Release.objects.filter(Q(site=site) | Q(current_of__isnull=False), hidden_at=None)


def _valid_at(moment: datetime) -> Q:
    """Return a condition for the releases of a moment; where the one of then is hidden there is none in its place."""
    return Q(Q(published_to__isnull=True) | Q(published_to__gt=moment), published_from__lte=moment)


def _with_release(head: ReleaseHead, release: Release) -> ReleaseHead:
    content = upgrade(release.content, release.format)
    head.title = content["title"]
    if head.kind == PageKind.PLAN:
        head.year = content["year"]
        head.summary = content
    else:
        in_summary = {*GOAL_SUMMARY_MEMBERS} | head.summary.keys()
        head.summary = {name: value for name, value in content.items() if name in in_summary}
    # The summary has today's format; who wants the whole document fetches it.
    release.format = FORMAT
    del release.content
    head.current = release
    return head
