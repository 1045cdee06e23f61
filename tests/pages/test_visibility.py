from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction, Site

from tests.pages.markup import read, words
from tests.site_pages import Page, PlanPage
from wagtail_kommunmal.models import ReleaseHead
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory


@pytest.fixture
def plan(site: Site, released: Any) -> PlanPage:
    with released():
        return PlanPageFactory(year=2026)


@pytest.fixture
def goal(plan: PlanPage, released: Any) -> Any:
    with released():
        return GoalPageFactory(parent=plan, title="Som beslutat")


def test_page_shows_its_release_and_not_its_row(goal: Any, client: Client) -> None:
    type(goal).objects.filter(pk=goal.pk).update(title="Skrivet förbi allt", statement="Skrivet förbi allt")
    text = client.get(goal.url).content.decode()
    assert "Som beslutat" in text
    assert "Skrivet förbi allt" not in text


def test_goal_of_an_unpublished_plan_is_not_found(plan: PlanPage, goal: Any, client: Client, released: Any) -> None:
    with released():
        plan.unpublish()
    assert client.get(goal.url).status_code == 404


def test_unpublished_goal_is_neither_found_nor_listed(plan: PlanPage, goal: Any, client: Client, released: Any) -> None:
    with released():
        goal.unpublish()
    assert client.get(goal.url).status_code == 404
    assert "Som beslutat" not in words(read(client.get(plan.url)))


def test_goal_without_a_release_is_not_found(goal: Any, client: Client) -> None:
    ReleaseHead.objects.filter(page=goal).update(current=None)
    assert client.get(goal.url).status_code == 404


@pytest.mark.parametrize("restricted", ["goal", "plan"])
def test_visitor_without_the_right_is_asked_to_log_in(
    plan: PlanPage, goal: Any, client: Client, released: Any, restricted: str
) -> None:
    page = {"goal": goal, "plan": plan}[restricted]
    with released():
        PageViewRestriction.objects.create(
            page=Page.objects.get(pk=page.pk), restriction_type=PageViewRestriction.LOGIN
        )
    response = client.get(goal.url)
    assert response.status_code == 302
    assert "Som beslutat" not in response.content.decode()


def test_visitor_with_the_right_sees_a_restricted_goal(
    goal: Any, editor_client: Client, client: Client, plan: PlanPage, released: Any
) -> None:
    with released():
        PageViewRestriction.objects.create(
            page=Page.objects.get(pk=goal.pk), restriction_type=PageViewRestriction.LOGIN
        )
    assert words(read(editor_client.get(goal.url)).h1) == "Som beslutat"
    assert "Som beslutat" not in words(read(client.get(plan.url)))
