"""At a glance: how the goal goes, who is responsible, when it was last followed up. Nothing of it is inferred."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import Tag
from django.test import Client

from tests.pages.markup import facts, read, words
from tests.site_pages import PlanPage
from wagtail_kommunmal.goal_summary import counts_of_items
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureFactory,
    ResponsibleBodyFactory,
    assessment,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import AchievementStatus, AssignmentStatus


@pytest.fixture
def schools(english_plan: PlanPage) -> Any:
    return ResponsibleBodyFactory(name="Schools", code="S")


@pytest.fixture
def culture(english_plan: PlanPage) -> Any:
    return ResponsibleBodyFactory(name="Culture", code="C")


@pytest.fixture
def glance(english_plan: PlanPage, english_client: Client, released: Any) -> Any:
    """Publish a goal with sections, report on it, and read what its page says at a glance."""

    def publish_and_read(*sections: Any, reports: Any = ()) -> Tag:
        with released():
            goal = GoalPageFactory(parent=english_plan, locale=english_plan.locale, title="A goal", sections=sections)
        for body, period, rows in reports:
            with released():
                FollowUpReportFactory(plan=english_plan, body=body, period=period, rows=rows(goal))
        return read(english_client.get(goal.url)).select_one(".kommunmal-glance")  # type: ignore[return-value]

    return publish_and_read


def test_what_nobody_has_followed_up_is_said_to_be_so(glance: Any) -> None:
    assert facts(glance()) == {"How it goes": ["No assessment"], "Last followed up": ["Not yet"]}


def test_statuses_are_those_that_were_given(glance: Any, schools: Any, culture: Any) -> None:
    built, bought, begun = assignment("Build.", responsible=[schools]), assignment("Buy."), assignment("Begin.")
    said = glance(
        assignments_section(built, bought, begun),
        reports=[
            (schools, "2026-T1", lambda goal: [assessment(goal, AchievementStatus.EXPECTED_PARTLY)]),
            (schools, "2026-T2", lambda goal: [follow_up(goal, built, AssignmentStatus.COMPLETED)]),
        ],
    )
    known = facts(said)
    # The assessment is of the period that it was made after, though something else was followed up later.
    assert known["How it goes"] == ["Expected to be partly achieved T1 2026, Schools"]
    assert known["Last followed up"][0].startswith("T2 2026 published 20")
    assert known["3 assignments"] == ["Completed 1 No assessment 2"]


def test_bodies_that_lead_come_before_those_that_take_part(glance: Any, schools: Any, culture: Any) -> None:
    sections = [
        assignments_section(assignment("Sing.", responsible=[schools, (culture, "co")])),
        investments_section(investment("A hall", responsible=[schools])),
    ]
    known = facts(glance(*sections))
    assert (known["Responsible"], known["Co-responsible"]) == (["Schools"], ["Culture"])


def test_the_only_body_of_something_is_responsible_for_it(glance: Any, schools: Any, culture: Any) -> None:
    parts = [assignment("Sing.", responsible=[(culture, "co")]), assignment("Play.", responsible=[schools])]
    known = facts(glance(assignments_section(*parts)))
    assert known["Responsible"] == ["Culture,Schools"]
    assert "Co-responsible" not in known


@pytest.mark.same_everywhere
def test_counts_are_in_the_order_of_the_vocabulary_and_end_with_what_has_no_status() -> None:
    paused, begun = ({"code": code, "label": code} for code in ("paused", "in_progress"))
    items = [{"currentFollowUp": said} for said in (None, {"status": paused}, {"status": begun}, {"status": None})]
    assert counts_of_items(items) == [(begun, 1), (paused, 1), (None, 2)]


def test_the_summary_stands_above_the_text(glance: Any) -> None:
    header = glance().find_parent("header")
    assert words(header.h1) == "A goal"


def test_where_there_are_only_key_figures_who_answers_for_them_is_responsible(glance: Any, schools: Any) -> None:
    said = glance(key_figures_section(KeyFigureFactory(responsible=schools)))
    assert facts(said)["Responsible"] == ["Schools"]
