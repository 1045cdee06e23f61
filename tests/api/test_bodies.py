from __future__ import annotations

from typing import Any

import pytest

from wagtail_kommunmal.documents.tallies import ACHIEVEMENTS, PROGRESS
from wagtail_kommunmal.models import ResponsibleBody, ResponsibleBodyName
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    accomplishment,
    accomplishments_section,
    assignment,
    assignments_section,
    investment,
    investments_section,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import AchievementStatus, BodyKind, InvestmentRowKind, ResponsibleRole

from .conftest import ROOT, Get, Released, link


@pytest.fixture(scope="module")
def board(shared_plan: Any) -> ResponsibleBody:
    return ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS", kind=BodyKind.EXECUTIVE)


@pytest.fixture(scope="module")
def committee(shared_plan: Any) -> ResponsibleBody:
    return ResponsibleBodyFactory(name="Barnnämnden", code="ÖBN")


@pytest.fixture(scope="module")
def goals(shared_plan: Any, board: ResponsibleBody, committee: ResponsibleBody, released: Released) -> list[Any]:
    """Two goals of 2026 and one of 2025."""
    co = ResponsibleRole.CO
    with released():
        first = GoalPageFactory(
            parent=shared_plan,
            sections=[
                assignments_section(
                    assignment("Öppna ett kontor.", responsible=[board, (committee, co)]),
                    assignment("Bjud in till dialog.", responsible=[board]),
                    assignment("Ingen ansvarar."),
                ),
                investments_section(
                    investment("Skolor", row_kind=InvestmentRowKind.GROUP, responsible=[committee]),
                    investment("Näsets skola", responsible=[committee]),
                ),
            ],
        )
        second = GoalPageFactory(
            parent=shared_plan, sections=[assignments_section(assignment("Mer.", responsible=[committee]))]
        )
        old_plan = PlanPageFactory(year=2025)
        old = GoalPageFactory(
            parent=old_plan, sections=[assignments_section(assignment("Förr.", responsible=[committee]))]
        )
    return [first, second, old]


def nothing_reported(total: int) -> dict[str, Any]:
    return {"total": total, "byStatus": {**dict.fromkeys(PROGRESS, 0), "notAssessed": total}}


def body_document(
    body: ResponsibleBody, kind: dict[str, str], *, lead: int, co: int, investments: int, key_figures: Any = None
) -> dict[str, Any]:
    return {
        "id": str(body.uuid),
        "name": body.name,
        "code": body.code,
        "kind": kind,
        "tallies": {
            "assignments": {**nothing_reported(lead + co), "byRole": {"lead": lead, "co": co}},
            "keyFigures": key_figures or {"total": 0, "byStatus": dict.fromkeys(ACHIEVEMENTS, 0)},
            "investments": nothing_reported(investments),
        },
        "_links": {"self": link(f"{ROOT}/bodies/{body.uuid}")},
    }


COMMITTEE = {"code": "committee", "label": "Nämnd"}
EXECUTIVE = {"code": "executive", "label": "Kommunstyrelse"}


@pytest.mark.usefixtures("goals")
def test_list_of_bodies(board: ResponsibleBody, committee: ResponsibleBody, get: Get) -> None:
    assert get("bodies") == {
        "items": [
            body_document(committee, COMMITTEE, lead=2, co=1, investments=1),
            body_document(board, EXECUTIVE, lead=2, co=0, investments=0),
        ],
        "_meta": {"page": 1, "limit": 20, "count": 2, "totalRecords": 2, "totalPages": 1},
        "_links": {
            "self": link(f"{ROOT}/bodies"),
            "first": link(f"{ROOT}/bodies?page=1", "first"),
            "last": link(f"{ROOT}/bodies?page=1", "last"),
        },
    }


@pytest.mark.usefixtures("goals")
def test_body(committee: ResponsibleBody, get: Get) -> None:
    expected = body_document(committee, COMMITTEE, lead=2, co=1, investments=1)
    assert get(f"bodies/{committee.uuid}") == expected


