"""An import that breaks off or is killed, at whatever step, leaves the old state."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import ModelLogEntry, PageLogEntry, Revision, Site

from tests.processes import KILLED, Processes, die_at
from wagtail_kommunmal.authoring.row_states import state_of
from wagtail_kommunmal.exchange.applying import apply_plan, undo_batch
from wagtail_kommunmal.exchange.planning import plan_file
from wagtail_kommunmal.exchange.plans import Plan
from wagtail_kommunmal.exchange.registry import KINDS
from wagtail_kommunmal.models import (
    FollowUpReport,
    ImportBatch,
    ImportedRow,
    InvestmentFollowUp,
    KeyFigureValue,
    ResponsibleBody,
    goal_models,
)
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignments_section,
    investment,
    investments_section,
)

from .conftest import csv

MakePlan = Callable[..., Plan]

BRIDGE = "5a1c9a86-6a0c-4a6c-8a0e-0b6d2f6f4d11"
TABLES: dict[str, list[list[Any]]] = {
    "values": [["Kolada id", "Period", "Value"], ["N00001", "2023", 1], ["N00001", "2024", 2]],
    "bodies": [["Code", "Name"], ["KS", "Styrelsen"], ["A", "A"]],
    "follow-ups": [
        ["body", "period", "id", "status"],
        ["KS", "2026-T1", BRIDGE, "paused"],
        ["KS", "2026", BRIDGE, "paused"],
    ],
    "assignments": [["plan", "goal_number", "title"], [2026, 1, "Bygg en park"], [2026, 2, "Bygg en skola"]],
}
STEPS = (
    "wagtail_kommunmal.models.ImportBatch.save",
    "wagtail_kommunmal.models.ImportedRow.__init__",
    "django.db.backends.base.base.BaseDatabaseWrapper.commit",
)


def found() -> None:
    KeyFigureFactory(kolada_id="N00001", values={"2024": "70.0"})
    board = ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
    plan = PlanPageFactory(year=2026)
    bridge = investments_section(investment("Bro", responsible=[board], block_id=BRIDGE))
    for number, sections in ((1, [assignments_section(), bridge]), (2, [assignments_section()])):
        GoalPageFactory(parent=plan, number=str(number), sections=sections)
    FollowUpReportFactory(plan=plan, body=board, period="2026-T1")


def state() -> Any:
    return (
        [(row.pk, state_of(row)) for row in KeyFigureValue.objects.order_by("pk")],
        list(ResponsibleBody.objects.order_by("pk").values()),
        [model.objects.count() for model in (ImportBatch, ImportedRow, ModelLogEntry, PageLogEntry, Revision)],
        list(goal_models()[0].objects.order_by("pk").values()),
        [list(model.objects.order_by("pk").values()) for model in (FollowUpReport, InvestmentFollowUp)],
    )


def import_until(step: str, kind: str) -> None:
    """Import a table in a process that dies at a step."""
    site = Site.objects.get()
    planned = plan_file(KINDS[kind](site), csv(*TABLES[kind]), "tabell.csv")
    die_at(step)
    apply_plan(planned, publishes=True)


def undo_until(step: str) -> None:
    """Take the only import back in a process that dies at a step."""
    batch = ImportBatch.objects.get()
    die_at(step)
    undo_batch(batch)


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("kind", TABLES)
def test_an_import_that_is_killed_leaves_the_old_state(site: Site, processes: Processes, kind: str, step: str) -> None:
    found()
    before = state()
    assert processes.run((import_until, step, kind)) == [KILLED]
    assert state() == before


@pytest.mark.parametrize("kind", TABLES)
def test_an_undo_that_is_killed_leaves_what_was_imported(plan: MakePlan, processes: Processes, kind: str) -> None:
    found()
    apply_plan(plan(kind, *TABLES[kind]), publishes=True)
    before = state()
    assert processes.run((undo_until, STEPS[-1])) == [KILLED]
    assert state() == before


@pytest.mark.django_db
@pytest.mark.parametrize("kind", TABLES)
def test_an_import_that_breaks_off_leaves_the_old_state(
    plan: MakePlan, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*args: Any, **kwargs: Any) -> Any:
        raise RuntimeError

    found()
    before = state()
    planned = plan(kind, *TABLES[kind])
    monkeypatch.setattr(ImportedRow.objects, "bulk_create", broken)
    with pytest.raises(RuntimeError):
        apply_plan(planned, publishes=True)
    assert state() == before


def import_one(title: str) -> None:
    """Import an assignment as whoever has planned it before."""
    site = Site.objects.get()
    rows = [["plan", "goal_number", "title"], [2026, 1, title], [2026, 2, title]]
    apply_plan(plan_file(KINDS["assignments"](site), csv(*rows), "tabell.csv"))


@pytest.mark.postgresql
def test_who_imports_at_the_same_moment_loses_nothing(site: Site, processes: Processes) -> None:
    found()
    titles = [f"Uppdrag {number}" for number in range(4)]
    assert processes.run(*[(import_one, title) for title in titles]) == [0] * 4
    for goal in goal_models()[0].objects.all():
        items = goal.get_latest_revision_as_object().sections[0].value["items"]
        assert sorted(item["title"] for item in items) == titles
