"""What the API's tests ask for: a plan and a goal that are released, and answers as JSON."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, Protocol

import pytest
from django.test.client import Client
from wagtail.models import Site

from tests.site_pages import GoalPage, PlanPage
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

ROOT = "http://testserver/kommunmal/v1"


class Get(Protocol):
    """Reads an address below the API's root."""

    def __call__(self, path: str, params: Any = None, *, status: int = 200, **headers: str) -> Any: ...


Released = Callable[[], AbstractContextManager[Any]]


@pytest.fixture
def get(client: Client) -> Get:
    """Return the JSON of an answer, whose status is checked."""

    def get(path: str, params: Any = None, *, status: int = 200, **headers: str) -> Any:
        response = client.get(f"/kommunmal/v1/{path}", params, headers=headers)
        assert response.status_code == status, response.content.decode()
        return response.json()

    return get


@pytest.fixture
def plan(site: Site, released: Released) -> Any:
    """The plan for 2026."""
    return plan_of_2026(released)


@pytest.fixture(scope="module")
def shared_plan(shared_site: Site, released: Released) -> Any:
    """The plan for 2026 for all tests of the module."""
    return plan_of_2026(released)


@pytest.fixture
def goal(plan: Any, released: Released) -> Any:
    """The first goal of ``plan``."""
    return first_goal(plan, released)


@pytest.fixture(scope="module")
def shared_goal(shared_plan: Any, released: Released) -> Any:
    """The first goal of ``shared_plan`` for all tests of the module."""
    return first_goal(shared_plan, released)


def plan_of_2026(released: Released) -> Any:
    """Return the plan for 2026, which may be there for all tests of a module."""
    if (found := PlanPage.objects.filter(slug="mal-2026").first()) is not None:
        return found
    with released():
        return PlanPageFactory(year=2026, title="Mål och budget 2026", slug="mal-2026")


def first_goal(plan: Any, released: Released) -> Any:
    """Return the first goal of the plan for 2026, as ``plan_of_2026`` the plan."""
    if (found := GoalPage.objects.filter(slug="alla-kan-paverka").first()) is not None:
        return found
    with released():
        return GoalPageFactory(parent=plan, title="Alla kan påverka", slug="alla-kan-paverka", number="1")


def titles(answer: Any) -> list[str]:
    """Return the titles of a list's items."""
    return [item["title"] for item in answer["items"]]


def link(href: str, rel: str = "self") -> dict[str, str]:
    """Return a link as the API writes it."""
    return {"href": href, "rel": rel, "method": "GET"}
