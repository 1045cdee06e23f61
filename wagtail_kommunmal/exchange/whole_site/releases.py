"""Releases and the public history, taken over as they are; what lists and searches read is made of them anew."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.utils import timezone
from wagtail.models import Locale, Site

from ...documents.context import SiteFacts
from ...models import PendingRelease, PublicChange, Release, ReleaseHead
from ...models.site_pages import on_site
from ...numbers import natural_sort_key
from ...releasing.changes import tell_of_heads
from ...releasing.keys import PageKey, live_pages
from ...releasing.restored import rebuild_head
from ...releasing.texts import index_texts
from ...releasing.versions import bump_all
from ...releasing.writing import checksum_of
from ...vocabulary import ReleaseReason
from .fields import Data, UnfitError, told_of
from .files import DamagedExportError, Export
from .heads import HEAD_COLUMNS, OF_RELEASE, RELEASE_COLUMNS, problems_of_members
from .references import SITE, Finding

MOMENTS = frozenset({"first_published_at", "hidden_at", "published_from", "published_to"})
BATCH_SIZE: Final = 20
IDS = frozenset({"translation_key", "parent_goal_key", "previous_goal_key", "focus_area_id"})


def restore_heads(
    export: Export, site: Site, finding: Finding, advance: Callable[[], None]
) -> tuple[list[PageKey], list[str]]:
    """Restore all releases, and return the documents that wait for a new one with the titles of those that differ."""
    locales = {locale.language_code: locale for locale in Locale.objects.all()}
    facts = SiteFacts(site)
    made: list[int] = []
    released: set[PageKey] = set()
    waiting: dict[PageKey, ReleaseReason] = {}
    differing: list[str] = []
    for name in names_of_heads(export):
        data = export.read_json(name)
        locale = locales[data["language"]]
        head = _restore_head(export, name, data, site, locale, finding)
        made.append(head.pk)
        key = (head.translation_key, locale.pk)
        pending = data["pending"]
        _ask_again(key, pending)
        if pending:
            waiting[key] = ReleaseReason(pending[-1]["reason"])
        if head.current is not None and not rebuild_head(head, site, facts, data["year"]):
            differing.append(f"{head.title} ({data['language']})")
            _ask(key, waiting, ReleaseReason.REBUILT)
        if head.current_id is not None:
            released.add(key)
        advance()
    for key in live_pages(on_site(site)):
        if key not in released:
            _ask(key, waiting, ReleaseReason.PUBLISHED)
    heads = list(ReleaseHead.objects.filter(pk__in=made).defer("summary"))
    tell_of_heads(heads)
    index_texts(heads)
    bump_all()
    return list(waiting), differing


def names_of_heads(export: Export) -> list[str]:
    """Return the names of the files that have a published document each."""
    return [name for name in export.names("releases/") if name.endswith("/head.json")]


def _ask(key: PageKey, waiting: dict[PageKey, ReleaseReason], reason: ReleaseReason) -> None:
    if key not in waiting:
        waiting[key] = reason
        PendingRelease.objects.create(translation_key=key[0], locale_id=key[1], reason=reason)


def _ask_again(key: PageKey, pending: list[Data]) -> None:
    for row in pending:
        PendingRelease.objects.create(
            translation_key=key[0],
            locale_id=key[1],
            reason=row["reason"],
            label=row["label"],
            created_at=datetime.fromisoformat(row["created_at"]),
        )


def _restore_head(export: Export, name: str, data: Data, site: Site, locale: Locale, finding: Finding) -> ReleaseHead:
    with told_of(name):
        head = ReleaseHead.objects.create(
            **{column: _value(column, data[column]) for column in HEAD_COLUMNS},
            locale=locale,
            site=site if data["site"] == SITE else None,
            shown_on=site if data["is_shown"] else None,
            page_id=finding.found.get(data["page"]),
            number_key=natural_sort_key(data["number"]),
            composed_at=timezone.now(),
        )
    releases = _releases(export, name.removesuffix("head.json"), head, site)
    while batch := list(islice(releases, BATCH_SIZE)):
        with told_of(name):
            Release.objects.bulk_create(batch)
    numbers = {release.number: release for release in head.releases.defer("content")}
    PublicChange.objects.bulk_create(
        PublicChange(
            head=head,
            site=site,
            change=row["change"],
            at=datetime.fromisoformat(row["at"]),
            release=numbers[row["release"]] if row["release"] else None,
        )
        for row in data["changes"]
    )
    if data["current"]:
        head.current = numbers[data["current"]]
        head.save(update_fields=["current"])
    return head


def _releases(export: Export, folder: str, head: ReleaseHead, site: Site) -> Iterator[Release]:
    for name in export.names(folder):
        if name.endswith("/head.json"):
            continue
        data = export.read_json(name)
        if problems := problems_of_members(data, OF_RELEASE):
            raise UnfitError("\n".join(f"{name}: {problem}" for problem in problems))
        if checksum_of(data["content"]) != data["checksum"]:
            raise DamagedExportError([f"{name}: the document is not the one that was released."])
        yield Release(
            **{column: _value(column, data[column]) for column in RELEASE_COLUMNS},
            head=head,
            site=site if data["site"] == SITE else None,
            content=data["content"],
        )


def _value(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in MOMENTS:
        return datetime.fromisoformat(value)
    return UUID(value) if name in IDS else value
