"""A table as it stands in a file: cells with their coordinates, and only those that hold something. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

MAX_ROWS: Final = 100_000
"""So many rows with something in them, the header too, are read of one file; no more are written to one."""

HEADER_ROWS: Final = 30
"""So many rows with something in them, from the top, may be the header."""

MAX_COLUMNS: Final = 200

_NOT_OF_THE_VALUE = re.compile(r"\"[^\"]*\"?|\\.|_.|\*.|\[[^\]]*\]", re.DOTALL)
"""What a number format has between the signs that stand for the value: texts, blanks, colours, currencies."""

CellValue: TypeAlias = str | int | float | Decimal | bool | date | datetime | time | timedelta


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something."""

    row: int
    """Counted from 1, as a spreadsheet program shows it."""
    column: int
    """Counted from 1; 0 for what is said of a whole file."""
    value: CellValue
    number_format: str = ""
    """How a spreadsheet program shows the value, such as ``0.0%`` or ``yyyy-mm``."""
    is_formula: bool = False
    is_error: bool = False
    """Whether the value is the name of a spreadsheet program's error, such as ``#N/A``."""

    @property
    def name(self) -> str:
        """What a spreadsheet program calls the cell, for example “B7”; blank for one that stands in no file."""
        return f"{column_name(self.column)}{self.row}" if self.column else ""

    @property
    def shown_format(self) -> str:
        """What of the number format stands for the value, in lower case: no literal texts, no colours."""
        return _NOT_OF_THE_VALUE.sub("", self.number_format).lower()

    @property
    def text(self) -> str:
        """The value as text, without blanks around it."""
        return str(self.value).strip()


@dataclass(frozen=True, slots=True)
class Row:
    """A row with at least one cell that holds something."""

    number: int
    cells: dict[int, Cell]
    """Column -> cell."""


@dataclass(frozen=True)
class Merge:
    """A range of merged cells."""

    name: str
    """For example “A1:C1”."""
    first_cell: str
    """For example “A1”, which holds what they all show."""
    last_row: int


@dataclass(frozen=True)
class Table:
    """What was read of a file."""

    name: str
    rows: list[Row]
    merges: list[Merge] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    """What whoever imports the file should look at, though it may be right."""


def column_name(column: int) -> str:
    """Return what a spreadsheet program calls a column, counted from 1: A, B … Z, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def row_of(number: int, cells: Iterable[Cell]) -> Row | None:
    """Return the row of these cells, or ``None`` if none of them holds anything."""
    held = {cell.column: cell for cell in cells if cell.text}
    return Row(number, held) if held else None
