from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client

from tests.site_pages import GoalPage, Page
from wagtail_kommunmal.testing import GoalPageFactory, assignments_section


@pytest.fixture
def site_templates(settings: Any, tmp_path: Path) -> Path:
    """A folder for templates of the site, which go before those of the package."""
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path]}]
    return tmp_path


def write(folder: Path, name: str, text: str) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_pages_stand_in_the_base_template_of_the_site(
    home: Page, client: Client, released: Any, site_templates: Path
) -> None:
    write(
        site_templates,
        "base.html",
        "<title>{% block title %}{% endblock %} | Sundby</title>{% block extra_css %}{% endblock %}"
        "<header>Sundby kommun</header>{% block content %}{% endblock %}",
    )
    write(site_templates, "wagtail_kommunmal/base.html", '{% extends "base.html" %}')
    with released():
        goal = GoalPageFactory(title="Öppen kommun")
    for page, title in ((goal, "Öppen kommun – Mål och budget 2026"), (goal.get_parent(), "Mål och budget 2026")):
        text = client.get(page.url).content.decode()
        assert f"<title>{title} | Sundby</title>" in text
        assert "<header>Sundby kommun</header>" in text
        assert "wagtail_kommunmal/kommunmal.css" in text
        assert f"<h1>{page.title}</h1>" in text


def test_site_replaces_a_block_of_the_page(home: Page, client: Client, released: Any, site_templates: Path) -> None:
    write(
        site_templates,
        f"{GoalPage._meta.app_label}/goal_page.html",
        '{% extends "wagtail_kommunmal/goal_page.html" %}'
        "{% block goal_title %}<h1>Kommunens mål: {{ document.title }}</h1>{% endblock %}",
    )
    with released():
        goal = GoalPageFactory(title="Öppen kommun", statement="Alla är med.")
    text = client.get(goal.url).content.decode()
    assert "<h1>Kommunens mål: Öppen kommun</h1>" in text
    assert "Alla är med." in text


def test_site_adds_to_a_section(home: Page, client: Client, released: Any, site_templates: Path) -> None:
    write(
        site_templates,
        "wagtail_kommunmal/sections/assignments.html",
        '{% extends "wagtail_kommunmal/sections/assignments.html" %}'
        "{% block introduction %}<p>Så läser du uppdragen.</p>{{ block.super }}{% endblock %}",
    )
    with released():
        goal = GoalPageFactory(sections=[assignments_section(empty_text="Inga uppdrag.")])
    text = client.get(goal.url).content.decode()
    assert "Så läser du uppdragen." in text
    assert "Inga uppdrag." in text


def test_style_sheet_is_found() -> None:
    assert finders.find("wagtail_kommunmal/kommunmal.css")
