"""Columns of periods, and of what is known by a code or an id."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..numbers import MAX_LENGTH
from ..periods import Period
from .column_types import ColumnType, one_of
from .tables import Cell
from .texts import folded, normal_text, unguarded

_PART_FIRST = re.compile(r"([THQ]\d)[ -]*(\d{4})", re.IGNORECASE)


@dataclass(frozen=True)
class PeriodType(ColumnType):
    """A column of periods; a cell that a spreadsheet program made a date of is read as it shows it."""

    def read(self, cell: Cell) -> str:
        if isinstance(cell.value, date):
            text = cell.value.strftime(_shown_part(cell.shown_format))
        elif isinstance(cell.value, float) and cell.value.is_integer():
            text = str(int(cell.value))
        else:
            text = unguarded(normal_text(cell.text))
        return Period.parse(_PART_FIRST.sub(r"\2-\1", text)).code

    def text(self, value: Any) -> str:
        return Period.parse(value).label if value else ""


def _shown_part(shown_format: str) -> str:
    """Return the format of the day, the month or the year, whichever a cell of a date shows."""
    if "d" in shown_format or not ({"m", "y"} & set(shown_format)):
        return "%Y-%m-%d"
    return "%Y-%m" if "m" in shown_format else "%Y"


@dataclass(frozen=True)
class IdType(ColumnType):
    """A column of ids that the package itself gave."""

    def read(self, cell: Cell) -> str:
        try:
            return str(UUID(cell.text))
        except ValueError:
            raise ValidationError(
                _("“%(text)s” is not an id. Leave the cell as it was exported, or blank for a new row."),
                params={"text": cell.text[:MAX_LENGTH]},
            ) from None


@dataclass(frozen=True)
class RowIdType(ColumnType):
    """A column of the numbers of stored rows."""

    def read(self, cell: Cell) -> str:
        text = str(int(cell.value)) if isinstance(cell.value, float) and cell.value.is_integer() else cell.text
        if not (text.isascii() and text.isdecimal() and len(text) <= 18):
            raise ValidationError(
                _("“%(text)s” is not an id. Leave the cell as it was exported, or blank for a new row."),
                params={"text": text[:MAX_LENGTH]},
            )
        return str(int(text))


@dataclass(frozen=True)
class BodyType(ColumnType):
    """A column of bodies by their codes."""

    codes: Callable[[], Mapping[str, str]]
    """Returns folded code -> code, of those that may be written; asked when the first cell is read."""

    def read(self, cell: Cell) -> str:
        text = unguarded(normal_text(cell.text))
        codes = self.codes()
        if code := codes.get(folded(text)):
            return code
        raise ValidationError(
            _("No body has the code “%(text)s”. Write one of: %(allowed)s."),
            params={"text": text[:MAX_LENGTH], "allowed": one_of(codes.values())},
        )
