"""What a reader of a plan's page looks for among its assignments and investments."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from ..models import ItemKind, PageKind
from .bodies import body_documents
from .envelope import Document
from .follow_ups import Said
from .items import item_documents
from .pages import kind_of
from .reader import Reader
from .visibility import in_plans, items_of_plan, visible_parts


@dataclass(frozen=True)
class Selection:
    """The bodies that one can ask for, what was asked for, and what is found; ``None`` where nothing was asked for."""

    bodies: list[Document]
    body: str
    status: str
    assignments: list[Document] | None
    investments: list[Document] | None


def is_selection(page: Any, part: Any, request: HttpRequest) -> bool:
    """Tell whether a request for the page of a plan looks for something in it."""
    return part is None and kind_of(page) == PageKind.PLAN and any(_asked(request))


def selection_for_plan(plan: Any, reader: Reader, request: HttpRequest) -> Selection | None:
    """Return what the query of a request selects of a plan by ``body``, a code or an id, and ``status``.

    ``None`` for a plan in which the public sees no body.
    """
    bodies = body_documents(in_plans(visible_parts(reader), page_id=plan.pk), reader)
    if not bodies:
        return None
    body, status = _asked(request)
    said = Said(bodies=[body] if body else [], statuses=[status] if status else [])
    is_asked = bool(body or status)
    return Selection(
        bodies=bodies,
        body=body,
        status=status,
        assignments=_found(ItemKind.ASSIGNMENT, plan, said, reader) if is_asked else None,
        investments=_found(ItemKind.INVESTMENT, plan, said, reader) if is_asked else None,
    )


def _asked(request: HttpRequest) -> tuple[str, str]:
    """Return the body and the status that a request names, each "" for any."""
    # NUL is no text to PostgreSQL, and no code of anything.
    body, status = (request.GET.get(name, "").replace("\0", "") for name in ("body", "status"))
    return body, status


def _found(kind: ItemKind, plan: Any, said: Said, reader: Reader) -> list[Document]:
    return item_documents(said.among(items_of_plan(kind, plan, reader)), reader)
