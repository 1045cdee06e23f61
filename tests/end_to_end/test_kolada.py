from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Site
from wagtail.users.models import UserProfile

from wagtail_kommunmal.models import KeyFigure, KommunmalSiteSettings
from wagtail_kommunmal.testing.kolada import FakeKolada

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TITLE = "Invånare 0-19 år, andel (%)"


@pytest.fixture
def kolada(site: Site, settings: Any) -> Iterator[FakeKolada]:
    fake = FakeKolada(municipalities={"0000": "Riket", "9999": "Sundby"})
    fake.add_kpi("N00945", TITLE, description="Andel invånare. Källa: SCB.")
    fake.values["N00945", "9999", 2025, "T"] = 21.5
    KommunmalSiteSettings.objects.create(site=site, kolada_municipality="9999")
    with fake.serving() as url:
        settings.WAGTAIL_KOMMUNMAL = {"KOLADA_URL": url}
        yield fake


def test_a_key_figure_is_found_taken_over_and_fetched(
    browser_page: Page, live_server: LiveServer, kolada: FakeKolada, admin_user: Any
) -> None:
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "en"})
    page = browser_page
    page.goto(live_server.url + reverse("wagtailsnippets_wagtail_kommunmal_keyfigure:list"))
    page.fill("[name=username]", admin_user.username)
    page.fill("[name=password]", "password")
    page.get_by_role("button", name="Sign in").or_(page.get_by_role("button", name="Logga in")).click()

    page.get_by_role("link", name="Kolada", exact=True).click()
    page.get_by_role("link", name="Find at Kolada").click()
    page.get_by_label("Words of the title, or a Kolada id").fill("andel invånare")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    page.get_by_role("link", name=f"{TITLE} (N00945)").click()
    expect(page.get_by_label("Unit", exact=False).first).to_have_value("percent")
    page.get_by_role("button", name="Take over").click()
    expect(page.get_by_text(f"“{TITLE}” was taken over from Kolada.")).to_be_visible()

    page.goto(live_server.url + reverse("kommunmal_kolada:index"))
    page.get_by_role("button", name="Fetch from Kolada").click()
    expect(page.get_by_text("1 key figure, 1 changed value.")).to_be_visible()
    (value,) = KeyFigure.objects.get().values.all()
    assert (str(value.value), value.provenance) == ("21.5", "kolada")

    # What goes wrong is told on the page as well.
    KommunmalSiteSettings.objects.update(kolada_municipality="")
    page.get_by_role("button", name="Fetch from Kolada").click()
    expect(page.get_by_text("Say in the settings of the site which municipality it is.")).to_be_visible()
