"""Who reads: the site that was asked, the language of the content, and where the API is mounted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils import translation
from wagtail.coreutils import WAGTAIL_APPEND_SLASH
from wagtail.models import Locale, Site

from ..documents.context import in_language_of
from ..models import KommunmalSiteSettings
from .sites import SiteFacts, SiteRoot, Territory, site_by_key, site_for_host

API_ROOT_VIEW = "kommunmal-v1:api-info"
SOME_PAGE: Final = "kommunmal-page/"
"""Stands for the path of any page in an address that Wagtail's own is taken apart at."""

MOST_ADDRESSES: Final = 256
"""Of views, that a process remembers: a few for each language and each way in which a project mounts them."""

KNOWN_FACTS: Final = "kommunmal_site_facts"
"""The attribute that a request carries in what is known of its site."""


@dataclass(frozen=True)
class Reader:
    """One municipality's site read in one language; with ``as_of``, what it said at that moment.

    ``version`` and ``changed_at`` are those of what the public reads there, read before any content.
    """

    site: Site
    locale: Locale
    languages: tuple[str, ...]
    is_default_language: bool
    roots: tuple[SiteRoot, ...]
    version: int = 0
    """The number of what the public reads of the site in the language; it grows with every change."""
    changed_at: datetime | None = None
    """When the version became what it is, if anything ever changed."""
    as_of: datetime | None = None

    @property
    def locale_id(self) -> int:
        return self.locale.pk

    @property
    def territories(self) -> tuple[Territory, ...]:
        """The parts of the page tree that are the site's, one for each language that it begins in."""
        return tuple(root.territory for root in self.roots)

    @cached_property
    def today(self) -> Reader:
        """The same reader of what is said now."""
        return replace(self, as_of=None) if self.as_of else self

    @cached_property
    def origin(self) -> str:
        """Scheme and host of the site, without a slash at the end."""
        return str(self.site.root_url)

    @cached_property
    def api_root(self) -> str | None:
        """The absolute address of the API, or ``None`` where a site has not mounted it."""
        path = _reversed(API_ROOT_VIEW, (), *_what_addresses_depend_on())
        return self.origin + path.removesuffix("/api-info") if path else None

    def api_address(self, path: str) -> str | None:
        """Return the absolute address of a document as the reader reads it, or ``None`` as ``api_root`` does."""
        if self.api_root is None:
            return None
        return f"{self.api_root}/{path}{self._api_query}"

    def page_address(self, url_path: str) -> str | None:
        """Return the absolute address of a page of the site, or ``None`` where Wagtail serves no pages."""
        fitting = [root for root in self.roots if url_path.startswith(root.url_path)]
        if not fitting:
            return None
        root = max(fitting, key=lambda root: len(root.url_path))
        if (around := self._page_addresses[root]) is None:
            return None
        path = around[0] + quote(url_path[len(root.url_path) :], safe="/~:@!$&'()*+,;=") + around[1]
        if not WAGTAIL_APPEND_SLASH and path != "/":
            path = path.rstrip("/")
        return self.origin + path

    @cached_property
    def _api_query(self) -> str:
        query = {} if self.is_default_language else {"lang": self.locale.language_code}
        if self.as_of is not None:
            # To the microsecond: several releases may share a second.
            query["asOf"] = self.as_of.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return f"?{urlencode(query, safe=':')}" if query else ""

    @cached_property
    def _page_addresses(self) -> dict[SiteRoot, tuple[str, str] | None]:
        """Return what stands before and after the path of a page in its address, as Wagtail writes it."""
        return {root: self._around_pages(root) for root in self.roots}

    def _around_pages(self, root: SiteRoot) -> tuple[str, str] | None:
        # In the language of the content, not of the request.
        is_translated = getattr(settings, "WAGTAIL_I18N_ENABLED", False)
        with translation.override(root.language_code) if is_translated else in_language_of(self.locale):
            path = _reversed("wagtail_serve", (SOME_PAGE,), *_what_addresses_depend_on())
        if path is None:
            return None
        before, _page, after = path.partition(SOME_PAGE)
        return before, after


def _what_addresses_depend_on() -> tuple[str, str, str | None, str]:
    """Return all that the address of a view depends on."""
    urlconf = get_urlconf() or settings.ROOT_URLCONF
    return urlconf, get_script_prefix(), translation.get_language(), settings.LANGUAGE_CODE


@lru_cache(maxsize=MOST_ADDRESSES)
def _reversed(view: str, arguments: tuple[str, ...], *_depends_on: Any) -> str | None:
    """Return the address of a view, or ``None`` where it is not mounted; looked up once, for every answer needs it."""
    try:
        return reverse(view, args=arguments)
    except NoReverseMatch:
        return None


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
    return _reader(_facts_for(request), language)


def _facts_for(request: HttpRequest) -> SiteFacts:
    """Return what is known of the request's site; asked for once, as several parts of a page read of it."""
    known: SiteFacts | None = getattr(request, KNOWN_FACTS, None)
    if known is not None:
        return known
    # As Wagtail does: whether the host is allowed is Django's to say.
    hostname, _port = split_domain_port(request._get_raw_host())  # type: ignore[attr-defined]
    facts = site_for_host(hostname, request.get_port())
    if facts is None:
        raise NoSiteError
    setattr(request, KNOWN_FACTS, facts)
    return facts


def state_of_site(request: HttpRequest) -> tuple[tuple[str, int, datetime | None], ...]:
    """Return what changes with everything that the public reads of the request's site, in any language."""
    # With the time, for a database that was restored counts through the same numbers again.
    return tuple((one.locale.language_code, one.version, one.changed_at) for one in _facts_for(request).languages)


def page_reader(page: Any, request: HttpRequest) -> Reader:
    """Return the reader of a request for a page in the page's language; raises as ``reader_for``."""
    # All languages are among the facts: the page's own need not be asked for.
    languages = {one.locale.pk: one.locale.language_code for one in _facts_for(request).languages}
    return reader_for(request, languages[page.locale_id])


def reader_of(page: Any) -> Reader | None:
    """Return the reader of a page on its own site and in its own language, or ``None`` outside of every site."""
    site = page.get_site()
    return reader_on(site.pk, page.locale) if site else None


def reader_on(site_id: int, locale: Locale) -> Reader:
    """Return the reader of a site in a language."""
    return _reader(site_by_key(site_id), locale.language_code)


def _reader(facts: SiteFacts, language: str | None) -> Reader:
    by_code = {one.locale.language_code: one for one in facts.languages}
    if language is None:
        chosen = next(one for one in facts.languages if one.is_default)
    elif language in by_code:
        chosen = by_code[language]
    else:
        raise UnknownLanguageError(language, tuple(by_code))
    return Reader(
        site=facts.site,
        locale=chosen.locale,
        languages=tuple(by_code),
        is_default_language=chosen.is_default,
        roots=facts.roots,
        version=chosen.version,
        changed_at=chosen.changed_at,
    )
