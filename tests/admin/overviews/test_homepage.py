"""The admin's front page says which reports wait for the user."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test.client import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Site, TaskState, Workflow, WorkflowState

from tests.site_pages import Page
from wagtail_kommunmal.admin.overviews import homepage
from wagtail_kommunmal.models import FollowUpReport, ResponsibleBody
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    ItemDict,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

HEADING = "Reports that wait for you"


@pytest.fixture
def plan(home: Page) -> Any:
    return PlanPageFactory(parent=home, year=2024)


@pytest.fixture
def culture(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")


@pytest.fixture
def items(culture: Any) -> list[ItemDict]:
    return [assignment("Bygg ut biblioteket.", responsible=[culture]), assignment("Läs.", responsible=[culture])]


@pytest.fixture
def goal(plan: Any, items: list[ItemDict]) -> Any:
    return GoalPageFactory(parent=plan, sections=[assignments_section(*items)])


def front_page(client: Client) -> str:
    html: str = client.get(reverse("wagtailadmin_home"), headers={"accept-language": "en"}).content.decode()
    return " ".join(html.split())


def url(name: str, *args: Any) -> str:
    return reverse(FollowUpReport.snippet_viewset.get_url_name(name), args=args)  # type: ignore[attr-defined]


def put_in_review(report: FollowUpReport, user: Any) -> None:
    workflow = Workflow.objects.create(name="Granskning")
    state = WorkflowState.objects.create(
        content_object=report,
        content_type=ContentType.objects.get_for_model(FollowUpReport),
        workflow=workflow,
        requested_by=user,
    )
    task = GroupApprovalTask.objects.create(name="Granska")
    state.current_task_state = TaskState.objects.create(
        workflow_state=state,
        task=task,
        revision=report.latest_revision,
        content_type=ContentType.objects.get_for_model(TaskState),
    )
    state.save()


def test_nothing_is_shown_when_nothing_waits(boss_client: Client, plan: Any) -> None:
    assert HEADING not in front_page(boss_client)


def test_a_missing_report_is_shown_with_a_link_to_begin_it(
    boss_client: Client, plan: Any, goal: Any, culture: Any
) -> None:
    html = front_page(boss_client)
    new = f"{url('add')}?plan={plan.pk}&amp;body={culture.pk}&amp;period=2024"
    assert f'<a href="{new}">2024 Kultur- och fritidsnämnden</a>: Missing, 2 of 2 rows left' in html


def test_a_report_with_rows_left_is_shown_until_they_are_answered(
    boss_client: Client, plan: Any, goal: Any, items: list[ItemDict], culture: Any
) -> None:
    report = FollowUpReportFactory(
        plan=plan, body=culture, period="2024", rows=[follow_up(goal, items[0], "completed"), follow_up(goal, items[1])]
    )
    assert (
        f'<a href="{url("edit", report.pk)}">2024 Kultur- och fritidsnämnden</a>: Published, 1 of 2 rows left'
        in front_page(boss_client)
    )
    report.assignments.get_object_list()[1].status = "completed"
    report.save_revision().publish()
    assert HEADING not in front_page(boss_client)


def test_only_the_bodies_that_the_user_reports_for_are_shown(
    boss_client: Client, plan: Any, goal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(homepage, "bodies_of", lambda request: ResponsibleBody.objects.none())
    assert HEADING not in front_page(boss_client)


def test_many_are_cut_short_with_a_link_to_all(boss_client: Client, plan: Any) -> None:
    bodies = [ResponsibleBodyFactory() for _ in range(7)]
    GoalPageFactory(parent=plan, sections=[assignments_section(assignment("Läs.", responsible=bodies))])
    html = front_page(boss_client)
    assert html.count("1 of 1 rows left") == 5
    assert f'<a href="{reverse("kommunmal_overviews:matrix")}?plan={plan.pk}"> And 2 more reports </a>' in html


def test_a_report_in_review_waits_for_the_reviewer_and_not_for_the_reporter(
    boss_client: Client, admin_user: Any, plan: Any, goal: Any, culture: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = FollowUpReportFactory(plan=plan, body=culture, period="2024", publish=False)
    put_in_review(report, admin_user)
    html = front_page(boss_client)
    assert "rows left" not in html
    assert f'<h3>To review</h3> <ul> <li><a href="{url("edit", report.pk)}">2024 Kultur- och fritidsnämnden</a>' in html
    monkeypatch.setattr(homepage, "reports_of", lambda request: FollowUpReport.objects.none())
    assert "To review" not in front_page(boss_client)


def test_those_who_have_nothing_to_do_with_reports_are_told_nothing(
    editor_client: Client, plan: Any, goal: Any
) -> None:
    assert HEADING not in front_page(editor_client)
