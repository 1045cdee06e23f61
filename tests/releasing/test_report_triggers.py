"""A report that is published, corrected or withdrawn releases the goals that it says something of."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.utils.translation import override
from wagtail.models import Locale, Site

from tests.releasing.reading import content_of
from wagtail_kommunmal.authoring.closing import close_plan
from wagtail_kommunmal.models import (
    FollowUpReport,
    PendingRelease,
    Release,
    ReleasedItem,
    ReleasedItemBody,
    ReleaseHead,
)
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
)
from wagtail_kommunmal.vocabulary import AchievementStatus, AssignmentStatus, ReleaseReason, ResponsibleRole

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(site: Site) -> Any:
    return PlanPageFactory(year=2026)


@pytest.fixture
def lead(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")


@pytest.fixture
def partner(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Tekniska nämnden", code="TN")


@pytest.fixture
def item(lead: Any, partner: Any) -> ItemDict:
    return assignment("Bygg ut biblioteket.", responsible=[lead, (partner, ResponsibleRole.CO)])


@pytest.fixture
def goal(plan: Any, item: ItemDict, released: Any) -> Any:
    with released():
        return GoalPageFactory(parent=plan, sections=[assignments_section(item)])


def releases_of(page: Any) -> list[tuple[str, str]]:
    """Return reason and label of each release of a page."""
    releases = Release.objects.filter(head__translation_key=page.translation_key, head__locale=page.locale)
    return list(releases.order_by("number").values_list("reason", "label"))


def statuses_of(page: Any) -> list[str]:
    follow_ups = content_of(page)["sections"][0]["assignments"][0]["followUps"]
    return [entry["status"]["code"] for entry in follow_ups]


def test_publication_gives_a_release_that_bears_the_name_of_the_report(
    plan: Any, goal: Any, lead: Any, item: ItemDict, released: Any
) -> None:
    untouched = GoalPageFactory(parent=plan)
    before = len(releases_of(untouched))
    with released():
        FollowUpReportFactory(plan=plan, body=lead, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)])
    assert releases_of(goal)[1:] == [(ReleaseReason.FOLLOW_UP, "T1 2026 Kultur- och fritidsnämnden")]
    assert statuses_of(goal) == ["delayed"]
    assert len(releases_of(untouched)) == before


def test_the_name_is_in_the_default_language_whoever_publishes(
    plan: Any, goal: Any, lead: Any, item: ItemDict, released: Any
) -> None:
    with released(), override("en"):
        rows = [follow_up(goal, item, AssignmentStatus.DELAYED)]
        FollowUpReportFactory(plan=plan, body=lead, period="2026-03", rows=rows)
    assert releases_of(goal)[1:] == [(ReleaseReason.FOLLOW_UP, "mars 2026 Kultur- och fritidsnämnden")]


def test_a_name_that_is_too_long_is_cut(plan: Any, goal: Any, item: ItemDict, released: Any) -> None:
    body = ResponsibleBodyFactory(name="N" * 255)
    with released():
        FollowUpReportFactory(plan=plan, body=body, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)])
    assert releases_of(goal)[1:] == [(ReleaseReason.FOLLOW_UP, f"T1 2026 {'N' * 246}…")]


def test_reports_that_are_released_together_are_named_together(
    plan: Any, goal: Any, lead: Any, partner: Any, item: ItemDict
) -> None:
    PendingRelease.objects.all().delete()
    for body in (lead, partner):
        FollowUpReportFactory(plan=plan, body=body, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)])
    lead.save()
    goal.save_revision().publish()
    call_command("kommunmal_release")
    assert releases_of(goal)[1:] == [
        (ReleaseReason.FOLLOW_UP, "T1 2026 Kultur- och fritidsnämnden; T1 2026 Tekniska nämnden")
    ]


def test_a_draft_gives_none(plan: Any, goal: Any, lead: Any, item: ItemDict, released: Any) -> None:
    with released():
        row = follow_up(goal, item, AssignmentStatus.DELAYED)
        FollowUpReportFactory(plan=plan, body=lead, rows=[row], publish=False)
    assert len(releases_of(goal)) == 1


def test_a_correction_gives_a_release_and_the_earlier_one_stays(
    plan: Any, goal: Any, lead: Any, item: ItemDict, released: Any
) -> None:
    with released():
        report = FollowUpReportFactory(plan=plan, body=lead, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)])
    with released():
        report.assignments = [follow_up(goal, item, AssignmentStatus.PAUSED)]
        report.save_revision().publish()
    assert len(releases_of(goal)) == 3
    assert statuses_of(goal) == ["paused"]
    earlier = Release.objects.get(head__translation_key=goal.translation_key, number=2).content
    assert earlier["sections"][0]["assignments"][0]["currentFollowUp"]["status"]["code"] == "delayed"


@pytest.mark.parametrize("withdraw", [FollowUpReport.unpublish, FollowUpReport.delete], ids=["unpublish", "delete"])
def test_a_withdrawn_report_gives_a_release_without_it(
    plan: Any, goal: Any, lead: Any, item: ItemDict, released: Any, withdraw: Any
) -> None:
    with released():
        report = FollowUpReportFactory(plan=plan, body=lead, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)])
    with released():
        withdraw(report)
    assert releases_of(goal)[1:] == [(ReleaseReason.FOLLOW_UP, "T1 2026 Kultur- och fritidsnämnden")] * 2
    assert statuses_of(goal) == []


def test_a_row_that_is_taken_out_is_taken_out_of_its_goal(
    plan: Any, goal: Any, lead: Any, item: ItemDict, released: Any
) -> None:
    with released():
        report = FollowUpReportFactory(plan=plan, body=lead, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)])
    with released():
        report.assignments = []
        report.save_revision().publish()
    assert statuses_of(goal) == []


def test_a_goal_is_released_in_every_language(
    plan: Any, goal: Any, lead: Any, item: ItemDict, english: Locale, released: Any
) -> None:
    with released():
        plan.get_parent().copy_for_translation(english)
        plan.copy_for_translation(english).save_revision().publish()
        translation = goal.copy_for_translation(english)
        translation.save_revision().publish()
    with released():
        FollowUpReportFactory(plan=plan, body=lead, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)])
    assert statuses_of(goal) == statuses_of(translation) == ["delayed"]


def test_a_closed_plan_keeps_its_documents(plan: Any, goal: Any, lead: Any, item: ItemDict, released: Any) -> None:
    with released():
        report = FollowUpReportFactory(plan=plan, body=lead, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)])
    close_plan(plan, None)
    with released():
        report.assignments = [follow_up(goal, item, AssignmentStatus.PAUSED)]
        report.save_revision().publish()
    assert statuses_of(goal) == ["delayed"]


def test_a_report_that_waits_while_the_plan_is_closed_is_released_afterwards(
    plan: Any, goal: Any, lead: Any, item: ItemDict
) -> None:
    PendingRelease.objects.all().delete()
    FollowUpReportFactory(plan=plan, body=lead, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)])
    close_plan(plan, None)
    call_command("kommunmal_release")
    assert statuses_of(goal) == ["delayed"]
    assert not PendingRelease.objects.exists()


def test_a_report_that_is_published_once_the_plan_is_closed_is_not_released(
    plan: Any, goal: Any, lead: Any, item: ItemDict
) -> None:
    close_plan(plan, None)
    FollowUpReportFactory(plan=plan, body=lead, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)])
    assert PendingRelease.objects.filter(translation_key=goal.translation_key).exists()
    call_command("kommunmal_release")
    assert statuses_of(goal) == []
    assert not PendingRelease.objects.exists()


def test_what_is_listed_can_be_found_by_status(
    plan: Any, goal: Any, lead: Any, partner: Any, item: ItemDict, released: Any
) -> None:
    with released():
        FollowUpReportFactory(plan=plan, body=lead, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)])
        completed = [follow_up(goal, item, AssignmentStatus.COMPLETED)]
        FollowUpReportFactory(plan=plan, body=partner, period="2026-T2", rows=completed)
        assessed = [assessment(goal, AchievementStatus.EXPECTED_ACHIEVED)]
        FollowUpReportFactory(plan=plan, body=ResponsibleBodyFactory(), rows=assessed)
    assert ReleasedItem.objects.get(head__page=goal).status == "delayed"
    own = ReleasedItemBody.objects.filter(item__head__page=goal).values_list("code", "status")
    assert dict(own) == {"KFN": "delayed", "TN": "completed"}
    assert ReleaseHead.objects.get(page=goal).assessment == "expected_achieved"
