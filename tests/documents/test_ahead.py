"""Goals that are read together say what each says that is read alone, in as many queries as one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from wagtail_kommunmal.documents.ahead import read_ahead
from wagtail_kommunmal.documents.compose import Composition, compose
from wagtail_kommunmal.documents.context import SiteFacts
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureAssessmentFactory,
    KeyFigureFactory,
    ResponsibleBodyFactory,
    amount,
    assessment,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
    key_figure_item,
    key_figures_section,
    text_section,
)
from wagtail_kommunmal.vocabulary import AchievementStatus, AssignmentStatus


@pytest.fixture
def goals(plan: Any) -> Callable[[int], list[Any]]:
    """Make so many goals: with a body and a key figure in common, ones of their own, and reports on all of them."""

    def make(count: int) -> list[Any]:
        shared, reporter = ResponsibleBodyFactory(), ResponsibleBodyFactory()
        common = KeyFigureFactory(values={"2024": "1", "2025": "2"}, responsible=reporter)
        KeyFigureAssessmentFactory(key_figure=common)
        made, rows = [], []
        for number in range(count):
            own = ResponsibleBodyFactory()
            task, bridge = assignment("Bygg.", responsible=[shared, own]), investment("Bro", amounts=[amount(2026)])
            goal = GoalPageFactory(
                parent=plan,
                publish=False,
                previous_goal=made[-1] if made else None,
                sections=[
                    text_section("<p>Text.</p>"),
                    assignments_section(task),
                    key_figures_section(
                        key_figure_item(common), key_figure_item(KeyFigureFactory(values={"2025": f"{number}"}))
                    ),
                    investments_section(bridge),
                ],
            )
            made.append(goal)
            rows += [
                follow_up(goal, task, AssignmentStatus.COMPLETED, comment="<p>Klart.</p>"),
                follow_up(goal, bridge, AssignmentStatus.IN_PROGRESS),
                assessment(goal, AchievementStatus.ACHIEVED),
            ]
        FollowUpReportFactory(plan=plan, body=reporter, period="2026-T1", rows=rows)
        return [*made, GoalPageFactory(parent=plan, publish=False, sections=[])]

    return make


def read_anew(goals: list[Any]) -> list[Any]:
    return [type(goal).objects.get(pk=goal.pk) for goal in goals]


def composed_together(goals: list[Any], site: Site) -> list[Composition]:
    facts = SiteFacts(site)
    read_ahead({facts: goals})
    return [compose(goal, site, facts=facts) for goal in goals]


def test_goals_that_are_read_together_are_composed_as_each_alone(goals: Callable[[int], list[Any]], site: Site) -> None:
    made = goals(3)
    alone = [compose(goal, site) for goal in read_anew(made)]
    assert alone[0].content["sections"][1]["assignments"][0]["followUps"]
    assert composed_together(read_anew(made), site) == alone


def test_five_goals_are_read_in_as_many_queries_as_two(goals: Callable[[int], list[Any]], site: Site) -> None:
    def queries_of(count: int) -> int:
        made = read_anew(goals(count))
        facts = SiteFacts(site)
        with CaptureQueriesContext(connection) as queries:
            read_ahead({facts: made})
        return len(queries)

    assert queries_of(5) == queries_of(2) <= 8


def test_nothing_is_read_for_no_goals() -> None:
    read_ahead({})
