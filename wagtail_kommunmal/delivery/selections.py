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
from .reader import Reader, page_reader
from .visibility import in_plans, visible_heads, visible_items


@dataclass(frozen=True)
class Selection:
    """The bodies that one can ask for, what was asked for, and what is found; ``None`` where nothing was asked for."""

    bodies: list[Document]
    body: str
    status: str
    assignments: list[Document] | None
    investments: list[Document] | None


def selection_for_plan(plan: Any, request: HttpRequest) -> Selection | None:
    """Return what the query of a request selects of a plan by ``body``, a code or an id, and ``status``.

    ``None`` for a plan in which the public sees no body.
    """
    reader = page_reader(plan, request)
    goals = in_plans(visible_heads(reader).filter(kind=PageKind.GOAL), page_id=plan.pk)
    bodies = body_documents(goals, reader)
    if not bodies:
        return None
    # NUL is no text to PostgreSQL, and no code of anything.
    body, status = (request.GET.get(name, "").replace("\0", "") for name in ("body", "status"))
    said = Said(bodies=[body] if body else [], statuses=[status] if status else [])
    is_asked = bool(body or status)
    return Selection(
        bodies=bodies,
        body=body,
        status=status,
        assignments=_found(ItemKind.ASSIGNMENT, plan, said, reader) if is_asked else None,
        investments=_found(ItemKind.INVESTMENT, plan, said, reader) if is_asked else None,
    )


def _found(kind: ItemKind, plan: Any, said: Said, reader: Reader) -> list[Document]:
    return item_documents(said.among(in_plans(visible_items(kind, reader), page_id=plan.pk)), reader)
