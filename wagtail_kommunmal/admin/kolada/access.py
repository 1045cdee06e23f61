"""Who works with what comes from Kolada, and on which sites."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...models import KommunmalSiteSettings
from ..sites import of_site
from ..value_grid.access import permission_policy


def is_used(request: HttpRequest) -> bool:
    """Tell whether the request's site says which municipality it is at Kolada: one that does not sees nothing of it."""
    return of_site(KommunmalSiteSettings.objects.exclude(kolada_municipality=""), request).exists()


class KoladaMixin(WagtailAdminTemplateMixin):
    """Lets those in who may change key figures."""

    header_icon = "kommunmal-key-figure"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not permission_policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.get_page_title()}]
