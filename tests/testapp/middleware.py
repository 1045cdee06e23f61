"""Middleware of a site: a function, and what Django's own for languages is made to do here."""

from __future__ import annotations

from typing import Any

from django.middleware.locale import LocaleMiddleware


def plain(get_response: Any) -> Any:
    return get_response


def open_to_other_origins(get_response: Any) -> Any:
    """Let pages of other sites read the API, as django-cors-headers does for a project."""

    def answer(request: Any) -> Any:
        response = get_response(request)
        if "Origin" in request.headers and request.path.startswith("/kommunmal/v1/"):
            response.headers["Access-Control-Allow-Origin"] = "*"
            response.headers["Access-Control-Allow-Headers"] = "Authorization"
        return response

    return answer


class SundbyLocaleMiddleware(LocaleMiddleware):
    """Follows the reader's language as Sundby wants it."""
