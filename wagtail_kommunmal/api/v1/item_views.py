"""The addresses of API v1 for what is listed across all goals."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from ...delivery.envelope import Document
from ...delivery.items import item_documents, written_items
from ...delivery.key_figures import has_source, key_figure_of
from ...delivery.reader import Reader
from ...delivery.visibility import visible_items
from ...documents.context import in_language_of
from ...models import ItemKind, ReleasedItem
from ...open_data.json_stat import json_stat
from ..pagination import Page, about_page, keys_of_page, written_list
from ..parameters import Parameters
from ..renderers import CsvRenderer, JsonStatRenderer
from . import item_schemas, schemas, tables
from .base import DetailView
from .item_filters import (
    AllObservationParameters,
    AssignmentParameters,
    InvestmentParameters,
    KeyFigureParameters,
    ObservationParameters,
    OnGoalParameters,
)
from .tabular import TabularListView

Place = tuple[int, UUID]
"""The head of a goal and the id of an item in it, which stay what they are when the goal is released anew."""


def visible_key_figure(key: UUID, reader: Reader) -> QuerySet[ReleasedItem]:
    """Return a key figure on every goal that has it, the one of the latest plan first."""
    items = visible_items(ItemKind.KEY_FIGURE, reader).filter(item_id=key)
    return items.order_by("-head__year", "head__page__path", "position")


def documents_of_chunk(items: Sequence[ReleasedItem], reader: Reader) -> list[Document]:
    """Return the documents of a part of a table, and let go of the items."""
    documents = item_documents(items, reader)
    for item in items:
        # A head and its release refer to each other: they would stay until the collector comes, for a whole table.
        item.head._state.fields_cache.pop("current", None)
    return documents


class ItemList(TabularListView):
    """A list of one kind of items across all goals."""

    kind: ItemKind

    def get_visible(self, reader: Reader) -> QuerySet[ReleasedItem]:
        return visible_items(self.kind, reader)

    def get_page(self, parameters: Parameters, reader: Reader) -> Page:
        if parameters.select_all:
            return super().get_page(parameters, reader)
        page = keys_of_page(parameters.qs, parameters["page"], parameters["limit"])
        found = self.get_visible(reader).in_bulk(page.items)
        return replace(page, items=[found[key] for key in page.items if key in found])

    def get_list(self, parameters: Parameters, reader: Reader) -> bytes:
        page = self.get_page(parameters, reader)
        return written_list(written_items(page.items, reader), about_page(page, self.get_address(reader)))

    def get_table_documents(
        self, items: Sequence[ReleasedItem], parameters: Parameters, reader: Reader
    ) -> list[Document]:
        return documents_of_chunk(items, reader)


class ItemDetail(DetailView):
    """One item of one kind."""

    kind: ItemKind

    def is_visible(self, reader: Reader) -> bool:
        return visible_items(self.kind, reader).filter(item_id=self.kwargs["id"]).exists()

    def get_document(self, key: UUID, reader: Reader) -> Document | None:
        items = visible_items(self.kind, reader).filter(item_id=key)[:1]
        return next(iter(item_documents(items, reader)), None)


class AssignmentList(ItemList):
    operation_id, tag, answer = "listAssignments", "Assignments", schemas.AssignmentListSerializer
    description = _("The assignments of all goals, in the order of the site's page tree.")
    parameters, kind, table = AssignmentParameters, ItemKind.ASSIGNMENT, tables.ASSIGNMENTS


class AssignmentDetail(ItemDetail):
    operation_id, tag, answer = "getAssignment", "Assignments", schemas.AssignmentWithGoalSerializer
    description = _("One assignment with the goal that it belongs to.")
    kind = ItemKind.ASSIGNMENT


class KeyFigureList(ItemList):
    operation_id, tag, answer = "listKeyFigures", "Key figures", item_schemas.KeyFigureListSerializer
    description = _(
        "The key figures of all goals, in the order of the site's page tree; once for each goal that has it."
    )
    parameters, kind, table = KeyFigureParameters, ItemKind.KEY_FIGURE, tables.KEY_FIGURES


class KeyFigureDetail(DetailView):
    operation_id, tag, answer = "getKeyFigure", "Key figures", item_schemas.KeyFigureWithGoalSerializer
    description = _("One key figure as a goal has it: the goal that is named, else the one of the latest plan.")
    parameters = OnGoalParameters

    def is_visible(self, reader: Reader) -> bool:
        return self._asked_for(self.kwargs["id"], reader).exists()

    def get_document(self, key: UUID, reader: Reader) -> Document | None:
        return next(iter(item_documents(self._asked_for(key, reader)[:1], reader)), None)

    def _asked_for(self, key: UUID, reader: Reader) -> QuerySet[ReleasedItem]:
        return self.check_parameters(visible_key_figure(key, reader)).qs


class ObservationList(TabularListView):
    operation_id, tag, answer = "listObservations", "Key figures", item_schemas.ObservationListSerializer
    description = _("The values of a key figure as a goal has it, the earliest period first.")
    renderer_classes = [*TabularListView.renderer_classes, JsonStatRenderer]
    parameters, table, has_metadata = ObservationParameters, tables.OBSERVATIONS, True

    def get_visible(self, reader: Reader) -> QuerySet[ReleasedItem]:
        return visible_key_figure(self.kwargs["id"], reader)

    def is_visible(self, reader: Reader) -> bool:
        return self.check_parameters(self.get_visible(reader)).qs.exists()

    def get_items(self, parameters: ObservationParameters, reader: Reader) -> list[Document]:
        if (item := parameters.qs.first()) is None:
            raise Http404
        # A table is written after its values were read: it is of this item, whatever becomes of it meanwhile.
        self.item = item
        values = parameters.asked_for.among(key_figure_of(item)["values"])
        return values[::-1] if parameters["sort"][-1:] == ["-period"] else values

    def get_documents(self, items: Sequence[Document], parameters: Parameters, reader: Reader) -> list[Document]:
        return list(items)

    def get_table_documents(
        self, items: Sequence[Document], parameters: ObservationParameters, reader: Reader
    ) -> Iterable[Document]:
        [key_figure] = item_documents([self.item], reader)
        return [{**value, "keyFigure": key_figure} for value in items]

    def written(self, items: Any, parameters: Parameters, reader: Reader) -> HttpResponseBase:
        if not isinstance(self.request.accepted_renderer, JsonStatRenderer):
            return super().written(items, parameters, reader)
        [key_figure] = item_documents([self.item], reader)
        with in_language_of(reader.locale):
            cube = json_stat(key_figure, items, address=self.get_address(reader))
        return HttpResponse(cube, content_type=JsonStatRenderer.media_type)


class AllObservations(TabularListView):
    """The values of all key figures as one CSV file, each key figure as the goal of the latest plan has it.

    It is a file beside the contract of OpenAPI, all of whose addresses answer in JSON; CSVW describes it instead.
    """

    schema = None
    renderer_classes = [CsvRenderer]
    parameters, table, has_metadata = AllObservationParameters, tables.OBSERVATIONS, True

    def get_visible(self, reader: Reader) -> QuerySet[ReleasedItem]:
        return visible_items(ItemKind.KEY_FIGURE, reader)

    def get_items(self, parameters: AllObservationParameters, reader: Reader) -> list[Place]:
        latest: dict[UUID, tuple[Place, int]] = {}
        for head_id, item_id, year in parameters.qs.values_list("head_id", "item_id", "head__year"):
            if item_id not in latest or (year or 0) > latest[item_id][1]:
                # In the order of the one that is taken, not of the first that was found.
                latest.pop(item_id, None)
                latest[item_id] = (head_id, item_id), year or 0
        return [place for place, _year in latest.values()]

    def get_table_documents(
        self, items: Sequence[Place], parameters: AllObservationParameters, reader: Reader
    ) -> Iterable[Document]:
        heads, keys = {head for head, _key in items}, {key for _head, key in items}
        found = self.get_visible(reader).filter(head_id__in=heads, item_id__in=keys)
        # A goal may have a key figure in several sections; either of them says the same.
        by_place = {(item.head_id, item.item_id): item for item in found}
        rows = [by_place[place] for place in items if place in by_place]
        for key_figure in documents_of_chunk(rows, reader):
            if has_source(key_figure, parameters["source"]):
                for value in parameters.asked_for.among(key_figure["values"]):
                    yield {**value, "keyFigure": key_figure}


class InvestmentList(ItemList):
    operation_id, tag, answer = "listInvestments", "Investments", schemas.InvestmentListSerializer
    description = _("The investments of all goals, groups and rows, in the order of the site's page tree.")
    parameters, kind, table = InvestmentParameters, ItemKind.INVESTMENT, tables.INVESTMENTS


class InvestmentDetail(ItemDetail):
    operation_id, tag, answer = "getInvestment", "Investments", schemas.InvestmentWithGoalSerializer
    description = _("One investment with the goal that it belongs to.")
    kind = ItemKind.INVESTMENT
