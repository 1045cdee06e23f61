"""Tables as workbooks (XLSX): numbers, dates and yes or no as what they are, and texts that are never formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final, cast
from zipfile import ZIP_DEFLATED, ZipFile

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.writer.excel import ExcelWriter

from ..open_data.columns import ColumnKind, kind_of
from ..spreadsheets import as_text
from .errors import InvalidParametersError
from .renderers import Row, XlsxRenderer

MOST_ROWS: Final = 20_000
"""Rows of a workbook below its header; it is made while the client waits, and CSV has no such limit."""

IN_MEMORY: Final = 1_000_000
"""Bytes of a workbook; a larger one is written to a file."""

DIGITS_OF_EXCEL: Final = 15
"""A number with more digits would be rounded, and is a text instead."""


def xlsx_response(
    header: Sequence[str], chunks: Iterable[Iterable[Row]], *, name: str, made_at: datetime | None
) -> FileResponse:
    """Answer with rows as a workbook of one sheet; raises ``InvalidParametersError`` for too many.

    ``made_at`` is what the workbook says of its age: the same rows give the same workbook.
    """
    workbook = Workbook(write_only=True)
    workbook.properties.created = workbook.properties.modified = _naive(made_at or timezone.now())
    sheet = workbook.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, column) for column in header])
    try:
        _append(sheet, [kind_of(column) for column in header], chunks)
    except Exception:
        # What is written of the sheet is in a file of its own, which only a whole workbook takes away.
        sheet.close()
        sheet._writer.cleanup()
        raise
    return FileResponse(
        _written(workbook), as_attachment=True, filename=f"{name}.xlsx", content_type=XlsxRenderer.media_type
    )


def _append(sheet: Any, kinds: Sequence[ColumnKind], chunks: Iterable[Iterable[Row]]) -> None:
    for number, row in enumerate(row for rows in chunks for row in rows):
        if number == MOST_ROWS:
            raise InvalidParametersError({"format": [_too_many()]})
        sheet.append([_cell(sheet, value, kind) for value, kind in zip(row, kinds, strict=True)])


def _written(workbook: Workbook) -> IO[bytes]:
    # Closed by the answer, once it is sent.
    file = cast("IO[bytes]", SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115
    # Workbook.save() would write the time of day into it.
    ExcelWriter(workbook, ZipFile(file, "w", ZIP_DEFLATED)).save()
    file.seek(0)
    return file


def _too_many() -> str:
    text = _("A workbook has at most %(rows)s rows. Select fewer with the other parameters, or take “csv”.")
    return text % {"rows": MOST_ROWS}


def _cell(sheet: Any, value: Any, kind: ColumnKind) -> Cell | None:
    """Return a cell with a value as the API writes it, typed as its column is."""
    if value is None or value == "":
        return None
    match kind:
        case ColumnKind.NUMBER:
            return _number(sheet, Decimal(value))
        case ColumnKind.DATE:
            return WriteOnlyCell(sheet, date.fromisoformat(value))
        case ColumnKind.MOMENT:
            return WriteOnlyCell(sheet, _naive(datetime.fromisoformat(value)))
        case ColumnKind.WHOLE_NUMBER | ColumnKind.FLAG:
            return WriteOnlyCell(sheet, value)
        case _:
            return _text(sheet, str(value))


def _number(sheet: Any, number: Decimal) -> Cell:
    _sign, digits, exponent = number.as_tuple()
    if len(digits) > DIGITS_OF_EXCEL:
        return _text(sheet, f"{number:f}")
    cell = WriteOnlyCell(sheet, number)
    places = max(0, -int(exponent))
    cell.number_format = f"0.{'0' * places}" if places else "0"
    return cell


def _text(sheet: Any, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(as_text(text))))
    # What openpyxl takes for a formula or an error is what somebody wrote, too.
    cell.data_type = "s"
    return cell


def _naive(moment: datetime) -> datetime:
    """Return a moment in the site's time zone, as workbooks know no zones; to the second."""
    return timezone.localtime(moment).replace(tzinfo=None, microsecond=0)
