"""Whose reports an import changes, and when: rights, locks, reviews and closed plans."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from wagtail.models import GroupApprovalTask, ModelLogEntry, Site, Workflow, WorkflowTask

from tests.exchange.test_follow_ups import exported
from wagtail_kommunmal.authoring.closing import close_plan, open_plan
from wagtail_kommunmal.exchange.applying import apply_plan, undo_batch
from wagtail_kommunmal.exchange.errors import WritingRefusedError
from wagtail_kommunmal.exchange.planning import plan_file
from wagtail_kommunmal.exchange.plans import Plan
from wagtail_kommunmal.exchange.registry import KINDS
from wagtail_kommunmal.models import FollowUpReport
from wagtail_kommunmal.testing import ResponsibleBodyFactory

from .conftest import csv, errors, statuses
from .reported_plan import HEADER, Reported, latest, reported_plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(site: Site) -> Reported:
    return reported_plan()


@pytest.fixture
def secretary(content: Reported) -> Any:
    """Somebody who reports for the committee."""
    content.committee.reporters = Group.objects.create(name="Rapportörer KFN")
    content.committee.save()
    return member_of(content.committee.reporters)


@pytest.fixture
def controller(site: Site) -> Any:
    """Somebody who publishes reports."""
    group = Group.objects.create(name="Granskare")
    group.permissions.add(Permission.objects.get(codename="publish_followupreport"))
    return member_of(group)


def member_of(group: Group) -> Any:
    user = get_user_model().objects.create_user(group.name)
    user.groups.add(group)
    return user


def planned_by(editor: Any, *rows: Any) -> Plan:
    return plan_file(KINDS["follow-ups"](Site.objects.get(), editor), csv(HEADER, *rows), "tabell.csv")


def test_a_secretary_reports_for_her_committee_and_for_no_other(content: Reported, secretary: Any) -> None:
    goal_of_the_board = [2026, "2026-T1", "KS", "", "achieved", ""]
    planned = planned_by(secretary, content.row(content.library, "paused"), goal_of_the_board)
    assert statuses(planned) == {2: "changed", 3: "error"}
    assert errors(planned)[3] == ["C3 (Responsible body): You may not report for Kommunstyrelsen."]
    apply_plan(planned, user=secretary, skip_blocking=True)
    assert latest(FollowUpReport.objects.get()) == {content.library["id"]: ("paused", "")}


def test_a_table_holds_the_reports_that_its_reader_sees(
    site: Site, content: Reported, secretary: Any, controller: Any
) -> None:
    content.report()
    content.report(body=content.board, rows=[])
    assert {row[2] for row in exported(site, "", secretary)[1:]} == {"KFN"}
    assert {row[2] for row in exported(site, "", controller)[1:]} == {"KFN", "KS"}
    stranger = get_user_model().objects.create_user("stranger")
    kind = KINDS["follow-ups"]
    assert [kind.may_be_exported_by(user) for user in (secretary, controller, stranger)] == [True, True, False]
    assert exported(site, "", stranger)[1:] == []


def test_only_who_may_publish_publishes(content: Reported, secretary: Any, controller: Any) -> None:
    planned = planned_by(secretary, content.row(content.library, "paused"))
    with pytest.raises(WritingRefusedError, match="You may not publish reports"):
        apply_plan(planned, user=secretary, publishes=True)
    assert not FollowUpReport.objects.exists()
    batch = apply_plan(planned, user=controller, publishes=True)
    assert FollowUpReport.objects.get().live
    with pytest.raises(WritingRefusedError, match="You may not publish reports"):
        undo_batch(batch, user=secretary)
    assert FollowUpReport.objects.get().live


def test_a_closed_plan_is_not_reported_on(site: Site, content: Reported, controller: Any) -> None:
    content.report()
    new = content.row(content.library, "paused", period="2026-T2")
    batch = apply_plan(planned_by(None, content.row(content.visits, "paused")))
    planned = planned_by(None, new)
    close_plan(content.plan, None)
    assert exported(site)[1:] == []
    for editor in (None, controller):
        again = planned_by(editor, content.row(content.visits, "paused"), content.row(content.visits, "delayed"), new)
        assert statuses(again) == {2: "unchanged", 3: "error", 4: "error"}
        assert errors(again)[4] == ["The plan is closed: it stays as it was decided. Open the plan to make changes."]
    with pytest.raises(WritingRefusedError, match="The plan is closed"):
        apply_plan(planned)
    with pytest.raises(WritingRefusedError, match="The plan is closed"):
        undo_batch(batch)
    open_plan(content.plan, None)
    undo_batch(batch)


def test_a_locked_report_is_changed_by_who_has_locked_it(content: Reported, secretary: Any, controller: Any) -> None:
    report = content.report()
    planned = planned_by(None, content.row(content.library, "paused"))
    FollowUpReport.objects.filter(pk=report.pk).update(locked=True, locked_by=controller)
    row = content.row(content.library, "paused")
    for editor in (None, secretary):
        assert errors(planned_by(editor, row)) == {2: ["The report “T1 2026 Kultur- och fritidsnämnden” is locked."]}
        with pytest.raises(WritingRefusedError, match="is locked"):
            apply_plan(planned, user=editor)
    assert statuses(planned_by(secretary, content.row(content.library, "delayed"))) == {2: "unchanged"}
    apply_plan(planned_by(controller, row), user=controller)
    assert latest(report)[content.library["id"]][0] == "paused"


def test_a_report_in_review_is_changed_by_its_reviewers(content: Reported, secretary: Any) -> None:
    report = content.report(publish=False)
    reviewers = Group.objects.create(name="De som läser")
    task = GroupApprovalTask.objects.create(name="Granska")
    task.groups.add(reviewers)
    content.committee.reporters.user_set.add(reviewer := member_of(reviewers))
    workflow = Workflow.objects.create(name="Granskning")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(report, secretary)
    row = content.row(content.library, "paused")
    for editor in (None, secretary):
        assert errors(planned_by(editor, row)) == {
            2: ["The report “T1 2026 Kultur- och fritidsnämnden” is in review: only its reviewers can change it."]
        }
    assert statuses(planned_by(secretary, content.row(content.library, "delayed"))) == {2: "unchanged"}
    apply_plan(planned_by(reviewer, row), user=reviewer)
    assert latest(report)[content.library["id"]][0] == "paused"


def test_a_review_is_not_ended_by_publishing_an_import(content: Reported, secretary: Any, controller: Any) -> None:
    report = content.report()
    report.save_revision()
    task = GroupApprovalTask.objects.create(name="Granska")
    task.groups.add(controller.groups.get())
    workflow = Workflow.objects.create(name="Granskning")
    WorkflowTask.objects.create(workflow=workflow, task=task)
    workflow.start(report, secretary)
    kind = KINDS["follow-ups"](Site.objects.get(), controller)
    planned = plan_file(kind, csv(HEADER, content.row(content.visits, "in progress")), "tabell.csv")
    refusal = "The report “T1 2026 Kultur- och fritidsnämnden” is in review. Wait until the review is over."
    assert (planned.blocking, kind.reasons_against_publishing(planned.changes)) == ([], [refusal])
    with pytest.raises(WritingRefusedError, match="is in review"):
        apply_plan(planned, user=controller, publishes=True)
    apply_plan(planned, user=controller)
    assert FollowUpReport.objects.get().workflow_in_progress


def test_a_draft_that_has_its_time_is_not_published_by_an_import(content: Reported) -> None:
    report = content.report(publish=False)
    report.go_live_at = timezone.now() + timezone.timedelta(days=1)
    report.save_revision()
    planned = planned_by(None, content.row(content.visits, "in progress"))
    with pytest.raises(WritingRefusedError, match="waits to be published at a set time"):
        apply_plan(planned, publishes=True)
    apply_plan(planned)
    assert not FollowUpReport.objects.get().approved_schedule


def test_the_log_and_the_versions_say_who_imported(content: Reported, secretary: Any) -> None:
    report = content.report()
    batch = apply_plan(planned_by(secretary, content.row(content.library, "paused")), user=secretary)
    report.refresh_from_db()
    assert report.latest_revision.user == secretary
    entry = ModelLogEntry.objects.for_instance(report).latest("pk")
    assert (entry.action, entry.user, entry.data, entry.revision) == (
        "wagtail.edit",
        secretary,
        {"import": batch.pk},
        report.latest_revision,
    )


def test_a_body_of_another_site_is_not_reported_for(site: Site, other_site: Site, content: Reported) -> None:
    ResponsibleBodyFactory(name="Norrbys nämnd", code="NN", site=other_site)
    planned = plan_file(
        KINDS["follow-ups"](site), csv(HEADER, [2026, "2026-T1", "NN", content.library["id"], "paused", ""]), "tabell"
    )
    assert "No body has the code “NN”" in errors(planned)[2][0]
