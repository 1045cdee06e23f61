"""What the bytes of a file say as text: UTF-8, UTF-16, or what Windows makes of Swedish letters. Pure."""

from __future__ import annotations

import codecs
import re
from typing import Final

from django.utils.translation import gettext as _

from ..errors import FileRefusedError

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CHARSET: Final = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_ENCODINGS: Final = {
    **dict.fromkeys((b"utf-8", b"utf8"), "utf-8-sig"),
    # What calls itself ISO 8859-1 is read as Windows-1252 by every browser.
    **dict.fromkeys((b"windows-1252", b"cp1252", b"iso-8859-1", b"latin1", b"us-ascii", b"ascii"), "cp1252"),
    b"iso-8859-15": "iso-8859-15",
}
_PROLOG: Final = 4_096


def decoded(data: bytes) -> tuple[str, list[str]]:
    """Return the text, and what has to be looked at because it may have been misread. Raises ``FileRefusedError``."""
    if data.startswith(_UTF_16):
        encoding = "utf-16"
    elif b"\0" in data:
        raise FileRefusedError(_("The file is no text. Save it as CSV UTF-8 or as an Excel workbook (.xlsx)."))
    else:
        encoding = "utf-8-sig"
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        pass
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        message = _("The encoding of the file is unknown. Save it as CSV UTF-8 or as an Excel workbook (.xlsx).")
        raise FileRefusedError(message) from error
    return text, [_("The file is not in UTF-8. It was read as Windows-1252: see to it that å, ä and ö are right.")]


def decoded_html(data: bytes) -> tuple[str, list[str]]:
    """Return the text of a page, in the encoding that it names if that is known and fits; see ``decoded``."""
    match = _CHARSET.search(data, 0, _PROLOG)
    encoding = _ENCODINGS.get(match[1].lower()) if match and not data.startswith(_UTF_16) else None
    if encoding is None or b"\0" in data:
        return decoded(data)
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        return decoded(data)
