"""The preview of a report: each goal as it will read once the report is published."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test.client import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Site, Workflow, WorkflowContentType, WorkflowTask
from wagtail.test.utils.form_data import rich_text

from tests.pages.markup import read, words
from tests.site_pages import Page
from wagtail_kommunmal.documents.compose import compose
from wagtail_kommunmal.models import AssignmentFollowUp, FollowUpReport, Release
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    ItemDict,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assessment,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus

pytestmark = pytest.mark.django_db

LATE = "Upphandlingen är överklagad."


@pytest.fixture
def plan(home: Page) -> Any:
    return PlanPageFactory(parent=home, year=2026)


@pytest.fixture
def committee(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")


@pytest.fixture
def partner(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Barn- och utbildningsnämnden", code="BUN")


@pytest.fixture
def item(committee: Any, partner: Any) -> ItemDict:
    return assignment("Bygg ut biblioteket.", responsible=[committee, (partner, "co")])


@pytest.fixture
def bus(committee: Any) -> ItemDict:
    return investment("Bokbuss", responsible=[committee])


@pytest.fixture
def goal(plan: Any, item: ItemDict, bus: ItemDict, released: Any) -> Any:
    with released():
        sections = [assignments_section(item), investments_section(bus)]
        return GoalPageFactory(parent=plan, title="Mål: Kultur nära", sections=sections)


@pytest.fixture
def report(plan: Any, goal: Any, committee: Any, item: ItemDict) -> FollowUpReport:
    """A report that was never published."""
    row = follow_up(goal, item, AssignmentStatus.DELAYED, comment=f"<p>{LATE}</p>")
    return FollowUpReportFactory(plan=plan, body=committee, rows=[row], publish=False)


def url(name: str, *args: Any) -> str:
    return reverse(FollowUpReport.snippet_viewset.get_url_name(name), args=args)  # type: ignore[attr-defined]


def name_of(goal: Any, item: ItemDict, field: str) -> str:
    return f"assignmentfollowup-{goal.translation_key}-{item['id']}-{field}"


def preview(client: Client, report: FollowUpReport, goal: Any, **form: str) -> str:
    """Return the words of a goal as the panel shows it with what stands in the form."""
    address = url("preview_on_edit", report.pk)
    assert client.post(address, {"next": "", **form}).json() == {"is_valid": True, "is_available": True}
    mode = {"mode": str(goal.translation_key), "in_preview_panel": "true"}
    return words(read(client.get(address, mode)))


def modes(client: Client, report: FollowUpReport) -> list[tuple[str, str]]:
    modes: list[tuple[str, str]] = client.get(url("edit", report.pk)).context["form"].instance.preview_modes
    return modes


def test_sections_are_unfolded_in_the_preview_of_a_report_only(
    boss_client: Client, client: Client, plan: Any, report: FollowUpReport, goal: Any, released: Any
) -> None:
    with released():
        plan.get_latest_revision().publish()
    address, mode = url("preview_on_edit", report.pk), {"mode": str(goal.translation_key)}
    boss_client.post(address, {"next": ""})
    assert read(boss_client.get(address, mode)).select("details:not([open])") == []
    assert read(client.get(goal.url)).select("details[open]") == []


def test_draft_that_was_never_published_is_seen_in_the_goal(
    boss_client: Client, report: FollowUpReport, goal: Any
) -> None:
    shown = preview(boss_client, report, goal)
    assert "T1 2026, Kultur- och fritidsnämnden: Försenat" in shown
    assert LATE in shown


def test_what_stands_in_the_form_is_seen_before_it_is_saved(
    boss_client: Client, report: FollowUpReport, goal: Any, item: ItemDict
) -> None:
    written = {name_of(goal, item, "status"): "paused", name_of(goal, item, "comment"): rich_text("<p>Vi väntar.</p>")}
    shown = preview(boss_client, report, goal, **written)
    assert "T1 2026, Kultur- och fritidsnämnden: Pausat" in shown
    assert "Vi väntar." in shown
    assert LATE not in shown
    assert AssignmentFollowUp.objects.get(report=report).status == "delayed"


def test_preview_stands_in_the_place_of_what_the_same_report_has_published(
    boss_client: Client, plan: Any, goal: Any, committee: Any, item: ItemDict
) -> None:
    report = FollowUpReportFactory(plan=plan, body=committee, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)])
    shown = preview(boss_client, report, goal, **{name_of(goal, item, "status"): ""})
    assert "Försenat" not in shown


def test_document_of_the_preview_is_the_one_that_the_publication_releases(
    site: Site, plan: Any, goal: Any, committee: Any, partner: Any, item: ItemDict, bus: ItemDict
) -> None:
    for body, period in ((partner, "2026-T1"), (committee, "2026-T2"), (ResponsibleBodyFactory(), "2026-T1")):
        rows = [follow_up(goal, item, AssignmentStatus.IN_PROGRESS), assessment(goal, "uncertain")]
        FollowUpReportFactory(plan=plan, body=body, period=period, rows=rows)
    rows = [follow_up(goal, item, AssignmentStatus.DELAYED), follow_up(goal, bus, forecast="1200")]
    report = FollowUpReportFactory(plan=plan, body=committee, rows=[*rows, assessment(goal, "uncertain")])
    draft = report.get_latest_revision_as_object()
    for row in draft.rows():
        row.status, row.comment = "expected_complete" if hasattr(row, "lineage_id") else "", f"<p>{LATE}</p>"
    previewed = without_times(compose(goal, site, as_if_live=draft).content)
    assert previewed != without_times(compose(goal, site).content)
    draft.save_revision().publish()
    assert previewed == without_times(compose(goal, site).content)


def without_times(content: Any) -> Any:
    """Return the content without what says when the reports were published last."""
    if isinstance(content, dict):
        return {name: without_times(value) for name, value in content.items() if name != "publishedAt"}
    return [without_times(value) for value in content] if isinstance(content, list) else content


def test_preview_writes_no_release_and_publishes_nothing(
    boss_client: Client, report: FollowUpReport, goal: Any, released: Any
) -> None:
    before = Release.objects.count()
    with released():
        preview(boss_client, report, goal)
    assert Release.objects.count() == before
    report.refresh_from_db()
    assert not report.live


def test_goals_of_the_preview_are_those_of_the_rows_in_the_order_of_the_plan(
    boss_client: Client, plan: Any, goal: Any, committee: Any, report: FollowUpReport
) -> None:
    more = assignments_section(assignment("Köp en till.", responsible=[committee]))
    second = GoalPageFactory(parent=plan, title="Mål: Fler bokbussar", sections=[more])
    GoalPageFactory(parent=plan, title="Mål: Någon annans")
    assert modes(boss_client, report) == [
        (str(goal.translation_key), "Mål: Kultur nära"),
        (str(second.translation_key), "Mål: Fler bokbussar"),
    ]


def test_goal_that_the_plan_no_longer_has_is_left_out(boss_client: Client, report: FollowUpReport, goal: Any) -> None:
    goal.unpublish()
    assert modes(boss_client, report) == []
    response = boss_client.get(url("edit", report.pk))
    assert 'data-side-panel="preview"' not in response.content.decode()
    boss_client.post(url("preview_on_edit", report.pk), {"next": ""})
    assert boss_client.get(url("preview_on_edit", report.pk)).status_code == 404


def test_panel_offers_the_goals_and_names_no_primary_key_of_a_row(
    boss_client: Client, report: FollowUpReport, goal: Any
) -> None:
    html = boss_client.get(url("edit", report.pk)).content.decode()
    assert 'data-side-panel="preview"' in html
    assert f'data-w-preview-url-value="{url("preview_on_edit", report.pk)}"' in html


def test_report_that_is_not_there_yet_has_no_preview(boss_client: Client, plan: Any) -> None:
    assert 'data-side-panel="preview"' not in boss_client.get(url("add")).content.decode()
    for answer in (boss_client.get(url("preview_on_add")), boss_client.post(url("preview_on_add"), {})):
        assert answer.status_code == 404


def test_earlier_version_is_seen_as_it_was(
    boss_client: Client, report: FollowUpReport, goal: Any, item: ItemDict
) -> None:
    first = report.latest_revision
    boss_client.post(url("edit", report.pk), {name_of(goal, item, "status"): "paused"})
    shown = words(read(boss_client.get(url("revisions_view", report.pk, first.pk))))
    assert "Kultur- och fritidsnämnden: Försenat" in shown


def test_goal_is_previewed_in_the_language_of_its_plan(
    boss_client: Client, home: Page, english: Any, committee: Any
) -> None:
    plan = PlanPageFactory(parent=home.copy_for_translation(english), title="Goals 2026", locale=english)
    item = assignment("Build a library.", responsible=[committee])
    goal = GoalPageFactory(parent=plan, title="Culture", locale=english, sections=[assignments_section(item)])
    row = follow_up(goal, item, AssignmentStatus.DELAYED)
    report = FollowUpReportFactory(plan=plan, body=committee, rows=[row], publish=False)
    assert "Kultur- och fritidsnämnden: Delayed" in preview(boss_client, report, goal)


def test_reviewer_sees_the_goal_while_the_task_is_open(report: FollowUpReport, goal: Any) -> None:
    group = Group.objects.create(name="Granskare")
    for label, codename in (("wagtailadmin", "access_admin"), ("wagtail_kommunmal", "publish_followupreport")):
        group.permissions.add(Permission.objects.get(content_type__app_label=label, codename=codename))
    reviewer = get_user_model().objects.create_user("reviewer")
    reviewer.groups.add(group)
    client = Client()
    client.force_login(reviewer)

    task = GroupApprovalTask.objects.create(name="Granskning")
    task.groups.add(group)
    workflow = Workflow.objects.create(name="Granskning av rapporter")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    content_type = report.get_content_type()
    WorkflowContentType.objects.create(workflow=workflow, content_type=content_type)
    workflow.start(report, get_user_model().objects.create_user("writer"))

    assert LATE in preview(client, report, goal)
    assert LATE in words(read(client.get(url("workflow_preview", report.pk, task.pk))))
