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

from ...authoring.matrix import Cell, matrix_of
from ...models import FollowUpReport
from ..reports.rights import reports_of
from ..sites import find_site
from .access import may_see_reports, new_report_url, open_plans_of, own_bodies_of, report_url

MOST_SHOWN = 5


@dataclass(frozen=True)
class DueReport:
    """A report that waits for the user, and where she does her part."""

    plan: Any
    cell: Cell

    @property
    def url(self) -> str:
        if self.cell.report_pk:
            return report_url("edit", self.cell.report_pk)
        return new_report_url(self.plan, self.cell.body, self.cell.period)


class DuePanel(Component):
    """Says which reports wait for the user to write or to review them; hidden when none does."""

    name = "kommunmal_due"
    template_name = "wagtail_kommunmal/admin/home/due.html"
    order = 80

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        more = self.due[MOST_SHOWN:]
        return {
            "due": self.due[:MOST_SHOWN],
            "more": len(more),
            "plan_of_more": more[0].plan if more else None,
            "to_review": [(report, report_url("edit", report.pk)) for report in self.to_review],
        }

    @cached_property
    def due(self) -> list[DueReport]:
        """The reports that the bodies whose reporters the user is one of have left to write, the earliest first."""
        bodies = own_bodies_of(self.request)
        if not bodies.exists():
            return []
        return [
            DueReport(plan, cell)
            for plan in open_plans_of(self.request)
            for cell in matrix_of(plan, bodies, reports_of(self.request)).due(timezone.localdate())
        ]

    @cached_property
    def to_review(self) -> list[Any]:
        """The reports in review that the user may approve."""
        tasks = TaskState.objects.reviewable_by(self.request.user).filter(
            revision__base_content_type=ContentType.objects.get_for_model(FollowUpReport)
        )
        waiting = [int(pk) for pk in tasks.order_by().values_list("revision__object_id", flat=True)]
        return list(reports_of(self.request).filter(pk__in=waiting).select_related("body")) if waiting else []


def add_due_panel(request: HttpRequest, panels: list[Any]) -> None:
    """``construct_homepage_panels``: for those who see any report."""
    if find_site(request) and may_see_reports(request.user):
        panels.append(DuePanel(request))
