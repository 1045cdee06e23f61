"""Pages in both languages, and a reader of each."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale, Site

from tests.site_pages import Page, PlanPage
from tests.sundby import language
from wagtail_kommunmal.testing import PlanPageFactory


@pytest.fixture
def english_plan(home: Page, english: Locale, released: Any) -> PlanPage:
    """A published plan for 2026 below the English home page."""
    return plan_in(english, home, released)


@pytest.fixture(scope="module")
def shared_english_plan(shared_site: Site, released: Any) -> PlanPage:
    """A published plan for 2026 below the English home page for all tests of the module."""
    return plan_in(language("en"), shared_site.root_page, released)


def plan_in(locale: Locale, home: Page, released: Any) -> PlanPage:
    translated_home = home.copy_for_translation(locale)
    translated_home.save_revision().publish()
    with released():
        return PlanPageFactory(parent=translated_home, locale=locale, title="Goals and budget 2026")


@pytest.fixture
def english_client() -> Client:
    """Somebody whose browser asks for English, where the site finds its English pages."""
    return Client(headers={"accept-language": "en"})
