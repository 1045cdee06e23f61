"""All that the page of a plan or a goal shows, or a part below it."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest

from ..models import PageKind
from .around import around
from .envelope import Document, plan_documents
from .keeping import KEPT, KeptPage, place_of
from .metadata import metadata_for_page, metadata_for_part
from .pages import PREVIEWED_REPORT, document_for_page, kind_of, signs_for_page
from .parts import part_of_page
from .reader import Reader, page_reader
from .selections import is_selection, selection_for_plan
from .visibility import is_visible, visible_heads
from .written import written_goal

Part = tuple[str, str]
"""The first step of an address below a page, and the second one, which names what is shown there."""


def shown(page: Any, part: Part | None, request: HttpRequest) -> dict[str, Any]:
    """Return what the templates know: the facts of the page, and ``KEPT`` where its markup may be kept.

    Raises ``Http404`` where there is nothing to show. Whether the visitor may see the page itself has been settled by
    Wagtail's own view restrictions.
    """
    if getattr(request, "is_preview", False):
        return {**_draft(page, request), KEPT: None}
    reader = page_reader(page, request)
    place = None if is_selection(page, part, request) else place_of(page, part, reader, request)
    if place is None or (kind := kind_of(page)) is None or not is_visible(kind, page.translation_key, reader):
        return {**_facts(page, part, reader, request), KEPT: None}
    if (facts := place.read("facts")) is None:
        facts = _facts(page, part, reader, request)
        if not facts["is_public"]:
            # Withdrawn since it was looked up.
            return {**facts, KEPT: None}
        place.keep("facts", facts)
    return {**facts, KEPT: KeptPage(place, facts)}


def _draft(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Return what a preview shows: there is nothing around it, as it has never been released."""
    return {
        "document": document_for_page(page, request),
        "part": None,
        "signs": signs_for_page(request),
        "is_public": False,
        "is_unfolded": hasattr(request, PREVIEWED_REPORT),
        "selection": None,
        "changes": None,
        "data_links": {},
        "metadata": None,
    }


def _facts(page: Any, part: Part | None, reader: Reader, request: HttpRequest) -> dict[str, Any]:
    document, is_public = _document(page, reader, request)
    facts: dict[str, Any] = {
        "document": document,
        "part": None,
        "signs": signs_for_page(request),
        "is_public": is_public,
        "is_unfolded": False,
        "selection": None,
        "changes": None,
        "data_links": {},
        "metadata": None,
    }
    if part is not None:
        # What stands below a page is read from what is public, whoever asks.
        if not is_public:
            raise Http404
        facts |= part_of_page(page, document, *part, reader)
        return facts | {"metadata": metadata_for_part(page, facts, part[0], reader, request)}
    facts |= around(page, document, reader, is_public=is_public)
    if kind_of(page) == PageKind.PLAN:
        facts["selection"] = selection_for_plan(page, reader, request)
    # Who reads what the public does not see is no machine.
    return facts | {"metadata": metadata_for_page(page, document, reader, request) if is_public else None}


def _document(page: Any, reader: Reader, request: HttpRequest) -> tuple[Document, bool]:
    """Return the document of a page, and whether the public sees it."""
    if kind_of(page) == PageKind.GOAL:
        written = written_goal(page.translation_key, reader)
        return (json.loads(written.content), True) if written else (document_for_page(page, request), False)
    head = visible_heads(reader, PageKind.PLAN).filter(page_id=page.pk).first()
    return (plan_documents([head], reader)[0], True) if head else (document_for_page(page, request), False)
