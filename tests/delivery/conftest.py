from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import RequestFactory
from wagtail.models import Site

from wagtail_kommunmal.delivery.reader import Reader, reader_for
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

ReaderOf = Callable[..., Reader]
Released = Callable[[], Any]


@pytest.fixture
def reader_of(site: Site, rf: RequestFactory) -> ReaderOf:
    """Return who reads a site in a language."""

    def make(site: Site = site, language: str | None = None) -> Reader:
        return reader_for(rf.get("/", headers={"host": site.hostname}), language)

    return make


@pytest.fixture
def plan(site: Site, released: Released) -> Any:
    return plan_of_2026(released)


@pytest.fixture
def goal(plan: Any, released: Released) -> Any:
    return goal_of(plan, released)


@pytest.fixture(scope="module")
def shared_plan(shared_site: Site, released: Released) -> Any:
    return plan_of_2026(released)


@pytest.fixture(scope="module")
def shared_goal(shared_plan: Any, released: Released) -> Any:
    return goal_of(shared_plan, released)


def plan_of_2026(released: Released) -> Any:
    with released():
        return PlanPageFactory(year=2026, title="Mål 2026", slug="mal-2026")


def goal_of(plan: Any, released: Released) -> Any:
    with released():
        return GoalPageFactory(parent=plan, title="Trygg skola", slug="trygg-skola", number="1")
