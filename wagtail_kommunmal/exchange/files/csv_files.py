"""Reads CSV as Swedish offices save it: semicolons, commas or tabs; UTF-8, or what Excel makes of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, Literal, TypeAlias

from django.utils.translation import gettext as _

from ..errors import FileRefusedError
from .tables import HEADER_ROWS, MAX_COLUMNS, MAX_ROWS, Cell, Row, Table, row_of
from .text_files import decoded

DELIMITERS: Final = (";", "\t", ",")
Quoting: TypeAlias = Literal[0, 3]
"""Whether quotation marks surround cells (``csv.QUOTE_MINIMAL``) or are texts like others (``csv.QUOTE_NONE``)."""
Recognises = Callable[[str], bool]
"""Tells whether a text is the name of a column."""


def read_csv(data: bytes, name: str, recognises: Recognises) -> Table:
    """Read a table; ``recognises`` tells the names of columns, by which the delimiter is known.

    Raises ``FileRefusedError``.
    """
    text, notices = decoded(data)
    delimiter, skipped = _declared_delimiter(text)
    if not delimiter:
        delimiter = max(DELIMITERS, key=lambda each: _columns_told(text, each, recognises))
    quoting = _quoting(text, delimiter)
    rows: list[Row] = []
    for row in _rows(text, delimiter, quoting):
        if row.number <= skipped:
            continue
        if len(rows) == MAX_ROWS:
            raise FileRefusedError(
                _("The file has more than %(rows)d rows. Divide it into several files.") % {"rows": MAX_ROWS}
            )
        rows.append(row)
    return Table(name, rows, notices=notices)


def _declared_delimiter(text: str) -> tuple[str, int]:
    """Return the delimiter that Excel's line ``sep=;`` names, and how many rows that takes."""
    first = text[:10].splitlines()[:1]
    if first and first[0].startswith("sep=") and len(first[0]) == len("sep=") + 1:
        return first[0][-1], 1
    return "", 0


def _columns_told(text: str, delimiter: str, recognises: Recognises) -> tuple[int, int]:
    """Return how many columns the best row names with this delimiter, and how many cells the widest row has."""
    try:
        rows = list(islice(filter(any, _reader(text, delimiter, _quoting(text, delimiter))), HEADER_ROWS))
    except csv.Error:
        return 0, 0
    told = max((sum(map(recognises, fields)) for fields in rows), default=0)
    return told, max(map(len, rows), default=0)


def _quoting(text: str, delimiter: str) -> Quoting:
    """Return what quotation marks are: what was copied from a page has tabs, and texts that begin with them."""
    if delimiter == "\t" and delimiter in text:
        try:
            for _fields in _reader(text, delimiter):
                pass
        except csv.Error:
            return csv.QUOTE_NONE
    return csv.QUOTE_MINIMAL


def _reader(text: str, delimiter: str, quoting: Quoting = csv.QUOTE_MINIMAL) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, quoting=quoting, strict=True)


def _rows(text: str, delimiter: str, quoting: Quoting) -> Iterator[Row]:
    number = 0
    try:
        for number, fields in enumerate(_reader(text, delimiter, quoting), start=1):
            if row := row_of(number, _cells(number, fields)):
                yield row
    except csv.Error as error:
        raise FileRefusedError(
            _("Row %(row)d cannot be read: a quotation mark is missing, or a cell is too long.") % {"row": number + 1}
        ) from error


def _cells(number: int, fields: Iterable[str]) -> Iterator[Cell]:
    for column, text in enumerate(fields, start=1):
        if not text or text.isspace():
            continue
        cell = Cell(number, column, text, is_formula=text.lstrip().startswith("="))
        if column > MAX_COLUMNS:
            message = _("Cell %(cell)s stands outside the first %(columns)d columns, which are all that is read.")
            raise FileRefusedError(message % {"cell": cell.name, "columns": MAX_COLUMNS})
        yield cell
