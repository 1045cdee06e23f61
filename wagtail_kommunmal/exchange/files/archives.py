"""Looks at an Excel workbook before anything of it is unpacked: what is hostile, or cannot be read, is refused."""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from typing import Final

from django.utils.translation import gettext as _

from ..errors import FileRefusedError
from .tables import Merge

MAX_UNPACKED: Final = 300_000_000
"""Bytes of all parts of a workbook together, unpacked."""

MAX_RATIO: Final = 200
"""How many times larger than packed a large part may be; spreadsheets are mostly 5 to 30 times larger."""

MAX_SHARED_STRINGS: Final = 20_000_000
MAX_OTHER_PART: Final = 2_000_000
"""Bytes of a part that is no sheet and not the table of texts, such as that of the styles, which is read as a whole."""

DAMAGES: Final = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    # What is encrypted or packed in a way that the reader does not know.
    RuntimeError,
    # What a sheet says may be anything.
    LookupError,
    ValueError,
    OverflowError,
    TypeError,
    AttributeError,
    SyntaxError,
)
"""What reading a workbook raises that somebody has damaged, or never was one; ``NotImplementedError`` is among it."""

_LARGE: Final = 5_000_000
_MAX_PARTS: Final = 2_000
_PROLOG: Final = 65_536
_CHUNK: Final = 1 << 20
_OLD_OR_ENCRYPTED: Final = b"\xd0\xcf\x11\xe0"
# No tag has the beginning of another one in it: each search ends there, whatever a comment is full of.
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=[\"'](([A-Z]+\d+):[A-Z]+(\d+))[\"']")
_HIDDEN = re.compile(rb"<(?:\w+:)?(?:row|col)\s[^<>]*?\bhidden=[\"'](?:1|true)[\"']")


def looked_over(data: bytes) -> zipfile.ZipFile:
    """Return the archive of a workbook, or raise ``FileRefusedError``."""
    if data.startswith(_OLD_OR_ENCRYPTED):
        message = _("The file is an old workbook (.xls) or has a password. Save it as .xlsx without a password.")
        raise FileRefusedError(message)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except DAMAGES as error:
        raise FileRefusedError(_("The file is damaged: it cannot be opened as an Excel workbook.")) from error
    parts = archive.infolist()
    if (
        len(parts) > _MAX_PARTS
        or sum(part.file_size for part in parts) > MAX_UNPACKED
        or any(map(_is_too_large, parts))
    ):
        raise FileRefusedError(
            _("The workbook is far larger unpacked than a table is. Remove blank rows, pictures and other sheets.")
        )
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefusedError(_("The file has a password. Save it without one."))
    names = [part.filename.lower() for part in parts]
    if any(name.startswith("xl/externallinks/") for name in names):
        raise FileRefusedError(_("The workbook has links to other files. Break them (Data, Edit links) and save it."))
    if any(name.endswith("vbaproject.bin") for name in names):
        raise FileRefusedError(_("The workbook has macros. Save it as .xlsx, without macros."))
    for part in parts:
        _refuse_document_type(archive, part)
    return archive


def layout_of(archive: zipfile.ZipFile, path: str) -> tuple[list[Merge], bool]:
    """Return the merged cells of a sheet, given by its path in the archive, and whether it hides rows or columns."""
    found: dict[str, Merge] = {}
    is_hiding = False
    with archive.open(path) as sheet:
        rest = b""
        while chunk := sheet.read(_CHUNK):
            text = rest + chunk
            for match in _MERGE.finditer(text):
                first = match[2].decode()
                found[first] = Merge(match[1].decode(), first, int(match[3]))
            is_hiding = is_hiding or bool(_HIDDEN.search(text))
            rest = text[-200:]
    return sorted(found.values(), key=lambda merge: (merge.last_row, merge.name)), is_hiding


def _is_too_large(part: zipfile.ZipInfo) -> bool:
    name = part.filename.lower()
    if name.endswith("sharedstrings.xml"):
        limit = MAX_SHARED_STRINGS
    else:
        limit = MAX_UNPACKED if name.startswith("xl/worksheets/") else MAX_OTHER_PART
    return part.file_size > limit or _is_bomb(part)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _LARGE and part.file_size > MAX_RATIO * max(part.compress_size, 1)


def _refuse_document_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse XML that declares a document type: entities have no place in a workbook."""
    if not part.filename.lower().endswith((".xml", ".rels")):
        return
    try:
        with archive.open(part) as file:
            prolog = file.read(_PROLOG)
    except DAMAGES as error:
        raise FileRefusedError(_("The file is damaged: it cannot be opened as an Excel workbook.")) from error
    if b"<!doctype" in prolog.lower().replace(b"\0", b""):
        raise FileRefusedError(_("The workbook declares a document type, which no spreadsheet program does."))
