"""What follow-up is like in municipalities, from the form that a secretary sends to the documents of the API."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.test.client import Client
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import rich_text

from wagtail_kommunmal.models import FollowUpReport
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    ItemDict,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
)
from wagtail_kommunmal.vocabulary import BodyKind, ResponsibleRole

Answers = dict[str, str]
Report = Callable[[Any, Any, str, Answers], None]
Released = Callable[[], AbstractContextManager[Any]]


def address_of(view: str, *args: Any) -> str:
    return reverse(FollowUpReport.snippet_viewset.get_url_name(view), args=args)  # type: ignore[attr-defined]


@pytest.fixture
def committee(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")


@pytest.fixture
def board(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Samhällsnämnden", code="SBN", kind=BodyKind.BOARD)


@pytest.fixture
def plan(site: Site, released: Released) -> Any:
    with released():
        return PlanPageFactory(year=2026, slug="mal-2026")


@pytest.fixture
def publish_goal(plan: Any, released: Released) -> Callable[..., Any]:
    def publish(*items: ItemDict, of_plan: Any = plan) -> Any:
        with released():
            return GoalPageFactory(parent=of_plan, title="Kultur nära", sections=[assignments_section(*items)])

    return publish


@pytest.fixture
def send_report(admin_client: Client, released: Released) -> Report:
    """Create a body's report in the admin, answer in its only row and publish it, as the browser sends the forms."""

    def send(plan: Any, body: Any, period: str, answers: Answers) -> None:
        new = {"plan": plan.pk, "body": body.pk, "period": period}
        response = admin_client.post(address_of("add"), new)
        assert response.status_code == 302, response.context["form"].errors
        edit = address_of("edit", FollowUpReport.objects.latest("pk").pk)
        form = admin_client.get(edit).context["form"]
        data = {name: answers.get(name.rpartition("-")[2], "") for name in form.fields}
        data |= {name: rich_text(text) for name, text in data.items() if name.endswith("-comment")}
        with released():
            response = admin_client.post(edit, {**data, "action-publish": "action-publish"})
        assert response.status_code == 302, response.context["form"].errors

    return send


@pytest.fixture
def read(client: Client) -> Callable[..., Any]:
    """Return the JSON of an answer of the API."""

    def read(path: str, **params: Any) -> Any:
        response = client.get(f"/kommunmal/v1/{path}", params)
        assert response.status_code == 200, response.content.decode()
        return response.json()

    return read


def said(follow_up: Any) -> tuple[str, str, str | None, bool] | None:
    """Return period, body, status and whether it is expected."""
    if follow_up is None:
        return None
    status = follow_up["status"]["code"] if follow_up["status"] else None
    return follow_up["period"]["code"], follow_up["body"]["code"], status, follow_up["isForecast"]


def only_assignment(goal: Any) -> Any:
    [item] = goal["sections"][0]["assignments"]
    return item


def counted(document: Any) -> dict[str, int]:
    """Return the statuses that occur, with their counts."""
    return {status: count for status, count in document["tallies"]["assignments"]["byStatus"].items() if count}


def test_what_was_expected_turned_out_otherwise(
    plan: Any, committee: Any, publish_goal: Any, send_report: Report, read: Any
) -> None:
    goal = publish_goal(assignment("Bygg ut biblioteket.", responsible=[committee]))
    send_report(plan, committee, "2026-T1", {"status": "expected_complete"})
    document = read(f"goals/{goal.translation_key}")
    assert said(only_assignment(document)["currentFollowUp"]) == ("2026-T1", "KFN", "expected_complete", True)

    send_report(plan, committee, "2026", {"status": "not_completed"})
    document = read(f"goals/{goal.translation_key}")
    item = only_assignment(document)
    assert list(map(said, item["followUps"])) == [
        ("2026-T1", "KFN", "expected_complete", True),
        ("2026", "KFN", "not_completed", False),
    ]
    assert item["currentFollowUp"] == item["followUps"][-1]
    assert counted(document) == counted(read(f"plans/{plan.translation_key}")) == {"notCompleted": 1}
    assert document["release"]["label"] == "2026 Kultur- och fritidsnämnden"

    def found(**params: str) -> list[str]:
        return [found["id"] for found in read("assignments", **params)["items"]]

    assert found(status="not_completed") == found(status="expected_complete", period="2026-T1") == [item["id"]]
    assert found(status="expected_complete") == found(status="not_completed", period="2026-T1") == []


