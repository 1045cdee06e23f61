from __future__ import annotations

from collections.abc import Callable
from typing import Any

from wagtail.models import Locale, Site

from tests.releasing.reading import content_of, current_of, reasons_of
from tests.site_pages import Page
from wagtail_kommunmal.models import KommunmalSiteSettings
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    amount,
    assignments_section,
    investment,
    investments_section,
)

GoalWith = Callable[..., Any]
Released = Callable[[], Any]


def link_to(page: Page) -> str:
    return f'<p><a linktype="page" id="{page.pk}">Granne</a></p>'


def test_another_sites_new_host_is_released_in_links_to_it(
    goal_with: GoalWith, other_site: Site, released: Released
) -> None:
    goal = goal_with(political_text=link_to(other_site.root_page))
    assert content_of(goal)["politicalTextHtml"] == '<p><a href="http://other.example/">Granne</a></p>'
    other_site.hostname = "norrby.example"
    with released():
        other_site.save()
    assert content_of(goal)["politicalTextHtml"] == '<p><a href="http://norrby.example/">Granne</a></p>'
    assert reasons_of(goal) == ["published", "site_changed"]


def test_the_sites_own_new_host_is_no_new_content(goal: Any, site: Site, released: Released) -> None:
    site.hostname = "sundby.example"
    with released():
        site.save()
    assert reasons_of(goal) == ["published"]


def test_a_new_root_page_withdraws_what_is_not_below_it_and_an_old_one_brings_it_back(
    plan: Any, goal: Any, site: Site, home: Page, released: Released
) -> None:
    site.root_page = Page.get_first_root_node().add_child(title="Ny start", slug="ny")
    with released():
        site.save()
    assert (current_of(plan), current_of(goal)) == (None, None)
    site.root_page = home
    with released():
        site.save()
    assert current_of(plan) is not None
    assert current_of(goal) is not None


def test_a_deleted_site_withdraws_its_pages_and_a_new_one_releases_those_that_were_live_before(
    other_site: Site, released: Released
) -> None:
    with released():
        plan = PlanPageFactory(parent=other_site.root_page, year=2026)
    assert current_of(plan).site == other_site
    with released():
        other_site.delete()
    assert current_of(plan) is None
    with released():
        goal = GoalPageFactory(parent=plan)
    with released():
        new = Site.objects.create(hostname="igen.example", root_page=Page.objects.get(slug="norrby"))
    assert [current_of(page).site for page in (plan, goal)] == [new, new]


def test_changed_site_settings_release_the_sites_goals_and_no_others(
    goal_with: GoalWith, other_site: Site, site: Site, released: Released
) -> None:
    goal = goal_with(
        assignments_section(), investments_section(investment("Bro", amounts=[amount(2026, budget=3)]), unit="mnkr")
    )
    with released():
        other_plan = PlanPageFactory(parent=other_site.root_page, year=2026)
        other = GoalPageFactory(parent=other_plan, sections=[assignments_section()])
    settings = KommunmalSiteSettings.for_site(site)
    settings.omit_empty_sections, settings.million_term = True, "mkr"
    with released():
        settings.save()
    sections = content_of(goal)["sections"]
    assert [section["type"] for section in sections] == ["investments"]
    assert sections[0]["investments"][0]["amounts"][0]["budgetText"] == "3\u00a0mkr"
    assert reasons_of(goal) == ["published", "site_changed"]
    assert reasons_of(other) == ["published"]


def test_a_changed_language_code_is_released(goal: Any, swedish: Locale, released: Released) -> None:
    swedish.language_code = "sma"
    with released():
        swedish.save()
    assert content_of(goal)["lang"] == "sma"
    assert reasons_of(goal) == ["published", "site_changed"]
