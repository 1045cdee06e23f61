"""The pages below a plan and a goal: what one body answers for, and what was reported of one thing over the years."""

from __future__ import annotations

from typing import Any, Final

from django.http import Http404, HttpRequest

from ..goal_summary import counts_of_items
from ..models import ItemKind, PageKind
from ..periods import Period
from ..subpages import ASSIGNMENT_HISTORY, BODY, INVESTMENT_HISTORY
from ..vocabulary import InvestmentRowKind
from .bodies import body_documents
from .envelope import Document, goal_summaries
from .follow_ups import Said, as_id, goals_of
from .items import KINDS, item_documents
from .reader import Reader, page_reader
from .visibility import in_plans, visible_heads, visible_items

KINDS_OF_HISTORIES: Final = {ASSIGNMENT_HISTORY: ItemKind.ASSIGNMENT, INVESTMENT_HISTORY: ItemKind.INVESTMENT}


def part_of_page(page: Any, name: str, key: str, request: HttpRequest) -> dict[str, Any]:
    """Return what a page below ``page`` shows; raises ``Http404`` where the public sees nothing of the kind.

    It is read from what is released and public, whoever asks.
    """
    reader = page_reader(page, request)
    if name == BODY:
        return {"is_public": True, **_body_of_plan(page, key, reader)}
    return {"is_public": True, **_history_of_item(page, KINDS_OF_HISTORIES[name], key, reader)}


def _body_of_plan(plan: Any, key: str, reader: Reader) -> dict[str, Any]:
    """Return a body, named by its code or its id, with the goals and items of a plan that it has a part in."""
    head = visible_heads(reader).filter(kind=PageKind.PLAN, page_id=plan.pk).first()
    goals = in_plans(visible_heads(reader).filter(kind=PageKind.GOAL), page_id=plan.pk)
    bodies = body_documents(goals, reader)
    body = next((body for body in bodies if key in (body["code"], body["id"])), None)
    if head is None or body is None:
        raise Http404
    said = Said(bodies=[body["id"]])
    items = {
        member: item_documents(said.among(in_plans(visible_items(kind, reader), page_id=plan.pk)), reader)
        for member, kind in KINDS.items()
    }
    investments = [item for item in items["investments"] if item["rowKind"]["code"] == InvestmentRowKind.ROW]
    summaries = goal_summaries(goals_of([body["id"]], goals), reader)
    if not summaries:
        raise Http404
    document = {
        "lang": reader.locale.language_code,
        "title": body["name"],
        "plan": {"title": head.title, "webUrl": reader.page_address(head.page.url_path)},
        "updatedAt": max(goal["updatedAt"] for goal in summaries),
    }
    return {
        "document": document,
        "body": body,
        "goals": summaries,
        "assignments": items["assignments"],
        "key_figures": items["keyFigures"],
        "investments": investments,
        "counts": {"assignments": counts_of_items(items["assignments"]), "investments": counts_of_items(investments)},
    }


def _history_of_item(goal: Any, kind: ItemKind, key: str, reader: Reader) -> dict[str, Any]:
    """Return what stands in one lineage under the goals of all years, the latest first; one of them is ``goal``'s."""
    lineage = as_id(key)
    found = list(visible_items(kind, reader).filter(lineage_id=lineage)) if lineage else []
    here = next((number for number, item in enumerate(found) if item.head.page_id == goal.pk), None)
    if here is None:
        raise Http404
    items = item_documents(found, reader)
    own = items[here]
    document = {
        "lang": reader.locale.language_code,
        "title": _name(own),
        "goal": own["goal"],
        "plan": own["plan"],
        "updatedAt": max(item["updatedAt"] for item in items),
    }
    return {
        "document": document,
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
