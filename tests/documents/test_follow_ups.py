"""What the bodies reported, from rows to the goal document."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from wagtail.models import Site

from wagtail_kommunmal.documents.compose import compose
from wagtail_kommunmal.models import FollowUpReport
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    ItemDict,
    ResponsibleBodyFactory,
    assessment,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import AchievementStatus, AssignmentStatus, BodyKind, ResponsibleRole

Content = dict[str, Any]
Compose = Callable[[Any], Content]


@pytest.fixture
def committee(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")


@pytest.fixture
def board(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS", kind=BodyKind.EXECUTIVE)


@pytest.fixture
def written(site: Site) -> Compose:
    """Compose a goal as it stands in the database."""
    return lambda goal: compose(type(goal).objects.get(pk=goal.pk), site).content


def goal_with(plan: Any, *items: ItemDict) -> Any:
    kind = investments_section if "row_kind" in items[0]["value"] else assignments_section
    return GoalPageFactory(parent=plan, publish=False, sections=[kind(*items)])


def report(plan: Any, body: Any, period: str, *rows: Any, publish: bool = True) -> FollowUpReport:
    return FollowUpReportFactory(plan=plan, body=body, period=period, rows=rows, publish=publish)


def items_of(content: Content) -> list[Content]:
    section = content["sections"][0]
    found: list[Content] = section[section["type"]]
    return found


def said(follow_up: Content | None) -> tuple[str, str, str | None, bool] | None:
    """Return period, body, status and whether it is expected: what most tests are about."""
    if follow_up is None:
        return None
    status = follow_up["status"]["code"] if follow_up["status"] else None
    return follow_up["period"]["code"], follow_up["body"]["code"], status, follow_up["isForecast"]


def test_a_whole_follow_up(plan: Any, committee: Any, written: Compose) -> None:
    item = assignment("Gör tio besök.", responsible=[committee], quantity_target="10", quantity_unit="besök")
    goal = goal_with(plan, item)
    row = follow_up(goal, item, AssignmentStatus.IN_PROGRESS, comment="<p>Tre <b>av</b> tio.</p>", quantity_done="3")
    published = report(plan, committee, "2026-t1", row)
    FollowUpReport.objects.filter(pk=published.pk).update(last_published_at=datetime(2026, 5, 12, 8, 30, tzinfo=UTC))

    (found,) = items_of(written(goal))
    expected = {
        "period": {
            "code": "2026-T1",
            "year": 2026,
            "kind": {"code": "tertial", "label": "Tertial"},
            "label": "T1 2026",
            "endsOn": "2026-04-30",
        },
        "body": {
            "id": str(committee.uuid),
            "name": "Kultur- och fritidsnämnden",
            "code": "KFN",
            "kind": {"code": "committee", "label": "Nämnd"},
        },
        "isForecast": True,
        "commentHtml": "<p>Tre <b>av</b> tio.</p>",
        "commentText": "Tre av tio.",
        "publishedAt": "2026-05-12T08:30:00Z",
        "role": {"code": "lead", "label": "Huvudansvarig"},
        "status": {"code": "in_progress", "label": "Pågår"},
        "quantityDone": "3",
        "quantityDoneText": "3 besök",
    }
    assert found["followUps"] == [expected]
    assert found["currentFollowUp"] == expected


def test_an_expected_outcome_that_turned_out_otherwise_stays_to_be_read(
    plan: Any, committee: Any, written: Compose
) -> None:
    item = assignment("Bygg ut biblioteket.", responsible=[committee])
    goal = goal_with(plan, item)
    report(plan, committee, "2026", follow_up(goal, item, AssignmentStatus.NOT_COMPLETED))
    report(plan, committee, "2026-T1", follow_up(goal, item, AssignmentStatus.EXPECTED_COMPLETE))
    report(plan, committee, "2026-T2", follow_up(goal, item, AssignmentStatus.DELAYED))
    (found,) = items_of(written(goal))
    assert list(map(said, found["followUps"])) == [
        ("2026-T1", "KFN", "expected_complete", True),
        ("2026-T2", "KFN", "delayed", True),
        ("2026", "KFN", "not_completed", False),
    ]
    assert said(found["currentFollowUp"]) == ("2026", "KFN", "not_completed", False)


@pytest.mark.parametrize("first", [0, 1, 2])
def test_of_periods_that_end_on_the_same_day_the_longest_is_the_latest(
    plan: Any, committee: Any, written: Compose, first: int
) -> None:
    item = assignment("Gör.", responsible=[committee])
    goal = goal_with(plan, item)
    statuses = [("2026-12", "delayed"), ("2026-T3", "in_progress"), ("2026", "not_completed")]
    for period, status in [*statuses[first:], *statuses[:first]]:
        report(plan, committee, period, follow_up(goal, item, status))
    (written_item,) = items_of(written(goal))
    assert said(written_item["currentFollowUp"]) == ("2026", "KFN", "not_completed", False)
    assert [said(one)[0] for one in written_item["followUps"]] == ["2026-12", "2026-T3", "2026"]  # type: ignore[index]


def test_the_lead_speaks_for_the_whole_and_every_body_for_itself(
    plan: Any, committee: Any, board: Any, written: Compose
) -> None:
    item = assignment("Minska sjukfrånvaron.", responsible=[(board, ResponsibleRole.CO), committee])
    goal = goal_with(plan, item)
    report(plan, committee, "2026-T1", follow_up(goal, item, AssignmentStatus.IN_PROGRESS))
    report(plan, board, "2026-T2", follow_up(goal, item, AssignmentStatus.COMPLETED))
    content = written(goal)
    (found,) = items_of(content)
    assert [(said(entry), entry["role"]["code"]) for entry in found["followUps"]] == [
        (("2026-T1", "KFN", "in_progress", True), "lead"),
        (("2026-T2", "KS", "completed", True), "co"),
    ]
    assert said(found["currentFollowUp"]) == ("2026-T1", "KFN", "in_progress", True)
    assert content["tallies"]["assignments"]["byStatus"]["inProgress"] == 1


def test_the_first_of_several_leads_speaks_for_the_whole(
    plan: Any, committee: Any, board: Any, written: Compose
) -> None:
    item = assignment("Öppna ett kontor.", responsible=[board, committee])
    goal = goal_with(plan, item)
    report(plan, committee, "2026-T2", follow_up(goal, item, AssignmentStatus.COMPLETED))
    assert items_of(written(goal))[0]["currentFollowUp"] is None
    report(plan, board, "2026-T1", follow_up(goal, item, AssignmentStatus.NOT_STARTED))
    assert said(items_of(written(goal))[0]["currentFollowUp"]) == ("2026-T1", "KS", "not_started", True)


def test_nobody_speaks_for_all(plan: Any, committee: Any, written: Compose) -> None:
    item = assignment("Följ upp.", responsible=[ResponsibleBodyFactory(everyone=True)])
    goal = goal_with(plan, item)
    report(plan, committee, "2026-T1", follow_up(goal, item, AssignmentStatus.COMPLETED))
    content = written(goal)
    (found,) = items_of(content)
    assert found["currentFollowUp"] is None
    assert [(said(entry), entry["role"]["code"]) for entry in found["followUps"]] == [
        (("2026-T1", "KFN", "completed", True), "lead")
    ]
    assert content["tallies"]["assignments"]["byStatus"]["notAssessed"] == 1


def test_a_comment_without_status_is_no_status(plan: Any, committee: Any, written: Compose) -> None:
    item = assignment("Utred.", responsible=[committee])
    goal = goal_with(plan, item)
    report(plan, committee, "2026-T1", follow_up(goal, item, comment="<p>Klart!</p>"))
    content = written(goal)
    assert said(items_of(content)[0]["currentFollowUp"]) == ("2026-T1", "KFN", None, True)
    assert content["tallies"]["assignments"]["byStatus"]["notAssessed"] == 1


def test_a_row_that_says_nothing_is_left_out_and_does_not_hide_an_earlier_one(
    plan: Any, committee: Any, written: Compose
) -> None:
    item = assignment("Utred.", responsible=[committee])
    goal = goal_with(plan, item)
    report(plan, committee, "2026-T1", follow_up(goal, item, AssignmentStatus.DELAYED))
    report(plan, committee, "2026-T2", follow_up(goal, item))
    (found,) = items_of(written(goal))
    assert list(map(said, found["followUps"])) == [("2026-T1", "KFN", "delayed", True)]


def test_a_body_without_a_part_any_longer_has_no_role(plan: Any, committee: Any, board: Any, written: Compose) -> None:
    item = assignment("Utred.", responsible=[board])
    goal = goal_with(plan, item)
    report(plan, committee, "2026-T1", follow_up(goal, item, AssignmentStatus.PAUSED))
    (found,) = items_of(written(goal))
    assert [(said(entry), entry["role"]) for entry in found["followUps"]] == [
        (("2026-T1", "KFN", "paused", True), None)
    ]


def test_an_investment_has_amounts_in_the_unit_of_its_section(plan: Any, committee: Any, written: Compose) -> None:
    item = investment("Simhallen", responsible=[committee])
    goal = goal_with(plan, item)
    row = follow_up(goal, item, AssignmentStatus.IN_PROGRESS, forecast="12 500,50", outcome_to_date="0")
    report(plan, committee, "2026-T2", row)
    content = written(goal)
    (found,) = items_of(content)
    amounts = ("forecast", "forecastText", "outcomeToDate", "outcomeToDateText")
    assert [found["currentFollowUp"][name] for name in amounts] == [
        "12500.50",
        "12\u00a0500,50\u00a0tkr",
        "0",
        "0\u00a0tkr",
    ]
    assert content["tallies"]["investments"]["byStatus"]["inProgress"] == 1


def test_a_goal_has_the_assessment_of_the_latest_period(plan: Any, board: Any, written: Compose) -> None:
    goal = GoalPageFactory(parent=plan, publish=False)
    report(plan, board, "2026", assessment(goal, AchievementStatus.PARTLY_ACHIEVED, comment="<p>Tre av fyra.</p>"))
    report(plan, board, "2026-T2", assessment(goal, AchievementStatus.EXPECTED_ACHIEVED))
    content = written(goal)
    assert list(map(said, content["assessments"])) == [
        ("2026-T2", "KS", "expected_achieved", True),
        ("2026", "KS", "partly_achieved", False),
    ]
    assert content["assessment"] == content["assessments"][-1]
    assert content["assessment"]["commentText"] == "Tre av fyra."


@pytest.fixture
def item(committee: Any) -> ItemDict:
    return assignment("Utred.", responsible=[committee])


@pytest.fixture
def goal(plan: Any, item: ItemDict) -> Any:
    return goal_with(plan, item)


def follow_ups_of(content: Content) -> list[Any]:
    return [said(entry) for entry in items_of(content)[0]["followUps"]]


def test_a_report_that_was_never_published_says_nothing(
    plan: Any, committee: Any, goal: Any, item: ItemDict, written: Compose
) -> None:
    report(plan, committee, "2026-T1", follow_up(goal, item, AssignmentStatus.DELAYED), publish=False)
    assert follow_ups_of(written(goal)) == []


def test_a_draft_over_a_live_report_says_nothing_yet(
    plan: Any, committee: Any, goal: Any, item: ItemDict, written: Compose
) -> None:
    live = report(plan, committee, "2026-T1", follow_up(goal, item, AssignmentStatus.DELAYED))
    draft = live.get_latest_revision_as_object()
    draft.assignments = [follow_up(goal, item, AssignmentStatus.PAUSED)]
    revision = draft.save_revision()
    assert follow_ups_of(written(goal)) == [("2026-T1", "KFN", "delayed", True)]
    revision.publish()
    assert follow_ups_of(written(goal)) == [("2026-T1", "KFN", "paused", True)]


def test_a_withdrawn_report_says_nothing_any_longer(
    plan: Any, committee: Any, goal: Any, item: ItemDict, written: Compose
) -> None:
    live = report(plan, committee, "2026-T1", follow_up(goal, item, AssignmentStatus.DELAYED))
    live.unpublish()
    assert follow_ups_of(written(goal)) == []


def test_a_report_of_another_site_says_nothing(
    plan: Any, other_site: Site, goal: Any, item: ItemDict, written: Compose
) -> None:
    stranger = ResponsibleBodyFactory(site=other_site)
    report(plan, stranger, "2026-T1", follow_up(goal, item, AssignmentStatus.DELAYED))
    assert follow_ups_of(written(goal)) == []
