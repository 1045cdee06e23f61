from __future__ import annotations

from wagtail.models import Site


def default_site() -> Site:
    """Return the site that a snippet belongs to, or a plan stands in, when a test names none."""
    return Site.objects.select_related("root_page").get(is_default_site=True)
