"""Answers in other media types than JSON."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO
from typing import Any, Final

from django.http import StreamingHttpResponse
from rest_framework.renderers import JSONRenderer

from ..open_data import csvw, terms
from ..spreadsheets import as_text

BYTE_ORDER_MARK: Final = "\ufeff"

Row = Sequence[Any]


class OtherRenderer(JSONRenderer):
    """Stands for a media type in the negotiation. Answers are written past it; left to it are problems, in JSON."""

    compact, ensure_ascii, strict = True, False, True


class CsvRenderer(OtherRenderer):
    """Stands for CSV."""

    media_type = terms.CSV
    format = "csv"


class XlsxRenderer(OtherRenderer):
    """Stands for a workbook."""

    media_type = terms.XLSX
    format = "xlsx"


class JsonStatRenderer(OtherRenderer):
    """Stands for JSON-stat."""

    media_type = terms.JSON_STAT
    format = "jsonstat"


class CsvMetadataRenderer(OtherRenderer):
    """Writes what is told of a CSV file."""

    media_type = csvw.MEDIA_TYPE
    format = "csvw"


class RdfRenderer(OtherRenderer):
    """Stands for RDF/XML."""

    media_type = "application/rdf+xml"
    format = "rdf"


class SchemaRenderer(OtherRenderer):
    """Writes a JSON Schema."""

    media_type = "application/schema+json"
    format = "schema"


def csv_response(chunks: Iterable[Iterable[Row]], *, name: str, with_mark: bool) -> StreamingHttpResponse:
    """Answer with rows as RFC 4180 has them, in UTF-8, a chunk at a time.

    ``with_mark`` puts the byte order mark first without which Excel takes the file for something else than UTF-8.
    """
    return StreamingHttpResponse(
        _written(chunks, BYTE_ORDER_MARK if with_mark else ""),
        content_type=f"{CsvRenderer.media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def csv_text(rows: Iterable[Row]) -> str:
    """Write rows as CSV: comma, CRLF, quotation marks where they are needed, and no formulas."""
    text = StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(map(_cell, row) for row in rows)
    return text.getvalue()


def _written(chunks: Iterable[Iterable[Row]], start: str) -> Iterator[str]:
    yield start
    yield from map(csv_text, chunks)


def _cell(value: Any) -> Any:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else as_text(value)
