from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from tests.site_pages import Page
from wagtail_kommunmal.documents.compose import compose
from wagtail_kommunmal.models import ResponsibleBodyName
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureAssessmentFactory,
    KeyFigureFactory,
    KeyFigureTargetFactory,
    ResponsibleBodyFactory,
    accomplishment,
    accomplishments_section,
    assignment,
    assignments_section,
    investment,
    investments_section,
    key_figures_section,
)


@pytest.fixture
def goal_of(plan: Any, image: Any, home: Page, english: Any) -> Callable[[int], Any]:
    """Make a goal with so many items of every kind, each with things of its own around it."""

    def make(count: int) -> Any:
        bodies = [ResponsibleBodyFactory() for _ in range(count)]
        for body in bodies:
            ResponsibleBodyName.objects.create(body=body, locale=english, name="Committee")
        figures = [KeyFigureFactory(values={"2024": "1", "2025": "2"}, responsible=body) for body in bodies]
        for figure in figures:
            KeyFigureTargetFactory(key_figure=figure)
            KeyFigureAssessmentFactory(key_figure=figure)
        pages = [home.add_child(title=f"Sida {index}") for index in range(count)]
        texts = [f'<p><a linktype="page" id="{page.pk}">Sida</a></p>' for page in pages]
        return GoalPageFactory(
            parent=plan,
            publish=False,
            image=image,
            sections=[
                assignments_section(
                    *(
                        assignment("Bygg.", responsible=[body], description=text)
                        for body, text in zip(bodies, texts, strict=True)
                    )
                ),
                assignments_section(assignment("Riv.", responsible=bodies), origin="committee"),
                key_figures_section(*figures),
                investments_section(*(investment("Bro", responsible=[body]) for body in bodies)),
                accomplishments_section(
                    *(
                        accomplishment(text, body=body, image=image, alt_text="Bro")
                        for body, text in zip(bodies, texts, strict=True)
                    )
                ),
            ],
        )

    return make


def queries_to_compose(goal: Any, site: Site) -> int:
    goal = type(goal).objects.get(pk=goal.pk)
    compose(goal, site)  # Renditions are made, and what is cached for good is cached.
    goal = type(goal).objects.get(pk=goal.pk)
    with CaptureQueriesContext(connection) as queries:
        content = compose(goal, site).content
    assert content["image"] is not None
    return len(queries)


def test_thirty_items_take_no_more_queries_than_two(goal_of: Callable[[int], Any], site: Site) -> None:
    assert queries_to_compose(goal_of(30), site) == queries_to_compose(goal_of(2), site) <= 20
