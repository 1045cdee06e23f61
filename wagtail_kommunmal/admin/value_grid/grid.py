"""The shape of the value grid: which periods are its rows and which series and genders its columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ...authoring.row_states import state_of
from ...authoring.value_changes import ValueKey, content_of
from ...models import KeyFigureValue
from ...numbers import display_format
from ...periods import Period
from ...vocabulary import Gender, MissingReason, Provenance, Series

SERIES_ORDER = {code: position for position, code in enumerate(Series.values)}
GENDER_ORDER = {code: position for position, code in enumerate(Gender.values)}
YEARS_SHOWN = 10


@dataclass(frozen=True)
class Row:
    """A period of the grid."""

    period: str
    label: str
    ends_on: str

    @classmethod
    def of(cls, period: Period) -> Row:
        """Return the row of a period."""
        return cls(period=period.code, label=period.label, ends_on=period.ends_on.isoformat())


@dataclass(frozen=True)
class Column:
    """A series and gender of the grid."""

    series: str
    series_label: str
    gender: str

    @property
    def label(self) -> str:
        """The series as an editor reads it."""
        series = str(Series(self.series).label)
        return f"{series}: {self.series_label}" if self.series_label else series

    @property
    def gender_label(self) -> str:
        """The gender as an editor reads it."""
        return str(Gender(self.gender).label)

    @property
    def position(self) -> tuple[int, str, int]:
        """Where the column stands among others."""
        return SERIES_ORDER[self.series], self.series_label, GENDER_ORDER[self.gender]


@dataclass(frozen=True)
class Cell:
    """A stored value as an editor sees it, with the content that a change is compared with."""

    content: dict[str, Any]
    shown: str
    source: str
    """Where it came from, blank if somebody entered it by hand."""
    fetched: str

    @classmethod
    def of(cls, value: KeyFigureValue) -> Cell:
        """Return the cell of a stored value."""
        return cls.of_state(state_of(value))

    @classmethod
    def of_state(cls, state: dict[str, Any]) -> Cell:
        """Return the cell of a value's state."""
        provenance = Provenance(state["provenance"])
        number = KeyFigureValue._meta.get_field("value").to_python(state["value"])
        return cls(
            content=content_of(state) or {},
            shown="" if number is None else display_format(number, "sv"),
            source="" if provenance == Provenance.MANUAL else str(provenance.label),
            fetched=_day(state["fetched_at"]),
        )

    @property
    def text(self) -> str:
        """The value in words, where nobody can edit it."""
        return self.shown or self.content["value_text"]

    @property
    def marks(self) -> list[str]:
        """What is to be known beside the number or text."""
        reason, note = self.content["missing_reason"], self.content["note"]
        marks = [str(MissingReason(reason).label)] if reason else []
        if self.content["preliminary"]:
            marks.append(_("preliminary"))
        if self.shown and self.content["value_text"]:
            marks.append(self.content["value_text"])
        return [*marks, *filter(None, [self.source, note])]


@dataclass(frozen=True)
class Grid:
    """A range of years of one key figure's values."""

    rows: list[Row]
    columns: list[Column]
    cells: dict[ValueKey, Cell]
    outside: int
    """How many values stand outside the range of years."""

    @property
    def lines(self) -> list[tuple[Row, list[Cell | None]]]:
        """The rows with their cells in the order of the columns."""
        return [(row, [self.cells.get(key_of_cell(row, column)) for column in self.columns]) for row in self.rows]


def key_of_cell(row: Row, column: Column) -> ValueKey:
    """Return what a cell holds the value of."""
    return ValueKey(row.period, column.series, column.series_label, column.gender)


def build_grid(values: Iterable[KeyFigureValue], first_year: int, last_year: int) -> Grid:
    """Lay values out: a row for each year in the range and each other period in use there, a column for each series."""
    periods = {str(year): Period.parse(str(year)) for year in range(first_year, last_year + 1)}
    columns = {Column(Series.OWN.value, "", Gender.TOTAL.value)} if not values else set()
    cells: dict[ValueKey, Cell] = {}
    outside = 0
    for value in values:
        columns.add(Column(value.series, value.series_label, value.gender))
        if first_year <= value.ends_on.year <= last_year:
            periods.setdefault(value.period, Period.parse(value.period))
            cells[ValueKey(value.period, value.series, value.series_label, value.gender)] = Cell.of(value)
        else:
            outside += 1
    return Grid(
        rows=[Row.of(period) for period in sorted(periods.values(), key=lambda period: (period.ends_on, period.code))],
        columns=sorted(columns, key=lambda column: column.position),
        cells=cells,
        outside=outside,
    )


def default_years(values: Iterable[KeyFigureValue], today: date) -> tuple[int, int]:
    """Return the latest years, as many as fit on a screen, the current one among them."""
    years = {value.ends_on.year for value in values} | {today.year}
    return max(min(years), max(years) - YEARS_SHOWN + 1), max(years)


def _day(moment: str | None) -> str:
    return f"{localtime(datetime.fromisoformat(moment)):%Y-%m-%d}" if moment else ""
