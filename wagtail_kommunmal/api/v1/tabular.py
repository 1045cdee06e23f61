"""Lists that are answered as CSV, too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, Final

from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from rest_framework.request import Request

from ...delivery.envelope import Document
from ...delivery.reader import Reader
from ..errors import InvalidParametersError
from ..parameters import Parameters
from ..renderers import CsvRenderer, Row, csv_response
from .base import ListView, Renderer
from .tables import Table

CHUNK: Final = 200
"""How many items are read, and held in memory, at a time."""


class TabularListView(ListView):
    """A list in pages, or the whole selection as a table that is written while it is read."""

    renderer_classes = [Renderer, CsvRenderer]
    table: Table

    def get(self, request: Request, **path: Any) -> Any:
        if isinstance(request.accepted_renderer, CsvRenderer):
            return self.get_table(request)
        return super().get(request, **path)

    def get_table(self, request: Request) -> HttpResponseBase:
        reader = self.get_reader()
        parameters = self.check_parameters(self.get_visible(reader))
        if paging := [name for name in ("page", "limit") if name in request.query_params]:
            text = _("A table has the whole selection, and no pages.")
            raise InvalidParametersError({name: [text] for name in paging})
        if response := self.not_modified(reader):
            return response
        items = self.get_items(parameters, reader)
        table = csv_response(
            self._row_chunks(items, parameters, reader),
            name=self.table.name,
            with_mark="format" in request.query_params,
        )
        for name, value in self.get_headers(reader).items():
            table.headers[name] = value
        return table

    def get_table_documents(self, items: Sequence[Any], parameters: Parameters, reader: Reader) -> Iterable[Document]:
        """Return what the table's columns are read from."""
        return self.get_documents(items, parameters, reader)

    def _row_chunks(
        self, items: QuerySet[Any] | Sequence[Any], parameters: Parameters, reader: Reader
    ) -> Iterator[Iterable[Row]]:
        yield [self.table.header]
        for chunk in _chunks(items):
            documents = self.get_table_documents(chunk, parameters, reader)
            yield (row for document in documents for row in self.table.rows(document))


def _chunks(items: QuerySet[Any] | Sequence[Any]) -> Iterator[list[Any]]:
    rest = items.iterator(chunk_size=CHUNK) if isinstance(items, QuerySet) else iter(items)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
