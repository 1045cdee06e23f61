"""Wagtail's own APIs are the site's; what they show of goals is what the public may read, and little of it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test.client import Client
from django.urls import NoReverseMatch
from wagtail import VERSION
from wagtail.models import Locale, PageViewRestriction

from tests.site_pages import GoalPage, Page, PlanPage
from wagtail_kommunmal.delivery import reader
from wagtail_kommunmal.models import Release
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

from .conftest import NO_FACTS

pytestmark = pytest.mark.indexed

GOALS = GoalPage._meta.label
OF_THE_STOCK_BASE_PAGE = (
    {"show_in_menus": False, "seo_title": "", "search_description": ""} if hasattr(Page, "seo_title") else {}
)
V3 = pytest.param(
    "v3",
    marks=pytest.mark.skipif(
        VERSION < (8, 0), reason=f"NOT TRIED ON WAGTAIL {VERSION[0]}.{VERSION[1]}: its API v3 came with Wagtail 8.0"
    ),
)
both_versions = pytest.mark.parametrize("version", ["v2", V3])


def detail(client: Client, version: str, page: Page, query: str = "") -> Any:
    response = client.get(f"/api/{version}/pages/{page.pk}/{query}")
    return response.json() if response.status_code == 200 else response.status_code


def facts_in(answer: Any) -> dict[str, Any]:
    """Return the members of an answer that Wagtail does not give of every page."""
    return {name: value for name, value in answer.items() if name not in ("id", "meta", "title")}


def listed(client: Client, version: str, query: str = "") -> list[int]:
    answer = client.get(f"/api/{version}/pages/?type={GOALS}{query}").json()
    return [item["id"] for item in answer["items"]]


def test_v2_gives_a_goal_with_its_facts_and_nothing_more(client: Client, goal: GoalPage, facts: Any) -> None:
    everything = {
        "id": goal.pk,
        "meta": {
            "type": GOALS,
            "detail_url": f"http://testserver/api/v2/pages/{goal.pk}/",
            "html_url": "http://testserver/mal-2026/trygg-skola/",
            "slug": "trygg-skola",
            **OF_THE_STOCK_BASE_PAGE,
            "first_published_at": "2026-01-02T04:04:05+01:00",
            "alias_of": None,
            "parent": {
                "id": goal.get_parent().pk,
                "meta": {
                    "type": PlanPage._meta.label,
                    "detail_url": f"http://testserver/api/v2/pages/{goal.get_parent().pk}/",
                    "html_url": "http://testserver/mal-2026/",
                },
                "title": "Mål och budget 2026",
            },
            "locale": "sv",
        },
        "title": "Trygg skola",
        **facts,
    }
    assert detail(client, "v2", goal) == everything
    assert detail(client, "v2", goal, "?fields=*") == everything
    meta = {name: value for name, value in everything["meta"].items() if name != "parent"}
    assert client.get(f"/api/v2/pages/?type={GOALS}&fields=*").json() == {
        "meta": {"total_count": 1},
        "items": [{**everything, "meta": meta}],
    }


@pytest.mark.parametrize("version", [V3])
def test_v3_gives_a_goal_with_its_facts_and_nothing_more(
    client: Client, version: str, goal: GoalPage, facts: Any
) -> None:
    of_every_page = {
        "type": GOALS,
        "detail_url": f"http://testserver/api/v3/pages/{goal.pk}/",
        "html_url": "http://testserver/mal-2026/trygg-skola/",
        "locale": "sv",
        "slug": "trygg-skola",
        "first_published_at": "2026-01-02T03:04:05Z",
    }
    everything = {
        "id": goal.pk,
        "meta": {
            **of_every_page,
            **OF_THE_STOCK_BASE_PAGE,
            "alias_of": None,
            "parent": {
                "id": goal.get_parent().pk,
                "meta": {
                    "type": PlanPage._meta.label,
                    "detail_url": f"http://testserver/api/v3/pages/{goal.get_parent().pk}/",
                    "html_url": "http://testserver/mal-2026/",
                },
                "title": "Mål och budget 2026",
            },
        },
        "title": "Trygg skola",
        **facts,
    }
    assert detail(client, version, goal) == everything
    assert detail(client, version, goal, "?fields=*") == everything
    assert client.get(f"/api/v3/pages/?type={GOALS}&fields=*").json() == {
        "count": 1,
        "items": [{"id": goal.pk, "meta": of_every_page, "title": "Trygg skola"}],
    }


@pytest.mark.parametrize("version", [V3])
def test_v3_describes_the_types_of_the_facts_and_takes_none_of_them(
    client: Client, version: str, goal: GoalPage
) -> None:
    schemas = client.get(f"/api/{version}/openapi.json").json()["components"]["schemas"]
    described = schemas["GoalPageSchema"]["properties"]
    types = {name: [part["type"] for part in schema["anyOf"]] for name, schema in facts_in(described).items()}
    assert types == {
        "number": ["string", "null"],
        "statement": ["string", "null"],
        "plan_year": ["integer", "null"],
        "document_url": ["string", "null"],
    }
    writable = [schema for name, schema in schemas.items() if name.startswith("GoalPage") and "Create" in name]
    assert writable
    for schema in writable:
        assert not set(schema["properties"]) & set(NO_FACTS)


@both_versions
def test_a_plan_is_given_with_its_year_and_document(client: Client, version: str, plan: Any) -> None:
    assert facts_in(detail(client, version, plan)) == {
        "plan_year": 2026,
        "document_url": f"http://testserver/kommunmal/v1/plans/{plan.translation_key}",
    }


@both_versions
def test_the_link_leads_to_the_document(client: Client, version: str, goal: GoalPage) -> None:
    document = client.get(detail(client, version, goal)["document_url"]).json()
    assert (document["id"], document["statement"]) == (str(goal.translation_key), goal.statement)


@both_versions
def test_the_link_asks_for_the_language_of_the_page(
    client: Client, version: str, home: Page, english: Locale, released: Any
) -> None:
    english_home = home.copy_for_translation(english)
    english_home.save_revision().publish()
    with released():
        plan = PlanPageFactory(parent=english_home, locale=english)
        goal = GoalPageFactory(parent=plan, locale=english, statement="All pupils are safe.")
    address = detail(client, version, goal)["document_url"]
    assert address.endswith(f"{goal.translation_key}?lang=en")
    assert client.get(address).json()["statement"] == "All pupils are safe."


@both_versions
def test_a_goal_that_was_never_published_is_nowhere(client: Client, version: str, plan: Any) -> None:
    draft = GoalPageFactory(parent=plan, publish=False)
    assert detail(client, version, draft) == 404
    assert listed(client, version) == []


@both_versions
def test_a_draft_of_a_live_goal_shows_in_nothing(client: Client, version: str, goal: GoalPage, facts: Any) -> None:
    goal.title, goal.statement, goal.number = "Utkast", "Utkast.", "99"
    goal.save_revision()
    answer = detail(client, version, goal)
    assert answer["title"] == "Trygg skola"
    assert facts_in(answer) == facts
    assert listed(client, version, "&number=99") == []
    assert listed(client, version, "&number=3") == [goal.pk]


@both_versions
def test_a_goal_that_is_unpublished_is_nowhere(client: Client, version: str, goal: GoalPage, released: Any) -> None:
    with released():
        goal.unpublish()
    assert detail(client, version, goal) == 404
    assert listed(client, version) == []


@both_versions
@pytest.mark.parametrize("restricted", ["goal", "plan", "home"])
def test_a_goal_is_nowhere_when_it_or_a_page_above_is_restricted(
    client: Client, version: str, goal: GoalPage, plan: Any, home: Page, restricted: str
) -> None:
    page = {"goal": goal, "plan": plan, "home": home}[restricted]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert detail(client, version, goal) == 404
    assert listed(client, version) == []


@both_versions
def test_a_restricted_goal_has_no_facts_for_those_who_may_see_the_page(
    client: Client, version: str, goal: GoalPage, admin_user: Any
) -> None:
    PageViewRestriction.objects.create(page=goal, restriction_type=PageViewRestriction.LOGIN)
    client.force_login(admin_user)
    answer = detail(client, version, goal)
    # A session opens the page in v2; v3 goes by its tokens alone.
    assert answer == 404 if version == "v3" else facts_in(answer) == NO_FACTS


@both_versions
def test_a_goal_whose_plan_is_not_published_has_no_facts(
    client: Client, version: str, goal: GoalPage, plan: Any, released: Any
) -> None:
    with released():
        plan.unpublish()
    assert facts_in(detail(client, version, goal)) == NO_FACTS


@both_versions
def test_a_goal_that_was_published_before_its_plan_has_no_facts(
    client: Client, version: str, home: Page, released: Any
) -> None:
    with released():
        goal = GoalPageFactory(parent=PlanPageFactory(publish=False), number="3")
    assert facts_in(detail(client, version, goal)) == NO_FACTS


@both_versions
def test_an_alias_has_no_document_and_no_facts(
    client: Client, version: str, goal: GoalPage, home: Page, released: Any
) -> None:
    with released():
        other_plan = PlanPageFactory(year=2027)
        alias = goal.create_alias(parent=other_plan)
    assert facts_in(detail(client, version, alias)) == NO_FACTS


@both_versions
def test_facts_are_those_of_the_release(client: Client, version: str, goal: GoalPage, facts: Any) -> None:
    GoalPage.objects.filter(pk=goal.pk).update(statement="Skrivet utan att publiceras.")
    assert facts_in(detail(client, version, goal)) == facts
    Release.objects.all().delete()
    assert facts_in(detail(client, version, goal)) == NO_FACTS


@both_versions
def test_without_our_api_there_is_no_link(
    client: Client, version: str, goal: GoalPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def not_mounted(name: str, args: Any) -> str:
        raise NoReverseMatch

    monkeypatch.setattr(reader, "reverse", not_mounted)
    # Without what it remembers of the site that has our API.
    monkeypatch.setattr(reader, "_reversed", reader._reversed.__wrapped__)
    answer = detail(client, version, goal)
    assert (answer["plan_year"], answer["document_url"]) == (2026, None)


def test_a_page_outside_of_every_site_has_no_facts(home: Page) -> None:
    outside = PlanPageFactory(parent=Page.get_first_root_node())
    assert outside.public_facts == {}


def test_the_id_of_the_document_is_no_primary_key(goal: GoalPage) -> None:
    assert UUID(goal.public_facts["document_url"].rpartition("/")[2]) == goal.translation_key


def test_the_four_facts_of_a_goal_are_looked_up_together(goal: GoalPage, django_assert_num_queries: Any) -> None:
    goal = GoalPage.objects.get(pk=goal.pk)
    assert goal.public_facts["number"] == "3"
    with django_assert_num_queries(0):
        assert goal.public_facts["plan_year"] == 2026
