"""What has been said of an assignment or investment over the years, under whichever goals it has stood."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from wagtail.models import Site

from ..models import AssignmentFollowUp, FollowUpReport, InvestmentFollowUp, ReleasedItem
from ..periods import Period


def history_of(lineage_id: UUID, reports: QuerySet[FollowUpReport]) -> list[Any]:
    """Return the rows of those of ``reports`` that are live, if they say anything; the latest period first."""
    rows: list[Any] = [
        row
        for kind in (AssignmentFollowUp, InvestmentFollowUp)
        for row in kind.objects.filter(
            lineage_id=lineage_id, report__live=True, report__in=reports.order_by().values("pk")
        ).select_related("report__body", "report__plan")
        if row.is_reported
    ]
    rows.sort(key=lambda row: str(row.report.body))
    rows.sort(key=lambda row: Period.parse(row.report.period).place, reverse=True)
    return rows


def released_title(lineage_id: UUID, site: Site) -> str:
    """Return what an item is called in the latest plan whose current release has it, or ""."""
    items = ReleasedItem.objects.filter(lineage_id=lineage_id, head__site=site, head__current__isnull=False)
    title: str | None = items.order_by("-head__year", "head", "position").values_list("title", flat=True).first()
    return title or ""
