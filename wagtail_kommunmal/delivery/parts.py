"""The pages below a plan and a goal: what one body answers for, and what was reported of one thing over the years."""

from __future__ import annotations

from itertools import chain
from typing import Any, Final
from uuid import UUID

from django.http import Http404

from ..goal_summary import counts_of_items
from ..models import ItemKind
from ..periods import Period
from ..subpages import ASSIGNMENT_HISTORY, BODY, INVESTMENT_HISTORY, body_address, item_address
from ..vocabulary import InvestmentRowKind
from .bodies import bodies_of_plans, body_documents
from .envelope import Document, plan_reference
from .follow_ups import as_id, items_of
from .items import KINDS, item_documents, plans_at
from .reader import Reader
from .visibility import in_plans, items_of_plan, visible_items, visible_parts

KINDS_OF_HISTORIES: Final = {ASSIGNMENT_HISTORY: ItemKind.ASSIGNMENT, INVESTMENT_HISTORY: ItemKind.INVESTMENT}


def part_of_page(page: Any, document: Document, name: str, key: str, reader: Reader) -> dict[str, Any]:
    """Return what a page below ``page``, which is public and shows ``document``, shows beside it.

    ``part`` has ``title``, ``lang``, ``updatedAt`` and ``webUrl``. Raises ``Http404`` where the public sees nothing of
    the kind.
    """
    if name == BODY:
        return _body_of_plan(page, document, key, reader)
    return _history_of_item(page, document, name, key, reader)


def _body_of_plan(plan: Any, document: Document, key: str, reader: Reader) -> dict[str, Any]:
    """Return a body, named by its code or its id, with the goals and items of a plan that it has a part in."""
    parts = in_plans(visible_parts(reader), page_id=plan.pk)
    body = next((body for body in body_documents(parts, reader) if key in (body["code"], body["id"])), None)
    if body is None:
        raise Http404
    of_body = [body["id"]]
    rows = [row for kind in KINDS.values() for row in items_of(of_body, items_of_plan(kind, plan, reader))]
    items: dict[ItemKind, list[Document]] = {kind: [] for kind in KINDS.values()}
    for row, item in zip(rows, item_documents(rows, reader), strict=True):
        items[ItemKind(row.kind)].append(item)
    assignments = items[ItemKind.ASSIGNMENT]
    investments = [item for item in items[ItemKind.INVESTMENT] if item["rowKind"]["code"] == InvestmentRowKind.ROW]
    goal_ids = {item["goal"]["id"] for item in chain(*items.values())}
    summaries = [goal for goal in document["goals"] if goal["id"] in goal_ids]
    if not summaries:
        raise Http404
    return {
        "part": {
            "title": body["name"],
            "lang": reader.locale.language_code,
            "updatedAt": max(goal["updatedAt"] for goal in summaries),
            "webUrl": body_address(document, body),
        },
        "body": body,
        "goals": summaries,
        "assignments": assignments,
        "key_figures": items[ItemKind.KEY_FIGURE],
        "investments": investments,
        "counts": {"assignments": counts_of_items(assignments), "investments": counts_of_items(investments)},
        "other_years": _other_years(plan, UUID(body["id"]), reader),
    }


def _other_years(plan: Any, body: UUID, reader: Reader) -> list[Document]:
    """Return the other plans that a body has a part in, the latest first; ``webUrl`` is that of the body's page."""
    named = {path: one for path, one in bodies_of_plans(reader, only=body) if path != plan.path}
    plans = plans_at(set(named), reader)
    years = []
    for path, one in named.items():
        reference = plan_reference(plans.get(path), reader)
        if reference is not None:
            years.append({**reference, "webUrl": body_address(reference, {"id": str(body), "code": one.code})})
    return sorted(years, key=lambda year: (year["year"], year["title"]), reverse=True)


def _history_of_item(goal: Any, document: Document, name: str, key: str, reader: Reader) -> dict[str, Any]:
    """Return what stands in one lineage under the goals of all years, the latest first; one of them is ``goal``'s."""
    lineage = as_id(key)
    # An id may be written in many ways, and a page has one address.
    if lineage is None or str(lineage) != key:
        raise Http404
    found = list(visible_items(KINDS_OF_HISTORIES[name], reader).filter(lineage_id=lineage))
    here = next((number for number, item in enumerate(found) if item.head.page_id == goal.pk), None)
    if here is None:
        raise Http404
    items = item_documents(found, reader)
    own = items[here]
    return {
        "part": {
            "title": _name(own),
            "lang": reader.locale.language_code,
            "updatedAt": max(item["updatedAt"] for item in items),
            "webUrl": item_address(document, name, own),
        },
        "item": own,
        "years": [
            {"item": item, "name": _name(item), "periods": _by_period(item["followUps"])}
            for item in sorted(items, key=_year, reverse=True)
        ],
    }


def _by_period(follow_ups: list[Document]) -> list[Document]:
    """Return what was said, the latest period first."""
    return sorted(follow_ups, key=lambda said: Period.parse(said["period"]["code"]).place, reverse=True)


def _name(item: Document) -> str:
    return str(item["title"] if "title" in item else item["name"])


def _year(item: Document) -> int:
    return item["plan"]["year"] if item["plan"] else 0
