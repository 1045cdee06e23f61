"""Tables as workbooks (XLSX): numbers, dates and yes or no as what they are, and texts that are never formulas."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from shutil import copyfileobj
from tempfile import SpooledTemporaryFile
from typing import IO, Any, Final, cast
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.writer.excel import ExcelWriter

from ..open_data.columns import ColumnKind, kind_of
from ..spreadsheets import as_text
from ..workbook_cells import TextTooLongError, number_cell, text_cell, whole_or_discarded
from .errors import InvalidParametersError
from .renderers import Row, XlsxRenderer

MOST_ROWS: Final = 5_000
"""Rows of a workbook below its header; it costs some three seconds while the client waits. CSV has no such limit."""

IN_MEMORY: Final = 1_000_000
"""Bytes of a workbook; a larger one is written to a file."""

_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


class _UndatedZip(ZipFile):
    """An archive whose files all have the earliest time that there is: the same content gives the same bytes."""

    def write(self, filename: Any, arcname: Any = None, *_args: Any, **_options: Any) -> None:
        entry = ZipInfo.from_file(filename, arcname)
        entry.date_time, entry.compress_type = _NO_TIME, self.compression
        with open(filename, "rb") as source, self.open(entry, "w") as target:
            copyfileobj(source, target)

    def writestr(self, zinfo_or_arcname: Any, data: Any, *_args: Any, **_options: Any) -> None:
        super().writestr(ZipInfo(zinfo_or_arcname, _NO_TIME), data, self.compression)


def refuse_too_many(rows: int) -> None:
    """Raise ``InvalidParametersError`` if so many rows are too many for a workbook."""
    if rows > MOST_ROWS:
        text = _("A workbook has at most %(rows)s rows. Select fewer with the other parameters, or take “csv”.")
        raise InvalidParametersError({"format": [text % {"rows": MOST_ROWS}]})


def xlsx_response(
    header: Sequence[str], chunks: Iterable[Iterable[Row]], *, name: str, made_at: datetime | None
) -> FileResponse:
    """Answer with rows as a workbook of one sheet.

    ``made_at`` is what the workbook says of its age: the same rows give the same workbook. Raises
    ``InvalidParametersError`` for too many rows, and for a text that no cell can hold.
    """
    workbook = Workbook(write_only=True)
    workbook.properties.created = workbook.properties.modified = _naive(made_at or timezone.now())
    sheet = workbook.create_sheet(name)
    sheet.freeze_panes = "A2"
    sheet.append([text_cell(sheet, column) for column in header])
    try:
        with whole_or_discarded(sheet):
            _append(sheet, [kind_of(column) for column in header], chunks)
    except TextTooLongError as error:
        text = _("A text is longer than a cell of a workbook can hold: “%(text)s …”. Take “csv”.")
        raise InvalidParametersError({"format": [text % {"text": error.beginning}]}) from error
    return FileResponse(
        _written(workbook), as_attachment=True, filename=f"{name}.xlsx", content_type=XlsxRenderer.media_type
    )


def _append(sheet: Any, kinds: Sequence[ColumnKind], chunks: Iterable[Iterable[Row]]) -> None:
    for number, row in enumerate((row for rows in chunks for row in rows), start=1):
        refuse_too_many(number)
        sheet.append([_cell(sheet, value, kind) for value, kind in zip(row, kinds, strict=True)])


def _written(workbook: Workbook) -> IO[bytes]:
    # Closed by the answer, once it is sent.
    file = cast("IO[bytes]", SpooledTemporaryFile(max_size=IN_MEMORY))  # noqa: SIM115
    # Workbook.save() would write the time of day into it.
    ExcelWriter(workbook, _UndatedZip(file, "w", ZIP_DEFLATED)).save()
    file.seek(0)
    return file


def _cell(sheet: Any, value: Any, kind: ColumnKind) -> Cell | None:
    """Return a cell with a value as the API writes it, typed as its column is."""
    if value is None or value == "":
        return None
    match kind:
        case ColumnKind.NUMBER:
            return number_cell(sheet, Decimal(value))
        case ColumnKind.DATE:
            return WriteOnlyCell(sheet, date.fromisoformat(value))
        case ColumnKind.MOMENT:
            return WriteOnlyCell(sheet, _naive(datetime.fromisoformat(value)))
        case ColumnKind.WHOLE_NUMBER | ColumnKind.FLAG:
            return WriteOnlyCell(sheet, value)
        case _:
            return text_cell(sheet, ILLEGAL_CHARACTERS_RE.sub("", str(as_text(value))))


def _naive(moment: datetime) -> datetime:
    """Return a moment in the site's time zone, as workbooks know no zones; to the second."""
    return timezone.localtime(moment).replace(tzinfo=None, microsecond=0)
