"""Ten committees write and hand in their reports on one afternoon, while somebody edits one of the goals."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.test.client import Client
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Revision, Workflow, WorkflowContentType, WorkflowTask

from tests import reporting
from tests.admin.form_data import goal_form
from tests.processes import Processes
from tests.releasing.reading import content_of, current_of, head_of
from tests.site_pages import GoalPage
from wagtail_kommunmal.documents.compose import compose
from wagtail_kommunmal.models import FollowUpReport, PendingRelease, Release
from wagtail_kommunmal.releasing.keys import key_of
from wagtail_kommunmal.releasing.pages import live_page
from wagtail_kommunmal.releasing.writing import checksum_of
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import ResponsibleRole

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

REPORTERS = 10
GOALS = 3
STATUSES = ("in_progress", "delayed", "paused", "cancelled", "expected_complete")
AUTOSAVES = 3
DRAFTS = 15
READINGS = 30


def status_of(reporter: int) -> str:
    return STATUSES[reporter % len(STATUSES)]


def report_and_publish(reporter: int, plan_id: int, body_id: int) -> None:
    """Write a report, publish it, and publish a correction."""
    client = reporting.logged_in(f"reporter{reporter}")
    report_id, form = write(client, reporter, plan_id, body_id)
    said = reporting.filled(form, lambda title: ("not_started", f"{title} {reporter}, första försöket."))
    reporting.publish(client, report_id, said)
    said = reporting.filled(form, lambda title: (status_of(reporter), f"{title} {reporter}."))
    reporting.autosave(client, reporting.url("edit", report_id), said)
    reporting.publish(client, report_id, said)


def report_and_submit(reporter: int, plan_id: int, body_id: int) -> None:
    """Write a report and submit it to a reviewer, who approves."""
    client = reporting.logged_in(f"reporter{reporter}")
    report_id, form = write(client, reporter, plan_id, body_id)
    said = reporting.filled(form, lambda title: (status_of(reporter), f"{title} {reporter}."))
    response = client.post(reporting.url("edit", report_id), {**said, "action-submit": "1"})
    assert response.status_code == 302, response.context["form"].errors
    task_state = FollowUpReport.objects.get(pk=report_id).current_workflow_task_state
    approval = reporting.url("workflow_action", report_id, "approve", task_state.pk)
    assert reporting.logged_in("reviewer").post(approval).status_code == 302


def write(client: Client, reporter: int, plan_id: int, body_id: int) -> tuple[int, Any]:
    """Begin a report and save it now and then; return its key and the form that is open."""
    report_id = reporting.create(client, plan_id, body_id, "2026-T1")
    form, revision_id = reporting.opened(client, report_id), None
    for number in range(AUTOSAVES):
        said = reporting.filled(form, lambda title, number=number: ("delayed", f"{title} {number}"))
        revision_id = reporting.autosave(client, reporting.url("edit", report_id), said, revision_id)
    return report_id, form


def edit_the_page(page_id: int) -> None:
    client = reporting.logged_in("admin")
    address = reverse("wagtailadmin_pages:edit", args=[page_id])
    revision_id = None
    for number in range(DRAFTS):
        form = goal_form(title="Utkast", statement=f"Utkast {number}.")
        revision_id = reporting.autosave(client, address, form, revision_id)


def read_the_api(address: str) -> None:
    """Read on and on: a document is that of its release, whole, and no release is older than the one read before."""
    client = Client()
    last, seen = 0, {}
    for _ in range(READINGS):
        document = client.get(address).json()
        number = document["release"]["number"]
        assert number >= last
        assert seen.setdefault(number, document["sections"]) == document["sections"]
        by_body: dict[str, list[tuple[str, str]]] = {}
        for item in items_of(document):
            for entry in item["followUps"]:
                text = entry["commentText"].removeprefix(title_of(item))
                by_body.setdefault(entry["body"]["code"], []).append((entry["status"]["code"], text))
        for said in by_body.values():
            # All that a body says of the goal was published at once.
            assert said == [said[0]] * len(items_of(document))
        last = number


def title_of(item: Any) -> str:
    return str(item.get("title") or item["name"])


def items_of(document: Any) -> list[Any]:
    sections = document["sections"]
    return [item for section in sections for item in (*section.get("assignments", ()), *section.get("investments", ()))]


@pytest.fixture
def bodies(site: Any) -> list[Any]:
    return [ResponsibleBodyFactory(name=f"Nämnd {number}", code=f"N{number}") for number in range(REPORTERS)]


@pytest.fixture
def goals(plan: Any, bodies: list[Any]) -> list[Any]:
    """Goals whose items all bodies have a part in, the second with a draft."""
    parts = [(body, ResponsibleRole.CO if number else ResponsibleRole.LEAD) for number, body in enumerate(bodies)]
    made = [
        GoalPageFactory(
            parent=plan,
            number=str(number),
            sections=[
                assignments_section(
                    assignment("Bygg.", responsible=parts[::-1] if number % 2 else parts),
                    assignment("Riv.", responsible=parts),
                ),
                investments_section(investment("Bro", responsible=parts)),
            ],
        )
        for number in range(GOALS)
    ]
    made[1].statement = "Inte färdigt."
    made[1].save_revision()
    return made


@pytest.fixture
def people(admin_user: Any) -> None:
    make = get_user_model().objects.create_superuser
    for number in range(REPORTERS):
        make(f"reporter{number}", f"reporter{number}@example.org", "password")
    reviewers = Group.objects.create(name="Granskare av rapporter")
    make("reviewer", "reviewer@example.org", "password").groups.add(reviewers)
    task = GroupApprovalTask.objects.create(name="Granska")
    task.groups.add(reviewers)
    workflow = Workflow.objects.create(name="Granskning")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    WorkflowContentType.objects.create(
        workflow=workflow, content_type=ContentType.objects.get_for_model(FollowUpReport)
    )


@pytest.mark.parametrize(("report", "publications"), [(report_and_publish, 2), (report_and_submit, 1)])
def test_ten_reports_at_once_are_all_in_every_goal_and_touch_no_draft(
    plan: Any,
    goals: list[Any],
    bodies: list[Any],
    people: None,
    processes: Processes,
    report: Any,
    publications: int,
) -> None:
    drafts = {goal.pk: GoalPage.objects.get(pk=goal.pk).get_latest_revision() for goal in goals}
    live = {goal.pk: GoalPage.objects.get(pk=goal.pk).serializable_data() for goal in goals}
    address = f"/kommunmal/v1/goals/{goals[0].translation_key}"
    calls = [(report, number, plan.pk, body.pk) for number, body in enumerate(bodies)]
    statuses = processes.run(*calls, (edit_the_page, goals[0].pk), (read_the_api, address))
    assert statuses == [0] * (REPORTERS + 2)

    assert not PendingRelease.objects.exists()
    for goal in goals:
        assert_all_have_reported(content_of(goal), bodies)
        assert_released_without_gaps(goal, publications)
    for number, body in enumerate(bodies):
        assert_kept(FollowUpReport.objects.get(body=body), number)

    edited, *untouched = goals
    for goal in untouched:
        latest = GoalPage.objects.get(pk=goal.pk).get_latest_revision()
        assert (latest.pk, latest.content) == (drafts[goal.pk].pk, drafts[goal.pk].content)
        assert GoalPage.objects.get(pk=goal.pk).serializable_data() == live[goal.pk]
    draft = GoalPage.objects.get(pk=edited.pk).get_latest_revision()
    assert (draft.content["title"], draft.content["statement"]) == ("Utkast", f"Utkast {DRAFTS - 1}.")
    assert draft.content["sections"] == "[]"
    assert Revision.objects.for_instance(edited).count() == 2
    drafted = {"latest_revision": draft.pk, "has_unpublished_changes": True, "draft_title": "Utkast"}
    as_it_was = {**live[edited.pk], **drafted, "latest_revision_created_at": draft.created_at}
    now = GoalPage.objects.get(pk=edited.pk).serializable_data()
    assert now.keys() == live[edited.pk].keys()
    assert now == {name: as_it_was[name] for name in now} | {
        "latest_revision_created_at": now["latest_revision_created_at"]
    }


def assert_all_have_reported(document: Any, bodies: list[Any]) -> None:
    expected = {body.code: (status_of(number), "co" if number else "lead") for number, body in enumerate(bodies)}
    assert len(items_of(document)) == 3
    for item in items_of(document):
        said = {entry["body"]["code"]: entry for entry in item["followUps"]}
        assert len(item["followUps"]) == REPORTERS
        assert {code: (entry["status"]["code"], entry["role"]["code"]) for code, entry in said.items()} == expected
        assert {code: entry["commentText"] for code, entry in said.items()} == {
            body.code: f"{title_of(item)} {number}." for number, body in enumerate(bodies)
        }


def assert_released_without_gaps(goal: Any, publications: int) -> None:
    releases = list(Release.objects.filter(head=head_of(goal)).order_by("number"))
    assert [release.number for release in releases] == list(range(1, len(releases) + 1))
    assert [release.published_to for release in releases] == [*(one.published_from for one in releases[1:]), None]
    assert current_of(goal) == releases[-1]
    page = live_page(key_of(goal))
    assert releases[-1].checksum == checksum_of(compose(page, page.get_site()).content)
    # One release may say what several have reported meanwhile, and none says nothing new.
    assert 2 <= len(releases) <= 1 + REPORTERS * publications
    assert len({release.checksum for release in releases}) == len(releases)


def assert_kept(report: FollowUpReport, number: int) -> None:
    """Assert that the report, its rows and what was written last are the same."""
    assert report.live
    assert not report.has_unpublished_changes
    assert report.live_revision == report.latest_revision
    written = report.get_latest_revision_as_object()
    for stored in (report, written):
        rows = list(stored.rows())
        assert len(rows) == 3 * GOALS
        assert {row.status for row in rows} == {status_of(number)}
        assert all(row.comment.endswith(f" {number}.</p>") for row in rows)
