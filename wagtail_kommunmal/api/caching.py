"""Answers that need not be sent or made again: validators, 304, and whole answers in a cache of the site's choice.

What an address answers depends on the header ``Accept`` and the version of the content alone; how it is sent, on
``Accept-Encoding``. So both the ETag and the key of a kept answer are made of these, before anything else of the
content is read.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from functools import wraps
from hashlib import blake2b
from operator import itemgetter
from typing import Any, Final, TypeGuard, cast
from urllib.parse import parse_qsl, urlencode

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.template.response import SimpleTemplateResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, parse_etags, parse_http_date, quote_etag

from .. import __version__
from ..conf import get_settings
from ..delivery.keeping import LARGEST_KEPT
from ..delivery.known_readers import known_reader
from ..delivery.reader import Reader
from ..documents.upgrade import FORMAT

logger = logging.getLogger(__name__)

KEPT_FOR: Final = 60
"""Seconds; a new version of the content drops an answer at once."""

TOLD_AFTER: Final = timedelta(seconds=5)
"""How old a change is before its date is told: dates count in seconds, versions may be known late and clocks differ."""

CONDITIONS: Final = (
    "HTTP_IF_NONE_MATCH",
    "HTTP_IF_MODIFIED_SINCE",
    "HTTP_IF_MATCH",
    "HTTP_IF_UNMODIFIED_SINCE",
)

GZIP: Final = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))", re.IGNORECASE)

View = Callable[..., HttpResponseBase]
Place = tuple[str, str]
"""The alias of a cache and a key in it."""


def cached(view: View) -> View:
    """Put the cache of answers and the conditions of requests in front of a view of the API."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        place = _place(request)
        if place is not None and (kept := _kept(place)) is not None:
            return _on_conditions(request, kept)
        response = view(request, *args, **kwargs)
        if _is_for_everybody(response):
            _complete(response)
            if place is not None and _may_be_kept(response):
                _keep(place, response)
        return _on_conditions(request, response)

    return answer


def parameters_by_name(request: HttpRequest) -> list[tuple[str, str]]:
    """Return the parameters of a request by name, repeated ones in their order."""
    query = request.META.get("QUERY_STRING", "")
    return sorted(parse_qsl(query, keep_blank_values=True), key=itemgetter(0)) if query else []


def takes_gzip(request: HttpRequest) -> bool:
    """Tell whether the client says that it reads answers as gzip."""
    return GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")) is not None


def normalised_query(request: HttpRequest) -> str:
    """Return the parameters of a request as ``parameters_by_name`` does, as they stand in an address."""
    return urlencode(parameters_by_name(request))


def validators(request: HttpRequest, reader: Reader, media_type: str) -> dict[str, str]:
    """Return the headers that name what a reader is answered in a media type at this version of the content."""
    return {"ETag": quote_etag(_digest_at_version(request, reader, media_type)), **dated(reader.changed_at)}


def dated(changed_at: datetime | None) -> dict[str, str]:
    """Return the header that tells when the content became what it is, or none if that was just now or never."""
    if changed_at is None or timezone.now() - changed_at <= TOLD_AFTER:
        return {}
    return {"Last-Modified": http_date(changed_at.timestamp())}


def not_modified(request: HttpRequest, headers: dict[str, str]) -> HttpResponse | None:
    """Return a 304 if the client names the very ETag; ``*`` and dates leave open which answer is meant."""
    named = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    if headers["ETag"].removeprefix("W/") in (etag.removeprefix("W/") for etag in named):
        return HttpResponseNotModified(headers=headers)
    return None


def digest(*identity: Any) -> str:
    """Return a digest of what an answer depends on, beside the version of the package that writes it."""
    return blake2b(repr((__version__, FORMAT, *identity)).encode(), digest_size=16).hexdigest()


def _digest_at_version(
    request: HttpRequest, reader: Reader, media_type: str, parameters: Iterable[Any] | None = None
) -> str:
    return digest(
        reader.site.pk,
        reader.locale.language_code,
        reader.version,
        # A database that was restored counts through the same numbers again.
        reader.changed_at and reader.changed_at.timestamp(),
        media_type,
        request.path,
        parameters_by_name(request) if parameters is None else parameters,
    )


def _place(request: HttpRequest) -> Place | None:
    """Return where a request's answer is kept, or ``None`` if it is neither to be looked up nor to be kept."""
    alias = get_settings().API_CACHE
    if alias is None or request.method not in ("GET", "HEAD") or "HTTP_AUTHORIZATION" in request.META:
        return None
    parameters = parameters_by_name(request)
    try:
        reader = known_reader(request, dict(parameters).get("lang"))
    except Exception:
        # Whatever is wrong with the request or the site, the view says so in its own way.
        return None
    asked = f"{request.META.get('HTTP_ACCEPT', '')} {takes_gzip(request)}"
    return alias, f"kommunmal:{_digest_at_version(request, reader, asked, parameters)}"


def _kept(place: Place) -> HttpResponse | None:
    alias, key = place
    try:
        found = caches[alias].get(key)
    except Exception:
        logger.exception("The cache of the API's answers cannot be read.")
        return None
    return None if found is None else HttpResponse(found[0], headers=found[1])


def _keep(place: Place, response: HttpResponse) -> None:
    alias, key = place
    try:
        caches[alias].set(key, (response.content, dict(response.items())), KEPT_FOR)
    except Exception:
        logger.exception("An answer of the API cannot be kept in the cache.")


def _may_be_kept(response: HttpResponse) -> bool:
    """Tell whether an answer varies with nothing that its key does not know, and is not too large.

    Nothing is looked up or kept for a request with authorization.
    """
    varies_with = {name.strip().lower() for name in response.get("Vary", "").split(",")}
    return varies_with <= {"", "accept", "accept-encoding", "authorization"} and len(response.content) <= LARGEST_KEPT


def _is_for_everybody(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and "no-store" not in response.get("Cache-Control", "")
    )


def _complete(response: HttpResponse) -> None:
    """Write an answer out, and give it the ETag of its bytes if it has none of its version."""
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    if "ETag" not in response:
        written_in = response.get("Content-Language", "").encode()
        response["ETag"] = quote_etag(blake2b(written_in + b" " + response.content, digest_size=16).hexdigest())


def _on_conditions(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Return the answer, or the 304 or 412 that the request's conditions make of it."""
    if response.status_code != 200 or not any(name in request.META for name in CONDITIONS):
        return response
    changed_at = response.get("Last-Modified")
    dated = parse_http_date(changed_at) if changed_at else None
    conditional = cast(HttpResponse, get_conditional_response(request, response.get("ETag"), dated, response))  # type: ignore[arg-type]
    if conditional.status_code == 304 and "Content-Language" in response:
        conditional["Content-Language"] = response["Content-Language"]
    elif conditional.status_code == 412:
        conditional["Cache-Control"] = "no-store"
    return conditional
