"""Assignments, key figures and investments across all goals: as the goal's document has them, and where they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cache
from typing import Final

from django.db.models import CharField

from ..documents.tallies import ITEM_KINDS
from ..documents.upgrade import upgrade_item
from ..fields import canonical_json
from ..models import ItemKind, PageKind, ReleasedItem
from .entries import COLUMNS, Entry
from .envelope import Document, at_origin, goal_reference, links, path_of_plan, plan_reference, timestamp
from .key_figures import latest_of
from .prepared import IsGiven, PreparedQuery
from .reader import Reader
from .visibility import AnyReader, shape_of, values_of, visible_heads
from .written import TOKEN

RESOURCES: Final = {
    ItemKind.ASSIGNMENT: "assignments",
    ItemKind.KEY_FIGURE: "key-figures",
    ItemKind.INVESTMENT: "investments",
}
"""What an item's own address begins with below the API's root."""
KINDS: Final = dict(zip(ITEM_KINDS, (ItemKind.ASSIGNMENT, ItemKind.KEY_FIGURE, ItemKind.INVESTMENT), strict=True))
"""Member of the tallies -> the kind of items that it counts."""


def item_documents(items: Iterable[ReleasedItem], reader: Reader) -> list[Document]:
    """Return the documents of visible items, in their order."""
    return [at_origin(document, reader) for document in _documents(items, reader)]


def written_items(items: Iterable[ReleasedItem], reader: Reader) -> list[tuple[bytes]]:
    """Return the documents of visible items, in their order, each as JSON in UTF-8."""
    origin = reader.origin.encode()
    return [(canonical_json(document).replace(TOKEN, origin),) for document in _documents(items, reader)]


def _documents(items: Iterable[ReleasedItem], reader: Reader) -> list[Document]:
    """Return them with the origin still to be put in."""
    items = list(items)
    plans = plans_at({path_of_plan(item.head) for item in items}, reader)
    return [_document(item, plans.get(path_of_plan(item.head)), reader) for item in items]


def plans_at(paths: Collection[str], reader: Reader) -> dict[str, Entry]:
    """Return those of the plans at some tree paths that the public may see, in one query."""
    if not paths:
        return {}
    values = {**values_of(reader), "paths": list(paths)}
    plans = [Entry(*row) for row in _plans_at(shape_of(reader), len(paths)).rows(values)]
    return {plan.path: plan for plan in plans}


@cache
def _plans_at(shape: tuple[int, ...], count: int) -> PreparedQuery:
    is_asked_for = IsGiven("page__path", "paths", CharField(), count)
    plans = visible_heads(AnyReader(shape), PageKind.PLAN).filter(is_asked_for)
    return PreparedQuery(plans.values_list(*COLUMNS, "summary"))


def _document(item: ReleasedItem, plan: Entry | None, reader: Reader) -> Document:
    goal = Entry.of(item.head)
    of_section = dict(item.section)
    address = reader.page_address(goal.url_path)
    # The page has each item at an anchor that is the item's id.
    web_url = f"{address}#{item.item_id}" if address else None
    content = upgrade_item(item.content, goal.format)
    return {
        **content,
        **(latest_of(content) if item.kind == ItemKind.KEY_FIGURE else {}),
        "lang": reader.locale.language_code,
        "section": {"id": of_section.pop("id"), "heading": of_section.pop("heading")},
        **of_section,
        "goal": goal_reference(goal, reader),
        "plan": plan_reference(plan, reader),
        "updatedAt": timestamp(goal.published_from),
        "webUrl": web_url,
        "_links": links(
            self=_own_address(item, reader),
            web=web_url,
            goal=reader.api_address(f"goals/{goal.translation_key}"),
        ),
    }


def _own_address(item: ReleasedItem, reader: Reader) -> str | None:
    address = reader.api_address(f"{RESOURCES[ItemKind(item.kind)]}/{item.item_id}")
    if address is None or item.kind != ItemKind.KEY_FIGURE:
        return address
    # Many goals, of many years, may have the same key figure: this is it as this goal has it.
    return f"{address}{'&' if '?' in address else '?'}goal={item.head.translation_key}"
