"""Checks of the settings for languages."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage
from django.middleware.locale import LocaleMiddleware
from django.utils.module_loading import import_string
from wagtail.coreutils import get_supported_content_language_variant

from .messages import checks, error, warning


def _content_languages() -> list[str]:
    return [code for code, _name in getattr(settings, "WAGTAIL_CONTENT_LANGUAGES", ())]


@checks()
def check_content_languages() -> Iterator[CheckMessage]:
    """E005: ``LANGUAGE_CODE`` is not one of ``WAGTAIL_CONTENT_LANGUAGES``: there is no default language for pages."""
    try:
        get_supported_content_language_variant(settings.LANGUAGE_CODE)
    except LookupError:
        yield error(
            5,
            f"LANGUAGE_CODE is {settings.LANGUAGE_CODE!r}, which is not one of WAGTAIL_CONTENT_LANGUAGES.",
            f"Add ({settings.LANGUAGE_CODE!r}, …) to WAGTAIL_CONTENT_LANGUAGES.",
        )


@checks()
def check_i18n() -> Iterator[CheckMessage]:
    """W007: ``USE_I18N`` is off: headings and labels in documents are English, whatever the content's language."""
    if not settings.USE_I18N:
        yield warning(
            7,
            "USE_I18N is off: headings, labels and statuses are published in English.",
            "Set USE_I18N = True.",
        )


@checks()
def check_wagtail_i18n() -> Iterator[CheckMessage]:
    """W008: there are several content languages, and no page can be translated without ``WAGTAIL_I18N_ENABLED``."""
    if len(_content_languages()) > 1 and not getattr(settings, "WAGTAIL_I18N_ENABLED", False):
        yield warning(
            8,
            "WAGTAIL_CONTENT_LANGUAGES has several languages, and WAGTAIL_I18N_ENABLED is off.",
            "Set WAGTAIL_I18N_ENABLED = True, or keep one content language.",
        )


@checks()
def check_locale_middleware() -> Iterator[CheckMessage]:
    """W009: pages are translated, and without ``LocaleMiddleware`` nobody reaches the translations."""
    is_translated = getattr(settings, "WAGTAIL_I18N_ENABLED", False) and len(_content_languages()) > 1
    if is_translated and not any(_follows_the_reader(path) for path in settings.MIDDLEWARE):
        yield warning(
            9,
            "There is no LocaleMiddleware: pages are served in the default language only.",
            "Add 'django.middleware.locale.LocaleMiddleware' to MIDDLEWARE, behind the sessions.",
        )


def _follows_the_reader(path: str) -> bool:
    middleware = import_string(path)
    return isinstance(middleware, type) and issubclass(middleware, LocaleMiddleware)