def test_each_body_reports_for_itself_and_the_lead_for_the_whole(
    plan: Any, committee: Any, board: Any, publish_goal: Any, send_report: Report, read: Any
) -> None:
    responsible = [(board, ResponsibleRole.CO), (committee, ResponsibleRole.LEAD)]
    goal = publish_goal(assignment("Öppna en mötesplats.", responsible=responsible))
    send_report(plan, committee, "2026", {"status": "completed"})
    send_report(plan, board, "2026", {"status": "partly_completed", "comment": "<p>Gatan är inte klar.</p>"})
    document = read(f"goals/{goal.translation_key}")
    item = only_assignment(document)
    assert [(said(entry), entry["role"]["code"]) for entry in item["followUps"]] == [
        (("2026", "KFN", "completed", False), "lead"),
        (("2026", "SBN", "partly_completed", False), "co"),
    ]
    assert said(item["currentFollowUp"]) == ("2026", "KFN", "completed", False)
    assert counted(document) == {"completed": 1}
    bodies = {body["code"]: counted(body) for body in read("bodies")["items"]}
    assert bodies == {"KFN": {"completed": 1}, "SBN": {"partlyCompleted": 1}}
    assert [
        found["id"] for found in read("assignments", body="SBN", role="co", status="partly_completed")["items"]
    ] == [item["id"]]


def test_what_is_addressed_to_all_is_answered_by_each_and_by_nobody_for_the_whole(
    plan: Any, committee: Any, board: Any, publish_goal: Any, send_report: Report, read: Any
) -> None:
    goal = publish_goal(assignment("Skriv klarspråk.", responsible=[ResponsibleBodyFactory(everyone=True)]))
    send_report(plan, committee, "2026-T1", {"status": "completed"})
    send_report(plan, board, "2026-T1", {"status": "delayed"})
    document = read(f"goals/{goal.translation_key}")
    item = only_assignment(document)
    assert list(map(said, item["followUps"])) == [
        ("2026-T1", "KFN", "completed", True),
        ("2026-T1", "SBN", "delayed", True),
    ]
    assert item["currentFollowUp"] is None
    assert counted(document) == {"notAssessed": 1}


def test_a_comment_without_status_is_no_assessment(
    plan: Any, committee: Any, publish_goal: Any, send_report: Report, read: Any, client: Client
) -> None:
    goal = publish_goal(assignment("Utred.", responsible=[committee]))
    send_report(plan, committee, "2026-T1", {"comment": "<p>Uppdraget är klart!</p>"})
    document = read(f"goals/{goal.translation_key}")
    current = only_assignment(document)["currentFollowUp"]
    assert (current["status"], current["commentText"]) == (None, "Uppdraget är klart!")
    assert counted(document) == {"notAssessed": 1}
    assert read("assignments", status="not_assessed", period="2026-T1")["_meta"]["totalRecords"] == 1
    page = client.get(document["webUrl"].removeprefix("http://testserver")).content.decode()
    assert "Ingen bedömning" in page
    assert "Uppdraget är klart!" in page


def test_what_is_counted_says_how_much_of_it_is_done(
    plan: Any, committee: Any, publish_goal: Any, send_report: Report, read: Any
) -> None:
    visits = assignment("Besök byar.", responsible=[committee], quantity_target="10", quantity_unit="besök")
    goal = publish_goal(visits)
    send_report(plan, committee, "2026-T1", {"status": "in_progress", "quantity_done": "3"})
    item = only_assignment(read(f"goals/{goal.translation_key}"))
    current = item["currentFollowUp"]
    assert (item["quantityTarget"], item["quantityTargetText"]) == ("10", "10 besök")
    assert (current["quantityDone"], current["quantityDoneText"]) == ("3", "3 besök")
    assert current["status"]["code"] == "in_progress"


def test_an_assignment_that_runs_over_years_is_the_same_and_followed_up_in_each(
    plan: Any, committee: Any, publish_goal: Any, send_report: Report, read: Any, released: Released
) -> None:
    item = assignment("Bygg ut biblioteket.", responsible=[committee], start_year=2026, end_year=2027)
    goal = publish_goal(item)
    send_report(plan, committee, "2026", {"status": "partly_completed"})
    with released():
        next_plan = PlanPageFactory(year=2027, slug="mal-2027")
    next_goal = publish_goal(item, of_plan=next_plan)
    both = read("assignments", lineage=item["id"], sort="year")["items"]
    assert [found["goal"]["id"] for found in both] == [str(goal.translation_key), str(next_goal.translation_key)]
    assert [said(found["currentFollowUp"]) for found in both] == [("2026", "KFN", "partly_completed", False), None]
    assert both[0]["id"] != both[1]["id"]

    send_report(next_plan, committee, "2027-T1", {"status": "expected_complete"})
    both = read("assignments", lineage=item["id"], sort="year")["items"]
    assert [list(map(said, found["followUps"])) for found in both] == [
        [("2026", "KFN", "partly_completed", False)],
        [("2027-T1", "KFN", "expected_complete", True)],
    ]
