"""Reads one sheet of an Excel workbook, row by row and without what it does not need."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final
from zipfile import ZipFile

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from ..errors import FileRefusedError, SeveralSheetsError
from .archives import DAMAGES, layout_of, looked_over
from .tables import MAX_COLUMNS, MAX_ROWS, Cell, Row, Table, row_of

MAX_CELLS: Final = 2_000_000
_MAX_BLANK: Final = 10_000
"""So many blank rows may stand between two rows that hold something."""


def read_workbook(data: bytes, name: str, sheet: str = "") -> Table:
    """Read the sheet of that name, or the only one that holds anything. Raises ``FileRefusedError``."""
    with looked_over(data) as archive:
        try:
            # Openpyxl warns of what it leaves out, such as drop-down lists and conditional formats.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return _read(data, archive, name, sheet)
        except FileRefusedError:
            raise
        # A file that somebody else made can break the reader in ways that it has no name for.
        except DAMAGES as error:
            raise FileRefusedError(_("The file is damaged: it cannot be opened as an Excel workbook.")) from error


def _read(data: bytes, archive: ZipFile, name: str, sheet: str) -> Table:
    workbook = load_workbook(BytesIO(data), read_only=True, data_only=False, keep_links=False)
    try:
        found = [(each, rows) for each in _sheets(workbook, sheet) if (rows := list(_rows(each)))]
        if len(found) > 1:
            message = _("Several sheets hold something: %(sheets)s. Say which one is to be read, or remove the others.")
            raise SeveralSheetsError(message, {each.title: each.title for each, _rows in found})
        if not found:
            return Table(name, [])
        (chosen, rows) = found[0]
        merges, is_hiding = layout_of(archive, chosen._worksheet_path)
        notices = [_("The sheet hides rows or columns. What they hold is read like all the rest.")] if is_hiding else []
        return Table(name, rows, merges, notices)
    finally:
        workbook.close()


def _sheets(workbook: Any, wanted: str) -> list[Any]:
    if not workbook.worksheets:
        raise KeyError
    sheets = [each for each in workbook.worksheets if not wanted or each.title == wanted]
    if not sheets:
        names = ", ".join(each.title for each in workbook.worksheets)
        message = _("The workbook has no sheet “%(sheet)s”. Its sheets are: %(sheets)s.")
        raise FileRefusedError(message % {"sheet": wanted, "sheets": names})
    if hidden := [each.title for each in sheets if each.sheet_state != "visible"]:
        message = _("These sheets are hidden: %(sheets)s. Show or remove them, so that you see what is imported.")
        raise FileRefusedError(message % {"sheets": ", ".join(hidden)})
    return sheets


def _rows(sheet: Any) -> Iterator[Row]:
    # The dimension is what the file says of itself: rows would be padded to it.
    sheet.reset_dimensions()
    found = blank = cells = 0
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells += len(values)
        row = row_of(number, _cells(sheet, number, values))
        blank = 0 if row else blank + 1
        if blank > _MAX_BLANK or cells > MAX_CELLS:
            message = _("Sheet “%(sheet)s” has thousands of blank rows or columns. Delete them and save again.")
            raise FileRefusedError(message % {"sheet": sheet.title})
        if row:
            found += 1
            if found > MAX_ROWS:
                message = _("Sheet “%(sheet)s” has more than %(rows)d rows. Divide it into several files.")
                raise FileRefusedError(message % {"sheet": sheet.title, "rows": MAX_ROWS})
            yield row


def _cells(sheet: Any, number: int, values: tuple[Any, ...]) -> Iterator[Cell]:
    for column, cell in enumerate(values, start=1):
        if cell.value is None:
            continue
        is_formula = cell.data_type == "f"
        value = "=" if is_formula else cell.value
        held = Cell(number, column, value, cell.number_format or "", is_formula, is_error=cell.data_type == "e")
        if column > MAX_COLUMNS and held.text:
            message = _("Cell %(cell)s stands outside the first %(columns)d columns, which are all that is read.")
            raise FileRefusedError(message % {"cell": held.name, "columns": MAX_COLUMNS})
        yield held
