"""What a new plan and a new goal start with, and what their forms show."""

from __future__ import annotations

from typing import Any

import pytest
from django.test.client import Client
from django.urls import reverse
from django.utils import timezone

from tests.site_pages import GoalPage, Page, PlanPage
from tests.testapp.models import CompanyGoalPage, CompanyPlanPage
from wagtail_kommunmal.admin.new_pages import fill_new_page
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    amount,
    investment,
    investments_section,
)

pytestmark = pytest.mark.django_db


def new_page(client: Client, parent: Page, model: str) -> Any:
    """Return the page that the form of a new page is filled with."""
    app_label, name = model.split(".")
    response = client.get(reverse("wagtailadmin_pages:add", args=[app_label, name, parent.pk]))
    return response.context["form"].instance


def test_new_goal_starts_with_the_five_sections(boss_client: Client, home: Page) -> None:
    goal = new_page(boss_client, PlanPageFactory(parent=home), GoalPage._meta.label_lower)
    assert [(section.block_type, section.value.get("origin")) for section in goal.sections] == [
        ("assignments", "council"),
        ("assignments", "committee"),
        ("key_figures", None),
        ("investments", None),
        ("accomplishments", None),
    ]


def test_goals_of_a_class_of_the_site_start_with_them_too(boss_client: Client, home: Page) -> None:
    plan = PlanPageFactory(parent=home, page_class=CompanyPlanPage)
    assert len(new_page(boss_client, plan, "testapp.companygoalpage").sections) == 5


def test_new_plan_is_for_the_year_after_the_latest(boss_client: Client, home: Page) -> None:
    for year in (2031, 2033, 2032):
        PlanPageFactory(year=year, parent=home)
    assert new_page(boss_client, home, PlanPage._meta.label_lower).year == 2034


def test_first_plan_is_for_the_coming_year(boss_client: Client, home: Page) -> None:
    plan = new_page(boss_client, home, PlanPage._meta.label_lower)
    assert plan.year == timezone.localdate().year + 1


def test_other_new_pages_are_left_alone(home: Page) -> None:
    page = Page(title="Nyheter")
    fill_new_page(sender=None, page=page, parent=home)
    assert page.title == "Nyheter"


@pytest.mark.parametrize("model", [GoalPage, CompanyGoalPage])
def test_goal_form_follows_the_page_from_top_to_bottom(model: Any) -> None:
    tabs = model.get_edit_handler().children
    names = [getattr(panel, "field_name", "") for tab in tabs[:2] for panel in tab.children]
    page_order = ["title", "number", "statement", "scope_line", "political_text", "image", "sections"]
    assert [name for name in names if name in page_order] == page_order


def test_goal_form_warns_of_a_group_that_differs_from_its_rows(boss_client: Client, home: Page) -> None:
    goal = GoalPageFactory(
        sections=[
            investments_section(
                investment("Hallar", row_kind="group", amounts=[amount(2026, budget="100")]),
                investment("Simhall", amounts=[amount(2026, budget="12500")]),
            )
        ]
    )
    response = boss_client.get(reverse("wagtailadmin_pages:edit", args=[goal.pk]), HTTP_ACCEPT_LANGUAGE="en")
    html = response.content.decode()
    assert "its rows sum to 12\u00a0500" in html
    assert "It does not stop you from publishing." in html


def test_form_of_a_key_figure_warns_of_an_odd_kolada_id(boss_client: Client, home: Page) -> None:
    view = "wagtailsnippets_wagtail_kommunmal_keyfigure:edit"
    odd = boss_client.get(
        reverse(view, args=[KeyFigureFactory(kolada_id="X1").pk]), HTTP_ACCEPT_LANGUAGE="en"
    ).content.decode()
    right = boss_client.get(reverse(view, args=[KeyFigureFactory(kolada_id="N00945").pk])).content.decode()
    assert "“X1”" in odd
    assert "help-warning" not in right


def test_focus_area_and_responsible_body_are_chosen_in_a_modal(boss_client: Client, home: Page) -> None:
    goal = boss_client.get(reverse("wagtailadmin_pages:edit", args=[GoalPageFactory().pk])).context["form"]
    assert "choose/wagtail_kommunmal/focusarea" in str(goal["focus_area"])
    view = "wagtailsnippets_wagtail_kommunmal_keyfigure:edit"
    figure = boss_client.get(reverse(view, args=[KeyFigureFactory().pk])).context["form"]
    assert "choose/wagtail_kommunmal/responsiblebody" in str(figure["responsible"])
