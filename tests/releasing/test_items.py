"""The rows that lists across all goals filter on."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from wagtail_kommunmal.models import ReleasedFollowUp, ReleasedItem
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus, ResponsibleRole

Rows = list[tuple[Any, ...]]


@pytest.fixture
def goal(plan: Any, goal_with: Callable[..., Any], released: Any) -> Any:
    """A goal with an assignment that two bodies and one of all have reported on, and an investment."""
    lead, other = ResponsibleBodyFactory(code="KFN"), ResponsibleBodyFactory(code="KS")
    own = assignment("ÖPPNA", description="<p>Ett kontor.</p>", responsible=[lead, (other, ResponsibleRole.CO)])
    of_all = assignment("Följ upp", responsible=[ResponsibleBodyFactory(everyone=True)])
    goal = goal_with(assignments_section(own, of_all), investments_section(investment("Bro"), unit="sek"))
    with released():
        FollowUpReportFactory(
            plan=plan,
            body=lead,
            rows=[follow_up(goal, own, AssignmentStatus.DELAYED), follow_up(goal, of_all, AssignmentStatus.PAUSED)],
        )
        FollowUpReportFactory(
            plan=plan, body=other, period="2026-T2", rows=[follow_up(goal, own, comment="<p>Ja.</p>")]
        )
    return goal


def follow_ups() -> Rows:
    names = ("item__position", "code", "role", "period", "status", "is_overall")
    return list(ReleasedFollowUp.objects.order_by("item__position", "period").values_list(*names))


def items() -> Rows:
    return [(item.text, item.section) for item in ReleasedItem.objects.all()]


SAID = [
    (1, "KFN", "lead", "2026-T1", "delayed", True),
    (1, "KS", "co", "2026-T2", "", False),
    (2, "KFN", "lead", "2026-T1", "paused", False),
]


@pytest.mark.usefixtures("goal")
def test_what_every_body_said_after_every_period_has_a_row() -> None:
    assert follow_ups() == SAID


@pytest.mark.usefixtures("goal")
def test_items_know_their_section_and_what_a_search_looks_in() -> None:
    of_assignments, same, of_investments = ReleasedItem.objects.all()
    assert of_assignments.text == "öppna\nett kontor."
    assert of_assignments.section == same.section
    assert of_assignments.section.keys() == {"id", "heading", "origin"}
    assert of_assignments.section["origin"]["code"] == "council"
    assert (of_investments.section["unit"], of_investments.section["sign"]["code"]) == (
        {"code": "sek", "label": "kr"},
        "expenditure_positive",
    )


@pytest.mark.usefixtures("goal")
def test_the_migration_reads_the_same_out_of_releases_that_are_there_already() -> None:
    written = items()
    ReleasedFollowUp.objects.all().delete()
    ReleasedItem.objects.update(text="", section={})
    migration = import_module("wagtail_kommunmal.migrations.0006_read_follow_ups_of_releases")
    for _again in range(2):
        migration.read_releases(apps, None)
        assert (follow_ups(), items()) == (SAID, written)
