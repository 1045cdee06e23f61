"""Tables of what stands in lists on goal pages: assignments and investments."""

from __future__ import annotations

from abc import abstractmethod
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar
from uuid import uuid4

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.permission_policies.pages import PagePermissionPolicy

from ...authoring.plan_items import Stored
from ...compat import page_model
from ..columns.headings import Column
from ..columns.markup import MarkupTextType, stored_text
from ..columns.references import IdType
from ..columns.responsible import SiteBodies
from ..columns.texts import folded, normal_text
from ..columns.types import ColumnType
from ..plans import Key, State
from . import stored_items
from .base import Match, RowError, Values, doubt_of_name
from .goals import GOAL_COLUMNS, Goal, GoalKey, goal_identities
from .item_writing import ItemWritingKind

_LABEL_LENGTH = 100

ITEM_COLUMNS = (
    *GOAL_COLUMNS,
    Column("id", gettext_lazy("id"), IdType(), is_field=False, can_clear=False),
    Column("section", gettext_lazy("section"), ColumnType(), is_field=False, can_clear=False),
)
"""The columns that tell the goal, the item by its lineage id, and the section by a heading of its own."""


@dataclass(frozen=True)
class Item:
    """An item with the section and the goal that it stands in."""

    goal: Goal
    section: Stored
    stored: Stored

    @property
    def id(self) -> str:
        return str(self.stored["id"])

    @property
    def value(self) -> Stored:
        value: Stored = self.stored["value"]
        return value


