"""A save that began before a publication and arrives after it.

The admin saves a draft by itself while an editor writes. A save that is on its way when the editor clicks on publish
holds what it has read before: a page that is not live.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.http import HttpRequest
from django.test.client import Client
from django.urls import reverse
from wagtail import hooks

from tests.admin.form_data import goal_form, plan_form
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

pytestmark = pytest.mark.django_db

FORMS = [(PlanPageFactory, plan_form), (GoalPageFactory, goal_form)]


@contextmanager
def published_meanwhile(draft: Any) -> Iterator[None]:
    """Publish a page between the moment when a view has read it and the moment when the view writes it."""

    def publish(request: HttpRequest, page: Any) -> None:
        published = type(page).objects.get(pk=page.pk)
        published.statement = "Som det publicerades."
        published.save_revision().publish()

    with hooks.register_temporarily("before_edit_page", publish):
        yield


def post(client: Client, page: Any, form: dict[str, Any], **kwargs: Any) -> Any:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form, **kwargs)


@pytest.mark.parametrize(("factory", "form"), FORMS, ids=["plan", "goal"])
def test_a_late_autosave_does_not_take_the_page_down(
    boss_client: Client, factory: Any, form: Callable[..., Any]
) -> None:
    page = factory(publish=False)
    with published_meanwhile(page):
        response = post(boss_client, page, form(title="Sparad för sent"), headers={"accept": "application/json"})
    assert response.json()["success"] is False
    assert response.json()["error_code"] == "invalid_revision"
    page.refresh_from_db()
    assert (page.live, page.title == "Sparad för sent") == (True, False)
    assert page.latest_revision == page.live_revision


def test_a_draft_saved_too_late_by_hand_stays_in_the_form(boss_client: Client) -> None:
    goal = GoalPageFactory(publish=False)
    with published_meanwhile(goal):
        response = post(boss_client, goal, goal_form(title="Sparad för sent"))
    assert response.context["form"]["title"].value() == "Sparad för sent"
    goal.refresh_from_db()
    assert goal.live


def test_the_second_of_two_publications_at_the_same_time_is_carried_out(boss_client: Client) -> None:
    goal = GoalPageFactory(publish=False)
    with published_meanwhile(goal):
        post(boss_client, goal, goal_form(title="Publicerad sist", **{"action-publish": "1"}))
    goal.refresh_from_db()
    assert (goal.live, goal.title) == (True, "Publicerad sist")


def test_a_draft_that_nobody_published_is_saved(boss_client: Client) -> None:
    goal = GoalPageFactory(publish=False)
    post(boss_client, goal, goal_form(title="Ett utkast"))
    goal.refresh_from_db()
    assert (goal.live, goal.title) == (False, "Ett utkast")
