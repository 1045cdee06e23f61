"""Which municipality an admin request works with: each edits its own content under its own host."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail.models import Site


def find_site(request: HttpRequest) -> Site | None:
    """Return the site whose host the request came to, else the default site; ``None`` where there is no site at all."""
    site: Site | None = Site.find_for_request(request) or Site.objects.order_by("-is_default_site", "pk").first()
    return site


def admin_site(request: HttpRequest) -> Site:
    """Return the site that the request works with; raises ``ImproperlyConfigured`` where there is none."""
    site = find_site(request)
    if site is None:
        raise ImproperlyConfigured("Goals need a Wagtail site: create one under Settings, Sites.")
    return site


def of_site(queryset: QuerySet[Any], request: HttpRequest) -> QuerySet[Any]:
    """Return the rows of ``queryset`` that belong to the request's site."""
    return queryset.filter(site=admin_site(request))
