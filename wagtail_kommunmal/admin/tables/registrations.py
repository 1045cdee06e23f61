"""The ways from the listings to their tables, and back in."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button

from ...exchange.registry import KINDS
from ..imports.access import may_import
from .access import may_export


def listing_more_buttons(request: HttpRequest, *kinds: str) -> list[Button]:
    """Offer each kind of table as a workbook and as CSV, and to take it in again.

    The table is of the period that the listing is filtered by, if any.
    """
    offered = [(kind, ending) for kind in kinds if may_export(request.user, kind) for ending in ("xlsx", "csv")]
    exports = [
        Button(
            _("Export %(table)s (%(format)s)") % {"table": KINDS[kind].label.lower(), "format": ending.upper()},
            url=_address(request, kind, ending),
            icon_name="download",
            priority=priority,
        )
        for priority, (kind, ending) in enumerate(offered, start=50)
    ]
    imports = [
        Button(
            _("Import %(table)s") % {"table": KINDS[kind].label.lower()},
            url=f"{reverse('kommunmal_imports:new')}?{urlencode({'kind': kind})}",
            icon_name="upload",
            priority=priority,
        )
        for priority, kind in enumerate(kinds, start=80)
        if may_import(request.user, kind)
    ]
    return [*exports, *imports]


def _address(request: HttpRequest, kind: str, ending: str) -> str:
    address = reverse("kommunmal_tables:export", args=[kind, ending])
    period = request.GET.get("period") if KINDS[kind].has_periods else None
    return f"{address}?{urlencode({'period': period})}" if period else address
