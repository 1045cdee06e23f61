from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import get_template
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext
from wagtail.models import Site

from tests.pages.markup import outline, read, words
from wagtail_kommunmal.documents.serializers import SECTION_TYPES
from wagtail_kommunmal.models import KommunmalSiteSettings, Release
from wagtail_kommunmal.templatetags.kommunmal import section_template
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    accomplishments_section,
    assignments_section,
    investments_section,
    key_figures_section,
    text_section,
)
from wagtail_kommunmal.vocabulary import AssignmentOrigin

PARAGRAPHS = [
    "Med framåtanda skapas en öppen kommun som lockar människor och företag.",
    "Kostnaderna ska inte överstiga intäkterna eller överföras på kommande generationer.",
    "Oron i omvärlden lämnar inte kommunen oberörd.",
    "Flera människor ska få chansen att leva här, målet är minst 75\xa0000 invånare år 2040.",
    "Demokratin ska stärkas, och i det arbetet ingår medborgardialoger.",
]


def ways_heading(year: int | str, *, continued: bool = False) -> str:
    text = "How we work to reach the goal %(year)s"
    with translation.override("sv"):
        return gettext(text + ", continued" if continued else text) % {"year": year}


def goal_like_the_seed_page(**fields: Any) -> Any:
    return GoalPageFactory(
        parent=PlanPageFactory(year=2024),
        title="Mål: Kommunens ledning och styrning",
        statement="Kommunen har en hållbar tillväxt där alla känner sig delaktiga.",
        political_text="".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS),
        sections=[
            assignments_section(heading="Uppdrag från fullmäktige 2024", empty_text="Inga uppdrag."),
            assignments_section(
                origin=AssignmentOrigin.COMMITTEE,
                heading="Nämndernas egna uppdrag 2024",
                empty_text="Inga egna uppdrag.",
            ),
            key_figures_section(heading="Nyckeltal 2024", empty_text="Inga nyckeltal."),
            investments_section(heading="Investeringar 2024", intro="<p>-</p>", empty_text="Inga investeringar."),
            accomplishments_section(heading="För att nå målet har vi bland annat:", empty_text="Inget ännu."),
        ],
        **fields,
    )


def test_goal_typed_in_like_the_seed_page_has_its_outline(site: Site, client: Client, released: Any) -> None:
    with released():
        goal = goal_like_the_seed_page()
    article = read(client.get(goal.url))
    assert outline(article) == [
        ("h1", "Mål: Kommunens ledning och styrning"),
        ("h2", ways_heading(2024)),
        ("h3", "Uppdrag från fullmäktige 2024"),
        ("h3", "Nämndernas egna uppdrag 2024"),
        ("h3", "Nyckeltal 2024"),
        ("h3", "Investeringar 2024"),
        ("h2", "För att nå målet har vi bland annat:"),
    ]


def test_goal_typed_in_like_the_seed_page_has_its_texts_in_order(site: Site, client: Client, released: Any) -> None:
    with released():
        goal = goal_like_the_seed_page()
    text = words(read(client.get(goal.url)))
    expected = [
        "Mål: Kommunens ledning och styrning",
        "Kommunen har en hållbar tillväxt där alla känner sig delaktiga.",
        *PARAGRAPHS,
        "Uppdrag från fullmäktige 2024 Inga uppdrag.",
        "Nämndernas egna uppdrag 2024 Inga egna uppdrag.",
        "Nyckeltal 2024 Inga nyckeltal.",
        "Investeringar 2024 -",
        "För att nå målet har vi bland annat: Inget ännu.",
    ]
    positions = [text.index(part) for part in expected]
    assert positions == sorted(positions)


def test_page_says_when_it_was_updated_on_the_sites_clock(site: Site, client: Client, released: Any) -> None:
    with released():
        goal = goal_like_the_seed_page()
    release = goal_release(goal)
    release.published_from = release.published_from.replace(year=2024, month=5, day=22, hour=22, minute=30)
    release.save()
    updated = read(client.get(goal.url)).find("footer")
    assert updated is not None
    assert words(updated).endswith(" 2024-05-23")
    assert updated.find("time")["datetime"] == "2024-05-23"  # type: ignore[index, union-attr]


def goal_release(goal: Any) -> Release:
    return Release.objects.get(head__page=goal)


def test_folded_section_unfolds_for_a_link_to_its_public_id(site: Site, client: Client, released: Any) -> None:
    with released():
        goal = goal_like_the_seed_page()
    article = read(client.get(goal.url))
    public_ids = [section["id"] for section in goal_release(goal).content["sections"]]
    folded = article.select("details > div[id]")
    assert [content["id"] for content in folded] == public_ids[:4]
    assert [words(content.find_previous_sibling("summary")) for content in folded] == [  # type: ignore[arg-type]
        "Uppdrag från fullmäktige 2024",
        "Nämndernas egna uppdrag 2024",
        "Nyckeltal 2024",
        "Investeringar 2024",
    ]
    assert article.select_one(f'section[id="{public_ids[4]}"]') is not None


def test_text_between_the_ways_interrupts_them(site: Site, client: Client, released: Any) -> None:
    with released():
        goal = GoalPageFactory(
            parent=PlanPageFactory(year=2026),
            title="Mål",
            sections=[
                text_section("<p>Så här läser du sidan.</p>", heading="Inledning"),
                assignments_section(heading="Uppdrag"),
                text_section("<p>Ur medborgarundersökningen.</p>", heading="Om nyckeltalen"),
                key_figures_section(KeyFigureFactory(name="Förtroende"), heading="Nyckeltal"),
                text_section("<p>Utan rubrik.</p>"),
            ],
        )
    assert outline(read(client.get(goal.url))) == [
        ("h1", "Mål"),
        ("h2", "Inledning"),
        ("h2", ways_heading(2026)),
        ("h3", "Uppdrag"),
        ("h2", "Om nyckeltalen"),
        ("h2", ways_heading(2026, continued=True)),
        ("h3", "Nyckeltal"),
        ("h4", "Förtroende"),
    ]


def test_empty_sections_are_left_out_where_the_site_says_so(site: Site, client: Client, released: Any) -> None:
    KommunmalSiteSettings.objects.create(site=site, omit_empty_sections=True)
    with released():
        goal = goal_like_the_seed_page()
    assert outline(read(client.get(goal.url))) == [("h1", "Mål: Kommunens ledning och styrning")]


@pytest.mark.parametrize("section_type", SECTION_TYPES.values(), ids=lambda section_type: section_type.name)
def test_every_section_type_has_a_template(section_type: Any) -> None:
    get_template(section_template({"type": section_type.name}))
