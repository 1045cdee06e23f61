"""What cells of a column hold: how they are read, compared, written and told.

A value is kept as plain data, as states are: numbers and dates as text, ``None`` or "" where there is nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar, Final

from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.functional import cached_property
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ...numbers import MAX_LENGTH, display_format, parse_decimal, wire_format
from ...spreadsheets import EXCEL_DIGITS
from ..files.tables import Cell, CellValue
from .languages import languages_read
from .texts import folded, normal_text, unguarded

_FIRST_YEAR_OF_EXCEL: Final = 1901
_THOUSANDS: Final = re.compile(r"[0#?](,+)(?![,0#?])")
"""Commas behind the digits of a number format: each of them shows the number divided by a thousand."""


@dataclass(frozen=True)
class ColumnType:
    """A column of texts."""

    empty: ClassVar[Any] = ""
    """What is stored where there is nothing."""

    def read(self, cell: Cell) -> Any:
        """Return the value of a cell that holds something, or raise ``ValidationError``."""
        if isinstance(cell.value, str):
            return unguarded(normal_text(cell.value))
        if isinstance(cell.value, date):
            return _date_of(cell.value).isoformat()
        if isinstance(cell.value, float):
            return f"{cell.value:.{EXCEL_DIGITS}g}"
        return cell.text

    def same(self, stored: Any, given: Any) -> bool:
        """Tell whether a file that says ``given`` says what is stored."""
        return normal_text(stored or "") == normal_text(given or "")

    def cell_value(self, value: Any) -> CellValue | None:
        """Return what a cell holds of a value: a typed one, or text."""
        return normal_text(value) or None if value else None

    def text(self, value: Any) -> str:
        """Return a value in words of the active language; "" is nothing."""
        return str(value or "")

    def with_line(self, text: str, line: str) -> str:
        """Return what a cell says with a line more, unless it has that line."""
        return text if line in text.split("\n") else f"{text}\n{line}".strip()


@dataclass(frozen=True)
class NumberType(ColumnType):
    """A column of numbers, as Swedes and Excel write them."""

    empty: ClassVar[Any] = None

    def read(self, cell: Cell) -> str:
        number = parse_decimal(_number_text(cell))
        if len(wire_format(number)) > MAX_LENGTH:
            raise ValidationError(_("The number has too many digits."))
        return wire_format(number)

    def same(self, stored: Any, given: Any) -> bool:
        # As numbers: a spreadsheet program makes 12,5 of 12,50.
        return _decimal(stored) == _decimal(given)

    def cell_value(self, value: Any) -> Decimal | None:
        return _decimal(value)

    def text(self, value: Any) -> str:
        number = _decimal(value)
        return "" if number is None else display_format(number, get_language() or "sv")


@dataclass(frozen=True)
class WholeNumberType(ColumnType):
    """A column of whole numbers that are not below zero."""

    empty: ClassVar[Any] = None

    def read(self, cell: Cell) -> int:
        number = parse_decimal(_number_text(cell))
        if number != number.to_integral_value() or not 0 <= number <= 32767:
            raise ValidationError(_("Write a whole number that is not below 0."))
        return int(number)

    def same(self, stored: Any, given: Any) -> bool:
        return bool(stored == given)

    def cell_value(self, value: Any) -> int | None:
        return None if value is None else int(value)

    def text(self, value: Any) -> str:
        return "" if value is None else str(value)


@dataclass(frozen=True)
class DateType(ColumnType):
    """A column of days."""

    empty: ClassVar[Any] = None

    def read(self, cell: Cell) -> str:
        if isinstance(cell.value, date):
            return _date_of(cell.value).isoformat()
        day, _separator, rest = unguarded(normal_text(cell.text)).replace("T", " ").partition(" ")
        try:
            if rest.strip("0:."):
                raise ValueError
            return date.fromisoformat(day).isoformat()
        except ValueError:
            raise ValidationError(
                _("“%(text)s” is not a date. Write for example 2026-05-23."), params={"text": cell.text[:MAX_LENGTH]}
            ) from None

    def same(self, stored: Any, given: Any) -> bool:
        return bool(stored == given)

    def cell_value(self, value: Any) -> date | str | None:
        if not value:
            return None
        day = date.fromisoformat(value)
        return day if day.year >= _FIRST_YEAR_OF_EXCEL else str(value)


@dataclass(frozen=True)
class YesNoType(ColumnType):
    """A column of yes and no."""

    empty: ClassVar[Any] = False
    words: ClassVar[dict[str, bool]] = {
        **dict.fromkeys(("ja", "yes", "true", "sant", "1", "x"), True),
        **dict.fromkeys(("nej", "no", "false", "falskt", "0"), False),
    }

    def read(self, cell: Cell) -> bool:
        if (value := self.words.get(folded(cell.text))) is None:
            raise ValidationError(_("“%(text)s” is neither yes nor no."), params={"text": cell.text})
        return value

    def same(self, stored: Any, given: Any) -> bool:
        return bool(stored) == bool(given)

    def cell_value(self, value: Any) -> str:
        return self.text(value)

    def text(self, value: Any) -> str:
        return _("yes") if value else _("no")


@dataclass(frozen=True)
class CodeType(ColumnType):
    """A column of the codes of a vocabulary, or their words in a language."""

    choices: type[TextChoices]

    def read(self, cell: Cell) -> str:
        text = folded(unguarded(normal_text(cell.text)))
        found = self._codes.get(text) or self._words.get(text, set())
        if len(found) == 1:
            return next(iter(found))
        raise ValidationError(
            _("“%(text)s” is not allowed here. Write one of: %(allowed)s."),
            params={"text": cell.text[:MAX_LENGTH], "allowed": ", ".join(str(label) for label in self.choices.labels)},
        )

    def same(self, stored: Any, given: Any) -> bool:
        return bool(stored == given)

    def cell_value(self, value: Any) -> str | None:
        return self.text(value) or None

    def text(self, value: Any) -> str:
        return str(self.choices(value).label) if value else ""

    @cached_property
    def _codes(self) -> dict[str, set[str]]:
        return {code.casefold(): {code} for code in self.choices.values}

    @cached_property
    def _words(self) -> dict[str, set[str]]:
        words: dict[str, set[str]] = {}
        for language in languages_read():
            with override(language):
                for choice in self.choices:
                    words.setdefault(folded(str(choice.label)), set()).add(str(choice.value))
        return words


def _number_text(cell: Cell) -> str:
    """Return a number as the cell shows it: 0,12 that is shown as 12 % is 12, and 1 200 000 as 1 200 tkr is 1 200."""
    if isinstance(cell.value, str):
        return unguarded(normal_text(cell.value)).removesuffix("%")
    if isinstance(cell.value, bool) or not isinstance(cell.value, int | float | Decimal):
        return cell.text
    number = Decimal(f"{cell.value:.{EXCEL_DIGITS}g}") if isinstance(cell.value, float) else Decimal(cell.value)
    if thousands := _thousands(cell.shown_format):
        return wire_format(number.scaleb(-3 * thousands).normalize())
    return wire_format(number.scaleb(2) if "%" in cell.shown_format else number)


def _thousands(shown_format: str) -> int:
    """Return how many times a format divides by a thousand; each of its sections is for some of the numbers."""
    sections = [section for section in shown_format.split(";") if re.search("[0#?]", section)]
    divided = {sum(len(match[1]) for match in _THOUSANDS.finditer(section)) for section in sections}
    if len(divided) > 1:
        raise ValidationError(
            _("The cell shows some numbers in thousands and others not. Give it an ordinary number format.")
        )
    return divided.pop() if divided else 0


def _date_of(value: date) -> date:
    return value.date() if isinstance(value, datetime) else value


def _decimal(value: Any) -> Decimal | None:
    return None if value in (None, "") else Decimal(value)


def one_of(values: Iterable[str], limit: int = 10) -> str:
    """Return what is allowed, shortened if it is much."""
    allowed = sorted(values)
    named = ", ".join(allowed[:limit])
    if len(allowed) > limit:
        return _("%(values)s and %(count)d more") % {"values": named, "count": len(allowed) - limit}
    return named
