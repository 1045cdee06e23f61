"""What the views of API v1 share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
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
from ...delivery.known_readers import known_reader
from ...delivery.reader import Reader, UnknownLanguageError
from ...delivery.written import WrittenAnswer
from ...models import ReleaseHead
from ..caching import cached, normalised_query, not_modified, validators
from ..errors import InvalidParametersError, Text, language_of_errors, problem_response
from ..pagination import Page, list_document, page_of
from ..parameters import Parameters, not_allowed
from ..storing import StorableResponse, stored
from .filters import ContentParameters, ListParameters
from .operations import OperationSchema
from .security import SECURITY_HEADERS

ANYTHING: Final = "*/*"
"""What a client accepts that does not say anything else."""


class Renderer(JSONRenderer):
    """Compact JSON in UTF-8."""

    compact, ensure_ascii, strict = True, False, True


class Negotiation(DefaultContentNegotiation):
    """Goes by the parameter ``format`` where the address answers in what it names, else by the header ``Accept``."""

    def select_renderer(
        self, request: Request, renderers: Iterable[BaseRenderer], format_suffix: str | None = None
    ) -> tuple[BaseRenderer, str]:
        named = [renderer for renderer in renderers if renderer.format == request.query_params.get("format")]
        if named:
            return named[0], named[0].media_type
        if request.META.get("HTTP_ACCEPT", ANYTHING) == ANYTHING:
            # As it is found below, without reading media types: so most programs ask.
            first = next(iter(renderers))
            return first, first.media_type
        return super().select_renderer(request, renderers, format_suffix)

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
    answers_with_drafts = False
    answers_are_stored = False
    """Whether it is looked up first what was answered before: of the views that may give a ``StorableResponse``."""

    @classmethod
    def as_view(cls, **initkwargs: Any) -> Any:
        view = super().as_view(**initkwargs)
        return cached(stored(view) if cls.answers_are_stored else view)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        with translation.override(language_of_errors(request)):
            return super().dispatch(request, *args, **kwargs)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        return Response(status=204)

    def get_exception_handler(self) -> Any:
        return problem_response

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        response = super().finalize_response(request, response, *args, **kwargs)
        if response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        else:
            response.headers.setdefault("Cache-Control", get_settings().API_CACHE_CONTROL)
        if response.status_code != 304:
            # Who gets a 304 goes on with the headers of the answer that it has.
            for name, value in SECURITY_HEADERS.items():
                response.headers[name] = value
        patch_vary_headers(response, ["Accept"])
        return response

    def check_parameters(
        self, selection: QuerySet[Any] | Callable[[], QuerySet[Any]] = ReleaseHead.objects.none
    ) -> Parameters:
        """Return the request's parameters, applied to a selection; raises ``InvalidParametersError``."""
        parameters = self.parameters(self.request.query_params, selection)
        parameters.check()
        return parameters


class ContentView(PublicView):
    """Answers with content of the site in one language."""

    parameters = ContentParameters

    def get_reader(self) -> Reader:
        """Return who reads, found once for each request; raises ``InvalidParametersError``."""
        return self._reader

    @cached_property
    def _reader(self) -> Reader:
        language = self.request.query_params.get("lang")
        try:
            return known_reader(self.request._request, language)
        except UnknownLanguageError as error:
            allowed = ", ".join(error.allowed)
            raise InvalidParametersError({"lang": [not_allowed(error.language, allowed)]}) from error

    def at_moment(self, reader: Reader, parameters: Parameters) -> Reader:
        """Return the reader of the moment that was asked for, where the address can be read as it was."""
        moment = parameters["asOf"] if "asOf" in parameters.filters else None
        return replace(reader, as_of=moment) if moment else reader

    def respond(self, document: Document | bytes | WrittenAnswer, reader: Reader) -> HttpResponseBase:
        """Answer with a document, or with one that is written as JSON already."""
        headers = self.get_headers(reader)
        if isinstance(document, WrittenAnswer):
            return StorableResponse(document, reader, content_type=Renderer.media_type, headers=headers)
        if isinstance(document, bytes):
            return HttpResponse(document, content_type=Renderer.media_type, headers=headers)
        return Response(document, headers=headers)

    def get_headers(self, reader: Reader) -> dict[str, str]:
        """Return the headers of an answer with content, which a 304 has as well."""
        named = validators(self.request._request, reader, self.request.accepted_renderer.media_type)
        return {"Content-Language": reader.locale.language_code, **named}

    def not_modified(self, reader: Reader) -> HttpResponse | None:
        """Return the 304 for a client that has the answer, if it may still be seen."""
        request = self.request._request
        if "HTTP_IF_NONE_MATCH" not in request.META:
            return None
        response = not_modified(request, self.get_headers(reader))
        return response if response is not None and self.is_visible(reader) else None

    def is_visible(self, reader: Reader) -> bool:
        """Tell, in one query at most, whether the document at the address may be seen; a list by itself always may.

        An address with an id in it, and nothing to decide this by, is answered in full.
        """
        return not self.kwargs


class ListView(ContentView):
    """A list that is selected by parameters and answered in pages."""

    parameters = ListParameters

    def get(self, request: Request, **path: Any) -> HttpResponseBase:
        reader = self.get_reader()
        parameters = self.check_parameters(lambda: self.get_visible(reader))
        if response := self.not_modified(reader):
            return response
        return self.respond(self.get_list(parameters, self.at_moment(reader, parameters)), reader)

    def get_list(self, parameters: Parameters, reader: Reader) -> Document | bytes | WrittenAnswer:
        """Return the page that was asked for, with what is told of it."""
        page = self.get_page(parameters, reader)
        documents = self.get_documents(list(page), parameters, reader)
        return list_document(page, documents, self.get_address(reader))

    def get_page(self, parameters: Parameters, reader: Reader) -> Page:
        """Return the part of the list that was asked for."""
        return page_of(self.get_items(parameters, reader), parameters["page"], parameters["limit"])

    def get_address(self, reader: Reader) -> str:
        """Return the absolute address that was asked."""
        query = normalised_query(self.request._request)
        return reader.origin + self.request.path + (f"?{query}" if query else "")

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

    def get(self, request: Request, id: UUID) -> HttpResponseBase:
        reader = self.get_reader()
        parameters = self.check_parameters()
        if response := self.not_modified(reader):
            return response
        reader = self.at_moment(reader, parameters)
        if (document := self.get_document(id, reader)) is None:
            raise Http404
        return self.respond(document, reader)

    def get_document(self, key: UUID, reader: Reader) -> Document | WrittenAnswer | None:
        """Return the document with an id, or ``None`` where the public may see none."""
        raise NotImplementedError
