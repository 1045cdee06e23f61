"""Writes tables in the format that is read: an unchanged file imports with no changes."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ..numbers import wire_format
from ..workbook_cells import TextTooLongError, number_cell, text_cell, typed_cell, whole_or_discarded
from .columns.texts import guarded
from .errors import FileRefusedError
from .files import reading
from .files.archives import looked_over
from .files.tables import MAX_ROWS, CellValue
from .files.workbooks import MAX_CELLS
from .kinds.base import Kind

_WIDTHS: Final = {"id": 14, "key_figure_id": 14, "name": 50, "definition": 60, "key_figure": 50, "text": 40}
_USUAL_WIDTH: Final = 18


def csv_of(kind: Kind) -> bytes:
    """Return a kind's table as CSV that Excel opens by a double click: UTF-8 with a mark, semicolons.

    Raises ``FileRefusedError`` if it could not be imported again.
    """
    point = "." if (get_language() or "sv").startswith("en") else ","
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow([guarded(column.header) for column in kind.columns])
    for values in _rows(kind):
        writer.writerow([_as_csv(value, point) for value in values])
    written = text.getvalue().encode("utf-8-sig")
    if len(written) > reading.MAX_BYTES:
        raise FileRefusedError(_too_large())
    return written


def workbook_of(kind: Kind) -> bytes:
    """Return a kind's table as an Excel workbook.

    Raises ``FileRefusedError`` if a text is too long for a cell, or if the workbook could not be imported again.
    """
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(str(kind.label)[:31])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(kind.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(column.name, _USUAL_WIDTH)
    sheet.append([_header_cell(sheet, column.header) for column in kind.columns])
    try:
        with whole_or_discarded(sheet):
            for values in _rows(kind):
                sheet.append([_as_cell(sheet, value) for value in values])
    except TextTooLongError as error:
        message = _("A text is longer than a cell of Excel can hold: “%(text)s …”. Export as CSV.")
        raise FileRefusedError(message % {"text": error.beginning}) from error
    written = io.BytesIO()
    workbook.save(written)
    return _readable(written.getvalue())


def most_rows(kind: Kind) -> int:
    """Return how many rows of a kind, with the header, are read again: a file may have so many rows, and cells."""
    return min(MAX_ROWS, MAX_CELLS // len(kind.columns))


def _readable(workbook: bytes) -> bytes:
    try:
        reading.refuse_size(workbook)
        looked_over(workbook).close()
    except FileRefusedError as error:
        raise FileRefusedError(
            _("The table is too large for a workbook that is imported again. Export as CSV.")
        ) from error
    return workbook


def _rows(kind: Kind) -> Iterator[list[CellValue | None]]:
    # The header is a row, too.
    most = most_rows(kind)
    for number, row in enumerate(kind.exported(), start=2):
        if number > most:
            raise FileRefusedError(_too_large())
        yield [column.type.cell_value(row.get(column.name)) for column in kind.columns]


def _too_large() -> str:
    return _("The table is too large to be imported again. Export the whole site instead (kommunmal_export).")


def _as_csv(value: CellValue | None, point: str) -> str:
    if isinstance(value, Decimal):
        return wire_format(value).replace(".", point)
    if isinstance(value, date):
        return value.isoformat()
    text = "" if value is None else guarded(str(value))
    if len(text) > csv.field_size_limit():
        raise FileRefusedError(_too_large())
    return text


def _as_cell(sheet: Any, value: CellValue | None) -> Any:
    if isinstance(value, Decimal):
        return number_cell(sheet, value)
    if isinstance(value, date):
        return typed_cell(sheet, value, "yyyy-mm-dd")
    if isinstance(value, str):
        return text_cell(sheet, guarded(value))
    return value


def _header_cell(sheet: Any, text: str) -> Any:
    cell = text_cell(sheet, text)
    cell.font = Font(bold=True)
    return cell
