"""What is due for the user, on the admin's front page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.admin.ui.components import Component
from wagtail.models import TaskState

from ...authoring.matrix import Cell, latest_period, matrix_of, periods_of_plan, reported_periods
from ...models import FollowUpReport
from ..reports.rights import bodies_of, reports_of
from .access import latest_plan, may_create_reports, may_see_reports, new_report_url, report_url

MOST_SHOWN = 5


@dataclass(frozen=True)
class DueReport:
    """A report that waits for the user, and where she does her part."""

    cell: Cell
    url: str


class DuePanel(Component):
    """Says which reports wait for the user to write or to review them; hidden when none does."""

    name = "kommunmal_due"
    template_name = "wagtail_kommunmal/admin/home/due.html"
    order = 80

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        return {
            "plan": self.plan,
            "due": self.due[:MOST_SHOWN],
            "more": len(self.due[MOST_SHOWN:]),
            "to_review": [(report, report_url("edit", report.pk)) for report in self.to_review],
        }

    @cached_property
    def plan(self) -> Any:
        """The plan that is reported on now, or ``None``."""
        plan = latest_plan(self.request)
        return None if plan is None or plan.is_closed else plan

    @cached_property
    def due(self) -> list[DueReport]:
        """The reports of the last period that the user's bodies have left to write."""
        if self.plan is None or not may_create_reports(self.request.user):
            return []
        periods = periods_of_plan(self.plan)
        period = latest_period(periods, reported_periods(self.plan), timezone.localdate())
        matrix = matrix_of(self.plan, bodies_of(self.request), reports_of(self.request), [period])
        cells = [row.cells[period.code] for row in matrix.rows]
        return [DueReport(cell, self._url(cell)) for cell in cells if cell.waits_for_reporter and cell.total]

    @cached_property
    def to_review(self) -> list[Any]:
        """The reports in review that the user may approve."""
        tasks = TaskState.objects.reviewable_by(self.request.user).filter(
            revision__base_content_type=ContentType.objects.get_for_model(FollowUpReport)
        )
        waiting = [int(pk) for pk in tasks.order_by().values_list("revision__object_id", flat=True)]
        return list(reports_of(self.request).filter(pk__in=waiting).select_related("body")) if waiting else []

    def _url(self, cell: Cell) -> str:
        if cell.report_pk:
            return report_url("edit", cell.report_pk)
        return new_report_url(self.plan, cell.body, cell.period)


def add_due_panel(request: HttpRequest, panels: list[Any]) -> None:
    """``construct_homepage_panels``: for those who see any report."""
    if may_see_reports(request.user):
        panels.append(DuePanel(request))
