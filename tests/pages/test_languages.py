from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import translation
from wagtail.models import Locale

from tests.pages.markup import read, words
from tests.site_pages import Page, PlanPage
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    assignment,
    assignments_section,
    investment,
    investments_section,
)


@pytest.fixture
def northern(settings: Any, swedish: Locale) -> Locale:
    """South Sami, which neither Django nor CLDR knows."""
    languages = [*settings.LANGUAGES, ("sma", "Åarjelsaemien")]
    settings.LANGUAGES = settings.WAGTAIL_CONTENT_LANGUAGES = languages
    return Locale.objects.create(language_code="sma")


def serve(page: Page, language: str) -> HttpResponse:
    """Return the page as a site shows it that speaks ``language`` around it."""
    request = RequestFactory().get("/")
    with translation.override(language):
        response = page.specific.serve(request)
        return response.render()


def test_english_document_speaks_english_on_a_swedish_site(english_plan: PlanPage, released: Any) -> None:
    with released():
        goal = GoalPageFactory(
            parent=english_plan,
            locale=english_plan.locale,
            sdgs=[1],
            sections=[assignments_section(assignment("Do it.", quantity_target="1 000,5"))],
        )
    article = read(serve(goal, "sv"))
    assert article["lang"] == "en"
    for text in ("How we work to reach the goal 2026", "No poverty", "1,000.5", "Page updated"):
        assert text in words(article)


def test_swedish_document_speaks_swedish_on_an_english_site(home: Page, released: Any) -> None:
    with released():
        goal = GoalPageFactory(
            sdgs=[1], sections=[assignments_section(assignment("Gör det.", quantity_target="1 000,5"))]
        )
    article = read(serve(goal, "en"))
    assert article["lang"] == "sv"
    for text in ("Så här gör vi för att nå målet 2026", "Ingen fattigdom", "1\xa0000,5", "Sidan uppdaterad"):
        assert text in words(article)


def test_language_that_django_does_not_know_is_marked_and_falls_back_to_swedish(
    home: Page, northern: Locale, released: Any
) -> None:
    with released():
        plan = PlanPageFactory(locale=northern, title="Ulmie")
        goal = GoalPageFactory(
            parent=plan,
            locale=northern,
            sections=[assignments_section(assignment("Dorje.", quantity_target="1 000,5"))],
        )
    article = read(serve(goal, "en"))
    assert article["lang"] == "sma"
    assert "1\xa0000,5" in words(article)
    assert "Sidan uppdaterad" in words(article)


def test_language_that_django_does_not_know_has_addresses_of_its_own_once_it_has_a_catalogue(
    home: Page, northern: Locale, client: Client, settings: Any, tmp_path: Path, released: Any
) -> None:
    settings.ROOT_URLCONF = "tests.api.i18n_urls"
    with released():
        there = home.copy_for_translation(northern)
        there.save_revision().publish()
        plan = PlanPageFactory(parent=there, locale=northern, title="Ulmie", slug="ulmie")
    assert client.get("/sma/ulmie/").status_code == 404
    catalogue = tmp_path / "sma" / "LC_MESSAGES" / "django.mo"
    catalogue.parent.mkdir(parents=True)
    # The header of one without texts, as msgfmt writes it.
    catalogue.write_bytes(struct.pack("<7I", 0x950412DE, 0, 0, 28, 28, 0, 28))
    settings.LOCALE_PATHS = [tmp_path, *settings.LOCALE_PATHS]
    article = read(client.get("/sma/ulmie/"))
    assert article["lang"] == "sma"
    assert plan.url == "/sma/ulmie/"


def test_years_stay_whole_on_a_site_that_groups_digits(
    home: Page, client: Client, settings: Any, image: Any, released: Any
) -> None:
    settings.USE_THOUSAND_SEPARATOR = True
    with released():
        goal = GoalPageFactory(
            parent=PlanPageFactory(year=2026),
            sections=[
                assignments_section(assignment("Gör det.", start_year=2025, end_year=2027)),
                investments_section(investment("Skola", planned_start="2026")),
            ],
        )
    text = words(read(client.get(goal.url)))
    assert "2\xa002" not in text
    assert "2025–2027" in text
    assert "2\xa002" not in words(read(client.get(goal.get_parent().url)))
