"""A plan has one live goal for each number, however the goal gets there."""

from __future__ import annotations

from typing import Any

import pytest
from django.test.client import Client
from django.urls import reverse

from tests.admin.form_data import goal_form
from tests.site_pages import GoalPage, Page
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan(home: Page) -> Any:
    return PlanPageFactory(year=2026, parent=home)


@pytest.fixture
def other_plan(home: Page) -> Any:
    return PlanPageFactory(year=2027, parent=home)


@pytest.fixture
def first(plan: Any) -> Any:
    return GoalPageFactory(parent=plan, title="Trygghet", number="1")


def bulk_url(action: str, *pages: Page) -> str:
    ids = "&".join(f"id={page.pk}" for page in pages)
    return (
        reverse("wagtail_bulk_action", args=[Page._meta.app_label, Page._meta.model_name, action])
        + f"?next=/admin/&{ids}"
    )


def message(client: Client, url: str, data: dict[str, Any] | None = None) -> str:
    response = client.post(url, data or {}, follow=True, HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == 200
    return "; ".join(str(shown) for shown in response.context["messages"])


def test_form_refuses_a_number_that_is_taken_at_its_field(boss_client: Client, plan: Any, first: Any) -> None:
    url = reverse("wagtailadmin_pages:add", args=[GoalPage._meta.app_label, "goalpage", plan.pk])
    response = boss_client.post(url, {**goal_form(number="1"), "action-publish": "1"})
    assert list(response.context["form"].errors) == ["number"]
    assert boss_client.post(url, {**goal_form(number="2"), "action-publish": "1"}).status_code == 302


def test_form_lets_a_goal_keep_its_own_number(boss_client: Client, first: Any) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[first.pk])
    form = goal_form(title="Trygghet", slug=first.slug, number="1")
    assert boss_client.post(url, {**form, "action-publish": "1"}).status_code == 302


def test_blank_numbers_are_never_taken(boss_client: Client, plan: Any) -> None:
    GoalPageFactory(parent=plan, number="")
    draft = GoalPageFactory(parent=plan, number="", publish=False)
    assert "has number" not in message(boss_client, bulk_url("publish", draft))
    assert Page.objects.live().filter(pk=draft.pk).exists()


def test_move_to_a_plan_where_the_number_is_taken_is_refused(boss_client: Client, first: Any, other_plan: Any) -> None:
    goal = GoalPageFactory(parent=other_plan, title="Näringsliv", number="1")
    url = reverse("wagtailadmin_pages:move_confirm", args=[goal.pk, first.get_parent().pk])
    assert "“Näringsliv” has number 1" in message(boss_client, url)
    assert Page.objects.get(pk=goal.pk).is_child_of(other_plan)


def test_move_of_a_draft_or_to_a_plan_where_the_number_is_free_goes_on(
    boss_client: Client, plan: Any, first: Any, other_plan: Any
) -> None:
    for goal in (
        GoalPageFactory(parent=other_plan, number="1", publish=False),
        GoalPageFactory(parent=other_plan, number="2"),
    ):
        message(boss_client, reverse("wagtailadmin_pages:move_confirm", args=[goal.pk, plan.pk]))
        assert Page.objects.get(pk=goal.pk).is_child_of(plan)


def test_move_of_other_pages_is_left_alone(boss_client: Client, home: Page) -> None:
    page = home.add_child(title="Nyheter", slug="nyheter", locale=home.locale)
    destination = home.add_child(title="Arkiv", slug="arkiv", locale=home.locale)
    message(boss_client, reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk]))
    assert Page.objects.get(pk=page.pk).is_child_of(destination)


def test_bulk_move_is_refused_also_when_the_moved_goals_collide_with_each_other(
    boss_client: Client, home: Page, plan: Any, first: Any, other_plan: Any
) -> None:
    target = PlanPageFactory(year=2028, parent=home)
    second = GoalPageFactory(parent=other_plan, title="Näringsliv", number="1")
    assert "has number 1" in message(boss_client, bulk_url("move", second), {"chooser": plan.pk})
    assert "has number 1" in message(boss_client, bulk_url("move", first, second), {"chooser": target.pk})
    assert not Page.objects.child_of(target).exists()


@pytest.mark.parametrize("field", ["publish_copies", "alias"])
def test_copy_that_would_be_published_beside_the_original_is_refused(
    boss_client: Client, plan: Any, first: Any, field: str
) -> None:
    url = reverse("wagtailadmin_pages:copy", args=[first.pk])
    form = {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": plan.pk}
    response = boss_client.post(url, {**form, field: "on"})
    assert list(response.context["form"].errors) == [field]
    assert boss_client.post(url, form).status_code == 302
    assert Page.objects.child_of(plan).not_live().count() == 1


def test_copy_to_another_plan_may_be_published(boss_client: Client, first: Any, other_plan: Any) -> None:
    url = reverse("wagtailadmin_pages:copy", args=[first.pk])
    form = {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": other_plan.pk, "publish_copies": "on"}
    assert boss_client.post(url, form).status_code == 302
    assert Page.objects.child_of(other_plan).live().count() == 1


def test_copy_form_without_a_place_is_shown_again(boss_client: Client, first: Any) -> None:
    url = reverse("wagtailadmin_pages:copy", args=[first.pk])
    form = {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": Page.get_first_root_node().pk}
    assert boss_client.post(url, form).status_code == 200


def test_bulk_publication_of_a_draft_whose_number_was_taken_is_refused(
    boss_client: Client, plan: Any, first: Any
) -> None:
    draft = GoalPageFactory(parent=plan, title="Utkast", number="1", publish=False)
    assert "“Utkast” has number 1" in message(boss_client, bulk_url("publish", draft))
    assert not Page.objects.live().filter(pk=draft.pk).exists()


def test_bulk_publication_looks_at_the_number_of_the_draft(boss_client: Client, plan: Any, first: Any) -> None:
    second = GoalPageFactory(parent=plan, title="Näringsliv", number="2")
    second.number = "1"
    second.save_revision(clean=False)
    assert "“Näringsliv” has number 1" in message(boss_client, bulk_url("publish", second))
    second.refresh_from_db()
    assert second.number == "2"


def test_bulk_publication_of_drafts_that_collide_with_each_other_is_refused(
    boss_client: Client, home: Page, plan: Any
) -> None:
    for title in ("Ett", "Ett till"):
        GoalPageFactory(parent=plan, title=title, number="1", publish=False)
    assert "has number 1" in message(boss_client, bulk_url("publish", plan), {"include_descendants": "on"})
    assert not Page.objects.child_of(plan).live().exists()


def test_bulk_actions_on_anything_but_pages_are_left_alone(boss_client: Client, image: Any) -> None:
    url = reverse("wagtail_bulk_action", args=["wagtailimages", "image", "delete"])
    assert "deleted" in message(boss_client, f"{url}?next=/admin/&id={image.pk}")
