"""Finds the header of a table below its title, and the rows of sums among those below it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from django.utils.translation import gettext as _

from ..columns.headings import Column, Headers
from ..columns.texts import folded
from ..columns.types import CodeType
from ..errors import FileRefusedError
from ..files.tables import HEADER_ROWS, Cell, Merge, Row, Table
from .mapping import LEFT_OUT, ColumnMapping, Target

LEAST_TOLD: Final = 2
_NAMES_OF_THE_API: Final = frozenset({"goalId", "planId", "keyFigureId", "periodCode", "seriesCode", "lineageId"})
"""What only tables of the API call their columns; each of these has two of them at least."""

_SUM: Final = re.compile(r"(?:summa|delsumma)(?: .*)?|summor|totalt?|totals|sum|subtotal", re.DOTALL)
_NO_TEXT: Final = re.compile(r"[-–—−+(]?\s*\d.*|[-–—−]", re.DOTALL)
"""A number, whatever unit is behind it, or a dash."""


def find_header(table: Table, headers: Headers) -> ColumnMapping:
    """Return which column is which, by the row near the top that names most. Raises ``FileRefusedError``."""
    candidates = with_merged_texts(table.rows[:HEADER_ROWS], table.merges)
    best = max(candidates, key=lambda row: (_columns_told(row, headers), -row.number), default=None)
    if best is None:
        raise FileRefusedError(_("The file holds nothing."))
    refuse_tables_of_the_api(candidates)
    if _columns_told(best, headers) < LEAST_TOLD:
        raise FileRefusedError(_("No row near the top has the names of the columns. Begin with an exported file."))
    _refuse_merged_cells(table, best)
    targets: dict[int, Target] = {}
    for number, cell in best.cells.items():
        column = headers.find(cell.text)
        targets[number] = Target(column.name) if column else LEFT_OUT
        if column and list(targets.values()).count(targets[number]) > 1:
            raise FileRefusedError(named_twice(cell))
    return ColumnMapping(
        header_row=best.number,
        headings={number: cell.text for number, cell in best.cells.items()},
        targets=targets,
    )


def refuse_tables_of_the_api(candidates: Sequence[Row]) -> None:
    """Raise ``FileRefusedError`` if a row that may be the header is that of a table that the API answers with."""
    if any(_is_of_the_api(row) for row in candidates):
        message = _(
            "This is a table that the API answers with, which is for reading. Export the table to edit from the list in"
            " the admin, or with kommunmal_export_table."
        )
        raise FileRefusedError(message)


def named_twice(heading: Cell) -> str:
    """Return what is told of a heading that names a column which another one names."""
    message = _("Cell %(cell)s names the column “%(header)s” a second time. Remove one of the two.")
    return message % {"cell": heading.name, "header": heading.text}


def rows_below(table: Table, header_row: int, columns: Mapping[int, Column]) -> tuple[list[Row], list[Row]]:
    """Return the rows below the header, and apart from them the rows of sums; ``columns`` are by their number."""
    rows = [row for row in table.rows if row.number > header_row]
    sums = {row.number: row for row in rows if _is_sum(row, columns)}
    return [row for row in rows if row.number not in sums], list(sums.values())


def _columns_told(row: Row, headers: Headers) -> int:
    return sum(headers.recognises(cell.text) for cell in row.cells.values())


def _is_of_the_api(row: Row) -> bool:
    return len(_NAMES_OF_THE_API & {cell.text for cell in row.cells.values()}) >= LEAST_TOLD


def _refuse_merged_cells(table: Table, header: Row) -> None:
    if merged := [merge.name for merge in table.merges if merge.last_row > header.number]:
        message = _("These cells are merged: %(cells)s. Divide them, so that each row says itself what it is about.")
        raise FileRefusedError(message % {"cells": ", ".join(merged[:10])})


def with_merged_texts(rows: Sequence[Row], merges: Sequence[Merge]) -> list[Row]:
    """Return the rows, where cells are merged down to one of them with what they show there."""
    cells = {cell.name: cell for row in rows for cell in row.cells.values()}
    shown = [
        (merge.last_row, replace(cells[merge.first_cell], row=merge.last_row))
        for merge in merges
        if merge.first_cell in cells
    ]
    return [
        Row(row.number, {**{cell.column: cell for number, cell in shown if number == row.number}, **row.cells})
        for row in rows
    ]


def _is_sum(row: Row, columns: Mapping[int, Column]) -> bool:
    """Tell whether a row's only text is a word for a sum, beside numbers and formulas.

    Where codes stand, such as of women, men and both, it is a code.
    """
    texts = [
        cell
        for cell in row.cells.values()
        if isinstance(cell.value, str) and not cell.is_formula and not _NO_TEXT.fullmatch(cell.text)
    ]
    if len(texts) != 1 or not _SUM.fullmatch(folded(texts[0].text).strip(":")):
        return False
    column = columns.get(texts[0].column)
    return column is None or not isinstance(column.type, CodeType)
