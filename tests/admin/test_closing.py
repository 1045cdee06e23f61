"""Closing a plan makes it and its goals read-only; opening it lifts that."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test.client import Client
from django.urls import reverse
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import PageLogEntry

from tests.admin.form_data import goal_form, plan_form
from tests.site_pages import Page
from wagtail_kommunmal.authoring.closing import close_plan, open_plan
from wagtail_kommunmal.models import PendingRelease, Release
from wagtail_kommunmal.models.mixins import PublicationRefusedError
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
)

pytestmark = pytest.mark.django_db


def act(client: Client, action: str, page: Page, method: str = "post") -> Any:
    return getattr(client, method)(reverse(f"wagtail_kommunmal_{action}_plan", args=[page.pk]))


def edit(client: Client, page: Page, data: dict[str, Any], **headers: str) -> Any:
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data, headers=headers)


@pytest.fixture
def plan(home: Page) -> Any:
    return PlanPageFactory(year=2026, parent=home)


@pytest.fixture
def goal(plan: Any) -> Any:
    return GoalPageFactory(parent=plan, title="Trygghet", number="1")


@pytest.fixture
def closed(plan: Any, goal: Any, admin_user: Any) -> Any:
    close_plan(plan, admin_user)
    plan.refresh_from_db()
    return plan


def test_closing_asks_first_and_then_closes_outside_revisions(reviewer_client: Client, plan: Any) -> None:
    revisions = plan.revisions.count()
    assert act(reviewer_client, "close", plan, "get").status_code == 200
    plan.refresh_from_db()
    assert not plan.is_closed
    response = act(reviewer_client, "close", plan)
    assert response.url == reverse("wagtailadmin_explore", args=[plan.pk])
    plan.refresh_from_db()
    assert plan.is_closed
    assert plan.revisions.count() == revisions


def test_closing_and_opening_stand_in_the_history(reviewer_client: Client, plan: Any) -> None:
    act(reviewer_client, "close", plan)
    act(reviewer_client, "open", plan)
    plan.refresh_from_db()
    assert not plan.is_closed
    entries = PageLogEntry.objects.filter(page=plan.pk, action__startswith="wagtail_kommunmal").order_by("pk")
    assert [(entry.action, entry.user.username) for entry in entries] == [
        ("wagtail_kommunmal.close_plan", "Målgranskare"),
        ("wagtail_kommunmal.open_plan", "Målgranskare"),
    ]
    history = reviewer_client.get(reverse("wagtailadmin_pages:history", args=[plan.pk]), HTTP_ACCEPT_LANGUAGE="en")
    assert "Plan closed" in history.content.decode()


def test_closing_twice_keeps_the_first_time(reviewer_client: Client, closed: Any) -> None:
    first = closed.closed_at
    act(reviewer_client, "close", closed)
    closed.refresh_from_db()
    assert closed.closed_at == first


def test_closing_needs_the_right_to_publish(writer_client: Client, plan: Any) -> None:
    for method in ("get", "post"):
        assert act(writer_client, "close", plan, method).url == reverse("wagtailadmin_home")
    plan.refresh_from_db()
    assert not plan.is_closed


def test_only_plans_are_closed(boss_client: Client, home: Page, goal: Any) -> None:
    for page in (home, goal):
        assert act(boss_client, "close", page).status_code == 404


def test_a_plan_is_closed_and_opened_in_every_language(
    home: Page, plan: Any, english: Any, admin_user: Any, released: Callable[[], Any]
) -> None:
    home.copy_for_translation(english)
    translated = plan.copy_for_translation(english)
    close_plan(plan, admin_user)
    translated.refresh_from_db()
    assert translated.is_closed
    open_plan(plan, admin_user)
    translated.refresh_from_db()
    assert not translated.is_closed


@pytest.mark.parametrize(("state", "label"), [("plan", "Close plan"), ("closed", "Open plan")])
def test_the_plan_offers_the_action_in_its_header_and_its_listings(
    reviewer_client: Client, request: pytest.FixtureRequest, state: str, label: str
) -> None:
    plan = request.getfixturevalue(state)
    for url in (
        reverse("wagtailadmin_pages:edit", args=[plan.pk]),
        reverse("wagtailadmin_explore", args=[plan.pk]),
        reverse("kommunmal_planpage:index"),
    ):
        assert label in reviewer_client.get(url, HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_those_who_may_not_publish_and_other_pages_are_not_offered_it(writer_client: Client, goal: Any) -> None:
    for page in (goal, goal.get_parent()):
        url = reverse("wagtailadmin_pages:edit", args=[page.pk])
        assert "Close plan" not in writer_client.get(url, HTTP_ACCEPT_LANGUAGE="en").content.decode()


def test_an_alias_is_not_closed_by_itself(boss_client: Client, plan: Any, home: Page) -> None:
    alias = CreatePageAliasAction(plan, parent=home, update_slug="alias").execute(skip_permission_checks=True)
    url = reverse("wagtailadmin_explore", args=[alias.pk])
    assert "Close plan" not in boss_client.get(url, HTTP_ACCEPT_LANGUAGE="en").content.decode()


@pytest.mark.parametrize("action", [{}, {"action-publish": "1"}])
def test_a_goal_of_a_closed_plan_is_neither_saved_nor_published(
    boss_client: Client, closed: Any, goal: Any, action: dict[str, str]
) -> None:
    revisions = goal.revisions.count()
    response = edit(boss_client, goal, {**goal_form(title="Ändrat"), **action})
    assert response.status_code == 200
    goal.refresh_from_db()
    assert goal.title == "Trygghet"
    assert goal.revisions.count() == revisions


def test_a_goal_of_a_closed_plan_is_not_autosaved(boss_client: Client, closed: Any, goal: Any) -> None:
    response = edit(boss_client, goal, goal_form(title="Ändrat"), accept="application/json")
    assert response.status_code == 400
    assert json.loads(response.content)["success"] is False
    goal.refresh_from_db()
    assert goal.get_latest_revision_as_object().title == "Trygghet"


def test_a_closed_plan_is_not_edited_itself(boss_client: Client, closed: Any) -> None:
    edit(boss_client, closed, plan_form(title="Ändrat"))
    assert closed.get_latest_revision_as_object().title == "Mål och budget 2026"


def test_a_goal_of_an_opened_plan_is_edited_again(boss_client: Client, closed: Any, goal: Any) -> None:
    act(boss_client, "open", closed)
    response = edit(boss_client, goal, {**goal_form(title="Ändrat", slug="trygghet"), "action-publish": "1"})
    assert response.status_code == 302
    goal.refresh_from_db()
    assert goal.title == "Ändrat"


def test_an_old_draft_is_not_published_and_does_not_open_the_plan(closed: Any) -> None:
    with pytest.raises(PublicationRefusedError):
        closed.get_latest_revision().publish()
    closed.refresh_from_db()
    assert closed.is_closed


def test_opening_releases_what_changed_meanwhile(home: Page, admin_user: Any, released: Callable[[], Any]) -> None:
    body = ResponsibleBodyFactory(name="Kultur- och fritidsnämnden")
    with released():
        plan = PlanPageFactory(parent=home)
        goal = GoalPageFactory(
            parent=plan, sections=[assignments_section(assignment("Öppna biblioteket.", responsible=[body]))]
        )
        close_plan(plan, admin_user)
    with released():
        body.name = "Upplevelsenämnden"
        body.save()
    release = Release.objects.get(head__page=goal.pk, current_of__isnull=False)
    assert "Kultur- och fritidsnämnden" in json.dumps(release.content, ensure_ascii=False)
    with released():
        open_plan(plan, admin_user)
    release = Release.objects.get(head__page=goal.pk, current_of__isnull=False)
    assert "Upplevelsenämnden" in json.dumps(release.content, ensure_ascii=False)
    assert not PendingRelease.objects.exists()
