"""The one site that a command works on."""

from __future__ import annotations

from django.core.management.base import CommandError
from wagtail.models import Site


def one_site(host: str | None) -> Site:
    """Return the site with a host, given as ``host`` or ``host:port``; without one, the only site that there is."""
    sites = Site.objects.select_related("root_page__locale").order_by("pk")
    if host:
        name, _, port = host.partition(":")
        sites = sites.filter(hostname=name, **({"port": int(port)} if port.isdecimal() else {}))
    found = list(sites)
    if len(found) == 1:
        return found[0]
    if not found:
        raise CommandError(f"No site has the host {host}." if host else "There is no site.")
    names = ", ".join(f"{site.hostname}:{site.port}" for site in found)
    raise CommandError(f"Name one of the sites with --site: {names}.")
