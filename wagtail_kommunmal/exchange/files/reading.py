"""Reads a file of whatever kind into a table."""

from __future__ import annotations

import re
from typing import Final

from django.utils.translation import gettext as _

from ..errors import FileRefusedError
from .csv_files import Recognises, read_csv
from .html_files import is_html, read_html
from .tables import Table
from .workbooks import read_workbook

MAX_BYTES: Final = 100_000_000
"""How large a file may be."""

_WORKBOOK_STARTS: Final = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")


_ARCHIVED_PAGE: Final = b"MIME-Version:"
_XML_WORKBOOK: Final = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml.{0,2000}<Workbook\b", re.DOTALL)


def refuse_size(data: bytes) -> None:
    """Raise ``FileRefusedError`` if a file is larger than what is read."""
    if len(data) > MAX_BYTES:
        message = _("The file is larger than %(size)d MB. Divide it into several files.")
        raise FileRefusedError(message % {"size": MAX_BYTES // 1_000_000})


def read_table(data: bytes, name: str, recognises: Recognises, sheet: str = "") -> Table:
    """Read the table of an Excel workbook, a web page or CSV, as the first bytes tell; ``name`` is the file's.

    What was copied from a page or a workbook and pasted as text is CSV with tabs.

    Raises ``FileRefusedError``.
    """
    refuse_size(data)
    if data.startswith(_WORKBOOK_STARTS):
        return read_workbook(data, name, sheet)
    if data.startswith(_ARCHIVED_PAGE):
        raise FileRefusedError(_("The file is an archived page (.mht). Save it as an ordinary one (.html)."))
    if _XML_WORKBOOK.match(data):
        raise FileRefusedError(_("The file is an Excel workbook in an old form (XML). Save it as .xlsx."))
    if is_html(data):
        return read_html(data, name, recognises, sheet)
    return read_csv(data, name, recognises)
