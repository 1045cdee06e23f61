"""The form of a report holds WCAG 2.2 AA and axe-core's best practice, with thirty rows and whatever it has to show."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from wagtail_kommunmal.authoring.reports import add_missing_rows
from wagtail_kommunmal.models import FollowUpReport
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus

from .admin import Admin
from .municipality import Municipality

pytestmark = [pytest.mark.same_on_every_database, pytest.mark.browser, pytest.mark.xdist_group("accessibility")]

ARRIVED = "() => Promise.all(document.getAnimations().map((animation) => animation.finished))"


@pytest.fixture(scope="module")
def report(municipality: Municipality) -> FollowUpReport:
    """A report with thirty rows: new, answered before, with a comment, and no longer in the plan."""
    body = ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")
    items = [
        assignment(f"Uppdrag {number}.", responsible=[body], quantity_target="3" if number == 1 else None)
        for number in range(1, 25)
    ]
    money = [investment(f"Investering {number}", responsible=[body]) for number in range(1, 6)]
    sections = [assignments_section(*items), investments_section(*money)]
    goal = GoalPageFactory(parent=PlanPageFactory(year=2027), title="Mål: Kultur nära", sections=sections)
    removed = assignment("Borttaget.", responsible=[body])
    said = [
        follow_up(goal, item, AssignmentStatus.DELAYED, comment="<p>Upphandlingen är överklagad.</p>")
        for item in (items[0], items[1], removed)
    ]
    before = follow_up(goal, items[0], AssignmentStatus.IN_PROGRESS, comment="<p>Förstudien är klar.</p>")
    FollowUpReportFactory(plan=goal.get_parent(), body=body, period="2027-T1", rows=[before])
    report = FollowUpReportFactory(plan=goal.get_parent(), body=body, period="2027-T2", rows=said, publish=False)
    add_missing_rows(report)
    report.save_revision()
    return report


def url(name: str, *args: Any) -> str:
    return reverse(FollowUpReport.snippet_viewset.get_url_name(name), args=args)  # type: ignore[attr-defined]


def test_form_of_a_report_has_no_violation_in_any_state(admin: Admin, report: FollowUpReport) -> None:
    page = admin.open(url("edit", report.pk))
    assert page.locator("select[name$=-status]").count() == 30
    admin.check("thirty rows")

    page.get_by_role("group", name="Uppdrag 2.").get_by_role("button", name="Change the comment").click()
    page.get_by_role("textbox", name="Comment").wait_for()
    admin.check("open editor")

    page.keyboard.press("Escape")
    page.get_by_label("Quantity done").fill("tre")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_text("The report was not saved.").wait_for()
    page.evaluate(ARRIVED)
    admin.check("error")
    assert admin.found == {}


def test_first_step_and_list_of_reports_have_no_violation(admin: Admin, report: FollowUpReport) -> None:
    admin.check_views({"add": url("add"), "list": url("list"), "history": url("history", report.pk)})
    assert admin.found == {}
