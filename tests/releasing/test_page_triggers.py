from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import PageViewRestriction

from tests.releasing.reading import content_of, current_of, head_of, pending_of, publish, reasons_of
from tests.site_pages import Page
from wagtail_kommunmal.models import PendingRelease, ReleaseHead
from wagtail_kommunmal.releasing.heads import Outcome, release_page
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory, assignments_section

GoalWith = Callable[..., Any]
Released = Callable[[], Any]


@pytest.fixture
def news(home: Page) -> Page:
    """A published page that goals may link to."""
    return home.add_child(title="Nyheter", slug="nyheter")


@pytest.fixture
def goal_with_link(goal_with: GoalWith, news: Page) -> Any:
    return goal_with(political_text=f'<p><a linktype="page" id="{news.pk}">Läs mer</a></p>')


LINKED = '<p><a href="kommunmal-origin:/nyheter/">Läs mer</a></p>'
UNLINKED = "<p><a>Läs mer</a></p>"


def test_publishing_a_goal_releases_it(goal: Any, released: Released) -> None:
    assert reasons_of(goal) == ["published"]
    goal.statement = "Ett nytt mål."
    with released():
        publish(goal)
    assert reasons_of(goal) == ["published", "published"]
    assert content_of(goal)["statement"] == "Ett nytt mål."
    assert not PendingRelease.objects.exists()


def test_a_draft_over_a_live_goal_changes_nothing(goal: Any, released: Released) -> None:
    before = content_of(goal)
    goal.statement = "Ett utkast."
    with released():
        goal.save_revision()
    assert reasons_of(goal) == ["published"]
    assert content_of(goal) == before


def test_recomposing_a_goal_reads_nothing_of_the_draft_over_it(goal: Any) -> None:
    goal.statement = "Ett utkast."
    goal.save_revision()
    assert release_page((goal.translation_key, goal.locale_id)) is Outcome.UNCHANGED


def test_a_goal_that_was_never_published_has_no_release(plan: Any, released: Released) -> None:
    with released():
        draft = GoalPageFactory(parent=plan, publish=False)
    assert head_of(draft) is None


def test_publishing_a_plan_releases_it_and_its_goals_whose_headings_carry_its_year(
    plan: Any, goal_with: GoalWith, released: Released
) -> None:
    goal = goal_with(assignments_section())
    plan.year = 2027
    with released():
        publish(plan)
    assert reasons_of(plan) == ["published", "published"]
    assert reasons_of(goal) == ["published", "plan_changed"]
    assert content_of(goal)["sections"][0]["heading"].endswith("2027")


def test_publishing_a_plan_that_says_the_same_gives_no_new_release(plan: Any, goal: Any, released: Released) -> None:
    with released():
        publish(plan)
    assert (reasons_of(plan), reasons_of(goal)) == (["published"], ["published"])


def test_unpublishing_withdraws_and_publishing_again_releases_anew(goal: Any, released: Released) -> None:
    with released():
        goal.unpublish()
    head = head_of(goal)
    assert head is not None
    assert (head.current, head.live_revision) == (None, None)
    assert head.releases.get().published_to is not None
    with released():
        publish(goal)
    assert reasons_of(goal) == ["published", "published"]
    assert current_of(goal).number == 2


def test_deleting_a_goal_withdraws_it(goal: Any, released: Released) -> None:
    with released():
        goal.delete()
    head = ReleaseHead.objects.get(kind="goal")
    assert (head.current, head.page) == (None, None)


def test_deleting_a_plan_withdraws_it_and_its_goals(plan: Any, goal: Any, released: Released) -> None:
    with released():
        plan.delete()
    assert list(ReleaseHead.objects.values_list("current", "page")) == [(None, None)] * 2
    assert not PendingRelease.objects.exists()


def test_a_publication_scheduled_for_later_releases_nothing(goal: Any, plan: Any, released: Released) -> None:
    later = timezone.now() + timedelta(days=1)
    goal.statement, goal.go_live_at = "Från i morgon.", later
    with released():
        goal.save_revision().publish()
        new = GoalPageFactory(parent=plan, go_live_at=later)
    assert reasons_of(goal) == ["published"]
    assert content_of(goal)["statement"] != "Från i morgon."
    assert head_of(new) is None
    assert not PendingRelease.objects.exists()


def test_a_scheduled_publication_is_released_when_its_time_comes(plan: Any, released: Released) -> None:
    with released():
        goal = GoalPageFactory(parent=plan, go_live_at=timezone.now() + timedelta(days=1))
    revision = goal.latest_revision
    revision.approved_go_live_at = timezone.now() - timedelta(minutes=1)
    revision.save()
    revision.content["go_live_at"] = revision.approved_go_live_at.isoformat()
    revision.save()
    with released():
        call_command("publish_scheduled")
    assert reasons_of(goal) == ["published"]
    assert current_of(goal) is not None


def test_an_expired_goal_is_withdrawn(goal: Any, released: Released) -> None:
    type(goal).objects.filter(pk=goal.pk).update(expire_at=timezone.now() - timedelta(minutes=1))
    with released():
        call_command("publish_scheduled")
    assert current_of(goal) is None


