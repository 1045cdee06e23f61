"""Nothing is added to, taken out of or published in bulk in a closed plan."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.core.management import call_command
from django.test.client import Client
from django.urls import reverse
from django.utils import timezone

from tests.admin.form_data import goal_form
from tests.site_pages import GoalPage, Page
from wagtail_kommunmal.admin.closed_plans import refuse_bulk_action
from wagtail_kommunmal.authoring.closing import close_plan, open_plan
from wagtail_kommunmal.models.mixins import PublicationRefusedError
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(name="open_plan")
def other_plan(home: Page) -> Any:
    return PlanPageFactory(year=2027, parent=home)


@pytest.fixture
def closed_plan(home: Page, admin_user: Any) -> Any:
    plan = PlanPageFactory(year=2026, parent=home)
    GoalPageFactory(parent=plan, title="Trygghet")
    close_plan(plan, admin_user)
    plan.refresh_from_db()
    return plan


@pytest.fixture
def goal(closed_plan: Any) -> Any:
    return closed_plan.get_children().get().specific


def bulk_url(action: str, *pages: Page) -> str:
    ids = "&".join(f"id={page.pk}" for page in pages)
    return (
        reverse("wagtail_bulk_action", args=[Page._meta.app_label, Page._meta.model_name, action])
        + f"?next=/admin/&{ids}"
    )


def is_refused(client: Client, url: str, data: dict[str, Any] | None = None) -> bool:
    response = client.post(url, data or {}, follow=True, HTTP_ACCEPT_LANGUAGE="en")
    return "The plan is closed. Open it before you add" in response.content.decode()


def test_no_goal_is_added(boss_client: Client, closed_plan: Any, open_plan: Any) -> None:
    for plan, refused in ((closed_plan, True), (open_plan, False)):
        url = reverse("wagtailadmin_pages:add", args=[GoalPage._meta.app_label, "goalpage", plan.pk])
        before = Page.objects.child_of(plan).count()
        assert is_refused(boss_client, url, goal_form()) is refused
        assert Page.objects.child_of(plan).count() == before + (not refused)


def test_no_goal_is_deleted(boss_client: Client, goal: Any) -> None:
    assert is_refused(boss_client, reverse("wagtailadmin_pages:delete", args=[goal.pk]))
    assert Page.objects.filter(pk=goal.pk).exists()


def test_the_plan_is_not_deleted(boss_client: Client, closed_plan: Any) -> None:
    assert is_refused(boss_client, reverse("wagtailadmin_pages:delete", args=[closed_plan.pk]))
    assert Page.objects.filter(pk=closed_plan.pk).exists()


def test_no_page_above_the_plan_is_deleted_alone_or_in_bulk(boss_client: Client, home: Page, closed_plan: Any) -> None:
    section = home.add_child(title="Styrning", slug="styrning", locale=home.locale)
    closed_plan.move(section, pos="last-child")
    assert is_refused(boss_client, reverse("wagtailadmin_pages:delete", args=[section.pk]))
    assert is_refused(boss_client, bulk_url("delete", section))
    assert Page.objects.filter(pk=closed_plan.pk).exists()


def test_a_scheduled_publication_waits_until_the_plan_is_opened_and_an_expiry_is_cancelled(
    home: Page, admin_user: Any
) -> None:
    plan = PlanPageFactory(year=2026, parent=home)
    coming, changed, going = GoalPageFactory(parent=plan, publish=False), *GoalPageFactory.create_batch(2, parent=plan)
    changed.statement = "Ändrad."
    for page in (coming, changed):
        revision = page.save_revision()
        type(revision).objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now())
    type(going).objects.filter(pk=going.pk).update(expire_at=timezone.now())
    close_plan(plan, admin_user)
    call_command("publish_scheduled")
    for page in (coming, changed, going):
        page.refresh_from_db()
    assert (coming.live, changed.statement == "Ändrad.", going.live) == (False, False, True)
    open_plan(plan, admin_user)
    call_command("publish_scheduled")
    for page in (coming, changed, going):
        page.refresh_from_db()
    assert (coming.live, changed.statement == "Ändrad.", going.live) == (True, True, True)


def test_no_revision_goes_live_by_any_other_way(goal: Any) -> None:
    goal.statement = "Ändrad."
    revision = goal.save_revision()
    with pytest.raises(PublicationRefusedError, match=r"stängd|closed"):
        revision.publish()


def test_no_goal_is_moved_out_or_in(boss_client: Client, closed_plan: Any, open_plan: Any, goal: Any) -> None:
    other = GoalPageFactory(parent=open_plan, title="Näringsliv")
    for page, destination in ((goal, open_plan), (other, closed_plan)):
        assert is_refused(boss_client, reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk]))
        assert not Page.objects.get(pk=page.pk).is_child_of(destination)


def test_no_goal_is_copied_in_but_one_may_be_copied_out(
    boss_client: Client, closed_plan: Any, open_plan: Any, goal: Any
) -> None:
    url = reverse("wagtailadmin_pages:copy", args=[goal.pk])
    form = {"new_title": "Kopia", "new_slug": "kopia"}
    response = boss_client.post(url, {**form, "new_parent_page": closed_plan.pk})
    assert list(response.context["form"].errors) == ["new_parent_page"]
    assert boss_client.post(url, {**form, "new_parent_page": open_plan.pk}).status_code == 302
    assert [page.title for page in Page.objects.child_of(open_plan)] == ["Kopia"]


@pytest.mark.parametrize("action", ["unpublish", "delete"])
def test_no_goal_is_unpublished_or_deleted_in_bulk(boss_client: Client, goal: Any, action: str) -> None:
    assert is_refused(boss_client, bulk_url(action, goal))
    assert Page.objects.live().filter(pk=goal.pk).exists()


def test_no_goal_is_published_in_bulk(boss_client: Client, closed_plan: Any) -> None:
    draft = GoalPageFactory(parent=closed_plan, publish=False)
    assert is_refused(boss_client, bulk_url("publish", draft))
    assert not Page.objects.live().filter(pk=draft.pk).exists()


def test_no_goal_is_published_together_with_a_page_above_the_plan(
    boss_client: Client, home: Page, closed_plan: Any
) -> None:
    draft = GoalPageFactory(parent=closed_plan, publish=False)
    assert is_refused(boss_client, bulk_url("publish", home), {"include_descendants": "on"})
    assert not Page.objects.live().filter(pk=draft.pk).exists()
    assert not is_refused(boss_client, bulk_url("publish", home))


def test_no_goal_is_moved_in_bulk(boss_client: Client, open_plan: Any, closed_plan: Any, goal: Any) -> None:
    other = GoalPageFactory(parent=open_plan, title="Näringsliv")
    assert is_refused(boss_client, bulk_url("move", goal), {"chooser": open_plan.pk})
    assert is_refused(boss_client, bulk_url("move", other), {"chooser": closed_plan.pk})


def test_other_bulk_actions_and_other_pages_are_left_alone(boss_client: Client, home: Page, site: Any) -> None:
    page = home.add_child(title="Nyheter", slug="nyheter", locale=home.locale)
    assert not is_refused(boss_client, bulk_url("unpublish", page))
    assert not Page.objects.live().filter(pk=page.pk).exists()


def test_bulk_actions_of_the_site_itself_are_left_alone(goal: Any, rf: Any) -> None:
    assert refuse_bulk_action(rf.post("/"), "export", [goal], SimpleNamespace(model=Page)) is None
