"""A detail and a list of any length take a small constant number of queries."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.client import Client
from pytest_django import DjangoAssertNumQueries

from tests.sundby import PUBLISHER
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    investment,
    investments_section,
    key_figures_section,
)

from .conftest import Get, Released

# What the full text index of InnoDB holds is found only once it is committed.
pytestmark = [pytest.mark.django_db(transaction=connection.vendor == "mysql"), pytest.mark.indexed]

SITE_AND_LANGUAGE = 1
HOW_MANY = 1
"""A workbook is refused before it is begun when there are too many items for it."""
QUERIES = {
    "api-info": SITE_AND_LANGUAGE,
    "openapi.json": SITE_AND_LANGUAGE + 1,
    "problems/not-found": 0,
    "plans": SITE_AND_LANGUAGE + 3,
    "plans/{plan}": SITE_AND_LANGUAGE + 4,
    "plans/{plan}?asOf=2031-01-01": SITE_AND_LANGUAGE + 8,
    "goals": SITE_AND_LANGUAGE + 2,
    "goals?expand=sections": SITE_AND_LANGUAGE + 2,
    "goals?plan={plan}&year=2026&sort=-updatedAt": SITE_AND_LANGUAGE + 2,
    "goals?body={body}&kind=operational&sdg=4&updatedSince=2026-01-01": SITE_AND_LANGUAGE + 1,
    "goals?q=mål": SITE_AND_LANGUAGE + 3,
    "changes?since=2026-01-01": SITE_AND_LANGUAGE + 4,
    "goals?asOf=2031-01-01": SITE_AND_LANGUAGE + 7,
    "goals/{goal}": SITE_AND_LANGUAGE + 1,
    "goals/{goal}?asOf=2031-01-01": SITE_AND_LANGUAGE + 7,
    "goals/{goal}/releases": SITE_AND_LANGUAGE + 3,
    "bodies": SITE_AND_LANGUAGE + 1,
    "bodies?plan={plan}&kind=committee": SITE_AND_LANGUAGE + 1,
    "bodies/{body}": SITE_AND_LANGUAGE + 1,
    "assignments": SITE_AND_LANGUAGE + 3,
    "assignments?plan={plan}&body={body}&role=lead&status=not_assessed&q=gör&sort=title": SITE_AND_LANGUAGE + 3,
    "assignments?year=2026&period=2026-T1&status=not_assessed": SITE_AND_LANGUAGE + 1,
    "assignments/{assignment}": SITE_AND_LANGUAGE + 2,
    "key-figures": SITE_AND_LANGUAGE + 3,
    "key-figures?plan={plan}&body={body}&unit=percent&kolada=N00011&q=nyckeltal&sort=name": SITE_AND_LANGUAGE + 3,
    "key-figures/{key_figure}": SITE_AND_LANGUAGE + 2,
    "key-figures/{key_figure}/observations?series=own&from=2020": SITE_AND_LANGUAGE + 1,
    "investments": SITE_AND_LANGUAGE + 3,
    "investments/{investment}": SITE_AND_LANGUAGE + 2,
}
"""Address -> how many queries its answer takes, however many goals there are."""

STORED = ("goals", "goals?expand=sections")
TO_STORE = 1 + 7 + 3 * (connection.vendor == "sqlite")
"""To look for an answer, and to put it away: a transaction, the version, what is removed, the answer and its pages."""

QUERIES_OF_FILES = {
    "dcat.rdf": SITE_AND_LANGUAGE + 2,
    "schemas/goal-1.json": SITE_AND_LANGUAGE,
    "assignments?format=csv": SITE_AND_LANGUAGE + 2,
    "assignments?format=xlsx&year=2026": SITE_AND_LANGUAGE + HOW_MANY + 2,
    "key-figures?format=xlsx": SITE_AND_LANGUAGE + HOW_MANY + 2,
    "investments?format=xlsx": SITE_AND_LANGUAGE + HOW_MANY + 2,
    "observations.csv": SITE_AND_LANGUAGE + 3,
    "observations.csv?source=own&from=2020": SITE_AND_LANGUAGE + 3,
    "observations.csv-metadata.json": SITE_AND_LANGUAGE,
    "key-figures/{key_figure}/observations?format=csv": SITE_AND_LANGUAGE + 2,
    "key-figures/{key_figure}/observations?format=xlsx": SITE_AND_LANGUAGE + 2,
    "key-figures/{key_figure}/observations?format=jsonstat": SITE_AND_LANGUAGE + 2,
    "key-figures/{key_figure}/observations-metadata.json": SITE_AND_LANGUAGE + 1,
}
"""The same of what is a file or describes one; a table has as many queries for each further chunk as for the first."""


@pytest.fixture
def make_goals(plan: Any, released: Released) -> Callable[[int], Any]:
    """Fill ``plan`` with goals that lead to goals of the year before, and return the first of them."""

    def make_goals(count: int) -> Any:
        with released():
            before = PlanPageFactory(year=2025)
            previous = [GoalPageFactory(parent=before) for _ in range(count)]
            goals = [
                GoalPageFactory(parent=plan, previous_goal=goal, parent_goal=previous[0], sections=sections())
                for goal in previous
            ]
        return goals[0]

    return make_goals


def sections() -> list[Any]:
    body = ResponsibleBodyFactory()
    return [
        assignments_section(assignment("Gör.", responsible=[body])),
        key_figures_section(KeyFigureFactory(values={"2025": "1"}, kolada_id="N00011", responsible=body)),
        investments_section(investment("Bygg.", responsible=[body])),
    ]


@pytest.mark.parametrize("count", [1, 12])
def test_number_of_queries(
    plan: Any,
    make_goals: Callable[[int], Any],
    get: Get,
    settings: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"API_STORED_ANSWERS": False}
    goal = make_goals(count)
    body = goal.sections[0].value["items"][0]["responsible"][0]["body"]
    items = {
        name.replace("-", "_"): get(f"{name}s")["items"][0]["id"] for name in ("assignment", "key-figure", "investment")
    }
    for path, queries in QUERIES.items():
        address = path.format(plan=plan.translation_key, goal=goal.translation_key, body=body.uuid, **items)
        with django_assert_num_queries(queries, info=f"{address} takes another number of queries"):
            get(address)


@pytest.mark.parametrize("count", [1, 12])
def test_who_reads_first_takes_a_constant_number_more_and_who_reads_next_one(
    make_goals: Callable[[int], Any], get: Get, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    goal = make_goals(count)
    for path in (*STORED, f"goals/{goal.translation_key}"):
        put_together = QUERIES["goals/{goal}" if path.startswith("goals/") else path]
        with django_assert_num_queries(put_together + TO_STORE, info=path):
            get(path)
        with django_assert_num_queries(1, info=path):
            get(path)


@pytest.mark.parametrize("count", [1, 12])
def test_number_of_queries_of_files(
    make_goals: Callable[[int], Any],
    get: Get,
    client: Client,
    settings: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
    count: int,
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"OPEN_DATA": PUBLISHER}
    make_goals(count)
    key_figure = get("key-figures")["items"][0]["id"]
    for path, queries in QUERIES_OF_FILES.items():
        address = path.format(key_figure=key_figure)
        with django_assert_num_queries(queries, info=f"{address} takes another number of queries"):
            response: Any = client.get(f"/kommunmal/v1/{address}")
            assert response.status_code == 200, address
            assert response.getvalue(), address
