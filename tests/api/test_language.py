from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.client import Client
from wagtail.models import Locale

from tests.pages.markup import read
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
)

from .conftest import ROOT, Get, Released, titles

pytestmark = pytest.mark.indexed


@pytest.fixture
def translated(plan: Any, goal: Any, english: Locale, released: Released) -> Any:
    """``goal`` in English, in an English plan; a second goal is in Swedish only."""
    with released():
        plan.get_parent().copy_for_translation(english).save_revision().publish()
        english_plan = plan.copy_for_translation(english)
        english_plan.title = "Goals and budget 2026"
        english_plan.save_revision().publish()
        translated = goal.copy_for_translation(english)
        translated.title = "Everyone can have a say"
        translated.save_revision().publish()
        GoalPageFactory(parent=plan, title="Bara på svenska")
    return translated


@pytest.mark.usefixtures("translated")
def test_lists_are_in_one_language(get: Get) -> None:
    assert titles(get("goals")) == ["Alla kan påverka", "Bara på svenska"]
    assert titles(get("goals", {"lang": "sv"})) == ["Alla kan påverka", "Bara på svenska"]
    assert titles(get("goals", {"lang": "en"})) == ["Everyone can have a say"]
    assert titles(get("plans", {"lang": "en"})) == ["Goals and budget 2026"]


def test_a_goal_has_the_same_id_in_every_language(goal: Any, translated: Any, get: Get) -> None:
    answer = get(f"goals/{goal.translation_key}", {"lang": "en"})
    assert answer["id"] == str(goal.translation_key)
    assert (answer["lang"], answer["title"]) == ("en", "Everyone can have a say")
    assert answer["plan"]["title"] == "Goals and budget 2026"
    assert answer["kind"] == {"code": "operational", "label": "Operational goal"}
    assert answer["release"]["reason"]["label"] == "Page published"


def test_links_stay_in_the_language(goal: Any, translated: Any, get: Get) -> None:
    own = get(f"goals/{goal.translation_key}", {"lang": "en"})["_links"]["self"]["href"]
    assert own == f"{ROOT}/goals/{goal.translation_key}?lang=en"
    assert get(own.removeprefix(f"{ROOT}/"))["lang"] == "en"
    assert get("goals", {"lang": "en"})["_links"]["first"]["href"] == f"{ROOT}/goals?lang=en&page=1"


def test_what_is_not_translated_is_not_there_in_that_language(translated: Any, get: Get) -> None:
    [only_swedish] = [goal for goal in get("goals")["items"] if goal["title"] == "Bara på svenska"]
    get(f"goals/{only_swedish['id']}", {"lang": "en"}, status=404)


def test_accept_language_does_not_choose_the_content(goal: Any, translated: Any, client: Client) -> None:
    response = client.get(f"/kommunmal/v1/goals/{goal.translation_key}", headers={"accept-language": "en"})
    assert response.json()["title"] == "Alla kan påverka"
    assert response.json()["release"]["reason"]["label"] == "Sidan publicerades"
    assert response.headers["Content-Language"] == "sv"


@pytest.mark.parametrize(("query", "language"), [("", "sv"), ("?lang=sv", "sv"), ("?lang=en", "en")])
@pytest.mark.usefixtures("translated")
def test_the_language_of_the_content_is_told(client: Client, query: str, language: str) -> None:
    for path in ("goals", "plans", "bodies"):
        assert client.get(f"/kommunmal/v1/{path}{query}").headers["Content-Language"] == language


def test_the_default_language_is_that_of_the_sites_home_page(
    site: Any, english: Locale, translated: Any, get: Get
) -> None:
    site.root_page = site.root_page.get_translation(english)
    site.save()
    assert titles(get("goals")) == ["Everyone can have a say"]


def test_page_addresses_do_not_depend_on_the_language_of_the_request(goal: Any, get: Get, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.api.i18n_urls"
    settings.WAGTAIL_I18N_ENABLED = False
    expected = "http://testserver/mal-2026/alla-kan-paverka/"
    assert get(f"goals/{goal.translation_key}", accept_language="en")["webUrl"] == expected


@pytest.fixture
def sami(plan: Any, goal: Any, settings: Any, released: Released) -> Any:
    """``goal`` in South Sami, which neither Django nor CLDR knows; its body has no name in it."""
    languages = [*settings.LANGUAGES, ("sma", "Åarjelsaemien")]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = languages
    language = Locale.objects.create(language_code="sma")
    board = ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
    office = assignment("Dorje.", responsible=[board], quantity_target="1 000,5")
    with released():
        # In the tree of the site's own language: a site needs no home page of each.
        there = PlanPageFactory(parent=plan.get_parent(), locale=language, year=2026, title="Ulmie", slug="ulmie")
        return GoalPageFactory(
            parent=there,
            locale=language,
            title="Gaajhkesh",
            slug="gaajhkesh",
            translation_key=goal.translation_key,
            sections=[assignments_section(office)],
        )


def test_a_language_that_django_does_not_know_is_answered_in(sami: Any, client: Client, get: Get) -> None:
    for path in ("goals", f"goals/{sami.translation_key}", "plans", "assignments", "bodies"):
        response = client.get(f"/kommunmal/v1/{path}?lang=sma")
        assert (response.status_code, response.headers["Content-Language"]) == (200, "sma"), path
    [goal] = get("goals?lang=sma&expand=sections")["items"]
    assert (goal["lang"], goal["title"], goal["plan"]["title"]) == ("sma", "Gaajhkesh", "Ulmie")
    assert titles(get("goals")) == ["Alla kan påverka"]


# What the full text index of InnoDB holds is found only once it is committed.
@pytest.mark.django_db(transaction=connection.vendor == "mysql")
def test_a_language_that_django_does_not_know_is_searched(sami: Any, get: Get) -> None:
    assert titles(get("goals?lang=sma&q=gaajh")) == ["Gaajhkesh"]


def test_what_has_no_text_in_that_language_has_the_one_of_the_default(sami: Any, get: Get) -> None:
    swedish, goal = (get(f"goals/{sami.translation_key}{query}") for query in ("", "?lang=sma"))
    assert goal["kind"] == swedish["kind"]
    [item] = goal["sections"][0]["assignments"]
    assert [body["name"] for body in item["responsible"]] == ["Kommunstyrelsen"]
    assert item["quantityTargetText"] == "1\xa0000,5"


def test_a_language_that_there_is_not_is_refused_with_those_that_there_are(sami: Any, get: Get) -> None:
    answer = get("goals?lang=xx", status=400, accept_language="en")
    [error] = answer["errors"]
    assert error["parameter"] == "lang"
    assert error["detail"].endswith("Allowed: en, sma, sv.")


def test_its_page_is_served_and_marked(sami: Any, client: Client) -> None:
    response = client.get(sami.url)
    assert response.status_code == 200
    assert read(response)["lang"] == "sma"
