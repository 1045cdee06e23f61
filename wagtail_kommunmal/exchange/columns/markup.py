"""Columns of running text: plain paragraphs where there is nothing else, otherwise the markup that is stored."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import escape, unescape
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from ...blocks.fields import RICH_TEXT_FEATURES
from .texts import normal_text
from .types import ColumnType

_MARKUP = re.compile(r"<(?:p|ul|ol|li|b|i|strong|em|a|br)\b", re.IGNORECASE)
"""How a cell begins that holds markup."""

_KEY = re.compile(r' data-block-key="[^"]*"')
_PLAIN: Final = re.compile(r"(?:<p>(?:[^<]|<br/>)*</p>)*")
_BETWEEN_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")


@dataclass(frozen=True)
class MarkupTextType(ColumnType):
    """A column of running text. What is stored is markup, and what a file says is what a cell holds of it."""

    def same(self, stored: Any, given: Any) -> bool:
        return normal_text(cell_text(stored)) == normal_text(given or "")

    def cell_value(self, value: Any) -> str | None:
        return normal_text(cell_text(value)) or None

    def text(self, value: Any) -> str:
        return cell_text(value)

    def with_line(self, text: str, line: str) -> str:
        if not _MARKUP.match(text):
            return super().with_line(text, line)
        return text if escape(line, quote=False) in text else f"{text}<p>{escape(line, quote=False)}</p>"


def cell_text(stored: str | None) -> str:
    """Return a stored text as a cell holds it: lines and, between paragraphs, blank ones; or its markup."""
    markup = _KEY.sub("", stored or "").strip()
    if not _PLAIN.fullmatch(markup):
        return markup
    paragraphs = markup.removeprefix("<p>").removesuffix("</p>").split("</p><p>")
    text = "\n\n".join(unescape(paragraph.replace("<br/>", "\n")) for paragraph in paragraphs)
    # Only what comes back as it is may lose its markup.
    is_lossless = (
        text == normal_text(text) and not _MARKUP.match(text) and unescape(stored_text(text)) == unescape(markup)
    )
    return text if is_lossless or not text.strip() else markup


def stored_text(text: str) -> str:
    """Return what is stored of the text of a cell: only such markup as an editor can write. Raises ``ValidationError``.

    A cell that begins with a tag holds markup.
    """
    if not text:
        return ""
    if not _MARKUP.match(text):
        paragraphs = _BETWEEN_PARAGRAPHS.split(text)
        return "".join(f"<p>{_with_breaks(lines)}</p>" for lines in paragraphs)
    converter = ContentstateConverter(RICH_TEXT_FEATURES)
    try:
        return str(converter.to_database_format(converter.from_database_format(text)))
    # Wagtail only reads markup that it has written itself.
    except (LookupError, ValueError, TypeError, AttributeError, AssertionError) as error:
        raise ValidationError(_("The markup cannot be read. Write the text without tags.")) from error


def _with_breaks(lines: str) -> str:
    return escape(lines, quote=False).replace("\n", "<br/>")
