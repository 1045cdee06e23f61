"""Middleware of a site: a function, and what Django's own for languages is made to do here."""

from __future__ import annotations

from typing import Any

from django.middleware.locale import LocaleMiddleware


def plain(get_response: Any) -> Any:
    return get_response


class SundbyLocaleMiddleware(LocaleMiddleware):
    """Follows the reader's language as Sundby wants it."""
