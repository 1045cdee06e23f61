"""The way to Kolada in Wagtail's menu of reports."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from ..value_grid.access import permission_policy


class KoladaMenuItem(MenuItem):
    """Shown to those who may change key figures."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(permission_policy.user_has_permission(request.user, "change"))


def report_of_kolada() -> MenuItem:
    """``register_reports_menu_item``: what the last fetch from Kolada told."""
    return KoladaMenuItem(
        _("Key figures from Kolada"),
        reverse("kommunmal_kolada:index"),
        name="kommunmal-kolada",
        icon_name="download",
        order=1220,
    )
