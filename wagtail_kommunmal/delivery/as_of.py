"""Documents as they were: what may be seen is decided today, what is said of it by the release of a moment."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..documents.upgrade import FORMAT, upgrade
from ..models import PageKind, Release, ReleaseHead
from .reader import Reader


def existing_at(moment: datetime, heads: QuerySet[ReleaseHead]) -> QuerySet[ReleaseHead]:
    """Return those of the visible heads that had a release at a moment."""
    return heads.filter(Exists(_releases_at(moment).filter(head=OuterRef("pk"))))


def as_read(heads: Iterable[ReleaseHead], reader: Reader) -> list[ReleaseHead]:
    """Return visible heads, in their order, each with the release of the reader's moment in place of the current one.

    One that had none is left out. For today's reader nothing is looked up.
    """
    heads = list(heads)
    if reader.as_of is None:
        return heads
    releases = {release.head_id: release for release in _releases_at(reader.as_of).filter(head__in=heads)}
    return [_with_release(head, releases[head.pk]) for head in heads if head.pk in releases]


def _releases_at(moment: datetime) -> QuerySet[Release]:
    return Release.objects.filter(Q(published_to__isnull=True) | Q(published_to__gt=moment), published_from__lte=moment)


def _with_release(head: ReleaseHead, release: Release) -> ReleaseHead:
    content = upgrade(release.content, release.format)
    release.content, release.format = content, FORMAT
    head.current = release
    head.title = content["title"]
    if head.kind == PageKind.PLAN:
        head.year = content["year"]
        head.summary = content
    else:
        head.summary = {name: content[name] for name in head.summary if name in content}
    return head
