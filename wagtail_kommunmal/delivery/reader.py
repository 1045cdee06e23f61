"""Who reads: the site that was asked, the language of the content, and where the API is mounted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from wagtail.models import Locale, Site

from ..compat import page_model
from ..models import KommunmalSiteSettings

API_ROOT_VIEW = "kommunmal-v1:api-info"


@dataclass(frozen=True)
class Reader:
    """One municipality's site read in one language; with ``as_of``, what it said at that moment."""

    site: Site
    locale: Locale
    languages: tuple[str, ...]
    is_default_language: bool
    as_of: datetime | None = None

    @property
    def origin(self) -> str:
        """Scheme and host of the site, without a slash at the end."""
        return str(self.site.root_url)

    @property
    def api_root(self) -> str | None:
        """The absolute address of the API, or ``None`` where a site has not mounted it."""
        try:
            path = reverse(API_ROOT_VIEW)
        except NoReverseMatch:
            return None
        return self.origin + path.removesuffix("/api-info")

    def api_address(self, path: str) -> str | None:
        """Return the absolute address of a document as the reader reads it, or ``None`` as ``api_root`` does."""
        if self.api_root is None:
            return None
        query = {} if self.is_default_language else {"lang": self.locale.language_code}
        if self.as_of is not None:
            # To the microsecond: several releases may share a second.
            query["asOf"] = self.as_of.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return f"{self.api_root}/{path}" + (f"?{urlencode(query, safe=':')}" if query else "")


def municipality_name(site: Site) -> str:
    """Return what the municipality calls itself, else the name or host of its site."""
    name = KommunmalSiteSettings.objects.filter(site=site).values_list("municipality_name", flat=True).first()
    return name or str(site.site_name or site.hostname)


class NoSiteError(LookupError):
    """No Wagtail site answers for the request's host."""


class UnknownLanguageError(LookupError):
    """The content does not exist in the language that was asked for; ``allowed`` says in which it does."""

    def __init__(self, language: str, allowed: tuple[str, ...]) -> None:
        super().__init__(language)
        self.language, self.allowed = language, allowed


def reader_for(request: HttpRequest, language: str | None = None) -> Reader:
    """Return the reader of a request in ``language``, by default the one of the site's root page.

    Raises ``NoSiteError`` and ``UnknownLanguageError``.
    """
    site = Site.find_for_request(request)
    if site is None:
        raise NoSiteError
    root = page_model().objects.filter(pk=site.root_page_id, locale=OuterRef("pk"))
    locales = {locale.language_code: locale for locale in Locale.objects.annotate(is_root=Exists(root))}
    languages = tuple(sorted(locales))
    if language is None:
        locale = next(locale for locale in locales.values() if locale.is_root)
    elif language in locales:
        locale = locales[language]
    else:
        raise UnknownLanguageError(language, languages)
    return Reader(site=site, locale=locale, languages=languages, is_default_language=locale.is_root)


def reader_of(page: Any) -> Reader | None:
    """Return the reader of a page on its own site and in its own language, or ``None`` outside of every site."""
    site = page.get_site()
    if site is None:
        return None
    locale = page.locale
    return Reader(
        site=site,
        locale=locale,
        languages=(locale.language_code,),
        is_default_language=locale.pk == site.root_page.locale_id,
    )
