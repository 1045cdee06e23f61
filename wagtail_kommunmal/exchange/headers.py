"""Finds the header of a table below its title, and the rows of sums at its end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from django.utils.translation import gettext as _

from .columns import Column, Headers
from .errors import FileRefusedError
from .tables import HEADER_ROWS, Cell, Merge, Row, Table
from .texts import folded

_LEAST_TOLD: Final = 2
_NAMES_OF_THE_API: Final = frozenset({"goalId", "planId", "keyFigureId", "periodCode", "seriesCode", "lineageId"})
"""What only tables of the API call their columns; each of these has two of them at least."""

SUM_WORDS: Final = frozenset({"summa", "summor", "totalt", "total", "totals", "sum", "delsumma", "subtotal"})


@dataclass(frozen=True)
class Header:
    """Which column of a file is which, and where its rows begin."""

    row: int
    columns: Mapping[int, Column]
    """Column in the file -> column of the kind."""
    names: Mapping[int, str]
    """Column in the file -> what the file calls it."""
    unknown: Sequence[Cell]


def find_header(table: Table, headers: Headers) -> Header:
    """Return the header: the row near the top that names most columns. Raises ``FileRefusedError``."""
    candidates = _with_merged_texts(table.rows[:HEADER_ROWS], table.merges)
    best = max(candidates, key=lambda row: (_columns_told(row, headers), -row.number), default=None)
    if best is None:
        raise FileRefusedError(_("The file holds nothing."))
    if any(_is_of_the_api(row) for row in candidates):
        message = _(
            "This is a table that the API answers with, which is for reading. Export the table to edit from the list in"
            " the admin, or with kommunmal_export_table."
        )
        raise FileRefusedError(message)
    if _columns_told(best, headers) < _LEAST_TOLD:
        raise FileRefusedError(_("No row near the top has the names of the columns. Begin with an exported file."))
    _refuse_merged_cells(table, best)
    columns: dict[int, Column] = {}
    for number, cell in best.cells.items():
        if (column := headers.find(cell.text)) is None:
            continue
        if column in columns.values():
            message = _("Cell %(cell)s names the column “%(header)s” a second time. Remove one of the two.")
            raise FileRefusedError(message % {"cell": cell.name, "header": cell.text})
        columns[number] = column
    return Header(
        row=best.number,
        columns=columns,
        names={number: cell.text for number, cell in best.cells.items()},
        unknown=[cell for number, cell in best.cells.items() if number not in columns],
    )


def rows_below(table: Table, header: Header) -> tuple[list[Row], list[Row]]:
    """Return the rows below the header, and apart from them the rows of sums at the end."""
    rows = [row for row in table.rows if row.number > header.row]
    sums: list[Row] = []
    while rows and _is_sum(rows[-1]):
        sums.insert(0, rows.pop())
    return rows, sums


def _columns_told(row: Row, headers: Headers) -> int:
    return sum(headers.recognises(cell.text) for cell in row.cells.values())


def _is_of_the_api(row: Row) -> bool:
    return len(_NAMES_OF_THE_API & {cell.text for cell in row.cells.values()}) >= _LEAST_TOLD


def _refuse_merged_cells(table: Table, header: Row) -> None:
    if merged := [merge.name for merge in table.merges if merge.last_row > header.number]:
        message = _("These cells are merged: %(cells)s. Divide them, so that each row says itself what it is about.")
        raise FileRefusedError(message % {"cells": ", ".join(merged[:10])})


def _with_merged_texts(rows: Sequence[Row], merges: Sequence[Merge]) -> list[Row]:
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


def _is_sum(row: Row) -> bool:
    """Tell whether a row's only text is a word for a sum, beside numbers and formulas."""
    texts = [
        cell.text
        for cell in row.cells.values()
        if isinstance(cell.value, str) and not cell.is_formula and not any(char.isdigit() for char in cell.text)
    ]
    return len(texts) == 1 and folded(texts[0]).strip(":") in SUM_WORDS
