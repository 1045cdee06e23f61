"""Reads a table of a web page, also of one that Excel or an old system saved as .xls."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from ..errors import FileRefusedError, SeveralSheetsError
from .csv_files import Recognises
from .html_tables import HtmlTable
from .html_tokens import Tag, tokens
from .tables import HEADER_ROWS, MAX_ROWS, Table
from .text_files import decoded_html

MAX_BYTES: Final = 30_000_000
MAX_CELLS: Final = 2_000_000
MAX_DEPTH: Final = 20
"""So many tables may stand in one another."""

_START: Final = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<[\0]?[a-z!?]", re.IGNORECASE)
_TABLE: Final = re.compile(r"<table[\s>/]", re.IGNORECASE)
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")
_LINES: Final = frozenset(
    {"address", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"}
    | {"article", "figure", "pre", "section", "ul", "del", "s", "strike", "textarea"}
)
"""The elements that begin and end a line; what is struck through is none with what stands beside it."""
_HIDDEN: Final = re.compile(r"display\s*:\s*none|(?:^|\s)hidden(?=[\s=/]|$)", re.IGNORECASE)
_UNFILLED: Final = frozenset({"hidden", "checkbox", "radio", "submit", "button", "reset", "image", "file", "password"})
"""The types of the fields of a form in which nobody has written a text."""


def is_html(data: bytes) -> bool:
    """Tell whether a file is a page with a table, as its first bytes and its tags tell."""
    return bool(_START.match(data) and _TABLE.search(decoded_html(data)[0]))


def read_html(data: bytes, name: str, recognises: Recognises, sheet: str = "") -> Table:
    """Read the table with that number or caption; else the one that names most columns, or the only one.

    Tables are counted from 1, in the order in which they begin. Raises ``FileRefusedError``.
    """
    if len(data) > MAX_BYTES:
        message = _("The page is larger than %(size)d MB. Save it as an Excel workbook (.xlsx).")
        raise FileRefusedError(message % {"size": MAX_BYTES // 1_000_000})
    html, notices = decoded_html(data)
    page = _Page()
    for token in tokens(html):
        page.take(token)
    table = _chosen(page.finished(), recognises, sheet)
    if table.too_long:
        raise FileRefusedError(_("Cell %(cell)s is too long.") % {"cell": table.too_long})
    return Table(name, table.rows, table.merges, notices)


def _chosen(tables: Sequence[HtmlTable], recognises: Recognises, sheet: str) -> HtmlTable:
    held = [table for table in tables if table.rows]
    if sheet:
        wanted = [table for table in held if sheet in (str(table.number), table.caption)]
        if len(wanted) == 1:
            return wanted[0]
        message = _("The page has no table “%(table)s”. Its tables are: %(tables)s.")
        raise FileRefusedError(message % {"table": sheet, "tables": _names(held)})
    if not held:
        raise FileRefusedError(_("The page has no table that holds anything."))
    told = {table.number: _columns_told(table, recognises) for table in held}
    most = max(told.values())
    best = [table for table in held if told[table.number] == most]
    if len(best) > 1:
        message = _("Several tables hold something: %(sheets)s. Say the number of the one that is to be read.")
        raise SeveralSheetsError(message, {str(table.number): table.name for table in best})
    return best[0]


def _columns_told(table: HtmlTable, recognises: Recognises) -> int:
    rows = table.rows[:HEADER_ROWS]
    return max(sum(recognises(cell.text) for cell in row.cells.values()) for row in rows)


def _names(tables: Sequence[HtmlTable]) -> str:
    return ", ".join(table.name for table in tables[:10])


class _Page:
    """Takes the tags and texts of a page one after the other."""

    def __init__(self) -> None:
        self.tables: list[HtmlTable] = []
        self.open: list[HtmlTable] = []
        self.cells = 0

    def take(self, token: Tag | str) -> None:
        """Take the next one. Raises ``FileRefusedError`` if it makes the page too large."""
        if isinstance(token, str):
            if self.open:
                # A line break in the source is a blank; lines end where elements do.
                self.open[-1].add(_BLANKS.sub(" ", token))
        elif token.name == "table":
            self._end_table() if token.is_end else self._begin_table()
        elif self.open:
            self._take_tag(self.open[-1], token)

    def finished(self) -> list[HtmlTable]:
        """Return the tables, those that nobody has ended, too."""
        while self.open:
            self._end_table()
        return self.tables

    def _begin_table(self) -> None:
        if len(self.open) == MAX_DEPTH:
            raise FileRefusedError(_("Too many tables stand in one another."))
        self.open.append(HtmlTable(len(self.tables) + 1))
        self.tables.append(self.open[-1])

    def _end_table(self) -> None:
        if not self.open:
            return
        ended = self.open.pop()
        ended.end_row()
        if self.open:
            # What stands in a table within a cell stands in the cell.
            self.open[-1].add("".join(f"\n{' '.join(c.text for c in row.cells.values())}\n" for row in ended.rows))

    def _take_tag(self, table: HtmlTable, tag: Tag) -> None:
        table.follow(tag.name, is_end=tag.is_end)
        if tag.name in ("td", "th"):
            table.end_cell()
            if not tag.is_end:
                self.cells += 1
                table.begin_cell(_span(tag, "colspan"), _span(tag, "rowspan"))
        elif tag.name in ("tr", "thead", "tbody", "tfoot"):
            table.end_row()
        elif tag.name == "caption":
            table.end_caption() if tag.is_end else table.begin_caption()
        elif tag.name == "sup":
            table.is_raised = not tag.is_end
        elif tag.name == "img":
            table.add(tag.attribute("alt") or tag.attribute("title"))
        elif tag.name == "input" and tag.attribute("type").lower() not in _UNFILLED:
            table.add(f" {tag.attribute('value')} ")
        elif tag.name in _LINES:
            table.add("\n• " if tag.name == "li" and not tag.is_end else "\n")
        if not tag.is_end and tag.name not in ("td", "th", "tr", "input", "img", "br") and _HIDDEN.search(tag.inside):
            table.set_apart(tag.name)
        if self.cells > MAX_CELLS:
            raise FileRefusedError(_("The page has more than %(cells)d cells.") % {"cells": MAX_CELLS})


def _span(tag: Tag, name: str) -> int:
    """Return how many columns or rows a cell spans, as browsers read it: nonsense is 1, and 0 is all that follow."""
    text = tag.attribute(name).strip()
    if not text.isascii() or not text.isdecimal():
        return 1
    span = int(text[:6])
    return span if span or name == "colspan" else MAX_ROWS
