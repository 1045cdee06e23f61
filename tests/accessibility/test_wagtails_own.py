"""What is not held against the package is on pages of Wagtail's that the package has no part in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from taggit.models import Tag

from .axe import WAGTAILS_OWN, WIDTHS, all_violations
from .municipality import Municipality

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [
    pytest.mark.same_on_every_database,
    pytest.mark.browser,
    pytest.mark.xdist_group("accessibility"),
    pytest.mark.urls("tests.accessibility.stock_urls"),
]


def test_every_exclusion_is_needed_on_a_page_of_wagtails(
    admin_page: Page, live_server: LiveServer, municipality: Municipality
) -> None:
    stock_pages = {
        "usage of an image": reverse("wagtailimages:image_usage", args=[municipality.picture.pk]),
        "form with a rich text": reverse("stock"),
        "form of a snippet": reverse("wagtailsnippets_taggit_tag:edit", args=[Tag.objects.create(name="skola").pk]),
    }
    unproven = []
    for own in WAGTAILS_OWN:
        admin_page.goto(live_server.url + stock_pages[own.stock_page])
        unproven += [] if is_found(admin_page, own) else [own]
    assert unproven == []


def is_found(page: Page, own: Any) -> bool:
    """Look until it is there: Wagtail's controls start, and find their places, late."""
    page.locator(own.selector).first.wait_for(state="attached")
    for _try in range(5):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if any(violation.is_in(page, own) for violation in all_violations(page)):
                return True
    return False
