"""What the listing of key figures says of Kolada."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

WITH_WARNINGS, FETCHED, WITHOUT_ID = "warnings", "fetched", "none"

STATES = [
    (WITH_WARNINGS, gettext_lazy("Something to look at")),
    (FETCHED, gettext_lazy("Fetched from Kolada")),
    (WITHOUT_ID, gettext_lazy("Without a Kolada id")),
]


def kolada_text(key_figure: Any) -> str:
    """Return the id at Kolada with how it stands there, for example “N00945, fetched 2026-03-01”."""
    link = getattr(key_figure, "kolada_link", None)
    if link is None or link.kolada_id != key_figure.kolada_id:
        return str(key_figure.kolada_id)
    if link.warnings:
        return _("%(id)s, something to look at") % {"id": link.kolada_id}
    if link.synced_at:
        day = date_format(localtime(link.synced_at), "Y-m-d")
        return _("%(id)s, fetched %(day)s") % {"id": link.kolada_id, "day": day}
    return str(link.kolada_id)


def in_state(key_figures: QuerySet[Any], name: str, state: str) -> QuerySet[Any]:
    """Filter key figures by how they stand at Kolada."""
    if state == WITHOUT_ID:
        return key_figures.filter(kolada_id="")
    linked = key_figures.filter(kolada_link__kolada_id=F("kolada_id"))
    if state == FETCHED:
        return linked.filter(kolada_link__synced_at__isnull=False)
    return linked.exclude(kolada_link__warnings=[])
