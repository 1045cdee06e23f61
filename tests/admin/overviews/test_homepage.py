"""The admin's front page says which reports wait for the user."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test.client import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Site, TaskState, Workflow, WorkflowState

from tests.site_pages import Page
from wagtail_kommunmal.admin.groups import ACCESS_ADMIN
from wagtail_kommunmal.admin.overviews import homepage
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
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

HEADING = "Reports that wait for you"


@pytest.fixture
def plan(home: Page) -> Any:
    return PlanPageFactory(parent=home, year=2024)


@pytest.fixture
def reporters() -> Group:
    """The group that reports, which needs the right to use the admin."""
    group = Group.objects.create(name="Rapportörer")
    group.permissions.add(Permission.objects.get(**ACCESS_ADMIN))
    return group


@pytest.fixture
def reporter_client(reporters: Group) -> Client:
    """Somebody who reports."""
    user = get_user_model().objects.create_user("reporter", "reporter@example.org", "password")
    user.groups.add(reporters)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def culture(site: Site, reporters: Group) -> Any:
    return ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN", reporters=reporters)


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
    reporter_client: Client, plan: Any, goal: Any, culture: Any
) -> None:
    html = front_page(reporter_client)
    new = f"{url('add')}?plan={plan.pk}&amp;body={culture.pk}&amp;period=2024"
    assert f'<a href="{new}">2024 Kultur- och fritidsnämnden</a>: Missing, 2 of 2 rows left' in html


def test_a_report_with_rows_left_is_shown_until_they_are_answered(
    reporter_client: Client, plan: Any, goal: Any, items: list[ItemDict], culture: Any
) -> None:
    report = FollowUpReportFactory(
        plan=plan, body=culture, period="2024", rows=[follow_up(goal, items[0], "completed"), follow_up(goal, items[1])]
    )
    assert (
        f'<a href="{url("edit", report.pk)}">2024 Kultur- och fritidsnämnden</a>: Published, 1 of 2 rows left'
        in front_page(reporter_client)
    )
    report.assignments.get_object_list()[1].status = "completed"
    report.save_revision().publish()
    assert '<a href="' + url("edit", report.pk) not in front_page(reporter_client)


def test_every_period_that_has_ended_is_shown_and_what_was_begun_early_too(
    reporter_client: Client, home: Page, plan: Any, goal: Any, items: list[ItemDict], culture: Any
) -> None:
    following = PlanPageFactory(parent=home, year=2199)
    GoalPageFactory(parent=following, sections=[assignments_section(*items)])
    FollowUpReportFactory(plan=following, body=culture, period="2199-T2", publish=False)
    closed = PlanPageFactory(parent=home, year=2023)
    GoalPageFactory(parent=closed, sections=[assignments_section(*items)])
    type(closed).objects.filter(pk=closed.pk).update(closed_at=timezone.now())
    html = front_page(reporter_client)
    assert [part.rpartition(">")[2] for part in html.split("Kultur- och fritidsnämnden</a>:")[:-1]] == [
        "T1 2024 ",
        "T2 2024 ",
        "2024 ",
        "T2 2199 ",
    ]


@pytest.mark.parametrize("who", ["boss_client", "reviewer_client"])
def test_only_the_bodies_that_the_user_reports_for_are_shown(
    who: str, request: pytest.FixtureRequest, reporter_client: Client, plan: Any, goal: Any
) -> None:
    other = ResponsibleBodyFactory(name="Barnnämnden")
    GoalPageFactory(parent=plan, sections=[assignments_section(assignment("Läs.", responsible=[other]))])
    assert HEADING not in front_page(request.getfixturevalue(who))
    assert "Barnnämnden" not in front_page(reporter_client)


def test_many_are_cut_short_with_a_link_to_all(reporter_client: Client, plan: Any, reporters: Group) -> None:
    bodies = [ResponsibleBodyFactory(reporters=reporters) for _ in range(7)]
    GoalPageFactory(parent=plan, sections=[assignments_section(assignment("Läs.", responsible=bodies))])
    html = front_page(reporter_client)
    assert html.count("1 of 1 rows left") == 5
    assert f'<a href="{reverse("kommunmal_overviews:matrix")}?plan={plan.pk}"> And 16 more reports </a>' in html


def test_a_report_in_review_waits_for_the_reviewer_and_not_for_the_reporter(
    boss_client: Client,
    reporter_client: Client,
    admin_user: Any,
    plan: Any,
    goal: Any,
    culture: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    report = FollowUpReportFactory(plan=plan, body=culture, period="2024", publish=False)
    put_in_review(report, admin_user)
    assert url("edit", report.pk) not in front_page(reporter_client)
    html = front_page(boss_client)
    assert "rows left" not in html
    assert f'<h3>To review</h3> <ul> <li><a href="{url("edit", report.pk)}">2024 Kultur- och fritidsnämnden</a>' in html
    monkeypatch.setattr(homepage, "reports_of", lambda request: FollowUpReport.objects.none())
    assert "To review" not in front_page(boss_client)


def test_those_who_have_nothing_to_do_with_reports_are_told_nothing(
    editor_client: Client, plan: Any, goal: Any
) -> None:
    assert HEADING not in front_page(editor_client)
