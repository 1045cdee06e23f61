"""Who does what: a reader of a plan asks for a committee's part in it, without script."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import Tag
from django.test import Client
from wagtail.models import PageViewRestriction

from tests.pages.markup import read, words
from tests.site_pages import PlanPage
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus


@pytest.fixture
def goal(english_plan: PlanPage, released: Any) -> Any:
    """A goal of two bodies: one is late with its assignment, the other has said nothing."""
    schools, culture = ResponsibleBodyFactory(name="Schools", code="S"), ResponsibleBodyFactory(name="Culture", code="")
    items = [assignment("Build a school.", responsible=[schools]), assignment("Buy a bus.", responsible=[culture])]
    hall = investment("A sports hall", responsible=[culture])
    sections = [assignments_section(*items), investments_section(hall)]
    with released():
        goal = GoalPageFactory(
            parent=english_plan, locale=english_plan.locale, title="Schools for all", sections=sections
        )
    with released():
        said = [follow_up(goal, items[0], AssignmentStatus.DELAYED)]
        FollowUpReportFactory(plan=english_plan, body=schools, period="2026-T1", rows=said)
    return goal


@pytest.fixture
def asked(english_plan: PlanPage, english_client: Client) -> Any:
    """Ask the plan's page for something, and return what it has of the selection."""

    def asked(**query: str) -> Tag | None:
        return read(english_client.get(english_plan.url, query)).find(id="selection")  # type: ignore[return-value]

    return asked


def found(selection: Tag) -> list[str]:
    return [words(title) for title in selection.select(".kommunmal-item-title")]


def test_a_plan_offers_the_bodies_that_have_a_part_in_it(goal: Any, asked: Any) -> None:
    selection = asked()
    assert [words(option) for option in selection.select("[name=body] option")] == ["Everybody", "Culture", "Schools"]
    assert found(selection) == []
    assert selection.h3 is None


def test_what_a_body_is_responsible_for_leads_to_where_it_stands(goal: Any, asked: Any) -> None:
    selection = asked(body="S")
    assert found(selection) == ["Build a school."]
    assert selection.select_one(".kommunmal-item-title a")["href"].startswith(f"{goal.full_url}#")
    assert "Schools for all" in words(selection)
    assert "Delayed T1 2026" in words(selection)
    assert [option["value"] for option in selection.select("option[selected]")] == ["S"]


def test_a_body_without_a_code_is_asked_for_by_its_id(goal: Any, asked: Any) -> None:
    option = next(option for option in asked().select("[name=body] option") if words(option) == "Culture")
    assert found(asked(body=option["value"])) == ["Buy a bus.", "A sports hall"]


def test_a_status_selects_across_all_bodies(goal: Any, asked: Any) -> None:
    assert found(asked(status="delayed")) == ["Build a school."]
    assert found(asked(status="not_assessed")) == ["Buy a bus.", "A sports hall"]


@pytest.mark.parametrize(
    "query", [{"body": "nobody"}, {"status": "sideways"}, {"body": "\0"}, {"body": "S", "status": "paused"}]
)
def test_what_nothing_is_like_is_said(goal: Any, asked: Any, query: dict[str, str]) -> None:
    selection = asked(**query)
    assert found(selection) == []
    assert ("Nothing in the plan is like that." in words(selection)) is ("\0" not in query.get("body", ""))


def test_a_plan_without_bodies_has_nothing_to_look_for(english_plan: PlanPage, asked: Any) -> None:
    assert asked() is None


def test_a_restricted_goal_is_not_found(goal: Any, asked: Any) -> None:
    PageViewRestriction.objects.create(page=goal, restriction_type=PageViewRestriction.LOGIN)
    assert asked(body="S") is None
