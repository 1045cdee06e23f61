"""An import asks the database as often for many rows as for few."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from wagtail_kommunmal.authoring import bulk_changes, row_states
from wagtail_kommunmal.exchange import applying
from wagtail_kommunmal.exchange.applying import apply_plan, undo_batch
from wagtail_kommunmal.exchange.planning import ALL_ROWS
from wagtail_kommunmal.exchange.plans import Plan
from wagtail_kommunmal.exchange.registry import KINDS
from wagtail_kommunmal.exchange.writing import csv_of
from wagtail_kommunmal.models import KeyFigure, KeyFigureValue, ResponsibleBody
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    amount,
    assignment,
    assignments_section,
    investment,
    investments_section,
)

pytestmark = pytest.mark.django_db

MakePlan = Callable[..., Plan]
COLUMNS = {"values": "Value", "targets": "text"}


def count(action: Callable[[], Any]) -> tuple[int, Any]:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        result = action()
    return len(queries), result


def costs(plan: MakePlan, kind: str, figures: int, years: int) -> list[int]:
    """Return how many queries it takes to plan, to write new rows, to change them, to take that back, to export."""
    ContentType.objects.get_for_model(KeyFigure)
    KeyFigure.objects.all().delete()
    for number in range(figures):
        KeyFigureFactory(kolada_id=f"N{number:05}")

    def table(content: str) -> list[list[Any]]:
        periods = range(2000, 2000 + years)
        rows = [[f"N{number:05}", year, content] for number in range(figures) for year in periods]
        return [["Kolada id", "Period", COLUMNS[kind]], *rows]

    planning, planned = count(lambda: plan(kind, *table("1")))
    creating, _batch = count(lambda: apply_plan(planned))
    changed = plan(kind, *table("2"), accepted=ALL_ROWS)
    changing, batch = count(lambda: apply_plan(changed))
    undoing, _changes = count(lambda: undo_batch(batch))
    exporting, _data = count(lambda: csv_of(KINDS[kind](Site.objects.get())))
    return [planning, creating, changing, undoing, exporting]


@pytest.mark.parametrize("kind", COLUMNS)
def test_many_rows_of_many_key_figures_take_as_many_queries_as_few(plan: MakePlan, kind: str) -> None:
    few, many = costs(plan, kind, figures=1, years=2), costs(plan, kind, figures=5, years=6)
    assert many == few
    assert few[0] <= 2
    assert few[-1] <= 3


def test_values_are_written_at_once_also_where_new_rows_are_not_returned(
    plan: MakePlan, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(connection.features), "can_return_rows_from_bulk_insert", False)
    few, many = (costs(plan, "values", figures=1, years=years)[1] for years in (2, 9))
    assert many == few


def test_no_query_writes_more_than_some_hundred_rows(
    plan: MakePlan, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (applying, row_states):
        monkeypatch.setattr(module, "ROWS_AT_ONCE", 2)
    monkeypatch.setattr(bulk_changes, "_ENTRIES_AT_ONCE", 2)
    for number in range(5):
        KeyFigureFactory(kolada_id=f"N{number:05}")
    rows = [[f"N{number:05}", "2024", 1] for number in range(5)]
    planned = plan("values", ["Kolada id", "Period", "Value"], *rows)
    with CaptureQueriesContext(connection) as queries:
        batch = apply_plan(planned)
    assert batch is not None
    inserts = [query["sql"].split()[2].strip('"`') for query in queries if query["sql"].startswith("INSERT")]
    assert {table: inserts.count(table) for table in inserts} == {
        "wagtail_kommunmal_importbatch": 1,
        "wagtail_kommunmal_importedrow": 3,
        "wagtail_kommunmal_keyfigurevalue": 3,
        "wagtailcore_modellogentry": 3,
    }
    undo_batch(batch)
    assert KeyFigureValue.objects.count() == 0


def test_bodies_are_planned_and_exported_in_as_many_queries_as_they_have_tables(plan: MakePlan, site: Site) -> None:
    for number in range(5):
        ResponsibleBodyFactory(code=f"B{number}", replaced_by=ResponsibleBody.objects.first())
    rows = [[f"B{number}", "Ny", "B0"] for number in range(1, 5)]
    assert count(lambda: plan("bodies", ["Code", "Name", "Replaced by"], *rows))[0] == 1
    assert count(lambda: csv_of(KINDS["bodies"](site)))[0] == 1
    assert (
        count(lambda: plan("key-figures", ["Name", "Responsible body"], *[[f"N{n}", "B1"] for n in range(9)]))[0] == 2
    )


def costs_of_goals(plan: MakePlan, kind: str, goals: int, rows: int) -> list[int]:
    """Return how many queries it takes to plan rows of each goal, to write and publish them, to undo, to export."""
    plan_page = PlanPageFactory(year=2000 + goals * 10 + rows)
    body = ResponsibleBodyFactory(code=f"N{goals}{rows}")
    for number in range(goals):
        GoalPageFactory(parent=plan_page, number=str(number), sections=SECTIONS[kind](rows, body))
    site = Site.objects.get()
    file = csv_of(KINDS[kind](site))
    comparing, _planned = count(lambda: plan(kind, data=file))
    columns = {"assignments": ["title", "origin"], "investments": ["name", "year_from"]}[kind]
    told = {"assignments": "council", "investments": 2026}[kind]
    table = [
        [plan_page.year, number, f"Nytt {row}", told, f"(N{goals}{rows})"]
        for number in range(goals)
        for row in range(rows)
    ]
    planning, planned = count(lambda: plan(kind, ["plan", "goal_number", *columns, "responsible"], *table))
    assert len(planned.writing) == goals * rows
    writing, batch = count(lambda: apply_plan(planned, publishes=True))
    undoing, _changes = count(lambda: undo_batch(batch))
    exporting, _data = count(lambda: csv_of(KINDS[kind](site)))
    return [comparing, planning, writing, undoing, exporting]


SECTIONS: dict[str, Callable[[int, ResponsibleBody], list[Any]]] = {
    "assignments": lambda rows, body: [
        assignments_section(*[assignment(f"Uppdrag {row}", responsible=[body]) for row in range(rows)])
    ],
    "investments": lambda rows, body: [
        investments_section(
            *[investment(f"Projekt {row}", responsible=[body], amounts=[amount(2026, budget=1)]) for row in range(rows)]
        )
    ],
}


@pytest.mark.parametrize("kind", SECTIONS)
def test_many_rows_of_a_goal_take_as_many_queries_as_few(plan: MakePlan, site: Site, kind: str) -> None:
    costs_of_goals(plan, kind, 1, 1)
    few, many = costs_of_goals(plan, kind, 1, 2), costs_of_goals(plan, kind, 1, 9)
    assert many == few


@pytest.mark.parametrize("kind", SECTIONS)
def test_many_goals_are_compared_and_exported_in_as_many_queries_as_few(plan: MakePlan, site: Site, kind: str) -> None:
    costs_of_goals(plan, kind, 1, 1)
    few, many = costs_of_goals(plan, kind, 1, 2), costs_of_goals(plan, kind, 4, 2)
    assert (many[0], many[-1]) == (few[0], few[-1])
    assert few[-1] <= 8
