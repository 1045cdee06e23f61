from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Collection, Site

from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

Released = Callable[[], Any]


@pytest.fixture
def plan(site: Site, released: Released) -> Any:
    """A published plan for 2026."""
    return plan_of_2026(released)


@pytest.fixture(scope="module")
def shared_plan(shared_site: Site, released: Released) -> Any:
    """A published plan for 2026 for all tests of the module."""
    return plan_of_2026(released)


@pytest.fixture
def goal_with(plan: Any, released: Released) -> Callable[..., Any]:
    """Publish and release a goal with these sections and fields."""

    def make(*sections: Any, **fields: Any) -> Any:
        with released():
            return GoalPageFactory(**{"parent": plan, "sections": list(sections), **fields})

    return make


@pytest.fixture
def goal(goal_with: Callable[..., Any]) -> Any:
    """A published goal of the plan, without sections."""
    return goal_with(title="Trygg skola", number="1")


@pytest.fixture(scope="module")
def shared_goal(shared_plan: Any, released: Released) -> Any:
    """A published goal of the shared plan, without sections."""
    with released():
        return GoalPageFactory(parent=shared_plan, title="Trygg skola", number="1")


def plan_of_2026(released: Released) -> Any:
    with released():
        return PlanPageFactory(year=2026)


@pytest.fixture
def private_collection(site: Site) -> Collection:
    """A collection whose images the public may not see."""
    collection = Collection.get_first_root_node().add_child(name="Internt")
    collection.view_restrictions.create(restriction_type="login")
    return collection
