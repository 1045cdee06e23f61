"""What a sitemap lists: the public pages of plans and goals, and those of the bodies of a plan."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest

from ..subpages import BODY, body_address
from .bodies import bodies_of_plans
from .reader import Reader, UnknownLanguageError, reader_on
from .visibility import visible_heads

KEPT_ENTRIES: Final = "kommunmal_sitemap_entries"
"""The attribute that a request for a sitemap keeps its entries in, so that they are asked for once."""


def sitemap_entries(page: Any, request: HttpRequest | None) -> list[dict[str, Any]]:
    """Return the entry of a page in a sitemap, with the moment of its release; none where the public sees nothing.

    Below the entry of a plan come those of the bodies that have a part in it. What was reported of one thing over the
    years stands on the page of its goal, and has no entry.
    """
    parts = page.get_url_parts(request)
    if parts is None:
        return []
    kept = {} if request is None else request.__dict__.setdefault(KEPT_ENTRIES, {})
    place = parts[0], page.locale_id
    if place not in kept:
        with suppress(UnknownLanguageError):
            kept[place] = _public_pages(reader_on(parts[0], page.locale))
    entries = kept.setdefault(place, {}).get(page.pk, [])
    has_bodies = BODY in page.parts
    return [
        {"location": address, "lastmod": moment}
        for number, (address, moment) in enumerate(entries)
        if has_bodies or not number
    ]


def _public_pages(reader: Reader) -> dict[int, list[tuple[str, datetime]]]:
    """Return the address of every public plan and goal and the moment of its release, by the page's key.

    Behind that of a plan stand those of its bodies.
    """
    rows = visible_heads(reader).values_list("page_id", "page__path", "page__url_path", "current__published_from")
    found: dict[int, list[tuple[str, datetime]]] = {}
    at: dict[str, tuple[int, str]] = {}
    for key, path, url_path, moment in rows:
        if address := reader.page_address(url_path):
            found[key] = [(address, moment)]
            at[path] = key, address
    for path, body in bodies_of_plans(reader):
        key, address = at.get(path, (0, ""))
        if below := body_address({"webUrl": address or None}, {"id": str(body.id), "code": body.code}):
            found[key].append((below, body.updated_at))
    return found
