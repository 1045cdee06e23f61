"""Lists in pages: ``items`` with ``_meta`` and ``_links``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django.core.paginator import EmptyPage, Page, Paginator
from django.db.models import QuerySet
from rest_framework.utils.urls import replace_query_param

from ..delivery.envelope import Document, links
from .errors import InvalidParametersError
from .parameters import not_allowed, whole_number

DEFAULT_LIMIT: Final = 20
MAX_LIMIT: Final = 100
LAST_PAGE: Final = 1_000_000
"""More than any list has; which page is a list's last one is only known when it is read."""


def page_of(items: QuerySet[Any] | Sequence[Any], number: int, limit: int) -> Page[Any]:
    """Return a page of a list; raises ``InvalidParametersError`` when the list is not that long."""
    paginator = Paginator(items, limit)
    try:
        return paginator.page(number)
    except EmptyPage as error:
        allowed = whole_number(1, paginator.num_pages).allowed
        raise InvalidParametersError({"page": [not_allowed(str(number), allowed)]}) from error


def list_document(page: Page[Any], documents: Sequence[Document], address: str) -> Document:
    """Return the answer that holds a page's documents; ``address`` is the absolute one that was asked."""

    def at(number: int) -> str:
        return replace_query_param(address, "page", number)

    paginator = page.paginator
    return {
        "items": list(documents),
        "_meta": {
            "page": page.number,
            "limit": paginator.per_page,
            "count": len(documents),
            "totalRecords": paginator.count,
            "totalPages": paginator.num_pages,
        },
        "_links": links(
            self=address,
            first=at(1),
            last=at(paginator.num_pages),
            prev=at(page.previous_page_number()) if page.has_previous() else None,
            next=at(page.next_page_number()) if page.has_next() else None,
        ),
    }
