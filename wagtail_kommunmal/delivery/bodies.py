"""Responsible bodies as the public knows them: as published goals name them, with what they answer for."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from ..compat import page_model
from ..documents.context import in_language_of
from ..documents.tallies import NOT_ASSESSED, by_status, camel_case
from ..models import ItemKind, ReleasedItemBody
from ..vocabulary import BodyKind, ResponsibleRole
from .envelope import Document, links
from .reader import Reader
from .visibility import visible_parts


class NamedBody(NamedTuple):
    """A body in the goals of a plan, called what the latest release calls it, and when that was published."""

    id: UUID
    code: str
    updated_at: datetime


def bodies_of_plans(reader: Reader, *, only: UUID | None = None) -> list[tuple[str, NamedBody]]:
    """Return the bodies that the items of each plan name, with the tree path of the plan: one query.

    ``only`` leaves out all bodies but one.
    """
    parts = visible_parts(reader)
    if only is not None:
        parts = parts.filter(body_id=only)
    rows = parts.values_list("head__page__path", "body_id", "code").annotate(at=Max("head__current__published_from"))
    latest: dict[tuple[str, UUID], NamedBody] = {}
    for path, body_id, code, at in sorted(rows, key=lambda row: (row[3], row[2])):
        latest[path[: -page_model().steplen], body_id] = NamedBody(body_id, code, at)
    return [(path, body) for (path, _body_id), body in latest.items()]


def body_documents(parts: QuerySet[ReleasedItemBody], reader: Reader) -> list[Document]:
    """Return the bodies that have some visible parts in items, by name, with tallies over these items.

    A body is called what the latest release calls it.
    """
    named: dict[UUID, _Part] = {}
    roles, statuses = Counter[tuple[UUID, str]](), defaultdict[tuple[UUID, str], Counter[str]](Counter)
    for part in _parts(parts):
        named[part.body_id] = part
        if part.counted_as:
            statuses[part.body_id, part.counted_as][camel_case(part.status) or NOT_ASSESSED] += part.items
        if part.counted_as == ItemKind.ASSIGNMENT:
            roles[part.body_id, part.role] += part.items
    with in_language_of(reader.locale):
        bodies = [_body(part, roles, statuses, reader) for part in named.values()]
    return sorted(bodies, key=lambda body: (body["name"].casefold(), body["id"]))


class _Part(NamedTuple):
    """The items in which a body has the same part, with what it is called there and said last of them."""

    body_id: UUID
    name: str
    code: str
    kind: str
    counted_as: str
    role: str
    status: str
    at: datetime
    items: int


def _parts(parts: QuerySet[ReleasedItemBody]) -> list[_Part]:
    """Count the items of each part, one of the latest release last; an item names a body once."""
    counted = parts.values_list(*_Part._fields[:-2]).annotate(
        at=Max("head__current__published_from"), items=Count("pk")
    )
    return [_Part(*row) for row in counted.order_by("at", "name", "code")]


def _body(
    named: _Part, roles: Counter[tuple[UUID, str]], statuses: dict[tuple[UUID, str], Counter[str]], reader: Reader
) -> Document:
    key = named.body_id
    by_role = {role: roles[key, role] for role in ResponsibleRole.values}
    return {
        "id": str(key),
        "name": named.name,
        "code": named.code,
        "kind": {"code": named.kind, "label": str(BodyKind(named.kind).label)},
        "tallies": {
            "assignments": {**by_status("assignments", statuses[key, ItemKind.ASSIGNMENT]), "byRole": by_role},
            "keyFigures": by_status("keyFigures", statuses[key, ItemKind.KEY_FIGURE]),
            "investments": by_status("investments", statuses[key, ItemKind.INVESTMENT]),
        },
        "_links": links(self=reader.api_address(f"bodies/{key}")),
    }
