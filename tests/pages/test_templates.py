"""A site replaces templates and blocks as ``docs/how-to/own-templates.md`` shows it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

import wagtail_kommunmal
from tests.site_pages import GoalPage, Page
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    accomplishment,
    accomplishments_section,
    assignment,
    assignments_section,
)

DOCS = (Path(__file__).parents[2] / "docs" / "how-to" / "own-templates.md").read_text(encoding="utf-8")
TEMPLATES = Path(wagtail_kommunmal.__file__).parent / "templates" / "wagtail_kommunmal"
NOT_PUBLIC = {"admin", "icons", "previews"}

EXAMPLE = re.compile(r"```django\n\{# (?P<name>\S+) #\}\n(?P<text>.*?)```", re.DOTALL)
TABLE_ROW = re.compile(r"^\| `(?P<name>\S+\.html)` \| .* \| (?P<blocks>.*)\|$", re.MULTILINE)
SITES_OWN = {
    "base.html": "<title>{% block title %}{% endblock %}</title>{% block extra_css %}{% endblock %}"
    "<header>Sundby</header>{% block content %}{% endblock %}",
    "site.html": "{% block head %}<meta name='sundby'>{% endblock %}<header>Sundby</header>"
    "{% block main %}{% endblock %}",
}


@pytest.fixture
def site_templates(settings: Any, tmp_path: Path) -> Path:
    """A folder for templates of the site, which go before those of the package."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    return tmp_path


@pytest.fixture
def goal(home: Page, released: Any) -> Any:
    with released():
        return GoalPageFactory(
            title="Öppen kommun",
            statement="Alla är med.",
            sections=[
                assignments_section(
                    assignment("Öppna ett kontor.", description="<p>I biblioteket.</p>", start_year=2026)
                ),
                accomplishments_section(accomplishment("<p>Byggt klart.</p>")),
            ],
        )


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def use_example(folder: Path, words: str) -> None:
    """Put the one example of the documentation that has these words into the site, beside its base templates."""
    examples = [match for match in EXAMPLE.finditer(DOCS) if words in match["text"]]
    assert len(examples) == 1, words
    for name, text in [*SITES_OWN.items(), (examples[0]["name"], examples[0]["text"])]:
        write(folder, name, text)


def html(client: Client, page: Any) -> str:
    response = client.get(page.url)
    assert response.status_code == 200
    return response.content.decode()


TRIED = {
    '{% extends "base.html" %}': "base of the same blocks",
    '{% extends "site.html" %}': "base of other blocks",
    "{% block extra_css %}{% endblock %}\n": "no style sheet",
    "The council's goal:": "a block of the page",
    "Each committee reports": "a block of a section",
    "frames/folded.html": "a section in another frame",
    "What it means": "blocks of an item",
    "document.tallies.assignments.total": "a further fact",
    '"wagtail_kommunmal/items/goal.html"': "an item with less in it",
}


def test_every_example_in_the_documentation_is_tried() -> None:
    examples = [match["text"] for match in EXAMPLE.finditer(DOCS)]
    assert len(examples) == DOCS.count("```django")
    assert [[words for words in TRIED if words in text] for text in examples] == [[words] for words in TRIED]


@pytest.mark.parametrize("base", ['{% extends "base.html" %}', '{% extends "site.html" %}'])
def test_pages_stand_in_the_base_template_of_the_site(
    client: Client, goal: Any, site_templates: Path, base: str
) -> None:
    use_example(site_templates, base)
    for page, title in ((goal, "Öppen kommun – Mål och budget 2026"), (goal.get_parent(), "Mål och budget 2026")):
        text = html(client, page)
        assert f"<title>{title}</title>" in text
        assert "<header>Sundby</header>" in text
        assert "wagtail_kommunmal/kommunmal.css" in text
        assert f"<h1>{page.title}</h1>" in text


def test_site_goes_without_the_style_sheet(client: Client, goal: Any, site_templates: Path) -> None:
    use_example(site_templates, "{% block extra_css %}{% endblock %}\n")
    assert "kommunmal.css" not in html(client, goal)


def test_site_replaces_a_block_of_the_page(client: Client, goal: Any, site_templates: Path) -> None:
    use_example(site_templates, "The council's goal:")
    text = html(client, goal)
    assert "<h1>The council's goal: Öppen kommun</h1>" in text
    assert "Alla är med." in text


def test_site_adds_to_a_section(client: Client, goal: Any, site_templates: Path) -> None:
    use_example(site_templates, "Each committee reports")
    text = html(client, goal)
    assert "<p>Each committee reports three times a year.</p>" in text
    assert "Öppna ett kontor." in text


def test_site_folds_a_section_that_stands_open(client: Client, goal: Any, site_templates: Path) -> None:
    use_example(site_templates, "frames/folded.html")
    text = html(client, goal)
    assert text.count("<details") == 3
    assert "Byggt klart." in text


def test_site_replaces_blocks_of_an_item(client: Client, goal: Any, site_templates: Path) -> None:
    use_example(site_templates, "What it means")
    text = html(client, goal)
    assert text.count("I biblioteket.") == 1


def test_site_adds_a_fact(client: Client, goal: Any, site_templates: Path) -> None:
    use_example(site_templates, "document.tallies.assignments.total")
    assert "<div><dt>Assignments</dt><dd>1</dd></div>" in html(client, goal)


def test_site_leaves_out_parts_of_an_item(client: Client, goal: Any, site_templates: Path) -> None:
    use_example(site_templates, '"wagtail_kommunmal/items/goal.html"')
    text = html(client, goal.get_parent())
    assert "Alla är med." not in text
    assert "Öppen kommun</a>" in text


def test_page_class_has_a_template_of_its_own(client: Client, goal: Any, site_templates: Path) -> None:
    write(
        site_templates,
        f"{GoalPage._meta.app_label}/goal_page.html",
        '{% extends "wagtail_kommunmal/goal_page.html" %}{% block goal_title %}<h1>Bara här</h1>{% endblock %}',
    )
    assert "<h1>Bara här</h1>" in html(client, goal)
    assert "Bara här" not in html(client, goal.get_parent())


def test_documentation_names_every_template_and_its_blocks() -> None:
    templates = [path for path in TEMPLATES.rglob("*.html") if not NOT_PUBLIC & set(path.parts)]
    written = {
        str(path.relative_to(TEMPLATES)): set(re.findall(r"{% block (\w+) %}", path.read_text(encoding="utf-8")))
        for path in templates
    }
    named = {match["name"]: set(re.findall(r"`(\w+)`", match["blocks"])) for match in TABLE_ROW.finditer(DOCS)}
    assert named == written


def test_style_sheet_is_found() -> None:
    assert finders.find("wagtail_kommunmal/kommunmal.css")


def test_documentation_names_every_value_that_a_site_may_set() -> None:
    path = finders.find("wagtail_kommunmal/kommunmal.css")
    used = set(re.findall(r"var\((--kommunmal-\w+)", Path(path).read_text(encoding="utf-8")))
    assert used == set(re.findall(r"^  (--kommunmal-\w+):", DOCS, re.MULTILINE))
