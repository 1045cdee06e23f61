"""Checks of whether the sites in the database have the publishers that the settings name."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import CheckMessage
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connections, router
from wagtail.models import Site

from ..conf import SETTING_NAME
from ..open_data.publisher import given_by_host, is_given, publisher_of
from .messages import checks, warning


@checks(deploy=True)
def check_sites_have_publishers() -> Iterator[CheckMessage]:
    """W016: the settings say who publishes some site's open data, and not whose another site's are.

    Told by ``check --deploy`` only, where the database can be read.
    """
    if not _has_settings() or not is_given():
        return
    for site in _sites():
        if publisher_of(site) is None:
            yield warning(
                16,
                f"The site {site.hostname}:{site.port} has no publisher of open data, and so no catalogue.",
                f"Give OPEN_DATA_BY_HOST an entry for {site.hostname!r}; no other site may have that host name.",
            )


@checks(deploy=True)
def check_hosts_of_publishers() -> Iterator[CheckMessage]:
    """W017: ``OPEN_DATA_BY_HOST`` has a host name that no site has: it was mistyped, or the site has another by now.

    Told by ``check --deploy`` only, where the database can be read.
    """
    if not _has_settings() or not (given := given_by_host()):
        return
    hosts = sorted({site.hostname.casefold() for site in _sites()})
    for host in given:
        if hosts and host not in hosts:
            yield warning(
                17,
                f"OPEN_DATA_BY_HOST has an entry for {host!r}, which no site has as its host name.",
                f"The sites have {', '.join(hosts)}.",
            )


def _has_settings() -> bool:
    return isinstance(getattr(settings, SETTING_NAME, {}), dict)


def _sites() -> list[Site]:
    """Return the sites, or none where there is no database yet: the check runs before it is migrated, too."""
    connection = connections[router.db_for_read(Site)]
    try:
        if Site._meta.db_table not in connection.introspection.table_names():
            return []
    except (DatabaseError, ImproperlyConfigured):
        return []
    return list(Site.objects.order_by("hostname", "port"))
