"""The ways to the tables from the listings."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button

from ...exchange.registry import KINDS
from .access import may_export


def listing_more_buttons(request: HttpRequest, *kinds: str) -> list[Button]:
    """Offer each kind of table as a workbook and as CSV."""
    offered = [(kind, ending) for kind in kinds if may_export(request.user, kind) for ending in ("xlsx", "csv")]
    return [
        Button(
            _("Export %(table)s (%(format)s)") % {"table": KINDS[kind].label.lower(), "format": ending.upper()},
            url=reverse("kommunmal_tables:export", args=[kind, ending]),
            icon_name="download",
            priority=priority,
        )
        for priority, (kind, ending) in enumerate(offered, start=50)
    ]
