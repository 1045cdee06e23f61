"""What is due for a body, from the plan as it is published."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from wagtail.models import Site

from wagtail_kommunmal.authoring.due import Due, due_by_body
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
)


@pytest.fixture
def plan(site: Site) -> Any:
    """A plan for 2026 with one assignment for “all”."""
    plan = PlanPageFactory(year=2026)
    everyone = ResponsibleBodyFactory(everyone=True)
    GoalPageFactory(parent=plan, sections=[assignments_section(assignment("Spara energi.", responsible=[everyone]))])
    return plan


def what_is_due(plan: Any, body: Any) -> list[Due]:
    return due_by_body(plan, [body]).get(body.pk, [])


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "is_due"),
    [
        (None, None, True),
        (date(2026, 12, 31), None, True),
        (None, date(2026, 1, 1), True),
        (None, date(2025, 12, 31), False),
        (date(2027, 1, 1), None, False),
    ],
)
def test_what_all_shall_do_is_due_for_each_body_of_the_plans_year(
    plan: Any, valid_from: date | None, valid_to: date | None, is_due: bool
) -> None:
    body = ResponsibleBodyFactory(valid_from=valid_from, valid_to=valid_to)
    assert [thing.title for thing in what_is_due(plan, body)] == ["Spara energi."] * is_due


def test_the_body_that_stands_for_all_reports_on_nothing(plan: Any) -> None:
    everyone = plan.get_children().get().specific.sections[0].value["items"][0]["responsible"][0]["body"]
    assert what_is_due(plan, everyone) == []


def test_what_a_body_was_given_by_name_is_due_even_when_it_is_no_more(site: Site) -> None:
    plan = PlanPageFactory(year=2026)
    former = ResponsibleBodyFactory(valid_to=date(2025, 12, 31))
    GoalPageFactory(parent=plan, sections=[assignments_section(assignment("Avveckla.", responsible=[former]))])
    assert len(what_is_due(plan, former)) == 1
