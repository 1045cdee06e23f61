"""Ten committees import what they report at the same moment, into the same goals."""

from __future__ import annotations

from typing import Any

import pytest
from wagtail.models import Site

from tests.processes import Processes
from tests.releasing.reading import content_of
from wagtail_kommunmal.exchange.applying import apply_plan
from wagtail_kommunmal.exchange.planning import plan_file
from wagtail_kommunmal.exchange.registry import KINDS
from wagtail_kommunmal.models import FollowUpReport, ImportBatch, PendingRelease
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
)

from .conftest import csv
from .reported_plan import HEADER, latest, live

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

COMMITTEES = 10
STATUSES = ("in_progress", "delayed", "paused", "cancelled", "expected_complete")


def status_of(number: int) -> str:
    return STATUSES[number % len(STATUSES)]


def import_reports(number: int, items: list[str], publishes: bool) -> None:
    """Import what a committee says of its assignments after two periods: one has a report already, the other none."""
    rows = [
        [2026, period, f"N{number}", item, status_of(number), f"Nämnd {number}."]
        for period in ("2026-T1", "2026-T2")
        for item in (items if number % 2 else items[::-1])
    ]
    kind = KINDS["follow-ups"](Site.objects.get())
    apply_plan(plan_file(kind, csv(HEADER, *rows), "tabell.csv"), publishes=publishes)


@pytest.mark.parametrize("publishes", [False, True])
def test_ten_committees_that_import_at_once_lose_nothing(site: Site, processes: Processes, publishes: bool) -> None:
    bodies = [ResponsibleBodyFactory(name=f"Nämnd {number}", code=f"N{number}") for number in range(COMMITTEES)]
    plan = PlanPageFactory(year=2026)
    items = [assignment(f"Uppdrag {number}", responsible=bodies) for number in range(3)]
    goals = [GoalPageFactory(parent=plan, sections=[assignments_section(item)]) for item in items]
    for body in bodies:
        FollowUpReportFactory(plan=plan, body=body, period="2026-T1", publish=False)
    ids = [item["id"] for item in items]
    calls: Any = [(import_reports, number, ids, publishes) for number in range(COMMITTEES)]
    assert processes.run(*calls) == [0] * COMMITTEES
    assert ImportBatch.objects.count() == COMMITTEES
    assert not PendingRelease.objects.exists()
    for number, body in enumerate(bodies):
        expected = {item: (status_of(number), f"<p>Nämnd {number}.</p>") for item in ids}
        for report in FollowUpReport.objects.filter(body=body):
            assert latest(report) == expected
            assert report.live == publishes
            assert not publishes or live(report) == expected
    assert FollowUpReport.objects.count() == 2 * COMMITTEES
    for goal in goals:
        (item,) = content_of(goal)["sections"][0]["assignments"]
        assert len(item["followUps"]) == (2 * COMMITTEES if publishes else 0)
