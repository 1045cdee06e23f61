"""What a page shows around its document: how it has changed, and where the same is found as data."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from ..models import PageKind
from .as_of import released_for
from .changes import release_entries
from .envelope import Document
from .items import KINDS, RESOURCES
from .pages import kind_of
from .reader import Reader

LATEST_CHANGES: Final = 20


def around(page: Any, document: Document, reader: Reader, *, is_public: bool) -> dict[str, Any]:
    """Return ``changes`` and ``data_links`` of a page that shows ``document``.

    Whoever reads a page that the public does not see has no use for links to what only the public is given.
    """
    kind = kind_of(page)
    return {
        "changes": _latest_changes(page, reader) if kind == PageKind.GOAL else None,
        "data_links": _data_links(kind, document, reader) if kind and is_public else {},
    }


def _latest_changes(goal: Any, reader: Reader) -> list[Document]:
    """Return the latest releases of a goal on this site, the newest first; one that is hidden is not among them."""
    releases = released_for(reader.site).filter(head__page_id=goal.pk)
    latest = releases.defer("content").order_by("-number")[:LATEST_CHANGES]
    return release_entries(latest, goal.translation_key, reader)


def _data_links(kind: PageKind, document: Document, reader: Reader) -> dict[str, str]:
    """Return the addresses of the document in JSON, and of tables in CSV by what they are of; none without the API."""
    if (address := reader.api_address(f"{kind}s/{document['id']}")) is None:
        return {}
    tables = {
        member: _table(RESOURCES[item_kind], {str(kind): document["id"]}, reader)
        for member, item_kind in KINDS.items()
        if document["tallies"][member]["total"]
    }
    return {"document": address, **tables}


def _table(resource: str, query: dict[str, str], reader: Reader) -> str:
    address = str(reader.api_address(resource))
    return f"{address}{'&' if '?' in address else '?'}{urlencode({**query, 'format': 'csv'})}"
