"""What a rebuild asks of the database for each document, and what it asks once for a batch of them."""

from __future__ import annotations

import gc
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail_kommunmal.documents.compose import compose
from wagtail_kommunmal.models import PageKind, Release, ReleaseHead
from wagtail_kommunmal.releasing import heads, rebuild
from wagtail_kommunmal.releasing.heads import Outcome
from wagtail_kommunmal.releasing.keys import key_of
from wagtail_kommunmal.releasing.rebuild import BATCH_SIZE, release_all
from wagtail_kommunmal.testing import ResponsibleBodyFactory, assignment, assignments_section

from .conftest import Released

FEW, MANY = 2, 8

OF_ONE_GOAL = 2
"""Queries that each further goal of a batch adds: its head, and on SQLite its entry in the index of the search."""


@pytest.fixture
def rebuilding(goal_with: Callable[..., Any], released: Released) -> Callable[[int], int]:
    """Count the queries of a rebuild that writes so many goals."""
    body = ResponsibleBodyFactory()
    for number in range(MANY):
        goal_with(assignments_section(assignment("Uppdrag", responsible=[body])), number=str(number))

    def rebuilding(count: int) -> int:
        goals = ReleaseHead.objects.filter(kind=PageKind.GOAL).order_by("pk")
        keys = list(goals.values_list("translation_key", "locale_id"))[:count]
        Release.objects.update(checksum="")
        with CaptureQueriesContext(connection) as queries, released():
            results = [result for batch in release_all(keys) for result in batch]
        assert [result.outcome for result in results] == [Outcome.RELEASED] * count
        return len(queries)

    return rebuilding


def test_garbage_is_looked_for_between_batches_and_afterwards(
    goal_with: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    goals = [goal_with(number=str(number)) for number in range(2)]
    monkeypatch.setattr(rebuild, "BATCH_SIZE", 1)
    seen: list[bool] = []

    def fail_once(page: Any, site: Any, **options: Any) -> Any:
        seen.append(gc.isenabled())
        if len(seen) == 1:
            raise ValueError
        return compose(page, site, **options)

    monkeypatch.setattr(heads, "compose", fail_once)
    between = [gc.isenabled() for _batch in rebuild.release_all([key_of(goal) for goal in goals])]
    assert (seen, between, gc.isenabled()) == ([False, False], [True, True], True)


def test_each_goal_of_a_batch_adds_few_queries(rebuilding: Callable[[int], int]) -> None:
    assert MANY <= BATCH_SIZE
    rebuilding(MANY)  # What is cached for good is cached.
    assert rebuilding(MANY) - rebuilding(FEW) <= (MANY - FEW) * OF_ONE_GOAL
