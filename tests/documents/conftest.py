from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Site

from wagtail_kommunmal.documents.compose import compose
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

Content = dict[str, Any]


@pytest.fixture
def plan(site: Site) -> Any:
    """A plan for 2026 that was never published."""
    return PlanPageFactory(year=2026, publish=False)


@pytest.fixture
def composed(plan: Any, site: Site) -> Callable[..., Content]:
    """Write a goal with these sections and fields to the database, and compose what is read from there."""

    def make(*sections: Any, **fields: Any) -> Content:
        goal = GoalPageFactory(**{"parent": plan, "publish": False, "sections": list(sections), **fields})
        return compose(type(goal).objects.get(pk=goal.pk), site).content

    return make


@pytest.fixture
def section(composed: Callable[..., Content]) -> Callable[[Any], Content]:
    """Compose a goal with one section and return that."""
    return lambda section: composed(section)["sections"][0]
