"""The assignments and investments of a plan, how far they have come, and which of them go on in the next plan."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from ..models import ItemKind, ReleasedItem
from ..vocabulary import AssignmentStatus, InvestmentRowKind
from .years import text_moved_on

Stored = dict[str, Any]
"""A section or an item in the form in which it is stored."""

FINISHED: Final = frozenset({AssignmentStatus.COMPLETED, AssignmentStatus.CANCELLED, AssignmentStatus.NOT_COMPLETED})
"""After these, nothing more is done; whatever else is said, or nothing, leaves an item unfinished."""

_KINDS: Final = {"assignments": ItemKind.ASSIGNMENT, "investments": ItemKind.INVESTMENT}


class ItemKey(NamedTuple):
    """What an item is in every language and year: the goal's translation key and the lineage id."""

    goal_key: UUID
    lineage_id: str


@dataclass(frozen=True)
class PlanItem:
    """An assignment or investment, with what the body whose word counts for the whole said of it last."""

    key: ItemKey
    kind: ItemKind
    title: str
    status: str = ""
    end_year: int | None = None

    def is_finished_by(self, year: int) -> bool:
        """Tell whether nothing is left of it for a plan of that year; without a status, all is left."""
        return self.status in FINISHED or (self.end_year is not None and self.end_year < year)


def items_of(goals: Collection[Any]) -> dict[UUID, list[PlanItem]]:
    """Return the items of goals in the order of their sections, by the goals' translation keys.

    A group of investments is none: it goes on with its rows. Neither is a block without an id.
    """
    statuses = _released_statuses(goals)
    return {goal.translation_key: list(_items(goal, statuses)) for goal in goals}


def stored_sections(goal: Any) -> list[Stored]:
    """Return a goal's sections in the form in which they are stored."""
    sections: list[Stored] = json.loads(goal._meta.get_field("sections").value_to_string(goal))
    return sections


def sections_moved_on(
    sections: Iterable[Stored], left_out: Collection[str], old_year: int, new_year: int
) -> list[Stored]:
    """Return what last year's sections are in the next plan: without what was accomplished, and without what ends.

    ``left_out`` holds lineage ids. Every block keeps its id, and a heading of its own has the new year.
    """
    return [_section_moved_on(section, left_out, old_year, new_year) for section in sections]


def _items(goal: Any, statuses: dict[ItemKey, str]) -> Iterator[PlanItem]:
    for section in stored_sections(goal):
        for item in _stored_items(section) if section["type"] in _KINDS else ():
            if (lineage_id := _id_of(item)) is None or _is_group(item):
                continue
            key, value = ItemKey(goal.translation_key, lineage_id), item["value"]
            title = value.get("title") or value.get("name") or ""
            yield PlanItem(key, _KINDS[section["type"]], title, statuses.get(key, ""), value.get("end_year"))


def _released_statuses(goals: Collection[Any]) -> dict[ItemKey, str]:
    rows = ReleasedItem.objects.filter(head__page__in=[goal.pk for goal in goals], kind__in=_KINDS.values()).exclude(
        status=""
    )
    return {
        ItemKey(goal_key, str(lineage_id)): status
        for goal_key, lineage_id, status in rows.values_list("head__translation_key", "lineage_id", "status")
    }


def _section_moved_on(section: Stored, left_out: Collection[str], old_year: int, new_year: int) -> Stored:
    if not isinstance(section["value"], dict):
        return section
    value = dict(section["value"])
    if isinstance(value.get("heading"), str):
        value["heading"] = text_moved_on(value["heading"], old_year, new_year)
    match section["type"]:
        case "accomplishments":
            value["items"] = []
        case "assignments" | "investments":
            value["items"] = _without_empty_groups(_stored_items(section), left_out)
    return {**section, "value": value}


def _without_empty_groups(items: list[Any], left_out: Collection[str]) -> list[Any]:
    """Leave out items, and each group all of whose rows are left out."""
    kept: list[Any] = []
    for number, item in enumerate(items):
        rows = _rows_of_group(items[number + 1 :]) if _is_group(item) else [item]
        if not rows or any(_id_of(row) not in left_out for row in rows):
            kept.append(item)
    return kept


def _rows_of_group(following: list[Any]) -> list[Any]:
    end = next((number for number, item in enumerate(following) if _is_group(item)), len(following))
    return following[:end]


def _stored_items(section: Stored) -> list[Any]:
    return section["value"].get("items") or []


def _is_group(item: Any) -> bool:
    return _id_of(item) is not None and item["value"].get("row_kind") == InvestmentRowKind.GROUP


def _id_of(item: Any) -> str | None:
    """Return the id of a list item; what an importer wrote may have none."""
    return item.get("id") if isinstance(item, dict) and isinstance(item.get("value"), dict) else None
