"""Reads a file of whatever kind into a table."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from .csv_files import Recognises, read_csv
from .errors import FileRefusedError
from .tables import Table
from .workbooks import read_workbook

MAX_BYTES: Final = 100_000_000
"""How large a file may be."""

_WORKBOOK_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")


def refuse_size(data: bytes) -> None:
    """Raise ``FileRefusedError`` if a file is larger than what is read."""
    if len(data) > MAX_BYTES:
        message = _("The file is larger than %(size)d MB. Divide it into several files.")
        raise FileRefusedError(message % {"size": MAX_BYTES // 1_000_000})


def read_table(data: bytes, name: str, recognises: Recognises, sheet: str = "") -> Table:
    """Read the table of a CSV file or of an Excel workbook, as its first bytes tell; ``name`` is the file's.

    Raises ``FileRefusedError``.
    """
    refuse_size(data)
    if data.startswith(_WORKBOOK_STARTS):
        return read_workbook(data, name, sheet)
    return read_csv(data, name, recognises)
