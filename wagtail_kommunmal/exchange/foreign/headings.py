"""What a heading says in the words of offices and old systems: of column, period, series, gender, flow and unit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from django.db.models import TextChoices

from ...periods import Period
from ...vocabulary import PeriodKind, Series
from ..columns.headings import Headers
from ..columns.texts import folded, normal_text
from ..columns.types import NumberType, WholeNumberType
from ..columns.units import CODES
from ..kinds.base import Kind
from .heading_periods import LONGEST_HEADING, period_in
from .mapping import LEFT_OUT, Target
from .words import FLOWS, GENDERS, OF_PERIOD, SERIES, columns_called

VALUE: Final = "value"
AMOUNTS: Final = frozenset({"budget", "outcome", "deviation"})
"""The columns that hold an amount of the year that a heading names."""

_OF_A_YEAR: Final = frozenset({"forecast", "outcome_to_date"})
"""The columns of a report whose heading names the year of the money: it is reported in each period of that year."""

_PERIODS: Final = frozenset({"period", "year_from"})

_UNIT = re.compile(
    r"(?:\(\s*(?:i\s+)?(?P<brackets>[^()]+?)\s*\)|,\s*(?:i\s+)?(?P<comma>[^,()]+?)|\s(?:i\s+)?(?P<bare>%|tkr|mnkr))$",
    re.IGNORECASE,
)
_PEERS = re.compile(r"kommuner (?:över|under|med|mellan)\b.*|kommungrupp.*|r\d{1,2}-kommuner", re.IGNORECASE)


@dataclass(frozen=True)
class HeadingReading:
    """What is certain of a heading."""

    target: Target
    is_name: bool = False
    """Whether it names a column; a period alone, or a series, may as well stand in a row of values."""
    year: int | None = None
    """The year that it names though the column is of no year."""


@dataclass(frozen=True)
class _Words:
    """What is found in a heading, and the words that are left."""

    rest: str
    period: Period | None = None
    unit: str = ""
    fixed: Mapping[str, str] = field(default_factory=dict)


class HeadingReader:
    """Reads the headings of files for one kind."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.columns = {column.name: column for column in kind.columns}
        self.headers = Headers(kind.columns)

    def recognises(self, text: str) -> bool:
        """Tell whether a heading names a column for certain."""
        return self.read(text).is_name

    def read(self, heading: str) -> HeadingReading:
        """Return what a heading says for certain; what is not so is left out."""
        if len(heading) > LONGEST_HEADING:
            return HeadingReading(LEFT_OUT)
        if own := self.headers.find(heading):
            return HeadingReading(Target(own.name), is_name=True)
        words = self._words(heading)
        if len(names := self._named(words.rest)) == 1:
            return self._reading(names.pop(), words, is_name=True)
        if not names and (series := self._series(words.rest)):
            return self._reading(VALUE, _with(words, series), is_name=self._tail(words.rest) != words.rest)
        if not words.rest and words.period:
            return self._reading(OF_PERIOD.get(self.kind.code, ""), words, is_name=False)
        return HeadingReading(LEFT_OUT, year=_year(words.period))

    def target_for(self, heading: str, column: str) -> Target:
        """Return what a column of a file holds if somebody says that it is ``column``: the heading tells the rest.

        What a heading of values says of a series that is not known is the name of that series.
        """
        own = self.headers.find(heading)
        if not column or len(heading) > LONGEST_HEADING or (own and own.name == column):
            return Target(column)
        words = self._words(heading)
        if column == VALUE and "series" in self.columns and words.rest and not self._named(words.rest):
            label = self._tail(words.rest)
            other = {"series": Series.OTHER.value, "series_label": label} if label != words.rest else {}
            words = _with(words, self._series(words.rest) or other)
        return self._target(column, words) or Target(column)

    def _reading(self, column: str, words: _Words, *, is_name: bool) -> HeadingReading:
        target = self._target(column, words) if column else None
        return HeadingReading(target or LEFT_OUT, is_name, None if target and target.fixed else _year(words.period))

    def _target(self, name: str, words: _Words) -> Target | None:
        """Return what a column holds; ``None`` if the heading says what cannot be said of it."""
        column = self.columns[name]
        if not column.is_field:
            return Target(name)
        of_period = self._of_period(name, words.period)
        if of_period is None:
            return None
        if words.unit and not isinstance(column.type, NumberType | WholeNumberType):
            return None
        return Target(name, {**of_period, **words.fixed}, words.unit)

    def _of_period(self, name: str, period: Period | None) -> dict[str, str] | None:
        if period is None:
            return {}
        if period.kind == PeriodKind.YEAR and (name in _OF_A_YEAR or self.columns.keys().isdisjoint(_PERIODS)):
            return {}
        if "period" in self.columns:
            return {"period": period.code}
        if name in AMOUNTS and "year_from" in self.columns and period.kind in (PeriodKind.YEAR, PeriodKind.YEARS):
            return {"year_from": period.code[:4], **({"year_to": str(period.year)} if len(period.code) > 4 else {})}
        return None

    def _words(self, heading: str) -> _Words:
        code, rest = period_in(" ".join(normal_text(heading).split()))
        unit = ""
        if (match := _UNIT.search(rest)) and folded(next(filter(None, match.groups()))) in CODES:
            unit, rest = next(filter(None, match.groups())), rest[: match.start()].strip()
        fixed: dict[str, str] = {}
        for column, words in (("gender", GENDERS), ("flow", FLOWS)):
            if column in self.columns:
                rest, found = _without_word(rest, words)
                fixed.update({column: found} if found else {})
        return _Words(rest, Period.parse(code) if code else None, unit, fixed)

    def _named(self, text: str) -> set[str]:
        if called := columns_called(text, self.kind.code) & self.columns.keys():
            return called
        own = self.headers.find(text)
        return {own.name} if own else set()

    def _series(self, text: str) -> dict[str, str]:
        """Return the series that a heading of values names."""
        if VALUE not in self.columns or "series" not in self.columns:
            return {}
        tail = self._tail(text)
        if series := SERIES.get(folded(tail).removeprefix("för ").removeprefix("i ")):
            return {"series": series.value}
        return {"series": Series.PEER_GROUP.value, "series_label": tail} if _PEERS.fullmatch(tail) else {}

    def _tail(self, text: str) -> str:
        """Return a heading without the word for a value that it begins with."""
        first, _blank, tail = text.partition(" ")
        is_value = VALUE in self._named(first) if first else False
        return tail.strip(" ,:-()") if is_value and tail else text


def _year(period: Period | None) -> int | None:
    return period.year if period and period.kind != PeriodKind.YEARS else None


def _with(words: _Words, fixed: Mapping[str, str]) -> _Words:
    return replace(words, fixed={**fixed, **words.fixed})


def _without_word(text: str, words: Mapping[str, TextChoices]) -> tuple[str, str]:
    """Return a text without the first or last word that has a meaning, and the code of it."""
    pieces = text.split()
    for place in (-1, 0):
        if len(pieces) > 1 and (found := words.get(pieces[place].strip("(),:").casefold())):
            del pieces[place]
            return " ".join(pieces).strip(" ,:-"), str(found.value)
    return text, ""
