"""What is not for everybody yet, or any longer, is not for everybody after it was restored."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.test.client import Client
from django.utils import timezone
from wagtail.images import get_image_model
from wagtail.models import Collection, CollectionViewRestriction, Locale, PageViewRestriction, Site

from tests.site_pages import GoalPage, Page, PlanPage
from wagtail_kommunmal.exchange.whole_site.exporting import Summary, export_site
from wagtail_kommunmal.exchange.whole_site.restoring import Outcome, restore_site
from wagtail_kommunmal.models import Release, ReleaseHead
from wagtail_kommunmal.releasing.hiding import hide_release
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

from .conftest import Released, answers, empty_site


class Moving:
    """Exports a site and restores it, once it is empty."""

    def __init__(self, site: Site, released: Released, folder: Path) -> None:
        self.site, self.released, self.folder = site, released, folder

    def export(self) -> Summary:
        return export_site(self.site, self.folder)

    def move(self) -> Outcome:
        self.export()
        empty_site(self.site, self.released)
        return self.restore()

    def restore(self, **how: Any) -> Outcome:
        with self.released():
            return restore_site(self.folder, self.site, **how)


@pytest.fixture
def moving(site: Site, english: Locale, released: Released, tmp_path: Path) -> Moving:
    return Moving(site, released, tmp_path / "export")


@pytest.fixture
def plan(site: Site, released: Released) -> Any:
    with released():
        return PlanPageFactory(slug="plan")


def goal_titles(client: Client) -> list[str]:
    return [goal["title"] for goal in answers(client)["goals sv"]["items"]]


def test_a_scheduled_goal_is_published_when_its_time_comes(
    moving: Moving, plan: Any, released: Released, client: Client
) -> None:
    with released():
        goal = GoalPageFactory(parent=plan, title="Snart", publish=False)
        goal.go_live_at = timezone.now() + timedelta(days=1)
        goal.save_revision().publish()
    moving.move()
    goal = GoalPage.objects.get()
    assert not goal.live
    assert goal.scheduled_revision.approved_go_live_at > timezone.now()
    with released():
        call_command("publish_scheduled")
    assert goal_titles(client) == []
    revision, now = goal.scheduled_revision, timezone.now()
    assert revision.content["title"] == "Snart"
    revision.content["go_live_at"] = (now - timedelta(minutes=1)).isoformat()
    revision.approved_go_live_at = now - timedelta(minutes=1)
    revision.save()
    with released():
        call_command("publish_scheduled")
    assert goal_titles(client) == ["Snart"]


def test_a_withdrawn_goal_stays_withdrawn_with_its_history(
    moving: Moving, plan: Any, released: Released, client: Client
) -> None:
    with released():
        goal = GoalPageFactory(parent=plan, title="Borta")
    with released():
        goal.unpublish()
    before = answers(client)
    assert [entry["change"]["code"] for entry in before["changes sv"]["items"]] == ["published", "withdrawn"]
    moving.move()
    assert answers(client) == before
    assert Release.objects.filter(head__translation_key=goal.translation_key).get().published_to is not None
    with released():
        GoalPage.objects.get().save_revision().publish()
    assert ReleaseHead.objects.get(translation_key=goal.translation_key).current.number == 2


def test_a_hidden_release_stays_hidden(moving: Moving, plan: Any, released: Released, client: Client) -> None:
    with released():
        goal = GoalPageFactory(parent=plan)
    with released():
        goal.statement = "Rättat."
        goal.save_revision().publish()
    with released():
        hide_release(Release.objects.get(head__translation_key=goal.translation_key, number=1), goal, None, "Fel namn.")
    before = answers(client)
    moving.move()
    assert answers(client) == before
    assert Release.objects.get(hidden_at__isnull=False).hidden_reason == "Fel namn."


@pytest.mark.parametrize("kind", ["password", "login", "groups"])
def test_a_restricted_page_is_restricted_from_the_first_moment(
    moving: Moving, plan: Any, released: Released, client: Client, kind: str
) -> None:
    with released():
        goal = GoalPageFactory(parent=plan, title="Internt")
        restriction = PageViewRestriction.objects.create(page=goal, restriction_type=kind, password="hemligt")
        restriction.groups.set([Group.objects.create(name="Ledningen"), Group.objects.create(name="Tillfälliga")])
    before = answers(client)
    moving.export()
    Group.objects.get(name="Tillfälliga").delete()
    assert not [path for path in moving.folder.rglob("*.json") if "hemligt" in path.read_text(encoding="utf-8")]
    empty_site(moving.site, released)
    outcome = moving.restore()
    assert answers(client) == before
    made = PageViewRestriction.objects.get()
    assert (made.restriction_type, made.page.title) == (kind, "Internt")
    assert [group.name for group in made.groups.all()] == ["Ledningen"]
    assert made.password != "hemligt"
    assert bool(made.password) == (kind == "password")
    assert any("until you give it a password" in task for task in outcome.tasks) == (kind == "password")
    assert any("Tillfälliga" in task for task in outcome.tasks)
    url = GoalPage.objects.get().url
    answer = client.post(url, {"password": ""}) if kind == "password" else client.get(url)
    assert answer.status_code != 200 or "password" in answer.content.decode()


def test_a_plan_below_a_restricted_page_is_restricted_itself_where_no_page_above_it_is(
    moving: Moving, site: Site, released: Released, client: Client
) -> None:
    inner = Page(title="Internt", slug="internt", locale=site.root_page.locale)
    site.root_page.add_child(instance=inner)
    above = PageViewRestriction.objects.create(page=inner, restriction_type="login")
    with released():
        GoalPageFactory(parent=PlanPageFactory(parent=inner, slug="plan"))
    moving.export()
    empty_site(site, released)
    above.delete()
    moving.restore()
    assert PageViewRestriction.objects.get().page_id == PlanPage.objects.get().pk
    assert goal_titles(client) == []
    empty_site(site, released)
    PageViewRestriction.objects.create(page=Page.objects.get(slug="internt"), restriction_type="login")
    moving.restore()
    assert PageViewRestriction.objects.get().page_id == inner.pk
    assert goal_titles(client) == []


def test_an_image_that_was_private_is_private(
    moving: Moving, plan: Any, released: Released, image: Any, client: Client
) -> None:
    inner = Collection.get_first_root_node().add_child(name="Internt")
    CollectionViewRestriction.objects.create(collection=inner, restriction_type="login")
    image.collection = inner
    with released():
        image.save()
        GoalPageFactory(parent=plan, image=image)
    before = answers(client)
    assert before["goals?expand=sections sv"]["items"][0]["image"] is None
    outcome = moving.move()
    assert answers(client) == before
    assert outcome.differing == []
    collection = get_image_model().objects.get().collection
    assert collection.get_view_restrictions().exists()


def test_an_alias_stays_an_alias(moving: Moving, plan: Any, released: Released, client: Client) -> None:
    with released():
        goal = GoalPageFactory(parent=plan, title="Original", slug="original")
        goal.create_alias(update_slug="kopia", parent=plan)
    before = answers(client)
    assert goal_titles(client) == ["Original"]
    moving.move()
    assert answers(client) == before
    assert GoalPage.objects.get(slug="kopia").alias_of.slug == "original"


def test_plans_go_where_they_are_told(moving: Moving, plan: Any, released: Released, site: Site) -> None:
    moving.export()
    empty_site(site, released)
    moving.restore(parent="/nyheter/")
    assert PlanPage.objects.get().url_path.endswith("/sundby/nyheter/plan/")


def test_a_language_that_the_site_lacks_gets_an_alias_of_its_first_page(
    moving: Moving, plan: Any, released: Released, site: Site, english: Locale, client: Client
) -> None:
    with released():
        plan.copy_for_translation(english, copy_parents=True).save_revision().publish()
    before = answers(client)
    moving.export()
    empty_site(site, released)
    Page.objects.filter(locale=english).first().delete()
    Locale.objects.get(language_code="en").delete()
    Site.clear_site_root_paths_cache()
    outcome = moving.restore()
    assert [task for task in outcome.tasks if "was made in en as an alias" in task]
    assert answers(client) == before


def test_what_is_referred_to_and_not_there_is_named(
    moving: Moving, plan: Any, released: Released, site: Site, client: Client
) -> None:
    about = site.root_page.add_child(instance=Page(title="Om oss", slug="om-oss", locale=site.root_page.locale))
    with released():
        text = f'<p><a linktype="page" id="{about.pk}">Om oss</a></p>'
        GoalPageFactory(parent=plan, title="Länkat", political_text=text)
    summary = moving.export()
    (facts,) = summary.elsewhere.values()
    assert facts == {"title": "Om oss", "path": "/om-oss/"}
    empty_site(site, released)
    about.delete()
    assert list(restore_site(moving.folder, site, dry_run=True).lost.values()) == ["Om oss /om-oss/"]
    outcome = moving.restore()
    assert list(outcome.lost.values()) == ["Om oss /om-oss/"]
    assert outcome.differing == ["Länkat (sv)"]
    assert GoalPage.objects.get().political_text == '<p><a linktype="page" id="0">Om oss</a></p>'
    goal = answers(client)[f"goals/{GoalPage.objects.get().translation_key} sv"]
    assert (goal["politicalTextHtml"], goal["release"]["number"]) == ("<p><a>Om oss</a></p>", 2)


def test_what_waits_for_a_release_is_released(moving: Moving, plan: Any, client: Client) -> None:
    GoalPageFactory(parent=plan, title="Väntar")
    assert goal_titles(client) == []
    moving.move()
    assert goal_titles(client) == ["Väntar"]
