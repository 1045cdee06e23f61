"""Goals are selected by what their current release says, and found by its words."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from wagtail_kommunmal.models import GoalText, Release
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    GoalPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
)

from .conftest import Get, Released, titles

# What the full text index of InnoDB holds is found only once it is committed.
pytestmark = [pytest.mark.django_db(transaction=connection.vendor == "mysql"), pytest.mark.indexed]


@pytest.fixture
def area(site: Any) -> Any:
    return FocusAreaFactory(name="Ett växande näringsliv")


@pytest.fixture
def goals(plan: Any, area: Any, released: Released) -> list[Any]:
    """A goal on schools with a committee's assignment, and a financial one."""
    school = ResponsibleBodyFactory(name="Barn- och utbildningsnämnden", code="BUN")
    with released():
        return [
            GoalPageFactory(
                parent=plan,
                title="Trygga skolor",
                statement="Alla elever når målen.",
                sdgs=[4, 16],
                sections=[assignments_section(assignment("Bygg ut biblioteken på Åsen.", responsible=[school]))],
            ),
            GoalPageFactory(
                parent=plan, title="God ekonomi", statement="Ordning.", kind="financial", focus_area=area, sdgs=[14]
            ),
        ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("body=BUN", ["Trygga skolor"]),
        ("body=KS", []),
        ("body=KS&body=BUN", ["Trygga skolor"]),
        ("sdg=4", ["Trygga skolor"]),
        ("sdg=1", []),
        ("sdg=16&sdg=14", ["Trygga skolor", "God ekonomi"]),
        ("kind=financial", ["God ekonomi"]),
        ("kind=financial&kind=operational", ["Trygga skolor", "God ekonomi"]),
        ("kind=financial&sdg=4", []),
        ("updatedSince=2026-01-01", ["Trygga skolor", "God ekonomi"]),
        ("updatedSince=2100-01-01", []),
        ("q=SKOLOR", ["Trygga skolor"]),
        ("q=bibliotek", ["Trygga skolor"]),
        ("q=åsen", ["Trygga skolor"]),
        ("q=elev+bygg", ["Trygga skolor"]),
        ("q=elev+ekonomi", []),
        ("q=ekonomi&kind=operational", []),
        ("q=ordning&sort=-title", ["God ekonomi"]),
        ("q=***", []),
    ],
)
def test_goals_are_selected(goals: list[Any], get: Get, query: str, expected: list[str]) -> None:
    answer = get(f"goals?{query}")
    assert titles(answer) == expected
    assert answer["_meta"]["totalRecords"] == len(expected)


def test_a_goal_without_a_statement_is_released_and_found(plan: Any, get: Get, released: Released) -> None:
    with released():
        goal = GoalPageFactory(parent=plan, title="Levande landsbygd", statement="")
    [found] = get("goals?q=landsbygd")["items"]
    assert (found["id"], found["statement"]) == (str(goal.translation_key), get(f"goals/{found['id']}")["statement"])
    assert not found["statement"]


def test_goals_are_selected_by_focus_area_and_by_the_id_of_a_body(goals: list[Any], area: Any, get: Get) -> None:
    assert titles(get(f"goals?focusArea={area.uuid}")) == ["God ekonomi"]
    body = get("bodies")["items"][0]["id"]
    assert titles(get(f"goals?body={body}")) == ["Trygga skolor"]


@pytest.mark.parametrize(
    "text",
    ['"', "'", "\\", "%s", "a%", "NEAR(a b)", "title:skolor", "skol* OR ekonomi", "+(-x)", "AND", "²", "👍", "_"],
)
def test_no_text_breaks_the_search(goals: list[Any], get: Get, text: str) -> None:
    get("goals", {"q": text})


def test_a_text_that_is_too_long_is_refused(goals: list[Any], get: Get) -> None:
    get("goals", {"q": "x" * 10_000}, status=400)
    get("goals?q=%00", status=400)


def test_drafts_are_not_found(goals: list[Any], get: Get, released: Released) -> None:
    with released():
        goals[0].title = "Hemligt utkast"
        goals[0].save_revision()
    assert titles(get("goals?q=hemligt")) == []
    assert titles(get("goals?q=trygga")) == ["Trygga skolor"]


def test_new_words_are_found_and_old_ones_are_not(goals: list[Any], get: Get, released: Released) -> None:
    with released():
        goals[0].title = "Lugna klassrum"
        goals[0].save_revision().publish()
    assert (titles(get("goals?q=trygga")), titles(get("goals?q=klassrum"))) == ([], ["Lugna klassrum"])


def test_what_is_withdrawn_is_not_found_even_before_the_index_knows(
    goals: list[Any], get: Get, released: Released
) -> None:
    goals[0].unpublish()
    assert titles(get("goals?q=trygga")) == []
    # Where nothing is committed, nothing is withdrawn yet.
    assert GoalText.objects.count() == (1 if connection.vendor == "mysql" else 2)
    with released():
        goals[0].unpublish()
        goals[1].unpublish()
    assert [text.title for text in GoalText.objects.all()] != ["Trygga skolor", "God ekonomi"]


def test_a_hidden_release_is_served_nowhere_and_no_other_takes_its_place(
    goals: list[Any], get: Get, released: Released
) -> None:
    key = goals[0].translation_key
    with released():
        goals[0].title = "Rättad"
        goals[0].save_revision().publish()
    first = Release.objects.get(head__translation_key=key, number=1)
    address = f"goals/{key}?asOf={first.published_from.isoformat().replace('+00:00', 'Z')}"
    assert get(address)["title"] == "Trygga skolor"
    Release.objects.filter(pk=first.pk).update(hidden_at=first.published_from)
    get(address, status=404)
    assert [entry["number"] for entry in get(f"goals/{key}/releases")["items"]] == [2]
    assert get(f"goals/{key}")["title"] == "Rättad"
