"""Documents that nobody else releases until the transaction ends, and what is read of them since."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Site

from ..documents.context import SETTINGS_OF_SITE, SiteFacts
from ..models import PendingRelease, ReleaseHead
from .keys import PageKey
from .pages import live_pages_of


@dataclass(frozen=True)
class Locked:
    """A document that nobody else releases until the transaction ends, and what was read of it since."""

    head: ReleaseHead
    pending: list[PendingRelease]
    page: Any
    """The live page, or ``None``."""
    facts: SiteFacts | None
    """Those of the site that the page belongs to, if it belongs to one."""


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
    heads: QuerySet[ReleaseHead], pending: Mapping[PageKey, list[PendingRelease]], *, with_content: bool = False
) -> list[Locked]:
    """Read of documents that are locked what their releases are compared by and composed from.

    ``pending`` is what waits for them, read since they were locked and before this: what is asked for later must stay.
    With ``with_content`` the contents of the releases are read at once, which are else read if they are asked for.
    """
    rows = heads.select_related("current", "locale", f"site__{SETTINGS_OF_SITE}")
    rows = rows.defer("summary", *(() if with_content else ("current__content",)))
    read = {(head.translation_key, head.locale_id): head for head in rows}
    pages = live_pages_of(read)
    site_ids = {key: parts[0] for key, page in pages.items() if (parts := page.get_url_parts())}
    # Mostly pages are where they were when they were released.
    known = [head.site for head in read.values() if head.site is not None]
    facts = SiteFacts.of_sites(set(site_ids.values()), known)
    if gone := set(site_ids.values()) - facts.keys():
        # Where Wagtail's cache still has a site that was deleted: nothing is withdrawn for that.
        raise Site.DoesNotExist(f"Sites that are no longer there: {sorted(gone)}.")
    return [
        Locked(head, pending.get(key, []), pages.get(key), facts[site_ids[key]] if key in site_ids else None)
        for key, head in read.items()
    ]


def pending_of(keys: Collection[PageKey]) -> dict[PageKey, list[PendingRelease]]:
    found: dict[PageKey, list[PendingRelease]] = {}
    rows = PendingRelease.objects.filter(translation_key__in={key for key, _locale_id in keys})
    for row in rows:
        found.setdefault((row.translation_key, row.locale_id), []).append(row)
    return found


def keep_from_composing(keys: Collection[PageKey]) -> None:
    """Let nobody compose these pages before the transaction ends, once those who do now are done.

    What is committed in many rows is so read with all of them or with none. On SQLite, who writes is alone anyway.
    """
    heads = ReleaseHead.objects.filter(translation_key__in={key for key, _locale_id in keys})
    # In the order in which a rebuild locks them.
    list(heads.select_for_update().order_by("pk").values_list("pk"))
