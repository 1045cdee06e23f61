"""“Create next year's plan” makes all of it or nothing, also where the browser goes away."""

from __future__ import annotations

from typing import Any

import pytest
from django.test.client import Client

from tests.admin.test_roll_over import OPEN, Released, checked, choices, goal_of, plan_of_2026, post
from tests.site_pages import Page


@pytest.fixture
def plan(home: Page) -> Any:
    return plan_of_2026()


@pytest.fixture
def goal(plan: Any, released: Released) -> Any:
    return goal_of(plan, released)


@pytest.mark.django_db(transaction=True)
def test_a_script_that_goes_away_leaves_nothing_behind(writer_client: Client, plan: Any, goal: Any) -> None:
    before = Page.objects.count()
    data = checked(writer_client, plan, choices(goal, OPEN))
    response = post(writer_client, plan, "make", data, accept="application/x-ndjson")
    lines = iter(response.streaming_content)
    next(lines), next(lines)
    assert Page.objects.count() == before + 2
    response.close()
    assert Page.objects.count() == before
