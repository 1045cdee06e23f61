"""Finds the site that a command is about."""

from __future__ import annotations

from django.core.management.base import CommandError
from wagtail.models import Site


def chosen_site(host: str | None) -> Site:
    """Return the site with that host, or the only one. Raises ``CommandError``."""
    sites = list(Site.objects.filter(hostname=host) if host else Site.objects.all())
    if host and not sites:
        raise CommandError(f"No site has the host {host}.")
    if len(sites) != 1:
        hosts = ", ".join(sorted(site.hostname for site in sites))
        raise CommandError(f"Say with --site which site it is: {hosts or 'there is none'}.")
    return sites[0]
