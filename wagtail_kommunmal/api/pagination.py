"""Lists in pages: ``items`` with ``_meta`` and ``_links``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

from django.db.models import Count, QuerySet, Window
from rest_framework.utils.urls import replace_query_param

from ..delivery.envelope import Document, links
from ..delivery.written import Written
from ..fields import canonical_json
from .errors import InvalidParametersError
from .parameters import not_allowed, whole_number

DEFAULT_LIMIT: Final = 20
MAX_LIMIT: Final = 100
LAST_PAGE: Final = 1_000_000
"""More than any list has; which page is a list's last one is only known when it is read."""


@dataclass(frozen=True)
class Page:
    """A part of a list, and how long the whole is."""

    items: Sequence[Any]
    number: int
    limit: int
    total: int

    def __iter__(self) -> Iterator[Any]:
        return iter(self.items)

    @property
    def last(self) -> int:
        """The number of the last page; a list without anything has one."""
        return max(1, ceil(self.total / self.limit))


def page_of(items: QuerySet[Any] | Sequence[Any], number: int, limit: int) -> Page:
    """Return a page of a list; raises ``InvalidParametersError`` when the list is not that long."""
    total = items.count() if isinstance(items, QuerySet) else len(items)
    start = (number - 1) * limit
    stop = max(start, min(start + limit, total))
    return checked(Page(_part(items, start, stop, total), number, limit, total))


def keys_of_page(items: QuerySet[Any], number: int, limit: int) -> Page:
    """Return a page of primary keys as ``page_of`` does, counting the whole list in the same query.

    It is for what takes a database long to find or to sort: that is done once, and without what makes rows wide.
    """
    start = (number - 1) * limit
    counted = items.annotate(total=Window(Count("pk"))).values_list("pk", "total")
    return counted_page(list(counted[start : start + limit]), number, limit, items.count)


def counted_page(rows: Sequence[Sequence[Any]], number: int, limit: int, count: Callable[[], int]) -> Page:
    """Return the page that is made of rows of a key and the length of the list; ``count`` tells it where none are."""
    # Beyond its end a list does not tell how long it is.
    total = rows[0][1] if rows else 0 if number == 1 else count()
    return checked(Page([row[0] for row in rows], number, limit, total))


def _part(items: QuerySet[Any] | Sequence[Any], start: int, stop: int, total: int) -> list[Any]:
    """Return a part of a list, read from the nearer end: a database goes through all rows on the way to it."""
    rest = total - stop
    if isinstance(items, QuerySet) and 0 <= rest < start:
        return list(items.reverse()[rest : total - start])[::-1]
    return list(items[start:stop])


def checked(page: Page) -> Page:
    """Return the page; raises ``InvalidParametersError`` when the list is not that long."""
    if page.number > page.last:
        allowed = whole_number(1, page.last).allowed
        raise InvalidParametersError({"page": [not_allowed(str(page.number), allowed)]})
    return page


def about_page(page: Page, address: str) -> Document:
    """Return what is told of a page beside its items; ``address`` is the absolute one that was asked."""

    def at(number: int) -> str:
        return replace_query_param(address, "page", number)

    return {
        "_meta": {
            "page": page.number,
            "limit": page.limit,
            "count": len(page.items),
            "totalRecords": page.total,
            "totalPages": page.last,
        },
        "_links": links(
            self=address,
            first=at(1),
            last=at(page.last),
            prev=at(page.number - 1) if page.number > 1 else None,
            next=at(page.number + 1) if page.number < page.last else None,
        ),
    }


def list_document(page: Page, documents: Sequence[Document], address: str) -> Document:
    """Return the answer that holds a page's documents; ``address`` is the absolute one that was asked."""
    return {"items": list(documents), **about_page(page, address)}


def written_list(items: Sequence[Written], about: Document) -> bytes:
    """Return the answer that holds written documents and what is told of their page."""
    pieces = [piece for item in items for piece in (b",", *item)]
    return b"".join([b'{"items":[', *pieces[1:], b"],", canonical_json(about)[1:]])
