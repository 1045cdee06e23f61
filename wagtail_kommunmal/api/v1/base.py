"""What the views of API v1 share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils import translation
from django.utils.cache import patch_vary_headers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.permissions import AllowAny
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from ...conf import get_settings
from ...delivery.envelope import Document
from ...delivery.reader import Reader, UnknownLanguageError, reader_for
from ...models import ReleaseHead
from ..errors import InvalidParametersError, Text, language_of_errors, problem_response
from ..pagination import list_document, page_of
from ..parameters import Parameters, not_allowed
from .filters import ContentParameters, ListParameters
from .operations import OperationSchema
from .security import SECURITY_HEADERS


class Renderer(JSONRenderer):
    """Compact JSON in UTF-8."""

    compact, ensure_ascii, strict = True, False, True


class Negotiation(DefaultContentNegotiation):
    """Goes by the header ``Accept`` alone: ``format`` is a parameter like others, or none."""

    def filter_renderers(self, renderers: Iterable[BaseRenderer], format: str) -> list[BaseRenderer]:
        return list(renderers)


class PublicView(APIView):
    """Reading for everybody; nothing depends on the site's own settings for REST framework."""

    http_method_names = ["get", "head", "options"]
    renderer_classes = [Renderer]
    parser_classes = []
    authentication_classes = []
    permission_classes = [AllowAny]
    throttle_classes = []
    content_negotiation_class = Negotiation
    metadata_class = None
    versioning_class = None
    schema: OperationSchema | None = OperationSchema()

    operation_id: str
    tag: str
    description: Text
    answer: type[Serializer[Any]]
    parameters: type[Parameters] = Parameters

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(language_of_errors(request)):
            return super().dispatch(request, *args, **kwargs)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204)

    def get_exception_handler(self) -> Any:
        return problem_response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        is_error = response.status_code >= 400
        response.headers["Cache-Control"] = "no-store" if is_error else get_settings().API_CACHE_CONTROL
        for name, value in SECURITY_HEADERS.items():
            response.headers[name] = value
        patch_vary_headers(response, ["Accept"])
        return response

    def check_parameters(self, selection: QuerySet[Any] | None = None) -> Parameters:
        """Return the request's parameters, applied to a selection; raises ``InvalidParametersError``."""
        nothing = ReleaseHead.objects.none()
        parameters = self.parameters(self.request.query_params, nothing if selection is None else selection)
        parameters.check()
        return parameters


class ContentView(PublicView):
    """Answers with content of the site in one language."""

    parameters = ContentParameters

    def get_reader(self) -> Reader:
        language = self.request.query_params.get("lang")
        try:
            return reader_for(self.request._request, language)
        except UnknownLanguageError as error:
            allowed = ", ".join(error.allowed)
            raise InvalidParametersError({"lang": [not_allowed(error.language, allowed)]}) from error

    def at_moment(self, reader: Reader, parameters: Parameters) -> Reader:
        """Return the reader of the moment that was asked for, where the address can be read as it was."""
        moment = parameters["asOf"] if "asOf" in parameters.filters else None
        return replace(reader, as_of=moment) if moment else reader

    def respond(self, document: Document, reader: Reader) -> Response:
        return Response(document, headers={"Content-Language": reader.locale.language_code})


class ListView(ContentView):
    """A list that is selected by parameters and answered in pages."""

    parameters = ListParameters

    def get(self, request: Request, **path: Any) -> Response:
        reader = self.get_reader()
        parameters = self.check_parameters(self.get_visible(reader))
        reader = self.at_moment(reader, parameters)
        page = page_of(self.get_items(parameters, reader), parameters["page"], parameters["limit"])
        documents = self.get_documents(list(page), parameters, reader)
        return self.respond(list_document(page, documents, reader.origin + request.get_full_path()), reader)

    def get_visible(self, reader: Reader) -> QuerySet[Any]:
        """Return what the parameters select from."""
        raise NotImplementedError

    def get_items(self, parameters: Parameters, reader: Reader) -> QuerySet[Any] | Sequence[Any]:
        """Return what is divided into pages."""
        return parameters.qs

    def get_documents(self, items: Sequence[Any], parameters: Parameters, reader: Reader) -> list[Document]:
        """Return the documents of one page."""
        raise NotImplementedError


class DetailView(ContentView):
    """One document by its id."""

    def get(self, request: Request, id: UUID) -> Response:
        reader = self.get_reader()
        reader = self.at_moment(reader, self.check_parameters())
        if (document := self.get_document(id, reader)) is None:
            raise Http404
        return self.respond(document, reader)

    def get_document(self, key: UUID, reader: Reader) -> Document | None:
        """Return the document with an id, or ``None`` where the public may see none."""
        raise NotImplementedError
