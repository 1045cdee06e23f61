"""What a rebuild asks of the database for each document, and what it asks once for a batch of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from wagtail_kommunmal.models import PageKind, Release, ReleaseHead
from wagtail_kommunmal.releasing.heads import Outcome
from wagtail_kommunmal.releasing.rebuild import BATCH_SIZE, release_all
from wagtail_kommunmal.testing import ResponsibleBodyFactory, assignment, assignments_section

from .conftest import Released

FEW, MANY = 2, 8

OF_ONE_GOAL = 20
"""Queries that each further goal of a batch adds: its reports, its release, its items and its words."""


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


def test_each_goal_of_a_batch_adds_few_queries(rebuilding: Callable[[int], int]) -> None:
    assert MANY <= BATCH_SIZE
    rebuilding(MANY)  # What is cached for good is cached.
    assert rebuilding(MANY) - rebuilding(FEW) <= (MANY - FEW) * OF_ONE_GOAL
