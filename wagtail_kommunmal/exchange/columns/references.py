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

from ...numbers import MAX_LENGTH
from ...periods import Period
from ..files.tables import Cell
from .texts import folded, normal_text, unguarded
from .types import ColumnType

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


class BodyCodes:
    """Bodies by their codes: ``by_id`` is id -> code."""

    def __init__(self, by_id: Mapping[str, str]) -> None:
        self.by_id = by_id
        self._exact = {code: uuid for uuid, code in by_id.items()}
        self._folded: dict[str, list[str]] = {}
        for uuid, code in by_id.items():
            self._folded.setdefault(folded(code), []).append(uuid)

    def find(self, text: str) -> str | None:
        """Return the id of the body that has a code; without regard to case, if only one has it so."""
        alike = self._folded.get(folded(text), [])
        return self._exact.get(text) or (alike[0] if len(alike) == 1 else None)


@dataclass(frozen=True)
class BodyType(ColumnType):
    """A column of bodies: their ids, which cells name by their codes. Which one a code means, the kind finds out."""

    codes: Callable[[], BodyCodes]
    """Asked when the first body is told."""

    def cell_value(self, value: Any) -> str | None:
        return self.text(value) or None

    def text(self, value: Any) -> str:
        return self.codes().by_id.get(value, "") if value else ""
