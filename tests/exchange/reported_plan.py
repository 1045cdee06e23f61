"""A plan that two bodies report on, and what their reports say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wagtail_kommunmal.models import FollowUpReport
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    ItemDict,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)

HEADER = ["Plan year", "Period", "Responsible body", "Id", "Status", "Comment"]


@dataclass
class Reported:
    """A plan for 2026 with a goal: two assignments and an investment of a committee, and the board that assesses."""

    board: Any
    committee: Any
    library: ItemDict
    visits: ItemDict
    bridge: ItemDict
    plan: Any
    goal: Any

    def report(self, **fields: Any) -> FollowUpReport:
        """Make a report of the committee for the first tertial: the library is delayed."""
        rows = [follow_up(self.goal, self.library, "delayed", comment="<p>Marken <b>saknas</b>.</p>")]
        defaults = {"plan": self.plan, "body": self.committee, "period": "2026-T1", "rows": rows}
        made: FollowUpReport = FollowUpReportFactory(**{**defaults, **fields})
        return made

    def row(self, item: ItemDict, status: str = "", comment: str = "", period: str = "2026-T1") -> list[Any]:
        """Return a row of a file below ``HEADER``."""
        return [2026, period, "KFN", item["id"], status, comment]


def reported_plan() -> Reported:
    board = ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS", kind="executive")
    committee = ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")
    library = assignment("Bygg ut biblioteket.", responsible=[committee])
    visits = assignment("Besök skolor.", responsible=[committee], quantity_target=10)
    bridge = investment("Bro", responsible=[committee])
    plan = PlanPageFactory(year=2026)
    sections = [assignments_section(library, visits), investments_section(bridge)]
    goal = GoalPageFactory(parent=plan, title="Mål: Kultur nära", number="3", sections=sections)
    return Reported(board, committee, library, visits, bridge, plan, goal)


def latest(report: FollowUpReport) -> dict[str, tuple[str, str]]:
    """Return status and comment of each row of a report's latest version that says anything, by lineage id."""
    return said(FollowUpReport.objects.get(pk=report.pk).get_latest_revision_as_object())


def live(report: FollowUpReport) -> dict[str, tuple[str, str]]:
    """The same of what is published."""
    return said(FollowUpReport.objects.get(pk=report.pk))


def said(report: FollowUpReport) -> dict[str, tuple[str, str]]:
    rows = {str(getattr(row, "lineage_id", row.goal_key)): row for row in report.rows()}
    return {key: (row.status, row.comment) for key, row in rows.items() if row.is_reported}