class PageItemTableKind(ItemWritingKind):
    """Items of the goals of a site, as the latest drafts have them. Whoever may edit a goal may take them home."""

    model = page_model()
    export_rights = ("add", "change")
    title_field: ClassVar[str]

    @classmethod
    def may_be_exported_by(cls, user: Any) -> bool:
        return bool(PagePermissionPolicy().user_has_any_permission(user, cls.export_rights))

    @property
    @abstractmethod
    def item_columns(self) -> Sequence[Column]:
        """The columns that say something of an item."""

    @cached_property
    def item_fields(self) -> list[str]:
        return [column.name for column in self.item_columns]

    @property
    def identities(self) -> Sequence[frozenset[str]]:
        return [frozenset({"id"}), *goal_identities(self.title_field)]

    @cached_property
    def bodies(self) -> SiteBodies:
        """The bodies of the site."""
        return SiteBodies(self.site)

    def exported(self) -> Iterable[Values]:
        for item in self._items_of(goal for goal in self.goals.by_key.values() if self.goals.may_see(goal)):
            named = {**self.goals.named(item.goal), "id": item.id, **self.places.named(item.section)}
            for state in self.states_of(item):
                yield {**named, **state}

    def states_of(self, item: Item) -> Iterator[State]:
        """Yield what each row about an item says."""
        yield self.item_state(item.section, item.stored)

    def prepare(self, rows: Sequence[Values]) -> None:
        self._named = {row["id"] for row in rows if row.get("id")}

    def match(self, values: Values) -> Match:
        if item_id := values.get("id"):
            item = self._by_id(item_id, values)
            self.places.refuse_contradiction(item.section, values)
            return self.matched(item, values)
        found = self.goals.find(values)
        title = normal_text(values.get(self.title_field) or "")
        if not title:
            raise RowError({self.title_field: [_("Nothing in the row tells what it is about.")]})
        alike = [item for item in self._by_title.get((found.goal.key, folded(title)), []) if item.id not in self._named]
        if len(alike) > 1:
            message = _("%(count)d have this here. Give the id in the column “Id”.") % {"count": len(alike)}
            raise RowError({self.title_field: [message]})
        if alike:
            self.places.refuse_contradiction(alike[0].section, values)
            return self.matched(alike[0], values, self.title_field, doubt_of_name())
        return self.new(found.goal, title, values, found.doubt)

    def matched(self, item: Item, values: Values, column: str = "", doubt: str = "") -> Match:
        """Return the match of a row that is about an item."""
        label = _label(item.goal, str(item.value.get(self.title_field) or ""))
        return Match((*item.goal.key, item.id), label, self.item_state(item.section, item.stored), column, doubt)

    def new(self, goal: Goal, title: str, values: Values, doubt: str) -> Match:
        """Return the match of a row that makes an item."""
        key = (*goal.key, self._new[goal.key, folded(title)])
        self._places_of_new[key] = self.places.of_new_item(goal, values)
        return Match(key, _label(goal, title), None, doubt=doubt)

    def resolved(self, match: Match, values: Values) -> Values:
        if "responsible" not in values:
            return values
        text, stored = values["responsible"] or "", (match.state or {}).get("responsible")
        # What an export says is what is stored, however the codes are written.
        if normal_text(text) == normal_text(self.bodies.text(stored)):
            return {**values, "responsible": stored or []}
        try:
            return {**values, "responsible": self.bodies.read(text, stored)}
        except ValidationError as error:
            raise RowError({"responsible": error.messages}) from error

    def after(self, match: Match, values: Values) -> State:
        return self.item_after(self.goal_to_edit(match), match, values)

    def goal_to_edit(self, match: Match) -> Goal:
        """Return the goal that a row changes. Raises ``RowError`` if the editor may not."""
        goal = self.goals.by_key[match.key[0], match.key[1]]
        if refusal := self.goals.refusal(goal):
            raise RowError({"": [refusal]})
        return goal

    def item_after(self, goal: Goal, match: Match, values: Values) -> State:
        """Return what an item would hold, and of a new one where it stands. Raises ``RowError``."""
        given = {name: value for name, value in values.items() if name in self.item_fields}
        for name in self._markup_fields & set(given):
            try:
                given[name] = stored_text(given[name])
            except ValidationError as error:
                raise RowError({name: error.messages}) from error
        blank = {name: self.blank[name] for name in self.item_fields}
        state = {**(match.state or {**blank, **self._places_of_new[match.key[:3]]}), **given}
        self.check(self.item_block(goal), state, given if match.state else self.item_fields)
        return state

    def item_block(self, goal: Goal) -> Any:
        """Return the block of an item, as the goal's page class has it."""
        stream = goal.page._meta.get_field("sections").stream_block
        return stream.child_blocks[self.section_type].child_blocks["items"].child_block

    def check(self, block: Any, state: State, names: Iterable[str]) -> None:
        """Raise ``RowError`` for what the editor's form would not take of the fields with these names."""
        errors: dict[str, list[str]] = {}
        values: dict[str, Any] = {name: [] for name in block.child_blocks}
        for name, child in block.child_blocks.items():
            # Those who are responsible have been found, and as blocks each would be asked for by itself.
            if name not in state or name == "responsible":
                continue
            try:
                values[name] = child.to_python(state[name])
                if name in names:
                    child.clean(values[name])
            except ValidationError as error:
                errors[name] = error.messages
        if not errors:
            errors = {name: error.messages for name, error in block.disagreements(values).items()}
        if errors:
            raise RowError(errors)

    def _by_id(self, item_id: str, values: Values) -> Item:
        """Return the item with an id: under the goal that the row names by its id, else in its plan and language."""
        items = self._items_by_id.get(item_id, [])
        goal_id, year, language = values.get("goal_id"), values.get("plan"), self.goals.language_in(values)
        if goal_id:
            items = [item for item in items if item.goal.key[0] == goal_id]
        elif year is not None:
            items = [item for item in items if item.goal.year == year] or items
        own = [item for item in items if item.goal.language == (language or self.goals.main_language)]
        found = own if own or language else items
        if not found:
            raise RowError({"id": [_("There is nothing with this id here. Leave the cell blank for a new row.")]})
        if len(found) > 1:
            raise RowError({"id": [_("What has this id stands under several goals. Give the id of the goal, too.")]})
        self.goals.refuse_unseen(found[0].goal)
        self.goals.refuse_contradiction(found[0].goal, values)
        return found[0]

    def _items_of(self, goals: Iterable[Goal]) -> Iterator[Item]:
        for goal in goals:
            for section, stored in stored_items.items_in(goal.sections, self.section_type):
                yield Item(goal, section, stored)

    @cached_property
    def _markup_fields(self) -> set[str]:
        return {column.name for column in self.item_columns if isinstance(column.type, MarkupTextType)}

    @cached_property
    def _items_by_id(self) -> Mapping[str, list[Item]]:
        found: defaultdict[str, list[Item]] = defaultdict(list)
        for item in self._items_of(self.goals.by_key.values()):
            found[item.id].append(item)
        return found

    @cached_property
    def _by_title(self) -> Mapping[tuple[GoalKey, str], list[Item]]:
        found: defaultdict[tuple[GoalKey, str], list[Item]] = defaultdict(list)
        for item in self._items_of(self.goals.by_key.values()):
            found[item.goal.key, folded(normal_text(str(item.value.get(self.title_field) or "")))].append(item)
        return found

    @cached_property
    def _new(self) -> defaultdict[tuple[GoalKey, str], str]:
        """The goal of a new item and what it is called -> its id."""
        return defaultdict(lambda: str(uuid4()))

    @cached_property
    def _places_of_new(self) -> dict[Key, State]:
        """Key of a new item -> where it shall stand."""
        return {}


def _label(goal: Goal, title: str) -> str:
    return f"{goal}: {title[:_LABEL_LENGTH]}"
