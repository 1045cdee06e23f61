"""Responsible bodies as the public knows them: as published goals name them, with what they answer for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from ..compat import page_model
from ..documents.context import in_language_of
from ..documents.tallies import NOT_ASSESSED, by_status, camel_case
from ..models import ItemKind, PageKind, ReleasedItemBody, ReleaseHead
from ..vocabulary import BodyKind, InvestmentRowKind, ResponsibleRole
from .envelope import Document, links
from .reader import Reader
from .visibility import visible_heads


class NamedBody(NamedTuple):
    """A body in the goals of a plan, called what the latest release calls it, and when that was published."""

    id: UUID
    code: str
    updated_at: datetime


def bodies_of_plans(reader: Reader, *, only: UUID | None = None) -> list[tuple[str, NamedBody]]:
    """Return the bodies that the items of each plan name, with the tree path of the plan: one query.

    ``only`` leaves out all bodies but one.
    """
    goals = visible_heads(reader).filter(kind=PageKind.GOAL).order_by()
    parts = ReleasedItemBody.objects.filter(item__head__in=goals.values("pk"))
    if only is not None:
        parts = parts.filter(body_id=only)
    rows = parts.values_list("item__head__page__path", "body_id", "code").annotate(
        at=Max("item__head__current__published_from")
    )
    latest: dict[tuple[str, UUID], NamedBody] = {}
    for path, body_id, code, at in sorted(rows, key=lambda row: (row[3], row[2])):
        latest[path[: -page_model().steplen], body_id] = NamedBody(body_id, code, at)
    return [(path, body) for (path, _body_id), body in latest.items()]


def body_documents(goals: QuerySet[ReleaseHead], reader: Reader, *, only: UUID | None = None) -> list[Document]:
    """Return the bodies that the items of ``goals`` name as responsible, by name, with tallies over these items.

    A body is called what the latest release calls it; ``only`` leaves out all bodies but one.
    """
    parts = ReleasedItemBody.objects.filter(item__head__in=goals.values("pk"))
    if only is not None:
        parts = parts.filter(body_id=only)
    roles = _assignments_by_role(parts)
    statuses = _items_by_status(parts)
    with in_language_of(reader.locale):
        bodies = [_body(names, roles, statuses, reader) for names in _latest_names(parts)]
    return sorted(bodies, key=lambda body: (body["name"].casefold(), body["id"]))


def _latest_names(parts: QuerySet[ReleasedItemBody]) -> Iterable[Any]:
    named = parts.values("body_id", "name", "code", "kind").annotate(at=Max("item__head__current__published_from"))
    return {row["body_id"]: row for row in named.order_by("at", "name", "code")}.values()


def _assignments_by_role(parts: QuerySet[ReleasedItemBody]) -> dict[tuple[UUID, str], int]:
    counted = (
        parts.filter(item__kind=ItemKind.ASSIGNMENT)
        .values_list("body_id", "role")
        .annotate(count=Count("item", distinct=True))
        .order_by()
    )
    return {(body_id, role): count for body_id, role, count in counted}


def _items_by_status(parts: QuerySet[ReleasedItemBody]) -> dict[tuple[UUID, str], Counter[str]]:
    """Count items by body and kind, each by what the body itself said last; groups of investments do not count."""
    items = parts.filter(~Q(item__kind=ItemKind.INVESTMENT) | Q(item__row_kind=InvestmentRowKind.ROW))
    counted = (
        items.values_list("body_id", "item__kind", "status").annotate(count=Count("item", distinct=True)).order_by()
    )
    statuses: defaultdict[tuple[UUID, str], Counter[str]] = defaultdict(Counter)
    for body_id, kind, status, count in counted.order_by():
        statuses[body_id, kind][camel_case(status) or NOT_ASSESSED] += count
    return statuses


def _body(
    names: Any, roles: dict[tuple[UUID, str], int], statuses: dict[tuple[UUID, str], Counter[str]], reader: Reader
) -> Document:
    key = names["body_id"]
    by_role = {role: roles.get((key, role), 0) for role in ResponsibleRole.values}
    return {
        "id": str(key),
        "name": names["name"],
        "code": names["code"],
        "kind": {"code": names["kind"], "label": str(BodyKind(names["kind"]).label)},
        "tallies": {
            "assignments": {**by_status("assignments", statuses[key, ItemKind.ASSIGNMENT]), "byRole": by_role},
            "keyFigures": by_status("keyFigures", statuses[key, ItemKind.KEY_FIGURE]),
            "investments": by_status("investments", statuses[key, ItemKind.INVESTMENT]),
        },
        "_links": links(self=reader.api_address(f"bodies/{key}")),
    }
