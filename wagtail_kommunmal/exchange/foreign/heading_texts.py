"""What stands above each column of a table, also where headings are merged or stand in two rows. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.core.exceptions import ValidationError
from openpyxl.utils import range_boundaries

from ..columns.references import PeriodType
from ..files.tables import HEADER_ROWS, Cell, Merge, Row, Table
from .headers import with_merged_texts


def header_candidates(table: Table) -> list[Row]:
    """Return the rows near the top, each with what stands above its columns if it is the header.

    A text that is merged down to a row is its own, and one in the row above that is merged across some of the columns
    is the beginning of each of their headings. A date is the period that it is shown as.
    """
    rows = [
        Row(row.number, {number: _as_shown(cell) for number, cell in row.cells.items()})
        for row in table.rows[:HEADER_ROWS]
    ]
    above = {row.number + 1: row for row in rows}
    held = {cell.name for row in rows for cell in row.cells.values()}
    # A page may have a million others.
    merges = [merge for merge in table.merges if merge.first_cell in held]
    return [_with_groups(row, above.get(row.number), merges) for row in with_merged_texts(rows, merges)]


def _as_shown(cell: Cell) -> Cell:
    if not isinstance(cell.value, date):
        return cell
    try:
        return replace(cell, value=PeriodType().read(cell))
    except ValidationError:
        return cell


def _with_groups(row: Row, above: Row | None, merges: Sequence[Merge]) -> Row:
    if above is None or not row.cells:
        return row
    groups: dict[int, str] = {}
    for merge in merges:
        first_column, first_row, last_column, last_row = range_boundaries(merge.name)
        # A single text from the first column on is a title of the whole table.
        is_title = len(above.cells) == 1 and first_column <= min(row.cells)
        if first_row == last_row == above.number and first_column in above.cells and not is_title:
            groups.update(dict.fromkeys(range(first_column, last_column + 1), above.cells[first_column].text))
    cells = {
        number: replace(cell, value=f"{groups[number]} {cell.text}") if number in groups else cell
        for number, cell in row.cells.items()
    }
    return Row(row.number, cells)
