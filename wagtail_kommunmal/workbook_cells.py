"""Cells of Excel workbooks that hold what they are given, or refuse it: no number is rounded and no text is cut."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from typing import Any, Final

from openpyxl.cell import Cell, WriteOnlyCell

from .numbers import decimals_of, wire_format
from .spreadsheets import EXCEL_DIGITS

LONGEST_TEXT: Final = 32_767
"""So many characters a cell can hold; openpyxl cuts what is longer."""

AS_TEXT: Final = "@"


class TextTooLongError(ValueError):
    """A text is longer than a cell can hold; ``beginning`` is what to know it by."""

    def __init__(self, text: str) -> None:
        super().__init__(f"a text has {len(text)} characters")
        self.beginning = text[:60]


@contextmanager
def whole_or_discarded(sheet: Any) -> Iterator[None]:
    """Leave nothing of a write-only sheet behind when its rows cannot all be written.

    What is written of it is in a file of its own, which only a whole workbook takes away.
    """
    try:
        yield
    except Exception:
        sheet.close()
        sheet._writer.cleanup()
        raise


def text_cell(sheet: Any, text: str) -> Cell:
    """Return a cell that is text whatever it looks like. Raises ``TextTooLongError``."""
    if len(text) > LONGEST_TEXT:
        raise TextTooLongError(text)
    cell = typed_cell(sheet, text, AS_TEXT)
    # What openpyxl takes for a formula or an error is what somebody wrote, too.
    cell.data_type = "s"
    return cell


def number_cell(sheet: Any, number: Decimal) -> Cell:
    """Return a cell with a number and the decimals that it was given with; a text where Excel would round it."""
    if len(number.as_tuple().digits) > EXCEL_DIGITS:
        return text_cell(sheet, wire_format(number))
    return typed_cell(sheet, number, f"0.{'0' * decimals_of(number)}".rstrip("."))


def typed_cell(sheet: Any, value: Any, number_format: str) -> Cell:
    """Return a cell with a value that is shown in a format of Excel's."""
    cell: Cell = WriteOnlyCell(sheet, value)
    cell.number_format = number_format
    return cell
