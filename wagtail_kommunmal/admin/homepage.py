from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.ui.components import Component

from ..releasing.health import health_of
from .sites import admin_site, find_site


class ReleaseHealthPanel(Component):
    """Says on the admin's front page what of the published goals has not reached the readers; hidden when all has."""

    name = "kommunmal_release_health"
    template_name = "wagtail_kommunmal/admin/home/release_health.html"
    order = 90

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {"health": health_of(admin_site(parent_context["request"]))}


def add_release_health(request: HttpRequest, panels: list[Any]) -> None:
    """``construct_homepage_panels``: for those who may do something about it."""
    if find_site(request) and user_has_any_page_permission(request.user):
        panels.append(ReleaseHealthPanel())
