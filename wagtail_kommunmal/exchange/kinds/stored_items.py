"""Sections of goals and their items in the form in which they are stored: found, added and removed. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final
from uuid import UUID, uuid5

from ...authoring.plan_items import Stored
from ..columns.texts import folded, normal_text

_NAMESPACE: Final = UUID("3e1c6a52-6f0e-4f8e-9a51-0f6a4a0f2b6d")


def with_ids(sections: Sequence[Any]) -> list[Stored]:
    """Return a copy of sections in which each of them, and each member of a list in them, has an id.

    One that was stored without has the same id as long as what it holds, and where, stays the same.
    """
    copied: list[Stored] = json.loads(json.dumps(list(sections)))
    for place, section in enumerate(copied):
        section["id"] = section.get("id") or _id_of(place, section["value"])
        _give_ids(section)
    return copied


def sections_of_type(sections: Sequence[Stored], section_type: str) -> list[Stored]:
    """Return the sections of a type."""
    return [section for section in sections if section["type"] == section_type and isinstance(section["value"], dict)]


def members_of(value: Stored, name: str) -> Iterator[Stored]:
    """Yield the members of a list in a section or an item."""
    for member in value.get(name) or []:
        if isinstance(member["value"], dict):
            yield member


def items_in(sections: Sequence[Stored], section_type: str) -> Iterator[tuple[Stored, Stored]]:
    """Yield the items of all sections of a type with their sections."""
    for section in sections_of_type(sections, section_type):
        for item in members_of(section["value"], "items"):
            yield section, item


def find_item(sections: Sequence[Stored], section_type: str, item_id: str) -> tuple[Stored, Stored] | None:
    """Return the item with an id, and its section."""
    return next((found for found in items_in(sections, section_type) if found[1]["id"] == item_id), None)


def find_member(value: Stored, name: str, member_id: str) -> Stored | None:
    """Return the member of a list that has an id."""
    return next((member for member in members_of(value, name) if member["id"] == member_id), None)


def add_member(value: Stored, name: str, member_id: str, content: dict[str, Any]) -> Stored:
    """Add a member at the end of a list, and return it."""
    member: Stored = {"type": "item", "value": content, "id": member_id}
    value[name] = [*(value.get(name) or []), member]
    return member


def remove_member(value: Stored, name: str, member_id: str) -> None:
    """Remove the member of a list that has an id."""
    value[name] = [member for member in value.get(name) or [] if member["id"] != member_id]


def add_section(sections: list[Stored], section_type: str, section_id: str, content: dict[str, Any]) -> Stored:
    """Add a section behind the others of its type, or at the end, and return it."""
    section: Stored = {"type": section_type, "value": content, "id": section_id}
    places = [place for place, other in enumerate(sections) if other["type"] == section_type]
    sections.insert(places[-1] + 1 if places else len(sections), section)
    return section


def heading_of(section: Stored) -> str:
    """Return a section's own heading; "" if it has the standard one."""
    return normal_text(str(section["value"].get("heading") or ""))


def is_called(text: str, name: str) -> bool:
    """Tell whether a cell gives a name, without regard to case, and to how it is spaced."""
    return folded(normal_text(text)) == folded(normal_text(name))


def _give_ids(holder: Stored) -> None:
    value = holder["value"]
    for name in ("items", "amounts", "responsible") if isinstance(value, dict) else ():
        if not isinstance(members := value.get(name), list):
            continue
        value[name] = [
            _as_member(member, _id_of(holder["id"], name, place, member)) for place, member in enumerate(members)
        ]
        for member in value[name]:
            _give_ids(member)


def _as_member(member: Any, member_id: str) -> Stored:
    """Return a member of a list as Wagtail stores it today."""
    if not isinstance(member, dict) or not {"type", "value"} <= member.keys():
        return {"type": "item", "value": member, "id": member_id}
    return {**member, "id": member.get("id") or member_id}


def _id_of(*what: Any) -> str:
    return str(uuid5(_NAMESPACE, json.dumps(what, sort_keys=True)))
