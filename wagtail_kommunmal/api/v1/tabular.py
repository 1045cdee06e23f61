"""Lists that are answered as tables, too: CSV and workbooks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request

from ...delivery.envelope import Document
from ...delivery.reader import Reader
from ..errors import InvalidParametersError
from ..parameters import Parameters
from ..renderers import CsvMetadataRenderer, CsvRenderer, Row, XlsxRenderer, csv_response
from ..workbooks import refuse_too_many, xlsx_response
from .base import ListView, Renderer
from .tables import Table

CHUNK: Final = 200
"""How many items are read, and held in memory, at a time."""

METADATA_SUFFIX: Final = "-metadata.json"
"""What the address of a file's metadata has behind that of the file."""


class TabularListView(ListView):
    """A list in pages, or the whole selection as a table: CSV that is written while it is read, or a workbook."""

    renderer_classes = [Renderer, CsvRenderer, XlsxRenderer]
    table: Table
    has_metadata = False
    """Whether there is an address that says what the table is, as "CSV on the Web" has it."""

    def get(self, request: Request, **path: Any) -> Any:
        if isinstance(request.accepted_renderer, Renderer):
            return super().get(request, **path)
        return self.get_table(request)

    def get_table(self, request: Request) -> HttpResponseBase:
        reader = self.get_reader()
        parameters = self.check_parameters(self.get_visible(reader))
        self.refuse_pages()
        if response := self.not_modified(reader):
            return response
        table = self.written(self.get_items(parameters, reader), parameters, reader)
        for name, value in self.get_headers(reader).items():
            table.headers[name] = value
        return table

    def refuse_pages(self) -> None:
        """Raise ``InvalidParametersError`` if a page of the table is asked for."""
        if paging := [name for name in ("page", "limit") if name in self.request.query_params]:
            text = _("A table has the whole selection, and no pages.")
            raise InvalidParametersError({name: [text] for name in paging})

    def written(self, items: QuerySet[Any] | Sequence[Any], parameters: Parameters, reader: Reader) -> HttpResponseBase:
        """Return the answer with the whole selection in the media type that was asked for."""
        rows = self._row_chunks(items, parameters, reader)
        if isinstance(self.request.accepted_renderer, XlsxRenderer):
            # Every item has a row at least.
            refuse_too_many(items.count() if isinstance(items, QuerySet) else len(items))
            return xlsx_response(self.table.header, rows, name=self.table.name, made_at=reader.changed_at)
        with_mark = "format" in self.request.query_params
        answer = csv_response(chain([[self.table.header]], rows), name=self.table.name, with_mark=with_mark)
        if self.has_metadata:
            answer.headers["Link"] = self._link_to_metadata(reader)
        return answer

    def _link_to_metadata(self, reader: Reader) -> str:
        path, mark, query = self.get_address(reader).partition("?")
        return f'<{path}{METADATA_SUFFIX}{mark}{query}>; rel="describedby"; type="{CsvMetadataRenderer.media_type}"'

    def get_headers(self, reader: Reader) -> dict[str, str]:
        headers = super().get_headers(reader)
        if isinstance(self.request.accepted_renderer, XlsxRenderer):
            # What is in a workbook is the same, but another version of openpyxl or zlib writes other bytes.
            headers["ETag"] = f"W/{headers['ETag']}"
        return headers

    def get_table_documents(self, items: Sequence[Any], parameters: Parameters, reader: Reader) -> Iterable[Document]:
        """Return what the table's columns are read from."""
        return self.get_documents(items, parameters, reader)

    def _row_chunks(
        self, items: QuerySet[Any] | Sequence[Any], parameters: Parameters, reader: Reader
    ) -> Iterator[Iterable[Row]]:
        for chunk in _chunks(items):
            documents = self.get_table_documents(chunk, parameters, reader)
            yield (row for document in documents for row in self.table.rows(document))


def _chunks(items: QuerySet[Any] | Sequence[Any]) -> Iterator[list[Any]]:
    rest = items.iterator(chunk_size=CHUNK) if isinstance(items, QuerySet) else iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
