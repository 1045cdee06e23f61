from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import translation
from wagtail.models import Locale, Site

from wagtail_kommunmal.documents.serializers import SECTION_TYPES
from wagtail_kommunmal.models import KommunmalSiteSettings
from wagtail_kommunmal.testing import (
    KeyFigureFactory,
    accomplishment,
    accomplishments_section,
    assignment,
    assignments_section,
    investment,
    investments_section,
    key_figures_section,
    text_section,
)
from wagtail_kommunmal.vocabulary import AssignmentOrigin

Composed = Callable[..., dict[str, Any]]

EVERY_STANDARD_HEADING = [
    *(assignments_section(origin=origin) for origin in AssignmentOrigin),
    key_figures_section(),
    investments_section(),
    accomplishments_section(),
]
SWEDISH = [
    "Uppdrag från fullmäktige 2026",
    "Nämndernas egna uppdrag 2026",
    "Uppdrag från kommunstyrelsen 2026",
    "Övriga uppdrag 2026",
    "Nyckeltal 2026",
    "Investeringar 2026",
    "För att nå målet har vi bland annat:",
]
ENGLISH = [
    "Assignments from the council 2026",
    "The committees' own assignments 2026",
    "Assignments from the executive board 2026",
    "Other assignments 2026",
    "Key figures 2026",
    "Investments 2026",
    "To reach the goal we have, among other things:",
]


def headings(content: dict[str, Any]) -> list[str | None]:
    return [section["heading"] for section in content["sections"]]


def speak(site: Site, language: str) -> None:
    """Make the language of the site another one."""
    Locale.objects.filter(language_code=language).exclude(pk=site.root_page.locale_id).delete()
    Locale.objects.filter(pk=site.root_page.locale_id).update(language_code=language)


@pytest.mark.parametrize(("language", "expected"), [("sv", SWEDISH), ("en", ENGLISH), ("sma", SWEDISH)])
def test_a_blank_heading_is_the_standard_heading_in_the_language_of_the_document(
    composed: Composed, site: Site, language: str, expected: list[str]
) -> None:
    speak(site, language)
    content = composed(*EVERY_STANDARD_HEADING)
    assert (content["lang"], headings(content)) == (language, expected)


def test_the_language_that_happens_to_be_active_does_not_matter(composed: Composed) -> None:
    with translation.override("en"):
        assert headings(composed(*EVERY_STANDARD_HEADING)) == SWEDISH
        assert translation.get_language() == "en"


def test_a_heading_of_ones_own_is_kept_and_a_text_has_none_unless_it_is_given_one(composed: Composed) -> None:
    content = composed(
        assignments_section(heading="Uppdrag från fullmäktige 2024"),
        text_section("<p>Text.</p>", heading="Bakgrund"),
        text_section("<p>Text.</p>"),
    )
    assert headings(content) == ["Uppdrag från fullmäktige 2024", "Bakgrund", None]


def test_a_section_without_items_and_words_is_empty_with_its_standard_text(composed: Composed) -> None:
    sections = composed(*EVERY_STANDARD_HEADING)["sections"]
    assert [(section["isEmpty"], section["emptyText"]) for section in sections] == [
        *[(True, "Inga uppdrag.")] * 4,
        (True, "Inga nyckeltal."),
        (True, "Inga investeringar."),
        (True, "Inget att redovisa än."),
    ]


@pytest.mark.parametrize(
    "intro", ["", '<p data-block-key="a1b2c"></p>', "<p> </p>", "<p>-</p>", "<p>–</p>", "<p>—&nbsp;</p>"]
)
def test_an_introduction_that_says_nothing_leaves_a_section_empty(composed: Composed, intro: str) -> None:
    (section,) = composed(investments_section(intro=intro))["sections"]
    assert section["isEmpty"] is True


def test_a_dash_is_published_as_it_was_written(composed: Composed) -> None:
    (section,) = composed(investments_section(intro="<p>-</p>", empty_text="Inga medel."))["sections"]
    assert (section["introText"], section["isEmpty"], section["emptyText"]) == ("-", True, "Inga medel.")


def test_an_introduction_alone_fills_a_section(composed: Composed) -> None:
    (section,) = composed(investments_section(intro="<p>Lokal saknas.</p>"))["sections"]
    assert (section["introText"], section["isEmpty"], section["investments"]) == ("Lokal saknas.", False, [])


def test_an_item_alone_fills_a_section(composed: Composed) -> None:
    content = composed(
        assignments_section(assignment("Bygg.")),
        key_figures_section(KeyFigureFactory()),
        investments_section(investment("Bro")),
        accomplishments_section(accomplishment("<p>Klart.</p>")),
    )
    assert [section["isEmpty"] for section in content["sections"]] == [False] * 4


def test_a_section_whose_only_key_figure_was_deleted_is_empty(composed: Composed) -> None:
    figure = KeyFigureFactory()
    section = key_figures_section(figure)
    figure.delete()
    (written,) = composed(section)["sections"]
    assert (written["isEmpty"], written["keyFigures"]) == (True, [])


def test_a_site_may_leave_out_empty_sections(composed: Composed, site: Site) -> None:
    KommunmalSiteSettings.objects.create(site=site, omit_empty_sections=True)
    content = composed(
        assignments_section(), key_figures_section(intro="<p>Mäts i höst.</p>"), text_section(""), investments_section()
    )
    assert [section["type"] for section in content["sections"]] == ["keyFigures", "text"]


def test_a_section_that_the_contract_does_not_know_is_left_out(
    composed: Composed, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {name: section_type for name, section_type in SECTION_TYPES.items() if name != "investments"}
    monkeypatch.setattr("wagtail_kommunmal.documents.compose.SECTION_TYPES", known)
    content = composed(investments_section(), text_section("<p>Text.</p>"))
    assert [section["type"] for section in content["sections"]] == ["text"]


def test_sections_stand_in_the_order_of_the_page(composed: Composed) -> None:
    content = composed(accomplishments_section(), text_section("<p>Text.</p>"), assignments_section())
    assert [section["type"] for section in content["sections"]] == ["accomplishments", "text", "assignments"]
