"""Makes workbooks, ordinary ones and such as should not be opened."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

from openpyxl import Workbook


def workbook(*rows: Sequence[Any], change: Callable[[Workbook], None] = lambda book: None) -> bytes:
    """Return a workbook with these rows on its only sheet, after ``change`` was made to it."""
    book = Workbook()
    for row in rows:
        book.active.append(row)
    change(book)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """Return a workbook with a part put in its archive, or in the place of another."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return file.getvalue()


def sheet_xml(rows: bytes) -> bytes:
    """Return the XML of a sheet with these rows."""
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return b'<worksheet xmlns="' + namespace + b'"><sheetData>' + rows + b"</sheetData></worksheet>"


SHEET = "xl/worksheets/sheet1.xml"
