"""A goal that Wagtail's own APIs are asked for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from wagtail.models import Site

from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory, assignment, assignments_section

PUBLISHED = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _wagtails_own_apis(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.coexistence.urls"


@pytest.fixture(scope="module")
def plan(shared_site: Site, released: Any) -> Any:
    with released():
        return PlanPageFactory(year=2026, title="Mål och budget 2026", slug="mal-2026")


@pytest.fixture(scope="module")
def goal(plan: Any, released: Any) -> Any:
    """A live goal with something in every field that must not be shown."""
    with released():
        goal = GoalPageFactory(
            parent=plan,
            title="Trygg skola",
            slug="trygg-skola",
            number="3",
            statement="Alla elever är trygga.",
            scope_line="Bara hos oss.",
            political_text="<p>Bara hos oss.</p>",
            level_label="Bara hos oss",
            sections=[assignments_section(assignment("Bara hos oss."))],
        )
    type(goal).objects.filter(pk=goal.pk).update(first_published_at=PUBLISHED)
    goal.refresh_from_db()
    return goal


@pytest.fixture(scope="module")
def facts(goal: Any) -> dict[str, Any]:
    """What Wagtail's own APIs may tell of the goal beside its title."""
    return {
        "number": "3",
        "statement": "Alla elever är trygga.",
        "plan_year": 2026,
        "document_url": f"http://testserver/kommunmal/v1/goals/{goal.translation_key}",
    }


NO_FACTS = {"number": None, "statement": None, "plan_year": None, "document_url": None}
