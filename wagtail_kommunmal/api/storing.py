"""Answers that are stored in the database by the first who asks, and sent as they are to all others.

They are stored as gzip, which is how most clients take them.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.urls import get_urlconf
from django.utils.cache import patch_vary_headers

from ..conf import get_settings
from ..delivery.reader import Reader
from ..delivery.stored_answers import Answer, store_answer, stored_answer
from ..delivery.written import WrittenAnswer
from ..fields import decompressed
from .caching import dated, digest, takes_gzip

JSON: Final = re.compile(r"(\*/\*|application/json)(,|$)")
"""What ``Accept`` begins with where an address answers in JSON, whatever else it names."""

NOT_STORED: Final = re.compile(r"\b(asOf|q)=")
"""Parameters with which nothing is looked up, as their answers are not stored."""

ETAG: Final = re.compile(r'(?:W/)?"([0-9a-f]{32})"')

OF_304: Final = ("Cache-Control", "Content-Language", "ETag", "Last-Modified", "Vary")

View = Callable[..., HttpResponseBase]


class StorableResponse(HttpResponse):
    """An answer that depends on what is asked and on the version of the content only, while its pages are public."""

    def __init__(self, answer: WrittenAnswer, reader: Reader, **kwargs: Any) -> None:
        super().__init__(answer.content, **kwargs)
        self.places, self.reader = answer.places, reader


def stored(view: View) -> View:
    """Put the stored answers in front of a view that gives ``StorableResponse``."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if (key := _key(request)) is None:
            return view(request, *args, **kwargs)
        if (found := stored_answer(key, _known_etag(request))) is not None:
            return _response(found, request)
        response = view(request, *args, **kwargs)
        if isinstance(response, StorableResponse):
            return _response(_stored(key, response), request)
        if response.status_code == 304:
            # A cache goes on with the headers of the 304: it must not give to everybody what it has as gzip.
            patch_vary_headers(response, ["Accept-Encoding"])
            response.headers["ETag"] = _etag(response.headers["ETag"], is_compressed=takes_gzip(request))
        return response

    return answer


def _key(request: HttpRequest) -> str | None:
    """Return the digest of all that an answer depends on beside the content, or ``None`` for one that is not stored."""
    asked = request.META
    if request.method not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in asked or not get_settings().API_STORED_ANSWERS:
        return None
    query = asked.get("QUERY_STRING", "")
    if not JSON.match(asked.get("HTTP_ACCEPT", "*/*")) or NOT_STORED.search(query):
        return None
    # The site as Wagtail finds it.
    host, port = request._get_raw_host(), request.get_port()  # type: ignore[attr-defined]
    return digest(host, port, get_urlconf() or settings.ROOT_URLCONF, request.path, query)


def _known_etag(request: HttpRequest) -> str:
    """Return what is between the quotes of the one ETag that a client names, or nothing."""
    named = ETAG.fullmatch(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return named[1] if named else ""


def _stored(key: str, response: StorableResponse) -> Answer:
    """Return an answer that was put together as it is stored."""
    patch_vary_headers(response, ["Accept-Encoding"])
    content = gzip.compress(response.content, compresslevel=6, mtime=0)
    # The date is told only after a while, and the answer may be given until then.
    headers = {name: value for name, value in response.items() if name != "Last-Modified"}
    answer = Answer(headers["ETag"].strip('"'), headers, response.reader.changed_at, content)
    store_answer(key, answer, response.reader, response.places)
    return answer


def _response(answer: Answer, request: HttpRequest) -> HttpResponse:
    """Return an answer as gzip, or as it was before where the client does not take that."""
    is_compressed = takes_gzip(request)
    etag = _etag(answer.headers["ETag"], is_compressed=is_compressed)
    headers = answer.headers | dated(answer.changed_at) | {"ETag": etag}
    if answer.content is None:
        return HttpResponseNotModified(headers={name: headers[name] for name in OF_304 if name in headers})
    if not is_compressed:
        return HttpResponse(decompressed(answer.content), headers=headers)
    return HttpResponse(answer.content, headers=headers | {"Content-Encoding": "gzip"})


def _etag(etag: str, *, is_compressed: bool) -> str:
    """Return the ETag of an answer as it is sent; compressed, it is the same one in other bytes."""
    return f"W/{etag}" if is_compressed else etag