def test_bodies_of_a_plan_are_counted_in_that_plan_alone(
    goals: list[Any], committee: ResponsibleBody, get: Get
) -> None:
    old_plan = goals[2].get_plan()
    assert get("bodies", {"plan": old_plan.translation_key})["items"] == [
        body_document(committee, COMMITTEE, lead=1, co=0, investments=0)
    ]


@pytest.mark.usefixtures("goals")
@pytest.mark.parametrize(
    ("params", "codes"),
    [
        ({"kind": "executive"}, ["KS"]),
        ({"kind": ["executive", "committee"]}, ["ÖBN", "KS"]),
        ({"kind": "company"}, []),
        ({"sort": "-name"}, ["KS", "ÖBN"]),
        ({"sort": "code"}, ["KS", "ÖBN"]),
        ({"sort": "-code,name"}, ["ÖBN", "KS"]),
        ({"limit": "1"}, ["ÖBN"]),
        ({"limit": "1", "page": "2"}, ["KS"]),
    ],
)
def test_bodies_are_filtered_sorted_and_divided_into_pages(params: Any, codes: list[str], get: Get) -> None:
    assert [body["code"] for body in get("bodies", params)["items"]] == codes


@pytest.mark.usefixtures("goals")
def test_a_body_that_no_published_goal_names_is_not_there(get: Get) -> None:
    unused = ResponsibleBodyFactory(name="Valnämnden", code="VN")
    assert "VN" not in [body["code"] for body in get("bodies")["items"]]
    get(f"bodies/{unused.uuid}", status=404)


def test_a_body_that_is_only_thanked_has_no_responsibility(plan: Any, released: Released, get: Get) -> None:
    with released():
        thanked = ResponsibleBodyFactory()
        GoalPageFactory(parent=plan, sections=[accomplishments_section(accomplishment("<p>Klart.</p>", body=thanked))])
    assert get("bodies")["items"] == []


def test_a_renamed_body_is_called_what_the_latest_release_calls_it(
    goals: list[Any], board: ResponsibleBody, get: Get, released: Released
) -> None:
    old_plan = goals[2].get_plan()
    with released():
        board.name = "Kommunens styrelse"
        board.save()
    assert get(f"bodies/{board.uuid}")["name"] == "Kommunens styrelse"
    assert get("bodies", {"plan": old_plan.translation_key})["_meta"]["totalRecords"] == 1


def test_a_body_is_named_in_the_language_of_the_content(
    plan: Any, board: ResponsibleBody, english: Any, released: Released, get: Get
) -> None:
    with released():
        ResponsibleBodyName.objects.create(body=board, locale=english, name="The executive board")
        plan.get_parent().copy_for_translation(english).save_revision().publish()
        english_plan = plan.copy_for_translation(english)
        english_plan.save_revision().publish()
        goal = GoalPageFactory(parent=plan, sections=[assignments_section(assignment("Gör.", responsible=[board]))])
        goal.copy_for_translation(english).save_revision().publish()
    answer = get(f"bodies/{board.uuid}", {"lang": "en"})
    assert (answer["name"], answer["kind"]["label"]) == ("The executive board", "Executive board")
    assert answer["_links"]["self"]["href"] == f"{ROOT}/bodies/{board.uuid}?lang=en"


def test_a_body_that_answers_for_key_figures_alone_is_there_with_their_assessments(
    plan: Any, committee: ResponsibleBody, released: Released, get: Get
) -> None:
    assessed = KeyFigureFactory(assessments={"2025": AchievementStatus.ACHIEVED}, responsible=committee)
    with released():
        GoalPageFactory(
            parent=plan,
            sections=[key_figures_section(assessed, KeyFigureFactory(responsible=committee), KeyFigureFactory())],
        )
    by_status = {**dict.fromkeys(ACHIEVEMENTS, 0), "achieved": 1, "notAssessed": 1}
    expected = body_document(
        committee, COMMITTEE, lead=0, co=0, investments=0, key_figures={"total": 2, "byStatus": by_status}
    )
    assert get("bodies")["items"] == [expected]
