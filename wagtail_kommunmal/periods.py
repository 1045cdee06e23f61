"""Periods as people name them and as rows store them: a sortable code and the day on which it ends."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from .vocabulary import PeriodKind

_PATTERNS: tuple[tuple[PeriodKind, re.Pattern[str]], ...] = (
    (PeriodKind.YEAR, re.compile(r"(?P<year>\d{4})")),
    (PeriodKind.HALF_YEAR, re.compile(r"(?P<year>\d{4})-H(?P<part>[12])")),
    (PeriodKind.TERTIAL, re.compile(r"(?P<year>\d{4})-T(?P<part>[123])")),
    (PeriodKind.QUARTER, re.compile(r"(?P<year>\d{4})-Q(?P<part>[1234])")),
    (PeriodKind.MONTH, re.compile(r"(?P<year>\d{4})-(?P<part>\d{2})")),
    (PeriodKind.DAY, re.compile(r"(?P<year>\d{4})-(?P<part>\d{2})-(?P<day>\d{2})")),
    (PeriodKind.YEARS, re.compile(r"(?P<first>\d{4})-(?P<year>\d{4})")),
)
_MONTHS_IN_PART = {PeriodKind.HALF_YEAR: 6, PeriodKind.TERTIAL: 4, PeriodKind.QUARTER: 3, PeriodKind.MONTH: 1}
_FROM_SHORT_TO_LONG = (
    PeriodKind.DAY,
    PeriodKind.MONTH,
    PeriodKind.QUARTER,
    PeriodKind.TERTIAL,
    PeriodKind.HALF_YEAR,
    PeriodKind.YEAR,
    PeriodKind.YEARS,
)
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class Period:
    """A stretch of time that something is planned, measured or reported for."""

    code: str
    kind: PeriodKind
    year: int
    ends_on: date

    @classmethod
    @lru_cache(maxsize=1024)
    def parse(cls, text: str) -> Period:
        """Read a code such as ``2024``, ``2024-T1``, ``2024-08``, ``2024-08-31`` or ``2023-2026``.

        Raises ``ValidationError`` that says which forms are allowed.
        """
        code = text.strip().upper().replace("–", "-")
        for kind, pattern in _PATTERNS:
            if match := pattern.fullmatch(code):
                ends_on = _end_of(kind, match)
                if ends_on is not None:
                    return cls(code=code, kind=kind, year=ends_on.year, ends_on=ends_on)
        raise ValidationError(
            _("“%(text)s” is not a period. Write for example 2024, 2024-T1, 2024-Q2, 2024-H1, 2024-08 or 2024-08-31."),
            code="invalid_period",
            params={"text": text},
        )

    def is_of(self, year: int) -> bool:
        """Tell whether the period lies in a year, or is a span of years with that year in it."""
        return int(self.code[:4]) <= year <= self.year

    @property
    def place(self) -> tuple[date, int, str]:
        """What periods are sorted by: of those that end on the same day the longer comes later, for it says more."""
        return self.ends_on, _FROM_SHORT_TO_LONG.index(self.kind), self.code

    @property
    def starts_on(self) -> date:
        """The day on which the period begins."""
        match self.kind:
            case PeriodKind.DAY:
                return self.ends_on
            case PeriodKind.YEAR | PeriodKind.YEARS:
                return date(int(self.code[:4]), 1, 1)
            case kind:
                return date(self.year, self.ends_on.month - _MONTHS_IN_PART[kind] + 1, 1)

    @property
    def label(self) -> str:
        """The period in words of the active language, for example “T1 2024”."""
        match self.kind:
            case PeriodKind.YEAR:
                return self.code
            case PeriodKind.YEARS:
                return self.code.replace("-", "–")
            case PeriodKind.MONTH:
                return date_format(self.ends_on, "F Y")
            case PeriodKind.DAY:
                return self.ends_on.isoformat()
            case PeriodKind.HALF_YEAR:
                halves = {"H1": _("first half of %(year)s"), "H2": _("second half of %(year)s")}
                return halves[self.code[5:]] % {"year": self.year}
            case _:
                return f"{self.code[5:]} {self.year}"

    def __str__(self) -> str:
        return self.code


def _end_of(kind: PeriodKind, match: re.Match[str]) -> date | None:
    year = int(match["year"])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    if kind is PeriodKind.YEARS:
        first = int(match["first"])
        return date(year, 12, 31) if FIRST_YEAR <= first < year else None
    if kind is PeriodKind.YEAR:
        return date(year, 12, 31)
    if kind is PeriodKind.DAY:
        try:
            return date(year, int(match["part"]), int(match["day"]))
        except ValueError:
            return None
    month = int(match["part"]) * _MONTHS_IN_PART[kind]
    return date(year, month, monthrange(year, month)[1]) if 1 <= month <= 12 else None


def validate_period(text: str) -> None:
    """Validate a period's code for a form or model field."""
    Period.parse(text)
