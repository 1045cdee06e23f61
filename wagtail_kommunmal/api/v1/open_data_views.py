"""The addresses below API v1 that tell machines of the open data, beside the contract that OpenAPI describes."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from ...delivery.key_figures import ValueSource, has_source, key_figure_of
from ...delivery.reader import Reader, reader_for
from ...open_data import terms
from ...open_data.catalogue import Place, catalogue
from ...open_data.csvw import csvw_metadata
from ...open_data.facts import facts_for
from ...open_data.publisher import publisher_of
from ...open_data.rdf import rdf_xml
from ..errors import Text
from ..renderers import CsvMetadataRenderer, CsvRenderer, RdfRenderer, SchemaRenderer
from .base import PublicView, Renderer
from .item_views import AllObservations, ObservationList
from .json_schemas import ADDRESS, goal_schema
from .openapi import document_of_site
from .tabular import METADATA_SUFFIX, TabularListView

CATALOGUE = "dcat.rdf"


class Catalogue(PublicView):
    """The site's open data as DCAT-AP-SE; there is none where the settings do not say whose it is."""

    schema = None
    renderer_classes = [RdfRenderer]

    def get(self, request: Request) -> HttpResponseBase:
        self.check_parameters()
        reader = reader_for(request._request)
        publisher, facts, root = publisher_of(reader.site), facts_for(reader), reader.api_root
        if publisher is None or facts is None or root is None:
            raise Http404
        place = Place(
            catalogue=f"{root}/{CATALOGUE}",
            api_root=root,
            home=reader.origin,
            schema=f"{root}/{ADDRESS}",
            language=reader.locale.language_code,
        )
        # Its ETag is that of its bytes: it depends on settings, too.
        return HttpResponse(rdf_xml(catalogue(place, publisher, facts)), content_type=RdfRenderer.media_type)


class GoalSchema(PublicView):
    """The JSON Schema of the goal document, with what the site adds to it."""

    schema = None
    renderer_classes = [SchemaRenderer, Renderer]

    def get(self, request: Request) -> Response:
        self.check_parameters()
        if (root := reader_for(request._request).api_root) is None:
            raise Http404
        return Response(goal_schema(document_of_site(), root))


class Metadata(TabularListView):
    """What the CSV file of a list is: with the same parameters, of the same selection."""

    schema = None
    renderer_classes = [CsvMetadataRenderer, Renderer]

    def get(self, request: Request, **path: Any) -> HttpResponseBase:
        reader = self.get_reader()
        parameters = self.check_parameters(self.get_visible(reader))
        self.refuse_pages()
        if response := self.not_modified(reader):
            return response
        title, licence = self.about(parameters, reader)
        metadata = csvw_metadata(
            self._address_of_file(reader),
            self.table.header,
            title=title,
            language=reader.locale.language_code,
            licence=licence,
        )
        return self.respond(metadata, reader)

    def about(self, parameters: Any, reader: Reader) -> tuple[Text, str | None]:
        """Return the title of the file, and its licence where one goes for all that is in it."""
        raise NotImplementedError

    def _address_of_file(self, reader: Reader) -> str:
        path = self.request.path.removesuffix(METADATA_SUFFIX)
        query = self.request.query_params.copy()
        if not path.endswith(".csv"):
            query["format"] = CsvRenderer.format
        return reader.origin + path + (f"?{query.urlencode()}" if query else "")


class AllObservationsMetadata(Metadata, AllObservations):
    """What the file of all values is."""

    def about(self, parameters: Any, reader: Reader) -> tuple[Text, str | None]:
        return _("Values of key figures"), terms.CC0 if parameters["source"] == ValueSource.OWN else None


class ObservationsMetadata(Metadata, ObservationList):
    """What the file of one key figure's values is."""

    def about(self, parameters: Any, reader: Reader) -> tuple[Text, str | None]:
        self.get_items(parameters, reader)
        key_figure = key_figure_of(self.item)
        return key_figure["name"], terms.CC0 if has_source(key_figure, ValueSource.OWN) else None
