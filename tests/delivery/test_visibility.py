from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet
from wagtail.models import Locale, PageViewRestriction, Site

from tests.site_pages import Page
from wagtail_kommunmal.delivery.reader import Reader
from wagtail_kommunmal.delivery.visibility import visible_heads
from wagtail_kommunmal.models import ReleaseHead
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

ReaderOf = Callable[..., Reader]
Released = Callable[[], Any]


def titles(heads: QuerySet[ReleaseHead]) -> list[str]:
    return [head.title for head in heads]


def hide(page: Any) -> None:
    """Unpublish a page without telling anybody, so that its release is still there."""
    Page.objects.filter(pk=page.pk).update(live=False)


def test_live_plans_and_goals_are_visible_in_the_order_of_the_tree(
    plan: Any, goal: Any, reader_of: ReaderOf, released: Released
) -> None:
    with released():
        GoalPageFactory(parent=plan, title="Bättre vägar")
        PlanPageFactory(year=2025, title="Mål 2025")
    assert titles(visible_heads(reader_of())) == ["Mål 2026", "Trygg skola", "Bättre vägar", "Mål 2025"]


def test_reading_them_with_their_pages_takes_one_query(
    plan: Any, goal: Any, reader_of: ReaderOf, django_assert_num_queries: Any
) -> None:
    reader = reader_of()
    Site.get_site_root_paths()
    with django_assert_num_queries(1):
        heads = [(head.page.slug, head.current.number) for head in visible_heads(reader)]
    assert heads == [("mal-2026", 1), ("trygg-skola", 1)]


@pytest.mark.parametrize(("hidden", "left"), [("goal", ["Mål 2026"]), ("plan", [])])
def test_what_is_not_live_is_not_visible_even_while_its_release_is_still_there(
    plan: Any, goal: Any, reader_of: ReaderOf, hidden: str, left: list[str]
) -> None:
    hide({"goal": goal, "plan": plan}[hidden])
    assert ReleaseHead.objects.filter(current__isnull=False).count() == 2
    assert titles(visible_heads(reader_of())) == left


def test_what_is_deleted_is_not_visible(plan: Any, goal: Any, reader_of: ReaderOf) -> None:
    goal.delete()
    assert titles(visible_heads(reader_of())) == ["Mål 2026"]


def test_what_has_no_release_is_not_visible(plan: Any, reader_of: ReaderOf) -> None:
    GoalPageFactory(parent=plan)
    assert titles(visible_heads(reader_of())) == ["Mål 2026"]


@pytest.mark.parametrize(("restricted", "left"), [("goal", ["Mål 2026"]), ("plan", []), ("parent", []), ("home", [])])
@pytest.mark.parametrize("kind", ["login", "password", "groups"])
def test_a_restriction_hides_a_page_and_all_below_it(
    home: Page, reader_of: ReaderOf, released: Released, restricted: str, left: list[str], kind: str
) -> None:
    parent = home.add_child(title="Styrning", slug="styrning")
    with released():
        plan = PlanPageFactory(parent=parent, title="Mål 2026")
        goal = GoalPageFactory(parent=plan, title="Trygg skola")
    page = {"goal": goal, "plan": plan, "parent": parent, "home": home}[restricted]
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    assert titles(visible_heads(reader_of())) == left
    restriction.delete()
    assert titles(visible_heads(reader_of())) == ["Mål 2026", "Trygg skola"]


def test_a_restriction_beside_or_below_hides_nothing_else(
    plan: Any, goal: Any, home: Page, reader_of: ReaderOf
) -> None:
    PageViewRestriction.objects.create(page=home.add_child(title="Intern", slug="intern"), restriction_type="login")
    PageViewRestriction.objects.create(page=goal, restriction_type="login")
    assert titles(visible_heads(reader_of())) == ["Mål 2026"]


def test_each_site_shows_its_own(
    plan: Any, goal: Any, other_site: Site, reader_of: ReaderOf, released: Released
) -> None:
    with released():
        PlanPageFactory(parent=other_site.root_page, title="Norrbys mål")
    assert titles(visible_heads(reader_of())) == ["Mål 2026", "Trygg skola"]
    assert titles(visible_heads(reader_of(other_site))) == ["Norrbys mål"]


def test_a_site_nested_below_another_is_its_own(
    plan: Any, goal: Any, home: Page, reader_of: ReaderOf, released: Released
) -> None:
    nested = home.add_child(title="Bolaget", slug="bolaget")
    company = Site.objects.create(hostname="bolaget.example", root_page=nested)
    with released():
        PlanPageFactory(parent=nested, title="Ägardirektiv")
        PlanPageFactory(parent=home, title="Mål 2025")
    assert titles(visible_heads(reader_of())) == ["Mål 2026", "Trygg skola", "Mål 2025"]
    assert titles(visible_heads(reader_of(company))) == ["Ägardirektiv"]


def test_a_page_whose_address_only_begins_like_the_sites_root_is_not_of_the_site(
    plan: Any, reader_of: ReaderOf, released: Released
) -> None:
    neighbour = Page.get_first_root_node().add_child(title="Sundbyberg", slug="sundbyberg")
    Site.objects.create(hostname="sundbyberg.example", root_page=neighbour)
    with released():
        PlanPageFactory(parent=neighbour, title="Grannens mål")
    assert titles(visible_heads(reader_of())) == ["Mål 2026"]


def test_two_sites_with_one_root_show_the_same(plan: Any, home: Page, reader_of: ReaderOf) -> None:
    mirror = Site.objects.create(hostname="spegel.example", root_page=home)
    assert titles(visible_heads(reader_of(mirror))) == ["Mål 2026"]


def test_each_language_shows_its_own(
    plan: Any, goal: Any, home: Page, english: Locale, reader_of: ReaderOf, released: Released
) -> None:
    with released():
        home.copy_for_translation(english)
        translated = plan.copy_for_translation(english)
        translated.title = "Goals 2026"
        translated.save_revision().publish()
    assert titles(visible_heads(reader_of())) == ["Mål 2026", "Trygg skola"]
    assert titles(visible_heads(reader_of(language="sv"))) == ["Mål 2026", "Trygg skola"]
    assert titles(visible_heads(reader_of(language="en"))) == ["Goals 2026"]


def test_a_page_outside_every_site_is_not_visible_anywhere(plan: Any, reader_of: ReaderOf) -> None:
    attic = Page.get_first_root_node().add_child(title="Vinden", slug="vinden")
    plan.move(attic, pos="last-child")
    assert titles(visible_heads(reader_of())) == []
