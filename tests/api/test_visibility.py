"""What is not public is nowhere: not in lists, by id or slug, in a plan's summaries, counts or tallies, or a link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test.client import Client
from wagtail.models import PageViewRestriction, Site

from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
)

from .conftest import Get, Released, titles


@pytest.fixture
def body(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")


@pytest.fixture
def other_goal(plan: Any, goal: Any, released: Released) -> Any:
    """A goal that stays, and leads to ``goal`` as its parent."""
    with released():
        return GoalPageFactory(parent=plan, title="Alla får plats", slug="alla-far-plats", parent_goal=goal)


@pytest.fixture
def hidden(plan: Any, body: Any, other_goal: Any, goal: Any, released: Released) -> Any:
    """A goal with one assignment that the tests hide."""
    with released():
        goal.sections = [assignments_section(assignment("Öppna ett kontor.", responsible=[body]))]
        goal.save_revision().publish()
    return goal


def restrict(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def unpublish(page: Any) -> None:
    page.unpublish()


def delete(page: Any) -> None:
    page.delete()


HIDING = pytest.mark.parametrize("hide", [unpublish, delete, restrict])


@HIDING
def test_a_hidden_goal_is_nowhere(
    hidden: Any, other_goal: Any, plan: Any, body: Any, get: Get, released: Released, hide: Callable[[Any], None]
) -> None:
    key = hidden.translation_key
    assert get(f"goals/{other_goal.translation_key}")["parentGoal"]["id"] == str(key)
    with released():
        hide(hidden)
    for params in ({}, {"slug": hidden.slug}, {"number": "1"}, {"expand": "sections"}, {"year": "2026"}):
        assert hidden.title not in titles(get("goals", params))
    assert get("goals")["_meta"]["totalRecords"] == 1
    get(f"goals/{key}", status=404)
    answer = get(f"plans/{plan.translation_key}")
    assert [goal["title"] for goal in answer["goals"]] == ["Alla får plats"]
    assert answer["tallies"]["goals"]["total"] == 1
    assert answer["tallies"]["assignments"]["total"] == 0
    assert get("plans")["items"][0]["tallies"] == answer["tallies"]
    assert get(f"goals/{other_goal.translation_key}")["parentGoal"] is None
    assert get("bodies")["items"] == []
    get(f"bodies/{body.uuid}", status=404)


@HIDING
def test_a_hidden_plan_hides_its_goals(
    hidden: Any, plan: Any, body: Any, get: Get, released: Released, hide: Callable[[Any], None]
) -> None:
    with released():
        hide(plan)
    assert get("plans")["items"] == []
    assert get("goals")["items"] == []
    assert get("goals", {"plan": plan.translation_key})["items"] == []
    assert get("bodies")["items"] == []
    get(f"plans/{plan.translation_key}", status=404)
    get(f"goals/{hidden.translation_key}", status=404)
    get(f"bodies/{body.uuid}", status=404)


def test_a_restriction_above_the_plan_hides_all_below(hidden: Any, plan: Any, home: Any, get: Get) -> None:
    restrict(home)
    assert get("plans")["items"] == []
    assert get("goals")["items"] == []
    get(f"goals/{hidden.translation_key}", status=404)


def test_hiding_needs_no_release(hidden: Any, get: Get) -> None:
    hidden.unpublish()
    get(f"goals/{hidden.translation_key}", status=404)
    assert hidden.title not in titles(get("goals"))


def test_a_login_opens_nothing(hidden: Any, get: Get, client: Client, editor: Any) -> None:
    restrict(hidden)
    client.force_login(editor)
    get(f"goals/{hidden.translation_key}", status=404)


def test_a_draft_changes_nothing(goal: Any, get: Get, released: Released) -> None:
    before = get(f"goals/{goal.translation_key}")
    with released():
        goal.title, goal.slug = "Ett utkast", "ett-utkast"
        goal.sections = [assignments_section(assignment("Hemligt."))]
        goal.save_revision()
    assert get(f"goals/{goal.translation_key}") == before
    assert get("goals", {"slug": "ett-utkast"})["items"] == []


def test_a_goal_that_was_never_published_is_nowhere(plan: Any, get: Get, released: Released) -> None:
    with released():
        draft = GoalPageFactory(parent=plan, publish=False)
    assert get("goals")["items"] == []
    assert get(f"plans/{plan.translation_key}")["goals"] == []
    get(f"goals/{draft.translation_key}", status=404)


def test_what_is_published_again_is_back(hidden: Any, get: Get, released: Released) -> None:
    with released():
        hidden.unpublish()
    with released():
        hidden.get_latest_revision().publish()
    assert get(f"goals/{hidden.translation_key}")["title"] == hidden.title


def test_another_municipality_in_the_installation_has_its_own_api(
    goal: Any, other_site: Site, get: Get, released: Released
) -> None:
    with released():
        plan = PlanPageFactory(parent=other_site.root_page.specific, year=2026, title="Norrbys plan")
        theirs = GoalPageFactory(
            parent=plan,
            title="Norrbys mål",
            sections=[assignments_section(assignment("Gör.", responsible=[ResponsibleBodyFactory(site=other_site)]))],
        )
    assert titles(get("goals")) == [goal.title]
    assert get("bodies")["items"] == []
    get(f"goals/{theirs.translation_key}", status=404)
    get(f"plans/{plan.translation_key}", status=404)
    assert get("goals", {"plan": plan.translation_key})["items"] == []
    assert titles(get("goals", host="other.example")) == ["Norrbys mål"]
    assert titles(get("plans", host="other.example")) == ["Norrbys plan"]
    answer = get(f"goals/{theirs.translation_key}", host="other.example")
    assert answer["_links"]["self"]["href"].startswith("http://other.example/kommunmal/v1/goals/")
    get(f"goals/{goal.translation_key}", status=404, host="other.example")
