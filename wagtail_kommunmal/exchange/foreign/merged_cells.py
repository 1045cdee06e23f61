"""What cells that are merged below a header stand for. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _
from openpyxl.utils import range_boundaries

from ..columns.headings import Column
from ..columns.types import NumberType
from ..errors import FileRefusedError
from ..files.tables import Merge, Row

_TOLD = 10


def with_repeated_texts(
    rows: Sequence[Row], merges: Sequence[Merge], header_row: int, columns: Mapping[int, Column]
) -> tuple[list[Row], list[str]]:
    """Return the rows with a text that is merged down several of them in each, and what is to be told of it.

    ``columns`` are by their number in the file. Raises ``FileRefusedError`` if a number is merged: whether the rows
    share it or each has it nobody can tell, or if merged cells reach into each other.
    """
    held = {row.number: row for row in rows}
    numbers = sorted(held)
    reached: dict[int, int] = {}
    repeated: list[str] = []
    for merge in merges:
        first_column, first_row, last_column, last_row = range_boundaries(merge.name)
        if first_row <= header_row or first_row == last_row or first_row not in held:
            continue
        cell, column = held[first_row].cells.get(first_column), columns.get(first_column)
        if cell is None or column is None:
            continue
        overlaps = first_row <= reached.get(first_column, 0)
        if isinstance(column.type, NumberType) or first_column != last_column or overlaps:
            message = _(
                "These cells are merged: %(cells)s. Divide them, so that each row says itself what it is about."
            )
            raise FileRefusedError(message % {"cells": merge.name})
        reached[first_column] = last_row
        for number in numbers[bisect_right(numbers, first_row) : bisect_right(numbers, last_row)]:
            if first_column not in held[number].cells:
                cells = {**held[number].cells, first_column: replace(cell, row=number)}
                held[number] = Row(number, dict(sorted(cells.items())))
        repeated.append(merge.name)
    if not repeated:
        return list(held.values()), []
    shown = ", ".join(repeated[:_TOLD]) + (" …" if len(repeated) > _TOLD else "")
    return list(held.values()), [
        _("What is merged down several rows was read in each of them: %(cells)s.") % {"cells": shown}
    ]
