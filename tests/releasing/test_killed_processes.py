"""A process that is killed while it publishes leaves the old state or the new one, and readers see no half document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.management import call_command
from django.test.client import Client

from tests import reporting
from tests.processes import KILLED, Processes, die_at
from wagtail_kommunmal.models import AssignmentFollowUp, FollowUpReport, PendingRelease, Release, ReleaseHead
from wagtail_kommunmal.releasing import rebuild
from wagtail_kommunmal.releasing.writing import checksum_of
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    ItemDict,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)

pytestmark = pytest.mark.django_db(transaction=True)

OLD, NEW = "in_progress", "delayed"
GOALS = 3

Documents = dict[str, Any]


@dataclass
class Reported:
    """Goals whose items a body has reported on, each with two assignments and an investment."""

    report: FollowUpReport
    goals: list[Any] = field(default_factory=list)

    def documents(self, client: Client) -> list[Documents]:
        """Return what the API answers about each goal."""
        answers = [client.get(f"/kommunmal/v1/goals/{goal.translation_key}") for goal in self.goals]
        assert [answer.status_code for answer in answers] == [200] * len(self.goals)
        return [answer.json() for answer in answers]

    def rows(self) -> set[str]:
        report = FollowUpReport.objects.get(pk=self.report.pk)
        return {row.status for row in report.rows()} if report.live else set()


@pytest.fixture
def reported(plan: Any, admin_user: Any) -> Reported:
    body = ResponsibleBodyFactory()
    goals, rows = [], []
    for number in range(GOALS):
        items: list[ItemDict] = [assignment(f"Uppdrag {index}.", responsible=[body]) for index in range(2)]
        project = investment("Bokbuss", responsible=[body])
        sections = [assignments_section(*items), investments_section(project)]
        goals.append(GoalPageFactory(parent=plan, number=str(number), statement=OLD, sections=sections))
        rows += [follow_up(goals[-1], item, OLD, comment=f"<p>{OLD}</p>") for item in [*items, project]]
    return Reported(FollowUpReportFactory(plan=plan, body=body, rows=rows), goals)


def statuses_in(document: Documents) -> list[list[tuple[str, str]]]:
    """Return status and comment of every follow-up, by item."""
    return [
        [(entry["status"]["code"], entry["commentText"]) for entry in item["followUps"]]
        for section in document["sections"]
        for item in (*section.get("assignments", ()), *section.get("investments", ()))
    ]


SAYS_OLD, SAYS_NEW, SAYS_NOTHING = [[(OLD, OLD)]] * 3, [[(NEW, NEW)]] * 3, [[]] * 3


def assert_whole(goals: list[Any]) -> None:
    """Assert that every head, its release and its numbers fit each other."""
    for goal in goals:
        releases = list(Release.objects.filter(head__translation_key=goal.translation_key).order_by("number"))
        head = ReleaseHead.objects.get(translation_key=goal.translation_key)
        assert [release.number for release in releases] == list(range(1, len(releases) + 1))
        assert [release.published_to for release in releases] == [*(one.published_from for one in releases[1:]), None]
        assert (head.current, head.last_number) == (releases[-1], len(releases))
        assert releases[-1].checksum == checksum_of(releases[-1].content)
        items = {str(item.item_id): item.content for item in head.items.all()}
        assert items == {
            item["id"]: item
            for section in releases[-1].content["sections"]
            for item in (*section.get("assignments", ()), *section.get("investments", ()))
        }


def publish_and_die(report_id: int, *step: Any) -> None:
    client = reporting.logged_in("admin")
    form = reporting.filled(reporting.opened(client, report_id), lambda title: (NEW, NEW))
    die_at(*step)
    reporting.publish(client, report_id, form)


def withdraw_and_die(report_id: int, *step: Any) -> None:
    client = reporting.logged_in("admin")
    die_at(*step)
    client.post(reporting.url("unpublish", report_id))


def rebuild_and_die(*step: Any) -> None:
    rebuild.BATCH_SIZE = 2  # type: ignore[misc]
    die_at(*step)
    call_command("kommunmal_release", all=True)


BEFORE_THE_COMMIT = {
    "when the report is about to be written": ("wagtail_kommunmal.models.FollowUpReport.save",),
    "between its rows": ("wagtail_kommunmal.models.AssignmentFollowUp.save", 2),
    "before anybody is told": ("wagtail.actions.publish_revision.PublishRevisionAction._after_publish",),
    "before work is written down": ("wagtail_kommunmal.releasing.triggers.request_release",),
}
AFTER_THE_COMMIT = {
    "before anything is composed": ("wagtail_kommunmal.releasing.pending.release_pending",),
    "before the head is locked": ("wagtail_kommunmal.releasing.heads.lock",),
    "while the first goal is composed": ("wagtail_kommunmal.releasing.heads.compose",),
    "while the second goal is composed": ("wagtail_kommunmal.releasing.heads.compose", 2),
    "with a release and no head": ("wagtail_kommunmal.releasing.afterwards.write_head", 2),
    "with items and not their bodies": ("wagtail_kommunmal.models.ReleasedItemBody.objects.bulk_create", 2),
    "with a release that is stored and work that is not removed": (
        "wagtail_kommunmal.releasing.afterwards.forget_work",
        2,
    ),
    "between two goals": ("wagtail_kommunmal.releasing.pending.release_page", 1, True),
    "when all is done": ("wagtail_kommunmal.releasing.pending.release_pending", 1, True),
}


@pytest.mark.parametrize("step", BEFORE_THE_COMMIT.values(), ids=BEFORE_THE_COMMIT)
def test_a_publication_killed_before_its_commit_has_not_been(
    reported: Reported, processes: Processes, client: Client, step: tuple[Any, ...]
) -> None:
    before = reported.documents(client)
    assert processes.run((publish_and_die, reported.report.pk, *step)) == [KILLED]
    assert reported.documents(client) == before
    assert reported.rows() == {OLD}
    call_command("kommunmal_release", all=True)
    assert reported.documents(client) == before
    assert not PendingRelease.objects.exists()


@pytest.mark.parametrize("step", AFTER_THE_COMMIT.values(), ids=AFTER_THE_COMMIT)
def test_a_publication_killed_after_its_commit_is_finished_by_the_command(
    reported: Reported, processes: Processes, client: Client, step: tuple[Any, ...]
) -> None:
    before = reported.documents(client)
    assert processes.run((publish_and_die, reported.report.pk, *step)) == [KILLED]
    killed = reported.documents(client)
    assert reported.rows() == {NEW}
    call_command("kommunmal_release")
    after = reported.documents(client)
    assert [statuses_in(document) for document in after] == [SAYS_NEW] * GOALS
    assert all(document in (old, new) for document, old, new in zip(killed, before, after, strict=True))
    assert not PendingRelease.objects.exists()
    assert_whole(reported.goals)
    assert Release.objects.filter(reason="follow_up").count() == 2 * GOALS


def test_a_withdrawal_killed_before_its_commit_has_not_been(
    reported: Reported, processes: Processes, client: Client
) -> None:
    before = reported.documents(client)
    step = "wagtail.actions.unpublish.UnpublishAction._after_unpublish"
    assert processes.run((withdraw_and_die, reported.report.pk, step)) == [KILLED]
    assert reported.rows() == {OLD}
    call_command("kommunmal_release", all=True)
    assert reported.documents(client) == before


def test_a_withdrawal_killed_after_its_commit_is_finished_by_the_command(
    reported: Reported, processes: Processes, client: Client
) -> None:
    before = reported.documents(client)
    step = "wagtail_kommunmal.releasing.heads.compose"
    assert processes.run((withdraw_and_die, reported.report.pk, step, 2)) == [KILLED]
    killed = reported.documents(client)
    call_command("kommunmal_release")
    after = reported.documents(client)
    assert [statuses_in(document) for document in after] == [SAYS_NOTHING] * GOALS
    assert killed == [after[0], *before[1:]]
    assert_whole(reported.goals)


DURING_A_REBUILD = {
    "before anything is done": ("wagtail_kommunmal.releasing.rebuild.lock", 1),
    "between two locks": ("wagtail_kommunmal.releasing.rebuild.lock", 2),
    "within a batch": ("wagtail_kommunmal.releasing.heads.compose", 2),
    "within a later batch": ("wagtail_kommunmal.releasing.heads.compose", 4),
    "with a release and no head": ("wagtail_kommunmal.releasing.afterwards.write_head", 3),
    "between two batches": ("wagtail_kommunmal.releasing.rebuild._release_batch", 1, True),
    "between two documents": ("wagtail_kommunmal.releasing.rebuild._attempt", 3, True),
}


@pytest.mark.parametrize("step", DURING_A_REBUILD.values(), ids=DURING_A_REBUILD)
def test_a_rebuild_that_is_killed_can_be_run_again(
    reported: Reported, processes: Processes, client: Client, step: tuple[Any, ...]
) -> None:
    before = reported.documents(client)
    type(reported.goals[0]).objects.update(statement=NEW)
    AssignmentFollowUp.objects.update(status=NEW)
    assert processes.run((rebuild_and_die, *step)) == [KILLED]
    killed = reported.documents(client)
    call_command("kommunmal_release", all=True)
    after = reported.documents(client)
    assert [document["statement"] for document in after] == [NEW] * GOALS
    assert all(document in (old, new) for document, old, new in zip(killed, before, after, strict=True))
    assert not PendingRelease.objects.exists()
    assert_whole(reported.goals)
