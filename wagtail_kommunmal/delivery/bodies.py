"""Responsible bodies as the public knows them: as published goals name them, with what they answer for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from ..documents.context import in_language_of
from ..models import ItemKind, ReleasedItemBody, ReleaseHead
from ..vocabulary import BodyKind, InvestmentRowKind, ResponsibleRole
from .envelope import Document, links
from .reader import Reader


def body_documents(goals: QuerySet[ReleaseHead], reader: Reader, *, only: UUID | None = None) -> list[Document]:
    """Return the bodies that the items of ``goals`` name as responsible, by name, with tallies over these items.

    A body is called what the latest release calls it; ``only`` leaves out all bodies but one.
    """
    parts = ReleasedItemBody.objects.filter(item__head__in=goals.values("pk"))
    if only is not None:
        parts = parts.filter(body_id=only)
    roles = _assignments_by_role(parts)
    investments = _investments(parts)
    with in_language_of(reader.locale):
        bodies = [_body(names, roles, investments, reader) for names in _latest_names(parts)]
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


def _investments(parts: QuerySet[ReleasedItemBody]) -> Counter[UUID]:
    """Count investments by body; groups are not counted beside their rows."""
    rows = parts.filter(item__kind=ItemKind.INVESTMENT, item__row_kind=InvestmentRowKind.ROW)
    counted = rows.values_list("body_id").annotate(count=Count("item", distinct=True)).order_by()
    return Counter(dict(counted))


def _body(names: Any, roles: dict[tuple[UUID, str], int], investments: Counter[UUID], reader: Reader) -> Document:
    key = names["body_id"]
    by_role = {role: roles.get((key, role), 0) for role in ResponsibleRole.values}
    return {
        "id": str(key),
        "name": names["name"],
        "code": names["code"],
        "kind": {"code": names["kind"], "label": str(BodyKind(names["kind"]).label)},
        "tallies": {
            "assignments": {"total": sum(by_role.values()), "byRole": by_role},
            "investments": {"total": investments[key]},
        },
        "_links": links(self=reader.api_address(f"bodies/{key}")),
    }
