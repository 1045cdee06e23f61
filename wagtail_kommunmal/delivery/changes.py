"""Public changes: the releases of one document, and what has been released and withdrawn on a whole site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from ..documents.context import in_language_of
from ..models import PublicChange, Release, ReleaseHead
from ..vocabulary import ChangeKind
from .envelope import Document, links, release_facts, timestamp
from .reader import Reader
from .visibility import visible_heads

OVERLAP: Final = timedelta(minutes=5)
"""How far back the next reading begins: longer than it takes from a change's time to its commit."""


def release_entries(releases: Iterable[Release], goal: UUID, reader: Reader) -> list[Document]:
    """Return what the history of a goal says of its releases, in their order, each with where it can be read."""
    return [
        {
            **release_facts(release, reader),
            "_links": links(goal=replace(reader, as_of=release.published_from).api_address(f"goals/{goal}")),
        }
        for release in releases
    ]


class ChangesSince(Sequence[PublicChange]):
    """What has changed on the reader's site in its language, the oldest first.

    Behind what is recorded comes what is not: a document that is not where the record has it. So nothing that was
    withdrawn is ever missed, whatever became of the record.
    """

    def __init__(self, since: datetime, reader: Reader) -> None:
        visible = visible_heads(reader)
        self.recorded = recorded_changes(since, visible, reader)
        self.unrecorded = unrecorded_changes(visible, reader)
        self.length_of_record = self.recorded.count()

    def __len__(self) -> int:
        return self.length_of_record + len(self.unrecorded)

    def __getitem__(self, index: Any) -> Any:
        """Return a page; pages are all that is ever asked for."""
        start, stop = index.start, index.stop
        beyond = self.unrecorded[max(start - self.length_of_record, 0) : max(stop - self.length_of_record, 0)]
        return [*self.recorded[start:stop], *beyond]


def recorded_changes(since: datetime, visible: QuerySet[ReleaseHead], reader: Reader) -> QuerySet[PublicChange]:
    """Return what is written down; of what is not public now nothing but that it was withdrawn."""
    readable = Q(head__in=visible.values("pk"), release__hidden_at=None)
    return (
        PublicChange.objects.filter(
            Q(change=ChangeKind.WITHDRAWN) | readable, site=reader.site, head__locale=reader.locale, at__gte=since
        )
        .select_related("head", "release")
        .defer("head__summary", "release__content")
        .order_by("at", "pk")
    )


def unrecorded_changes(visible: QuerySet[ReleaseHead], reader: Reader) -> list[PublicChange]:
    """Return what should have been written down by now, and is not."""
    now = timezone.now()

    gone = ReleaseHead.objects.filter(shown_on=reader.site, locale=reader.locale).exclude(pk__in=visible.values("pk"))
    come = visible.filter(Q(shown_on=None) | ~Q(shown_on=reader.site))
    return [
        *(PublicChange(head=head, change=ChangeKind.WITHDRAWN, at=now) for head in gone.defer("summary")),
        *(PublicChange(head=head, change=ChangeKind.PUBLISHED, at=now, release=head.current) for head in come),
    ]


def change_entries(changes: Iterable[PublicChange], reader: Reader) -> list[Document]:
    """Return what is told of changes, in their order."""
    with in_language_of(reader.locale):
        return [_entry(change, reader) for change in changes]


def next_since(now: datetime) -> str | None:
    """Return the moment that the next reading is to begin at: some changes come twice, and none is missed."""
    return timestamp(now - OVERLAP)


def _entry(change: PublicChange, reader: Reader) -> Document:
    is_published = change.change == ChangeKind.PUBLISHED
    path = f"{change.head.kind}s/{change.head.translation_key}"
    return {
        "kind": change.head.kind,
        "id": str(change.head.translation_key),
        "change": {"code": change.change, "label": str(ChangeKind(change.change).label)},
        "at": timestamp(change.at),
        "release": release_facts(change.release, reader) if is_published and change.release else None,
        "_links": links(document=reader.api_address(path)) if is_published else {},
    }
