"""Errors as problem details (RFC 9457), in Swedish or English, whatever the site does with errors elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.log import log_response
from django.utils.translation import gettext_lazy as _
from django.utils.translation.trans_real import parse_accept_lang_header
from rest_framework.exceptions import MethodNotAllowed, NotAcceptable
from rest_framework.response import Response
from rest_framework.views import set_rollback

from ..delivery.reader import NoSiteError
from ..preview_tokens import InvalidPreviewTokenError

MEDIA_TYPE: Final = "application/problem+json"
ERROR_LANGUAGES: Final = ("sv", "en")

Text = str | Promise


@dataclass(frozen=True)
class ProblemType:
    """A kind of error: its address ends with ``slug`` and never changes."""

    slug: str
    status: int
    title: Text
    description: Text


INVALID_PARAMETER = ProblemType(
    "invalid-parameter",
    400,
    _("Invalid parameter"),
    _("The request has a parameter, or a value of one, that is not allowed. “errors” says which and what is allowed."),
)
INVALID_TOKEN = ProblemType(
    "invalid-token",
    401,
    _("Invalid preview token"),
    _(
        "The header Authorization has a Bearer token that opens no draft at this address: it may be too old, revoked "
        "by a publication, or meant for something else. What is published is read without the header."
    ),
)
NOT_FOUND = ProblemType(
    "not-found",
    404,
    _("Not found"),
    _("There is nothing public at the address. Whether there ever was is not told."),
)
METHOD_NOT_ALLOWED = ProblemType(
    "method-not-allowed", 405, _("Method not allowed"), _("The API is read only: GET, HEAD and OPTIONS are allowed.")
)
NOT_ACCEPTABLE = ProblemType(
    "not-acceptable",
    406,
    _("Not acceptable"),
    _("The address does not answer in any of the media types that the header Accept allows."),
)
INTERNAL_ERROR = ProblemType(
    "internal-error", 500, _("Internal error"), _("Something went wrong in the service. It has been logged.")
)
PROBLEM_TYPES = {
    problem.slug: problem
    for problem in (INVALID_PARAMETER, INVALID_TOKEN, NOT_FOUND, METHOD_NOT_ALLOWED, NOT_ACCEPTABLE, INTERNAL_ERROR)
}


class InvalidParametersError(Exception):
    """Some parameters are not allowed: ``errors`` says for each of them why, and what is."""

    def __init__(self, errors: Mapping[str, Sequence[str]]) -> None:
        super().__init__(", ".join(errors))
        self.errors = errors


def problem_response(exception: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception in a view, in the language in force.

    ``None`` leaves it to Django, whose debug page says more to a developer.
    """
    request: HttpRequest = context["request"]._request
    problem = _type_of(exception)
    if problem is INTERNAL_ERROR and settings.DEBUG:
        return None
    set_rollback()
    document: dict[str, Any] = {
        "type": problem_url(problem, request),
        "title": str(problem.title),
        "status": problem.status,
        "detail": str(_detail(exception, problem, context)),
        "instance": request.path,
    }
    if isinstance(exception, InvalidParametersError):
        document["errors"] = [
            {"parameter": name, "detail": text} for name, texts in exception.errors.items() for text in texts
        ]
    response = Response(document, problem.status, content_type=MEDIA_TYPE, headers=headers_of_errors(request))
    if problem is INVALID_TOKEN:
        response.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
    if problem is INTERNAL_ERROR:
        _report(exception, request, response)
    return response


def problem_url(problem: ProblemType, request: HttpRequest) -> str:
    """Return the address that names a type of problem and describes it."""
    namespace = request.resolver_match.namespace  # type: ignore[union-attr]
    return request.build_absolute_uri(reverse(f"{namespace}:problem-type", args=[problem.slug]))


def language_of_errors(request: HttpRequest) -> str:
    """Return the language of error texts: the first of Swedish and English that the reader prefers, else Swedish.

    Django's own choice depends on the site's languages and on ``LocaleMiddleware``.
    """
    for tag, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if (language := tag.partition("-")[0]) in ERROR_LANGUAGES:
            return language
    return ERROR_LANGUAGES[0]


def headers_of_errors(request: HttpRequest) -> dict[str, str]:
    """Return the headers of what is written in the language of errors."""
    return {"Content-Language": language_of_errors(request), "Vary": "Accept-Language"}


def _type_of(exception: Exception) -> ProblemType:
    match exception:
        case InvalidParametersError() | SuspiciousOperation():
            return INVALID_PARAMETER
        case InvalidPreviewTokenError():
            return INVALID_TOKEN
        case Http404() | NoSiteError():
            return NOT_FOUND
        case MethodNotAllowed():
            return METHOD_NOT_ALLOWED
        case NotAcceptable():
            return NOT_ACCEPTABLE
        case _:
            return INTERNAL_ERROR


def _detail(exception: Exception, problem: ProblemType, context: dict[str, Any]) -> Text:
    """Say what happened this time, where more can be said than the type's description does."""
    request: HttpRequest = context["request"]._request
    if problem is NOT_FOUND:
        namespace = request.resolver_match.namespace  # type: ignore[union-attr]
        url = request.build_absolute_uri(reverse(f"{namespace}:openapi"))
        return _("There is nothing public at this address. The addresses of this API are described at %(url)s.") % {
            "url": url
        }
    if problem is METHOD_NOT_ALLOWED:
        return _("%(method)s is not allowed. Allowed: %(allowed)s.") % {
            "method": request.method,
            "allowed": ", ".join(context["view"].allowed_methods),
        }
    if problem is NOT_ACCEPTABLE:
        return _("This address answers in: %(allowed)s.") % {
            "allowed": ", ".join(renderer.media_type for renderer in context["view"].renderer_classes)
        }
    if isinstance(exception, SuspiciousOperation):
        # Django refused to read the parameters at all, so that none can be named.
        return problem.title
    return problem.description


def _report(exception: Exception, request: HttpRequest, response: Response) -> None:
    """Tell of an error that nobody foresaw as Django does of those it answers itself."""
    got_request_exception.send(sender=None, request=request)
    log_response(
        "%s: %s",
        response.reason_phrase,
        request.path,
        response=response,
        request=request,
        exception=exception,
    )
