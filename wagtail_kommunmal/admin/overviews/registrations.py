"""The ways to the overviews: Wagtail's menu of reports, and the matrix in the package's own menu too."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from .access import LackingMenuItem, OverviewMenuItem


def matrix_of_reports(order: int = 1200) -> MenuItem:
    """``register_reports_menu_item``: which body has reported what."""
    return OverviewMenuItem(
        _("Reports by body and period"),
        reverse("kommunmal_overviews:matrix"),
        name="kommunmal-matrix",
        icon_name="table",
        order=order,
    )


def freshness_board() -> MenuItem:
    """``register_reports_menu_item``: what is lacking in the follow-up."""
    return LackingMenuItem(
        _("What is lacking in the follow-up"),
        reverse("kommunmal_overviews:freshness"),
        name="kommunmal-freshness",
        icon_name="time",
        order=1210,
    )
