"""Assignments and investments across all goals."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from wagtail.models import Site

from wagtail_kommunmal.models import Release, ResponsibleBody
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    amount,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus, BodyKind, InvestmentRowKind, ResponsibleRole

from .conftest import ROOT, Get, Released, link, titles

OFFICE = "11111111-1111-4111-8111-111111111111"
CO = ResponsibleRole.CO


@pytest.fixture(scope="module")
def board(shared_plan: Any) -> ResponsibleBody:
    return ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS", kind=BodyKind.EXECUTIVE)


@pytest.fixture(scope="module")
def committee(shared_plan: Any) -> ResponsibleBody:
    return ResponsibleBodyFactory(name="Barnnämnden", code="BN")


@pytest.fixture(scope="module")
def goals(shared_plan: Any, board: ResponsibleBody, committee: ResponsibleBody, released: Released) -> list[Any]:
    """A goal of 2026 and one of 2025, in which an assignment of 2026 has begun, with what was said of them."""
    office = assignment("Öppna ett kontor.", responsible=[board, (committee, CO)], block_id=OFFICE)
    dialogue = assignment("Bjud in till dialog.", description="<p>I alla byar.</p>", responsible=[committee])
    nobodys = assignment("Ingen ansvarar.")
    bridge = investment("Bro", category="new", responsible=[board], amounts=[amount(2026, budget="10")])
    group = investment("Skolor", row_kind=InvestmentRowKind.GROUP, category="reinvestment", responsible=[committee])
    with released():
        goal = GoalPageFactory(
            parent=shared_plan,
            title="Alla kan påverka",
            slug="alla-kan-paverka",
            sections=[
                assignments_section(office, dialogue),
                assignments_section(nobodys, origin="committee"),
                investments_section(group, bridge, unit="mnkr"),
            ],
        )
        old_plan = PlanPageFactory(year=2025, title="Mål och budget 2025", slug="mal-2025")
        old = GoalPageFactory(parent=old_plan, title="Påverkan", sections=[assignments_section(office)])

    def report(of_plan: Any, body: Any, period: str, *rows: Any) -> None:
        with released():
            FollowUpReportFactory(plan=of_plan, body=body, period=period, rows=rows)

    report(old_plan, board, "2025", follow_up(old, office, AssignmentStatus.NOT_COMPLETED))
    report(
        shared_plan,
        board,
        "2026-T1",
        follow_up(goal, office, AssignmentStatus.DELAYED),
        follow_up(goal, bridge, AssignmentStatus.IN_PROGRESS),
    )
    report(shared_plan, board, "2026-T2", follow_up(goal, office, AssignmentStatus.COMPLETED))
    report(
        shared_plan,
        committee,
        "2026-T1",
        follow_up(goal, office, AssignmentStatus.PAUSED),
        follow_up(goal, dialogue, comment="<p>Vi väntar.</p>"),
    )
    return [goal, old]


def the_section(document: Any, number: int) -> Any:
    return document["sections"][number]


def test_an_assignment_is_what_its_goal_says_and_where_it_stands(goals: list[Any], plan: Any, get: Get) -> None:
    goal = goals[0]
    Release.objects.update(published_from=datetime(2026, 9, 11, 13, 45, tzinfo=UTC))
    section = the_section(get(f"goals/{goal.translation_key}"), 0)
    own = section["assignments"][0]
    address = f"http://testserver/mal-2026/alla-kan-paverka/#{own['id']}"
    expected = {
        **own,
        "lang": "sv",
        "section": {"id": section["id"], "heading": "Uppdrag från fullmäktige 2026"},
        "origin": {"code": "council", "label": "Från fullmäktige"},
        "goal": {
            "id": str(goal.translation_key),
            "title": "Alla kan påverka",
            "webUrl": "http://testserver/mal-2026/alla-kan-paverka/",
        },
        "plan": {
            "id": str(plan.translation_key),
            "title": "Mål och budget 2026",
            "year": 2026,
            "periodFrom": None,
            "periodTo": None,
            "webUrl": "http://testserver/mal-2026/",
        },
        "updatedAt": "2026-09-11T13:45:00Z",
        "webUrl": address,
        "_links": {
            "self": link(f"{ROOT}/assignments/{own['id']}"),
            "web": link(address, "web"),
            "goal": link(f"{ROOT}/goals/{goal.translation_key}", "goal"),
        },
    }
    assert own["currentFollowUp"]["status"]["code"] == "completed"
    assert get(f"assignments/{own['id']}") == expected
    assert get("assignments", {"goal": goal.translation_key, "limit": "1"})["items"] == [expected]


def test_an_investment_has_the_unit_and_sign_of_its_section(goals: list[Any], get: Get) -> None:
    section = the_section(get(f"goals/{goals[0].translation_key}"), 2)
    own = section["investments"][1]
    found = get(f"investments/{own['id']}")
    assert {name: found[name] for name in own} == own
    assert (found["unit"], found["sign"]) == (section["unit"], section["sign"])
    assert found["section"] == {"id": section["id"], "heading": "Investeringar 2026"}
    assert found["_links"]["self"] == link(f"{ROOT}/investments/{own['id']}")
    assert found["webUrl"].endswith(f"/alla-kan-paverka/#{own['id']}")


def test_the_page_has_the_anchor_that_the_address_leads_to(goals: list[Any], get: Get, client: Any) -> None:
    for path in ("assignments", "investments"):
        for item in get(path, {"year": "2026"})["items"]:
            page, _, anchor = item["webUrl"].partition("#")
            assert f'id="{anchor}"' in client.get(page).content.decode()


def test_an_item_of_one_kind_is_not_found_among_the_other(goals: list[Any], get: Get) -> None:
    key = get("assignments")["items"][0]["id"]
    get(f"investments/{key}", status=404)


OFFICE_2026, DIALOGUE, NOBODYS, OFFICE_2025 = "kontor 2026", "dialog", "ingen", "kontor 2025"
SHORT = {"Öppna ett kontor.": "kontor", "Bjud in till dialog.": DIALOGUE, "Ingen ansvarar.": NOBODYS}


@pytest.mark.usefixtures("goals")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [OFFICE_2026, DIALOGUE, NOBODYS, OFFICE_2025]),
        ("year=2025", [OFFICE_2025]),
        ("year=2025&year=2026", [OFFICE_2026, DIALOGUE, NOBODYS, OFFICE_2025]),
        ("origin=committee", [NOBODYS]),
        ("origin=committee&origin=council&year=2026", [OFFICE_2026, DIALOGUE, NOBODYS]),
        (f"lineage={OFFICE}", [OFFICE_2026, OFFICE_2025]),
        ("q=kontor", [OFFICE_2026, OFFICE_2025]),
        ("q=öppna KONTOR", [OFFICE_2026, OFFICE_2025]),
        ("q=BYAR dialog", [DIALOGUE]),
        ("q=100%", []),
        # Who has a part in it
        ("body=KS", [OFFICE_2026, OFFICE_2025]),
        ("body=BN", [OFFICE_2026, DIALOGUE, OFFICE_2025]),
        ("body=KS&body=BN&year=2026", [OFFICE_2026, DIALOGUE]),
        ("body=UNKNOWN", []),
        ("role=co", [OFFICE_2026, OFFICE_2025]),
        ("body=BN&role=lead", [DIALOGUE]),
        ("body=BN&role=lead&role=co&year=2026", [OFFICE_2026, DIALOGUE]),
        # The current status: the lead's, or that of the body that is named
        ("status=completed", [OFFICE_2026]),
        ("status=completed&status=not_completed", [OFFICE_2026, OFFICE_2025]),
        ("status=paused", []),
        ("status=paused&body=BN", [OFFICE_2026]),
        ("status=completed&body=BN", []),
        ("status=not_assessed", [DIALOGUE, NOBODYS]),
        ("status=not_assessed&status=completed", [OFFICE_2026, DIALOGUE, NOBODYS]),
        ("status=not_assessed&body=BN", [DIALOGUE, OFFICE_2025]),
        ("status=not_assessed&body=BN&role=co", [OFFICE_2025]),
        # After a period
        ("period=2026-T1", [OFFICE_2026, DIALOGUE]),
        ("period=2026-t2", [OFFICE_2026]),
        ("period=2026-T2&period=2025", [OFFICE_2026, OFFICE_2025]),
        ("period=2026-T3", []),
        ("period=2026-T2&body=BN", []),
        ("period=2026-T1&status=delayed", [OFFICE_2026]),
        ("period=2026-T1&status=completed", []),
        ("period=2026-T1&status=paused", []),
        ("period=2026-T1&status=paused&body=BN", [OFFICE_2026]),
        ("period=2026-T1&status=paused&body=BN&role=lead", []),
        ("period=2026-T1&status=delayed&body=BN", []),
        ("period=2026-T1&status=not_assessed", [DIALOGUE]),
        ("period=2026-T1&status=not_assessed&status=delayed", [OFFICE_2026, DIALOGUE]),
        ("period=2026-T1&status=not_assessed&body=BN", [DIALOGUE]),
        ("sort=title", [DIALOGUE, NOBODYS, OFFICE_2026, OFFICE_2025]),
        ("sort=year,-title", [OFFICE_2025, OFFICE_2026, NOBODYS, DIALOGUE]),
    ],
)
def test_assignments_are_filtered_and_sorted(query: str, expected: list[str], get: Get) -> None:
    items = get(f"assignments?{query}")["items"]
    found = [(SHORT[item["title"]], item["plan"]["year"]) for item in items]
    assert [f"{name} {year}" if name == "kontor" else name for name, year in found] == expected


@pytest.mark.usefixtures("goals")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Skolor", "Bro"]),
        ("year=2025", []),
        ("category=new", ["Bro"]),
        ("category=new&category=reinvestment", ["Skolor", "Bro"]),
        ("body=KS", ["Bro"]),
        ("status=in_progress", ["Bro"]),
        # A heading of rows has no status, and lacks none.
        ("status=not_assessed", []),
        ("q=bro", ["Bro"]),
        ("sort=name", ["Bro", "Skolor"]),
    ],
)
def test_investments_are_filtered_and_sorted(query: str, expected: list[str], get: Get) -> None:
    assert [item["name"] for item in get(f"investments?{query}")["items"]] == expected


def test_a_body_is_named_by_its_id_as_well(goals: list[Any], committee: ResponsibleBody, get: Get) -> None:
    assert get("assignments", {"body": committee.uuid})["items"] == get("assignments", {"body": "BN"})["items"]
    told = get("assignments", {"body": committee.uuid, "period": "2026-T1", "status": "paused"})
    assert titles(told) == ["Öppna ett kontor."]


def test_a_plan_and_a_goal_are_named_by_their_ids(goals: list[Any], plan: Any, get: Get) -> None:
    assert get("assignments", {"plan": plan.translation_key})["_meta"]["totalRecords"] == 3
    assert titles(get("assignments", {"goal": goals[1].translation_key})) == ["Öppna ett kontor."]


def test_lists_and_tallies_count_alike(goals: list[Any], plan: Any, get: Get) -> None:
    tallies = get(f"plans/{plan.translation_key}")["tallies"]
    of_body = {body["code"]: body["tallies"] for body in get("bodies", {"plan": plan.translation_key})["items"]}

    def count(path: str, **params: str) -> int:
        answer = get(path, {"plan": plan.translation_key, **params})
        return int(answer["_meta"]["totalRecords"])

    for status, member in (("completed", "completed"), ("not_assessed", "notAssessed"), ("paused", "paused")):
        assert count("assignments", status=status) == tallies["assignments"]["byStatus"][member]
        assert count("investments", status=status) == tallies["investments"]["byStatus"][member]
        for code, own in of_body.items():
            assert count("assignments", status=status, body=code) == own["assignments"]["byStatus"][member]
    for code, own in of_body.items():
        assert count("assignments", body=code) == own["assignments"]["total"]
        assert count("assignments", body=code, role="co") == own["assignments"]["byRole"]["co"]


def test_an_assignment_of_a_translated_goal_is_there_in_both_languages(
    goals: list[Any], plan: Any, english: Any, released: Released, get: Get
) -> None:
    with released():
        plan.get_parent().copy_for_translation(english).save_revision().publish()
        plan.copy_for_translation(english).save_revision().publish()
        goals[0].copy_for_translation(english).save_revision().publish()
    swedish, *_ = get("assignments")["items"]
    translated = get(f"assignments/{swedish['id']}", {"lang": "en"})
    assert (translated["lang"], translated["origin"]["label"]) == ("en", "From the council")
    assert translated["currentFollowUp"]["status"] == {"code": "completed", "label": "Completed"}
    assert translated["_links"]["goal"]["href"].endswith("?lang=en")


@pytest.mark.usefixtures("goals")
def test_what_is_not_public_is_in_no_list(goals: list[Any], get: Get, other_site: Site) -> None:
    key = get("assignments", {"year": "2026"})["items"][0]["id"]
    goals[0].unpublish()
    assert titles(get("assignments")) == ["Öppna ett kontor."]
    assert get("investments")["items"] == []
    get(f"assignments/{key}", status=404)
    assert get("assignments", host="other.example")["items"] == []
    goals[1].get_plan().unpublish()
    assert get("assignments")["items"] == []


def test_what_all_shall_do_is_found_under_the_body_that_reported_on_it_in_a_period(
    plan: Any, released: Released, get: Get
) -> None:
    committee = ResponsibleBodyFactory(name="Tekniska nämnden", code="TN")
    item = assignment("Spara energi.", responsible=[ResponsibleBodyFactory(everyone=True)])
    with released():
        goal = GoalPageFactory(parent=plan, sections=[assignments_section(item)])
    with released():
        rows = [follow_up(goal, item, AssignmentStatus.DELAYED)]
        FollowUpReportFactory(plan=plan, body=committee, period="2026-T1", rows=rows)
    code = committee.code
    assert titles(get(f"assignments?body={code}&period=2026-T1")) == ["Spara energi."]
    assert titles(get(f"assignments?body={code}&period=2026-T1&status=delayed")) == ["Spara energi."]
    assert titles(get(f"assignments?body={code}&period=2026-T1&status=completed")) == []
    assert titles(get(f"assignments?body={code}&period=2026-T2")) == []
    assert titles(get(f"assignments?body={code}")) == []
