"""Looks at an Excel workbook before anything of it is unpacked: what is hostile, or cannot be read, is refused."""

from __future__ import annotations

import io
import re
import zipfile
from typing import Final

from django.utils.translation import gettext as _

from .errors import FileRefusedError
from .tables import Merge

MAX_UNPACKED: Final = 60_000_000
"""Bytes of all parts of a workbook together, unpacked."""

MAX_RATIO: Final = 200
"""How many times larger than packed a large part may be; spreadsheets are mostly 5 to 30 times larger."""

_LARGE: Final = 5_000_000
_MAX_PARTS: Final = 2_000
_PROLOG: Final = 65_536
_CHUNK: Final = 1 << 20
_OLD_OR_ENCRYPTED: Final = b"\xd0\xcf\x11\xe0"
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=\"([A-Z]+\d+:[A-Z]+(\d+))\"")


def looked_over(data: bytes) -> zipfile.ZipFile:
    """Return the archive of a workbook, or raise ``FileRefusedError``."""
    if data.startswith(_OLD_OR_ENCRYPTED):
        message = _("The file is an old workbook (.xls) or has a password. Save it as .xlsx without a password.")
        raise FileRefusedError(message)
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FileRefusedError(_("The file is damaged: it cannot be opened as an Excel workbook.")) from error
    parts = archive.infolist()
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED or any(map(_is_bomb, parts)):
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


def merges_in(archive: zipfile.ZipFile, path: str) -> list[Merge]:
    """Return the merged cells of a sheet, given by its path in the archive."""
    found: dict[str, Merge] = {}
    with archive.open(path) as sheet:
        rest = b""
        while chunk := sheet.read(_CHUNK):
            text = rest + chunk
            for match in _MERGE.finditer(text):
                name = match[1].decode()
                found[name] = Merge(name, int(match[2]))
            rest = text[-200:]
    return sorted(found.values(), key=lambda merge: (merge.last_row, merge.name))


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    return part.file_size > _LARGE and part.file_size > MAX_RATIO * max(part.compress_size, 1)


def _refuse_document_type(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse XML that declares a document type: entities have no place in a workbook."""
    if not part.filename.lower().endswith((".xml", ".rels")):
        return
    try:
        with archive.open(part) as file:
            prolog = file.read(_PROLOG)
    except (zipfile.BadZipFile, NotImplementedError, OSError, EOFError) as error:
        raise FileRefusedError(_("The file is damaged: it cannot be opened as an Excel workbook.")) from error
    if b"<!doctype" in prolog.lower().replace(b"\0", b""):
        raise FileRefusedError(_("The workbook declares a document type, which no spreadsheet program does."))
