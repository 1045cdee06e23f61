"""Which pages belong to a site, by the roots of all sites in every language."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_

from django.db.models import Q
from wagtail.models import Site


def on_some_site() -> Q:
    """Return a condition for the pages that belong to a site; others have no address, and no release."""
    return reduce(or_, (Q(url_path__startswith=root.root_path) for root in Site.get_site_root_paths()), Q(pk__in=[]))


def on_site(site: Site) -> Q:
    """Return a condition for the pages of one site, in every language; a site nested below it is its own."""
    roots = Site.get_site_root_paths()
    own = {root.root_path for root in roots if root.site_id == site.pk}
    nested = {root.root_path for root in roots if root.root_path.startswith(tuple(own))} - own
    inside = reduce(or_, (Q(url_path__startswith=path) for path in sorted(own)), Q(pk__in=[]))
    return reduce(and_, (~Q(url_path__startswith=path) for path in sorted(nested)), inside)
