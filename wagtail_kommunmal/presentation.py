"""How a document is laid out on a page: runs of sections, tables of values and amounts. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final, NamedTuple

from django.db.models import TextChoices

from .charts.amounts import AmountBar, amount_bars
from .documents.tallies import ACHIEVEMENTS, MEMBERS, camel_case
from .vocabulary import AchievementStatus, AssignmentStatus, Gender, Series

Member = dict[str, Any]

WAYS_TO_THE_GOAL: Final = frozenset({"assignments", "keyFigures", "investments"})
"""Types of sections that unfold below a heading of their own, “How we work to reach the goal”."""


@dataclass(frozen=True)
class SectionRun:
    """Consecutive sections that stand on the same level of the page's outline."""

    sections: list[Member]
    are_ways: bool
    is_continued: bool = False


def section_runs(sections: Iterable[Member]) -> Iterator[SectionRun]:
    """Divide the sections of a goal, in their order, into those that are ways to the goal and the others."""
    is_continued = False
    for are_ways, run in groupby(sections, key=lambda section: section["type"] in WAYS_TO_THE_GOAL):
        yield SectionRun(list(run), are_ways, is_continued=are_ways and is_continued)
        is_continued = is_continued or are_ways


@dataclass(frozen=True)
class ValueColumn:
    """A series of a key figure, for one gender."""

    series: Member
    gender: Member
    is_divided: bool
    """Whether the series has values for other genders too, so that this one's has to be named."""


@dataclass(frozen=True)
class ValueRow:
    """The values of a period, one for each column; ``None`` where nothing is said."""

    period: Member
    values: list[Member | None]


@dataclass(frozen=True)
class ValueTable:
    """The values of a key figure with a row for each period, the latest first."""

    columns: list[ValueColumn]
    rows: list[ValueRow]

    @property
    def period_label(self) -> str:
        """The time that the table covers, for example “2021–2024”."""
        labels = [self.rows[-1].period["label"], self.rows[0].period["label"]]
        return "–".join(dict.fromkeys(labels))


ColumnKey = tuple[int, str, int]


def value_table(values: Sequence[Member]) -> ValueTable | None:
    """Arrange the values of a key figure, given with the latest last; ``None`` if there are none."""
    if not values:
        return None
    by_cell = {(value["period"]["code"], _column_key(value)): value for value in values}
    by_column = {_column_key(value): value for value in values}
    periods = {value["period"]["code"]: value["period"] for value in values}
    keys = sorted(by_column)
    return ValueTable(
        columns=[_column(by_column[key], keys) for key in keys],
        rows=[
            ValueRow(period, [by_cell.get((code, key)) for key in keys]) for code, period in reversed(periods.items())
        ],
    )


def _column_key(value: Member) -> ColumnKey:
    series, gender = value["series"], value["gender"]
    return Series.values.index(series["code"]), series["label"], Gender.values.index(gender["code"])


def _column(value: Member, keys: Iterable[ColumnKey]) -> ValueColumn:
    series = _column_key(value)[:2]
    return ValueColumn(value["series"], value["gender"], is_divided=sum(key[:2] == series for key in keys) > 1)


class AmountRow(NamedTuple):
    """An investment and one of its amounts."""

    investment: Member
    amount: Member
    anchor: str | None
    """The id of the investment in its first row, unless a list of what else is known has it."""

    bar: AmountBar | None


@dataclass(frozen=True)
class AmountTable:
    """The amounts of a section's investments, without columns that nothing is said in."""

    rows: list[AmountRow]

    def _says(self, member: str) -> bool:
        return any(row.amount[member] is not None for row in self.rows)

    @property
    def has_outcome(self) -> bool:
        return self._says("outcome")

    @property
    def has_deviation(self) -> bool:
        return self._says("deviation")

    @property
    def has_bars(self) -> bool:
        return any(row.bar for row in self.rows)

    @property
    def has_computed_deviation(self) -> bool:
        return any(row.amount["deviationIsComputed"] for row in self.rows)


def amount_table(investments: Iterable[Member]) -> AmountTable:
    """Arrange amounts in the order of the investments."""
    rows = [row for investment in investments for row in _amounts_with_anchors(investment)]
    bars = amount_bars((investment, amount) for investment, amount, _anchor in rows)
    return AmountTable([AmountRow(*row, bar) for row, bar in zip(rows, bars, strict=True)])


def _amounts_with_anchors(investment: Member) -> Iterator[tuple[Member, Member, str | None]]:
    anchor = None if _has_details(investment) else investment["id"]
    for amount in investment["amounts"]:
        yield investment, amount, anchor
        anchor = None


def with_details(investments: Iterable[Member]) -> list[Member]:
    """Return the investments of which more is known than their amounts, or that have none."""
    return [investment for investment in investments if _has_details(investment)]


def _has_details(investment: Member) -> bool:
    members = ("category", "responsible", "totalBudget", "plannedStart", "plannedReady", "budgetChanges", "followUps")
    return not investment["amounts"] or any(investment[member] for member in members)


def latest_and_earlier(follow_ups: Sequence[Member]) -> tuple[list[Member], list[Member]]:
    """Divide what was said, given with the latest last, into that of the latest period and all before, latest first."""
    latest = follow_ups[-1]["period"]["code"] if follow_ups else None
    newest_first = list(reversed(follow_ups))
    return (
        [follow_up for follow_up in newest_first if follow_up["period"]["code"] == latest],
        [follow_up for follow_up in newest_first if follow_up["period"]["code"] != latest],
    )


def anchor_in(figure: Member, sections: Iterable[Member]) -> str | None:
    """Return the id of a key figure where it stands first on its page; a page may show it again, an id only once."""
    figures = (shown for section in sections for shown in section.get("keyFigures", []))
    first = next(shown for shown in figures if shown["id"] == figure["id"])
    return first["id"] if first is figure else None


def below_heading(text: str, heading: str) -> str:
    """Return a sentence that starts with what the heading above it says, without that start."""
    rest = text.removeprefix(f"{heading}: ")
    return rest[:1].upper() + rest[1:]


def statuses_of(document: Member, kind: str) -> list[Member]:
    """Return the statuses that a plan's tally counts, in the order and with the words of the plan.

    ``kind`` is the member of the tallies, such as "assignments".
    """
    words = document["words"] or {}
    achievements = words.get("achievement") or _standard_words(AchievementStatus)
    if MEMBERS[kind] == ACHIEVEMENTS:
        return list(achievements)
    not_assessed = [status for status in achievements if status["code"] == AchievementStatus.NOT_ASSESSED]
    return [*(words.get("assignment") or _standard_words(AssignmentStatus)), *not_assessed]


def _standard_words(statuses: type[TextChoices]) -> list[Member]:
    return [{"code": status.value, "label": status.label} for status in statuses]


def counts_by_status(by_status: dict[str, int], statuses: Sequence[Member]) -> list[tuple[Member, int]]:
    """Return those of the statuses that occur with their counts; that nothing was assessed is always said."""
    counts = [(status, by_status[camel_case(status["code"])]) for status in statuses]
    return [(status, count) for status, count in counts if count or status["code"] == AchievementStatus.NOT_ASSESSED]
