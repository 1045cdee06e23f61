"""A table of a web page while it is read: where its cells stand, and what they say. Pure."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from ..errors import FileRefusedError
from .tables import MAX_COLUMNS, MAX_ROWS, Cell, Merge, Row, column_name, row_of

_RAISED: Final = str.maketrans("0123456789+-=()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾")
"""What stands raised behind a number is the mark of a footnote, and no digit of the number."""

_INVISIBLE: Final = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
"""Where a line may break or may not: a browser shows nothing of it."""


@dataclass
class HtmlTable:
    """A table with the rows of it that hold something; blank ones count as in a browser."""

    number: int
    caption: str = ""
    rows: list[Row] = field(default_factory=list)
    too_long: str = ""
    """The name of the first cell of which only the beginning is kept: a page may put all of its content into one."""
    is_raised: bool = False
    """Whether what is added stands above the line."""
    _apart: str = ""
    """The element whose text stands apart from the rest of the cell."""
    _depth: int = 0
    """How many of that name are open."""
    _spans: list[tuple[int, int, int, int]] = field(default_factory=list)
    """First column and row, and last column and row, of each cell that spans several."""
    _row: int = 1
    _column: int = 1
    _place: int = 0
    """The column of the open cell."""
    _reached: dict[int, int] = field(default_factory=dict)
    """Column -> the last row that a cell from further up reaches down to."""
    _cells: list[Cell] = field(default_factory=list)
    _is_in_row: bool = False
    _open: str = ""
    """What is open: “cell”, “caption”, or nothing."""
    _pieces: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The number, and the caption if there is one."""
        return f"{self.number} ({self.caption})" if self.caption else str(self.number)

    @property
    def merges(self) -> list[Merge]:
        """The cells that span several, as a spreadsheet program calls them."""
        last = self.rows[-1].number if self.rows else 0
        return [
            Merge(f"{_name(column, row)}:{_name(to_column, min(to_row, last))}", _name(column, row), min(to_row, last))
            for column, row, to_column, to_row in self._spans
            if row <= last and (column, row) != (to_column, min(to_row, last))
        ]

    def begin_cell(self, columns: int, rows: int) -> None:
        """Begin a cell at the next free place of the row."""
        self._is_in_row = True
        while self._reached.get(self._column, 0) >= self._row:
            self._column += 1
        self._open, self._pieces, self.is_raised, self._apart = "cell", [], False, ""
        self._place = self._column
        to_column = min(self._column + max(columns, 1) - 1, MAX_COLUMNS)
        to_row = min(self._row + rows - 1, 2 * MAX_ROWS)
        if to_column > self._column or to_row > self._row:
            self._spans.append((self._column, self._row, max(to_column, self._column), to_row))
        if to_row > self._row:
            for column in range(self._column, to_column + 1):
                self._reached[column] = max(to_row, self._reached.get(column, 0))
        self._column = max(to_column, self._column) + 1

    def add(self, text: str) -> None:
        """Add what stands in the open cell or caption; what stands between cells is nothing of the table."""
        if self._open:
            self._pieces.append(text.translate(_RAISED) if self.is_raised else text)

    def set_apart(self, name: str) -> None:
        """Begin an element whose text is none with what stands around it; it has a line of its own."""
        self.add("\n")
        if not self._apart:
            self._apart, self._depth = name, 1

    def follow(self, name: str, *, is_end: bool) -> None:
        """Take note of an element that begins or ends, which may be the one that is set apart."""
        if name == self._apart:
            self._depth += -1 if is_end else 1
            if not self._depth:
                self.add("\n")
                self._apart = ""

    def end_cell(self) -> None:
        """End the open cell, if there is one."""
        if self._open == "cell":
            text = _shown("".join(self._pieces))
            longest = csv.field_size_limit()
            cell = Cell(self._row, self._place, text[:longest], is_formula=text.startswith("="))
            if text and self._place > MAX_COLUMNS:
                message = _("Cell %(cell)s stands outside the first %(columns)d columns, which are all that is read.")
                raise FileRefusedError(message % {"cell": cell.name, "columns": MAX_COLUMNS})
            if len(text) > longest:
                self.too_long = self.too_long or cell.name
            if text:
                self._cells.append(cell)
            self._open = ""

    def begin_caption(self) -> None:
        """Begin the caption."""
        self.end_row()
        self._open, self._pieces, self.is_raised = "caption", [], False

    def end_caption(self) -> None:
        """End the caption, if it is open."""
        if self._open == "caption":
            self.caption, self._open = " ".join("".join(self._pieces).split()), ""

    def end_row(self) -> None:
        """End the row, if it has begun."""
        self.end_caption()
        self.end_cell()
        if not self._is_in_row:
            return
        if row := row_of(self._row, self._cells):
            if len(self.rows) == MAX_ROWS:
                raise FileRefusedError(
                    _("The file has more than %(rows)d rows. Divide it into several files.") % {"rows": MAX_ROWS}
                )
            self.rows.append(row)
        self._row, self._column, self._cells, self._is_in_row = self._row + 1, 1, [], False


def _name(column: int, row: int) -> str:
    return f"{column_name(column)}{row}"


def _shown(text: str) -> str:
    """Return a text as a browser shows it: lines end where an element does, and all other blanks are one."""
    lines = (re.sub(" +", " ", line).strip() for line in text.translate(_INVISIBLE).split("\n"))
    return "\n".join(line for line in lines if line)
