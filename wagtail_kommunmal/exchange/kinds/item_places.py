"""In which section of a goal an item stands, and where a new one shall."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _

from ...authoring.plan_items import Stored
from ..columns.headings import Column
from ..columns.texts import folded, normal_text
from ..plans import State
from . import stored_items
from .base import RowError, Values
from .goals import Goal, GoalKey


@dataclass(frozen=True)
class ItemPlaces:
    """Knows the sections of one type by their headings and by what kind of section each is."""

    section_type: str
    kind_column: Column
    """The column of the field by which sections differ, called as the field."""
    adds_kinds: bool
    """Whether a goal that has sections gets another for a row of a kind that none of them is of."""
    contradiction: Any
    """What is told of a row that is of another kind than its section."""
    blank: Mapping[str, Any]
    """What is stored of a section in which nothing is filled in."""
    missing_kind: Any = ""
    """What is told of a row for which a section would have to be made of a kind that nobody has said; blank if it is
    then of the usual one."""

    def named(self, section: Stored) -> Values:
        """Return what a row says of its section."""
        return {"section": stored_items.heading_of(section), self.kind_column.name: self._kind_of(section)}

    def refuse_contradiction(self, section: Stored, values: Values) -> None:
        """Raise ``RowError`` if a row says that an item stands in another section than it does."""
        heading, kind = values.get("section"), values.get(self.kind_column.name)
        if heading and not stored_items.is_called(heading, stored_items.heading_of(section)):
            raise RowError({"section": [_("It stands in another section. An import moves nothing.")]})
        if kind and kind != self._kind_of(section):
            raise RowError({self.kind_column.name: [str(self.contradiction)]})

    def state(self, section: Stored) -> State:
        """Return what the state of an item says of its section: amounts are nothing without their unit."""
        return {"in": section["id"], self.kind_column.name: self._kind_of(section)}

    def is_as_seen(self, sections: Sequence[Stored], state: State) -> bool:
        """Tell whether the section that a new item shall stand in is what it was, or is still to be made."""
        found = next((section for section in sections if section["id"] == state["in"]), None)
        return self.state(found).items() <= state.items() if found else "new_section" in state

    def of_new_item(self, goal: Goal, values: Values) -> State:
        """Return where a new item shall stand: ``in`` which section, and as ``new_section`` what has to be made of it.

        It is the only one that fits the row's heading and kind; of those of a kind, the one with the standard heading.
        Raises ``RowError`` if several fit, or none does.
        """
        heading, kind = normal_text(values.get("section") or ""), values.get(self.kind_column.name) or ""
        sections = stored_items.sections_of_type(goal.sections, self.section_type)
        fitting = [
            section
            for section in sections
            if (not heading or stored_items.is_called(heading, stored_items.heading_of(section)))
            and (not kind or kind == self._kind_of(section))
        ]
        if len(fitting) > 1 and kind and not heading:
            fitting = [section for section in fitting if not stored_items.heading_of(section)] or fitting
        if len(fitting) == 1:
            return self.state(fitting[0])
        is_new_kind = bool(kind) and kind not in map(self._kind_of, sections)
        if sections and is_new_kind and not self.adds_kinds:
            raise RowError({self.kind_column.name: [str(self.contradiction)]})
        if sections and not is_new_kind:
            message = _("Say in which section of the goal it shall stand: %(sections)s.")
            told = "; ".join(map(self._called, sections))
            raise RowError({"section" if heading else self.kind_column.name: [message % {"sections": told}]})
        if not kind and self.missing_kind:
            raise RowError({self.kind_column.name: [str(self.missing_kind)]})
        kind = kind or str(self.blank[self.kind_column.name])
        made = {"heading": heading, self.kind_column.name: kind}
        new = self._new[goal.key, folded(heading), kind]
        return {"in": new, self.kind_column.name: kind, "new_section": made}

    def add(self, sections: list[Stored], state: State) -> Stored:
        """Return the section that an item with this state stands in; it is made if it is not there."""
        found = next((section for section in sections if section["id"] == state["in"]), None)
        return found or stored_items.add_section(sections, self.section_type, state["in"], self._made(state))

    def remove_if_made(self, sections: list[Stored], state: State) -> None:
        """Remove the section that was made for an item with this state, unless something else has come into it."""
        for section in stored_items.sections_of_type(sections, self.section_type):
            if "new_section" in state and section["id"] == state["in"] and section["value"] == self._made(state):
                sections.remove(section)

    def _made(self, state: State) -> dict[str, Any]:
        return {**self.blank, **state.get("new_section", {}), "items": []}

    def _kind_of(self, section: Stored) -> str:
        return str(section["value"].get(self.kind_column.name) or self.blank[self.kind_column.name])

    def _called(self, section: Stored) -> str:
        kind = f"({self.kind_column.type.text(self._kind_of(section))})"
        return " ".join(filter(None, [stored_items.heading_of(section), kind]))

    @cached_property
    def _new(self) -> defaultdict[tuple[GoalKey, str, str], str]:
        """Goal, folded heading and kind -> the id of a section that is to be made."""
        return defaultdict(lambda: str(uuid4()))
