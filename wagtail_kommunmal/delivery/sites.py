"""Which site answers for a host, in which languages, and what of the page tree is its own: all in one query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connections, router
from wagtail.models import Locale, Site
from wagtail.models.sites import MATCH_DEFAULT, MATCH_HOSTNAME, MATCH_HOSTNAME_DEFAULT, MATCH_HOSTNAME_PORT

from ..compat import page_model
from ..models import ContentVersion
from .prepared import lean_cursor


class PathRange(NamedTuple):
    """The tree paths of a page and of all below it, which lie between these two."""

    first: Any
    last: Any

    @classmethod
    def at_and_below(cls, path: str) -> PathRange:
        model = page_model()
        return cls(path, path + model.alphabet[-1] * model.steplen)


class Territory(NamedTuple):
    """A part of the page tree, without the parts of it that belong to other sites."""

    all: PathRange
    nested: tuple[PathRange, ...]


@dataclass(frozen=True)
class SiteRoot:
    """Where a site begins in the page tree in one language."""

    url_path: str
    language_code: str
    territory: Territory


@dataclass(frozen=True)
class SiteLanguage:
    """A language that there is content in, and the version of the site's content in it."""

    locale: Locale
    is_default: bool
    version: int
    changed_at: datetime | None


@dataclass(frozen=True)
class SiteFacts:
    """What has to be known of a site before anything of it is read; languages are in the order of their codes."""

    site: Site
    languages: tuple[SiteLanguage, ...]
    roots: tuple[SiteRoot, ...]


class _Row(NamedTuple):
    """A site in one language, for each site that begins below its root in it."""

    site_id: int
    hostname: str
    port: int
    site_name: str
    root_page_id: int
    is_default_site: bool
    locale_id: int
    language_code: str
    is_root_language: int
    path: str | None
    url_path: str
    version: int | None
    changed_at: Any
    nested_path: str | None


def site_for_host(hostname: str, port: str) -> SiteFacts | None:
    """Return the site that Wagtail finds for a host, or ``None``."""
    rows = _rows("site.hostname = %s OR site.is_default_site", hostname)
    chosen = _best_match(list({row.site_id: row for row in rows}.values()), hostname, port)
    return _facts([row for row in rows if row.site_id == chosen]) if chosen else None


def site_by_key(key: int) -> SiteFacts:
    """Return the site with a primary key, which exists."""
    return _facts(_rows("site.id = %s", key))


def _best_match(sites: Sequence[_Row], hostname: str, port: str) -> int | None:
    """Choose among the sites of a host and the default one as ``wagtail.models.sites.get_site_for_hostname`` does."""

    def match(site: _Row) -> int:
        # What is not the default site was found by its host, as the database compares.
        if site.hostname == hostname or not site.is_default_site:
            if str(site.port) == port:
                return MATCH_HOSTNAME_PORT
            return MATCH_HOSTNAME_DEFAULT if site.is_default_site else MATCH_HOSTNAME
        return MATCH_DEFAULT

    in_order = sorted(sites, key=match)
    if not in_order:
        return None
    best = match(in_order[0])
    if len(in_order) == 1 or best in (MATCH_HOSTNAME_PORT, MATCH_HOSTNAME_DEFAULT):
        return in_order[0].site_id
    # Several sites of the host, or none of them with the port: the default one, unless exactly one bears the host.
    return in_order[len(in_order) == 2].site_id if best == MATCH_DEFAULT else None


def _facts(rows: Sequence[_Row]) -> SiteFacts:
    using = router.db_for_read(Site)
    site_fields = _Row._fields[:6]
    own_paths = {row.path for row in rows}
    by_locale = {row.locale_id: row for row in rows}
    return SiteFacts(
        site=Site.from_db(using, ["id", *site_fields[1:]], rows[0][:6]),
        languages=tuple(
            SiteLanguage(
                locale=Locale.from_db(using, ["id", "language_code"], [row.locale_id, row.language_code]),
                is_default=bool(row.is_root_language),
                version=row.version or 0,
                changed_at=_moment(row.changed_at, using),
            )
            for row in by_locale.values()
        ),
        roots=tuple(
            SiteRoot(
                url_path=root.url_path,
                language_code=root.language_code,
                territory=Territory(
                    PathRange.at_and_below(root.path),
                    tuple(
                        PathRange.at_and_below(row.nested_path)
                        for row in rows
                        if row.locale_id == root.locale_id and row.nested_path and row.nested_path not in own_paths
                    ),
                ),
            )
            for root in by_locale.values()
            if root.path
        ),
    )


def _moment(value: Any, using: str) -> datetime | None:
    """Read a time as the database gave it."""
    if value is None:
        return None
    connection = connections[using]
    column = ContentVersion._meta.get_field("changed_at").get_col("version")
    for convert in connection.ops.get_db_converters(column):
        value = convert(value, column, connection)
    moment: datetime = value
    return moment


def _rows(condition: str, value: Any) -> list[_Row]:
    using = router.db_for_read(Site)
    with lean_cursor(connections[using]) as cursor:
        cursor.execute(_sql(condition, using, bool(getattr(settings, "WAGTAIL_I18N_ENABLED", False))), [value])
        return [_Row(*values) for values in cursor.fetchall()]


@cache
def _sql(condition: str, using: str, has_translated_roots: bool) -> str:
    """Write the query by hand: no relation leads from a site to the languages, nor to the sites below it."""
    connection = connections[using]
    quote = connection.ops.quote_name
    site, locale, version, page = (
        quote(model._meta.db_table) for model in (Site, Locale, ContentVersion, page_model())
    )
    same_page = "{}.translation_key = {}.translation_key" if has_translated_roots else "{}.id = {}.id"
    beyond = PathRange.at_and_below("").last
    last_below = f"CONCAT(own.path, '{beyond}')" if connection.vendor == "mysql" else f"own.path || '{beyond}'"
    # The beginning of a path says what is below the root; between which paths that is, an index on paths can use.
    # Every language is a language of the site, whether its root page is there in it or not.
    return f"""
        SELECT site.id, site.hostname, site.port, site.site_name, site.root_page_id, site.is_default_site,
            locale.id, locale.language_code, CASE WHEN locale.id = root.locale_id THEN 1 ELSE 0 END,
            own.path, own.url_path, version.number, version.changed_at, nested.path
        FROM {site} site
        JOIN {page} root ON root.id = site.root_page_id
        CROSS JOIN {locale} locale
        LEFT JOIN {page} own ON {same_page.format("own", "root")} AND own.locale_id = locale.id
        LEFT JOIN {version} version ON version.site_id = site.id AND version.locale_id = locale.id
        LEFT JOIN (
            SELECT other.path AS path
            FROM {site} other_site
            JOIN {page} other_root ON other_root.id = other_site.root_page_id
            JOIN {page} other ON {same_page.format("other", "other_root")}
        ) nested ON nested.path > own.path AND nested.path <= {last_below}
            AND SUBSTR(nested.path, 1, LENGTH(own.path)) = own.path
        WHERE {condition}
        ORDER BY site.id, locale.language_code
    """  # noqa: S608  # nosec B608: names of tables and a condition of this module, never a value
