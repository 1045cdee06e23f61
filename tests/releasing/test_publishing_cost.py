"""What publishing a goal with 26 items takes besides what Wagtail does for any page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail_kommunmal.models import Release
from wagtail_kommunmal.releasing import triggers
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    KeyFigureFactory,
    ResponsibleBodyFactory,
    amount,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
    key_figures_section,
)

from .conftest import Released

pytestmark = pytest.mark.indexed

OF_PLAIN_MEMBERS = 32
"""Queries when no item and no word that is searched has changed.

Some thirteen read what the document is made of, and four are savepoints that are transactions outside of tests.
"""

OF_ONE_ITEM = 46
"""Queries when the title of an item has changed: its rows, and the index of the search.

One less on PostgreSQL than on SQLite.
"""


@pytest.fixture
def whole_goal(plan: Any, goal_with: Callable[..., Any], released: Released) -> Any:
    """A goal with 12 assignments with three follow-ups each, 8 key figures with 10 values, and 6 investments."""
    body = ResponsibleBodyFactory()
    figures = [KeyFigureFactory(values={str(year): "71,5" for year in range(2016, 2026)}) for _ in range(8)]
    items = [assignment(f"Uppdrag {n}", description="<p>Gör det.</p>", responsible=[body]) for n in range(12)]
    goal = goal_with(
        assignments_section(*items),
        key_figures_section(*figures),
        investments_section(
            *(investment(f"Bygge {n}", responsible=[body], amounts=[amount(2026, budget=1)]) for n in range(6))
        ),
    )
    with released():
        for period in ("2026-T1", "2026-T2", "2026"):
            rows = [follow_up(goal, item, "in_progress", comment="<p>Det går.</p>") for item in items]
            FollowUpReportFactory(plan=plan, body=body, period=period, rows=rows)
    return goal


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch, released: Released) -> Callable[[Any], int]:
    """Count the queries that publishing a goal takes above those that it takes without the trigger."""

    def queries_of_publishing(goal: Any) -> int:
        revision = goal.save_revision()
        with CaptureQueriesContext(connection) as queries, released():
            revision.publish()
        return len(queries)

    def added(goal: Any) -> int:
        releases = Release.objects.count()
        ours = queries_of_publishing(goal)
        assert Release.objects.count() == releases + 1
        triggers.page_published.disconnect(triggers.on_page_published)
        try:
            return ours - queries_of_publishing(goal)
        finally:
            triggers.page_published.connect(triggers.on_page_published)

    return added


def test_publishing_a_goal_adds_few_queries(whole_goal: Any, added: Callable[[Any], int]) -> None:
    whole_goal.scope_line = "Alla nämnder"
    assert added(whole_goal) <= OF_PLAIN_MEMBERS


def test_publishing_a_goal_with_an_item_that_has_changed_adds_some_more(
    whole_goal: Any, added: Callable[[Any], int]
) -> None:
    whole_goal.sections[0].value["items"][11]["title"] = "Uppdrag 12"
    assert added(whole_goal) <= OF_ONE_ITEM
