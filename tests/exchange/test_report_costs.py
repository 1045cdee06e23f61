"""Tables of reports ask the database as often for many rows as for few."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Site

from wagtail_kommunmal.exchange.applying import apply_plan, undo_batch
from wagtail_kommunmal.exchange.plans import Plan
from wagtail_kommunmal.exchange.registry import KINDS
from wagtail_kommunmal.exchange.writing import csv_of
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
)

from .test_costs import count
from .test_follow_ups import HEADER

pytestmark = pytest.mark.django_db

MakePlan = Callable[..., Plan]


def reports(*, items: int, goals: int, bodies: int, publish: bool) -> tuple[Any, list[list[Any]]]:
    """Make a report of each of so many bodies; return the plan, and rows about each of their assignments."""
    reporting = [ResponsibleBodyFactory() for _number in range(bodies)]
    plan, rows = PlanPageFactory(year=2026), []
    for _goal in range(goals):
        listed = [assignment(f"Uppdrag {number}", responsible=reporting) for number in range(items)]
        GoalPageFactory(parent=plan, sections=[assignments_section(*listed)])
        rows += [[2026, "2026-T1", body.code, item["id"]] for body in reporting for item in listed]
    for body in reporting:
        FollowUpReportFactory(plan=plan, body=body, period="2026-T1", publish=publish)
    return plan, rows


def costs(make: MakePlan, *, publish: bool = False, publishes: bool = False, **sizes: int) -> list[int]:
    """Return how many queries it takes to export, to plan, to write, and to take that back."""
    site = Site.objects.get()
    plan, rows = reports(publish=publish, **sizes)
    exporting, _data = count(lambda: csv_of(KINDS["follow-ups"](site)))
    planning, planned = count(lambda: make("follow-ups", HEADER, *[[*row, "paused", "Väntar."] for row in rows]))
    writing, batch = count(lambda: apply_plan(planned, publishes=publishes))
    undoing, _changes = count(lambda: undo_batch(batch))
    plan.delete()
    return [exporting, planning, writing, undoing]


@pytest.mark.parametrize("publish", [False, True])
def test_many_rows_of_a_report_take_as_many_queries_as_few(site: Site, plan: MakePlan, publish: bool) -> None:
    # What Wagtail remembers is known after the first.
    _first, few, many = (costs(plan, publish=publish, items=n, goals=n, bodies=1) for n in (1, 2, 4))
    assert many == few
    assert few[0] <= 15
    assert few[1] <= 20


def test_many_reports_are_exported_in_as_many_queries_as_few(site: Site, plan: MakePlan) -> None:
    _first, few, some, many = (costs(plan, items=2, goals=1, bodies=n) for n in (1, 1, 3, 5))
    assert many[0] == some[0] == few[0]
    # Of each report it is asked who has locked it; a report is one version.
    planning, writing = few[1], few[2]
    each = (some[1] - planning) // 2, (some[2] - writing) // 2
    assert (many[1], many[2]) == (planning + 4 * each[0], writing + 4 * each[1])
    assert each[0] <= 3
    assert each[1] <= 28
