"""Pages in both languages, and a reader of each."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import Locale

from tests.site_pages import Page, PlanPage
from wagtail_kommunmal.testing import PlanPageFactory


@pytest.fixture
def english_plan(home: Page, english: Locale, released: Any) -> PlanPage:
    """A published plan for 2026 below the English home page."""
    english_home = home.copy_for_translation(english)
    english_home.save_revision().publish()
    with released():
        return PlanPageFactory(parent=english_home, locale=english, title="Goals and budget 2026")


@pytest.fixture
def english_client() -> Client:
    """Somebody whose browser asks for English, where the site finds its English pages."""
    return Client(headers={"accept-language": "en"})