def test_an_alias_is_never_released(goal: Any, home: Page, released: Released) -> None:
    with released():
        other_plan = PlanPageFactory(year=2027)
        alias = CreatePageAliasAction(goal, parent=other_plan, update_slug="alias").execute(skip_permission_checks=True)
        alias.refresh_from_db()
        goal.statement = "Ändrat."
        publish(goal)
    assert alias.live
    assert head_of(alias) is None
    assert reasons_of(goal) == ["published", "published"]


def test_a_new_slug_releases_what_links_to_the_page_and_to_pages_below_it(
    goal_with: GoalWith, news: Page, released: Released
) -> None:
    item = news.add_child(title="En nyhet", slug="en-nyhet")
    to_parent = goal_with(political_text=f'<p><a linktype="page" id="{news.pk}">Alla</a></p>')
    to_child = goal_with(political_text=f'<p><a linktype="page" id="{item.pk}">En</a></p>')
    news.slug = "aktuellt"
    with released():
        news.save()
    assert content_of(to_parent)["politicalTextHtml"] == '<p><a href="kommunmal-origin:/aktuellt/">Alla</a></p>'
    assert content_of(to_child)["politicalTextHtml"] == '<p><a href="kommunmal-origin:/aktuellt/en-nyhet/">En</a></p>'
    assert reasons_of(to_child) == ["published", "link_changed"]


def test_a_new_slug_of_a_goal_is_no_new_content(goal: Any, released: Released) -> None:
    goal.slug = "ny-adress"
    with released():
        publish(goal)
    assert reasons_of(goal) == ["published"]


def test_moving_a_page_releases_what_links_to_it_and_to_pages_below_it(
    goal_with: GoalWith, news: Page, home: Page, released: Released
) -> None:
    item = news.add_child(title="En nyhet", slug="en-nyhet")
    goal = goal_with(political_text=f'<p><a linktype="page" id="{item.pk}">En</a></p>')
    archive = home.add_child(title="Arkiv", slug="arkiv")
    with released():
        MovePageAction(news, archive, pos="last-child").execute(skip_permission_checks=True)
    assert content_of(goal)["politicalTextHtml"] == (
        '<p><a href="kommunmal-origin:/arkiv/nyheter/en-nyhet/">En</a></p>'
    )


def test_moving_a_goal_to_another_plan_gives_it_that_plans_year(goal_with: GoalWith, released: Released) -> None:
    goal = goal_with(assignments_section())
    with released():
        other = PlanPageFactory(year=2030)
    with released():
        MovePageAction(goal, other, pos="last-child").execute(skip_permission_checks=True)
    assert reasons_of(goal) == ["published", "plan_changed"]
    assert content_of(goal)["sections"][0]["heading"].endswith("2030")


def test_moving_a_plan_out_of_every_site_withdraws_it_and_its_goals(plan: Any, goal: Any, released: Released) -> None:
    attic = Page.get_first_root_node().add_child(title="Vinden", slug="vinden")
    with released():
        MovePageAction(plan, attic, pos="last-child").execute(skip_permission_checks=True)
    assert (current_of(plan), current_of(goal)) == (None, None)
    home = Page.objects.get(slug="sundby")
    with released():
        MovePageAction(type(plan).objects.get(pk=plan.pk), home, pos="last-child").execute(skip_permission_checks=True)
    assert current_of(plan) is not None
    assert current_of(goal) is not None


def test_a_link_loses_its_address_while_its_page_is_unpublished(
    goal_with_link: Any, news: Page, released: Released
) -> None:
    assert content_of(goal_with_link)["politicalTextHtml"] == LINKED
    with released():
        news.unpublish()
    assert content_of(goal_with_link)["politicalTextHtml"] == UNLINKED
    with released():
        publish(news)
    assert content_of(goal_with_link)["politicalTextHtml"] == LINKED


def test_a_link_loses_its_address_when_its_page_is_deleted(goal_with_link: Any, news: Page, released: Released) -> None:
    with released():
        news.delete()
    assert content_of(goal_with_link)["politicalTextHtml"] == UNLINKED


@pytest.mark.parametrize("restricted", ["page", "parent"])
def test_a_link_loses_its_address_while_its_page_or_one_above_is_restricted(
    restricted: str, goal_with: GoalWith, news: Page, released: Released
) -> None:
    item = news.add_child(title="En nyhet", slug="en-nyhet")
    goal = goal_with(political_text=f'<p><a linktype="page" id="{item.pk}">Läs mer</a></p>')
    page = item if restricted == "page" else news
    with released():
        restriction = PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert content_of(goal)["politicalTextHtml"] == UNLINKED
    with released():
        restriction.delete()
    assert content_of(goal)["politicalTextHtml"] == LINKED.replace("/nyheter/", "/nyheter/en-nyhet/")


def test_restricting_a_goal_itself_is_no_new_release(goal: Any, released: Released) -> None:
    with released():
        PageViewRestriction.objects.create(page=goal, restriction_type="login")
    assert reasons_of(goal) == ["published"]


def test_deleting_a_restricted_page_with_pages_below_it_releases_what_linked_to_them(
    goal_with: GoalWith, news: Page, released: Released
) -> None:
    item = news.add_child(title="En nyhet", slug="en-nyhet")
    goal = goal_with(political_text=f'<p><a linktype="page" id="{item.pk}">Läs mer</a></p>')
    with released():
        PageViewRestriction.objects.create(page=item, restriction_type="login")
    with released():
        Page.objects.get(pk=news.pk).delete()
    assert content_of(goal)["politicalTextHtml"] == UNLINKED
    assert pending_of(goal) == []
