"""Investments of goals, with a row for each of their amounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any
from uuid import uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...authoring.plan_items import Stored
from ...blocks.investments import AmountBlock, InvestmentBlock, InvestmentsBlock
from ...models import InvestmentFollowUp
from ...vocabulary import AmountFlow, AmountUnit, InvestmentCategory, InvestmentRowKind
from ..columns.block_fields import column_of_block
from ..columns.headings import Column
from ..columns.references import IdType
from ..columns.responsible import ResponsibleType
from ..plans import Change, Key, State
from . import stored_items
from .base import Match, RowError, Values
from .goals import Goal
from .item_places import ItemPlaces
from .item_writing import blank_of
from .page_items import ITEM_COLUMNS, Item, PageItemTableKind

_NO_AMOUNT = ""


class InvestmentTableKind(PageItemTableKind):
    """What is invested in under a goal, with a row for each year's amount: what is said of the investment is repeated.

    An investment is known by its lineage id, else by its name under the goal that the row names, which has to be
    confirmed; an amount by its id, else by its years and whether it is expenditure or income. Decisions that changed
    the budget are left as they are. The fourth part of a key is the id of the amount, "" where a row has none.
    """

    code = "investments"
    label = gettext_lazy("Investments")
    description = gettext_lazy("Projects with budget, outcome and decisions, with a row for each year's amount.")
    section_type = "investments"
    title_field = "name"
    follow_up = InvestmentFollowUp

    @cached_property
    def columns(self) -> Sequence[Column]:
        return [
            *ITEM_COLUMNS,
            *self.item_columns,
            Column("amount_id", gettext_lazy("id of the amount"), IdType(), is_field=False, can_clear=False),
            self.places.kind_column,
            *self.amount_columns,
        ]

    @cached_property
    def item_columns(self) -> Sequence[Column]:
        block = InvestmentBlock()
        return [
            column_of_block(block, "name"),
            column_of_block(block, "row_kind", InvestmentRowKind),
            column_of_block(block, "category", InvestmentCategory),
            column_of_block(block, "responsible", type=ResponsibleType(lambda: self.bodies), can_clear=True),
            column_of_block(block, "total_budget"),
            column_of_block(block, "planned_start"),
            column_of_block(block, "planned_ready"),
        ]

    @cached_property
    def amount_columns(self) -> Sequence[Column]:
        """The columns that say something of an amount."""
        block = AmountBlock()
        return [
            column_of_block(block, "year_from"),
            column_of_block(block, "year_to"),
            column_of_block(block, "flow", AmountFlow),
            column_of_block(block, "budget"),
            column_of_block(block, "outcome"),
            column_of_block(block, "deviation"),
        ]

    @cached_property
    def amount_fields(self) -> list[str]:
        """The fields of an amount."""
        return [column.name for column in self.amount_columns]

    def states_of(self, item: Item) -> Iterator[State]:
        amounts: list[Stored | None] = [*stored_items.members_of(item.value, "amounts")]
        for amount in amounts or [None]:
            yield self._state(item.section, item.stored, amount)

    def prepare(self, rows: Sequence[Values]) -> None:
        super().prepare(rows)
        self._named_amounts = {row["amount_id"] for row in rows if row.get("amount_id")}

    def matched(self, item: Item, values: Values, column: str = "", doubt: str = "") -> Match:
        match = super().matched(item, values, column, doubt)
        amount = self._amount_of(item, values)
        return replace(
            match,
            key=(*match.key, amount["id"] if amount else self._new_amount(match.key, values)),
            label=_with_years(match.label, amount["value"] if amount else values),
            state=self._state(item.section, item.stored, amount),
        )

    def new(self, goal: Goal, title: str, values: Values, doubt: str) -> Match:
        if values.get("amount_id"):
            raise RowError(
                {"amount_id": [_("There is nothing with this id here. Leave the cell blank for a new row.")]}
            )
        match = super().new(goal, title, values, doubt)
        key = (*match.key, self._new_amount(match.key, values))
        return replace(match, key=key, label=_with_years(match.label, values))

    @cached_property
    def places(self) -> ItemPlaces:
        return ItemPlaces(
            self.section_type,
            column_of_block(InvestmentsBlock(), "unit", AmountUnit, is_field=False, can_clear=False),
            adds_kinds=False,
            contradiction=gettext_lazy(
                "The amounts of the section are in another unit. Convert them, or change the unit in the admin."
            ),
            blank=blank_of(self.section_block),
            missing_kind=gettext_lazy("The goal has no section of investments yet. Say in which unit the amounts are."),
        )

    def resolved(self, match: Match, values: Values) -> Values:
        values = super().resolved(match, values)
        if match.key[3] == _NO_AMOUNT:
            # The flow of no amount says nothing.
            return {name: value for name, value in values.items() if name not in self.amount_fields}
        return values

    def after(self, match: Match, values: Values) -> State:
        goal = self.goal_to_edit(match)
        given = {name: value for name, value in values.items() if name in self.item_fields}
        self._refuse_disagreement(match, given)
        state = self._made.get(match.key[:3]) if match.state is None else None
        state = {**state} if state else self.item_after(goal, match, given)
        if match.state is None:
            state |= {"new_item": True, "amount_id": _NO_AMOUNT, **dict.fromkeys(self.amount_fields)}
        if match.key[3] != _NO_AMOUNT:
            is_new = state["amount_id"] == _NO_AMOUNT
            blank = self._blank_amount if is_new else {}
            amounts = {name: value for name, value in values.items() if name in self.amount_fields}
            state = {**state, **blank, **amounts, "amount_id": match.key[3]}
            block = self.item_block(goal).child_blocks["amounts"].child_block
            self.check(block, state, self.amount_fields if is_new else amounts)
        if match.state is None:
            self._made.setdefault(match.key[:3], state)
        self._changed[match.key[:3]] |= given
        return state

    def apply(self, sections: list[Stored], change: Change) -> None:
        super().apply(sections, change)
        found = stored_items.find_item(sections, self.section_type, change.key[2])
        if found is None or change.after is None:
            return
        before, after, value = change.before or {}, change.after, found[1]["value"]
        if after["amount_id"] == _NO_AMOUNT:
            stored_items.remove_member(value, "amounts", change.key[3])
            return
        amount = stored_items.find_member(value, "amounts", after["amount_id"])
        if amount is None:
            content = {**self._blank_amount, **{name: after[name] for name in self.amount_fields}}
            stored_items.add_member(value, "amounts", after["amount_id"], content)
        else:
            amount["value"] |= {name: after[name] for name in self.amount_fields if after[name] != before.get(name)}

    def state_in(self, sections: Sequence[Stored], key: Key) -> State | None:
        found = stored_items.find_item(sections, self.section_type, key[2])
        if found is None:
            return None
        section, item = found
        return self._state(section, item, stored_items.find_member(item["value"], "amounts", key[3]))

    def holds_more(self, item: Stored, own: Sequence[Change]) -> bool:
        written = {change.key[3] for change in own if change.key[2] == item["id"]}
        amounts = {amount["id"] for amount in stored_items.members_of(item["value"], "amounts")}
        content = {name: value for name, value in item["value"].items() if name != "amounts"}
        return bool(amounts - written) or super().holds_more({**item, "value": content}, own)

    def _state(self, section: Stored, item: Stored, amount: Stored | None) -> State:
        """Return what an investment holds together with one of its amounts, if there is any."""
        value = amount["value"] if amount else dict.fromkeys(self.amount_fields)
        amounts = {name: value.get(name, self._blank_amount[name]) for name in self.amount_fields}
        return {**self.item_state(section, item), "amount_id": amount["id"] if amount else _NO_AMOUNT, **amounts}

    def _amount_of(self, item: Item, values: Values) -> Stored | None:
        """Return the amount that a row is about; ``None`` if it is about none, or a new one. Raises ``RowError``."""
        if amount_id := values.get("amount_id"):
            amount = stored_items.find_member(item.value, "amounts", amount_id)
            if amount is None:
                message = _("The investment has no amount with this id. Leave the cell blank for a new row.")
                raise RowError({"amount_id": [message]})
            return amount
        if not self._says_amount(values):
            return None
        amounts = [
            amount
            for amount in stored_items.members_of(item.value, "amounts")
            if amount["id"] not in self._named_amounts and _place_of(amount["value"]) == _place_of(values)
        ]
        if len(amounts) > 1:
            message = _("%(count)d amounts are for these years. Give the id of one of them.")
            raise RowError({"amount_id": [message % {"count": len(amounts)}]})
        return amounts[0] if amounts else None

    def _new_amount(self, key: Key, values: Values) -> str:
        """Return the id of the amount that a row makes; "" if it says nothing of one."""
        return self._new_amounts[key, _place_of(values)] if self._says_amount(values) else _NO_AMOUNT

    def _says_amount(self, values: Values) -> bool:
        """Tell whether a row says anything of an amount; a flow alone says nothing."""
        return any(values.get(name) is not None for name in self.amount_fields if name != "flow")

    def _refuse_disagreement(self, match: Match, given: Values) -> None:
        """Raise ``RowError`` if an earlier row says something else of the same investment; a blank cell never does."""
        earlier: Mapping[str, Any] = self._changed[match.key[:3]]
        if match.state is None:
            earlier = self._made.get(match.key[:3], {})
        columns = {column.name: column for column in self.item_columns}
        for name, value in given.items():
            if match.state is None and (name == self.title_field or not value):
                continue
            if name in earlier and not columns[name].type.same(earlier[name], value):
                raise RowError({name: [_("An earlier row of the same investment says something else.")]})

    def makes_item(self, state: State) -> bool:
        return bool(state.get("new_item"))

    @cached_property
    def _made(self) -> dict[Key, State]:
        """Key of a new investment -> what its first row says."""
        return {}

    @cached_property
    def _changed(self) -> defaultdict[Key, dict[str, Any]]:
        """Key of an investment -> what the rows before change of it."""
        return defaultdict(dict)

    @cached_property
    def _new_amounts(self) -> defaultdict[Any, str]:
        """Investment, and years and flow -> the id of the new amount."""
        return defaultdict(lambda: str(uuid4()))

    @cached_property
    def _blank_amount(self) -> Mapping[str, Any]:
        return blank_of(AmountBlock())


def _place_of(values: Mapping[str, Any]) -> tuple[Any, ...]:
    first, last = values.get("year_from"), values.get("year_to")
    # A span of one year is that year: as another amount it would be counted twice.
    return (first, None if last == first else last, values.get("flow") or AmountFlow.EXPENDITURE.value)


def _with_years(label: str, values: Mapping[str, Any]) -> str:
    years = "–".join(str(year) for year in (values.get("year_from"), values.get("year_to")) if year)
    return f"{label}, {years}" if years else label
