from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from wagtail.models import Site
from wagtail.users.models import UserProfile

from tests.site_pages import GoalPage
from wagtail_kommunmal.models import PendingRelease, ReleaseHead
from wagtail_kommunmal.testing import PlanPageFactory

from .goal_form import GoalForm

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(site: Site, live_server: LiveServer) -> Any:
    """A published plan on the site as the browser reaches it."""
    address = urlsplit(live_server.url)
    site.hostname, site.port = address.hostname, address.port
    site.save()
    return PlanPageFactory(title="Mål och budget 2026", year=2026)


@pytest.fixture
def admin(admin_user: Any) -> Any:
    """An administrator who works in English, so that what is clicked on has the names that stand in the code."""
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "en"})
    return admin_user


def test_a_goal_that_is_written_in_the_admin_is_read_in_api_and_page_at_once(
    browser_page: Page, live_server: LiveServer, plan: Any, admin: Any
) -> None:
    page = browser_page
    page.goto(f"{live_server.url}/admin/pages/add/{GoalPage._meta.app_label}/goalpage/{plan.pk}/")
    page.fill("[name=username]", admin.username)
    page.fill("[name=password]", "password")
    page.get_by_role("button", name="Sign in").or_(page.get_by_role("button", name="Logga in")).click()

    form = GoalForm(page)
    form.write(
        title="Mål: Kommunens ledning och styrning", number="1", statement="Alla känner sig delaktiga i styrningen."
    )
    form.write_rich("political_text", "Kommunen växer.", "Demokratin ska stärkas.")
    form.open_tab("Sections")

    assignment = form.add_item("sections-0-value-items")
    form.write(
        **{
            f"{assignment}-title": "Gör besök hos företag.",
            f"{assignment}-start_year": "2026",
            f"{assignment}-end_year": "2027",
            f"{assignment}-quantity_target": "1 000,50",
            f"{assignment}-quantity_unit": "besök",
        }
    )
    responsible = form.add_item(f"{assignment}-responsible")
    form.create_in_chooser(f"{responsible}-body", name="Kommunstyrelsen", code="KS")

    key_figure = form.add_item("sections-2-value-items")
    form.create_in_chooser(f"{key_figure}-key_figure", name="Nöjda invånare")

    investment = form.add_item("sections-3-value-items")
    form.write(**{f"{investment}-name": "Ny idrottshall"})
    amount = form.add_item(f"{investment}-amounts")
    form.write(**{f"{amount}-year_from": "2026", f"{amount}-budget": "12 500,50"})

    accomplishment = form.add_item("sections-4-value-items")
    form.write_rich(f"{accomplishment}-text", "Öppnat ett medborgarkontor.")

    text = form.add_section("Text")
    form.write(**{f"{text}-heading": "Bakgrund"})
    form.write_rich(f"{text}-text", "Målet antogs med budgeten.")
    form.publish()

    api = f"{live_server.url}/kommunmal/v1"
    summaries = page.request.get(f"{api}/goals").json()["items"]
    assert len(summaries) == 1, [*ReleaseHead.objects.values(), *PendingRelease.objects.values()]
    document = page.request.get(summaries[0]["_links"]["self"]["href"]).json()
    assert what_was_written(document) == {
        "title": "Mål: Kommunens ledning och styrning",
        "number": "1",
        "statement": "Alla känner sig delaktiga i styrningen.",
        "politicalTextText": "Kommunen växer.\n\nDemokratin ska stärkas.",
        "plan": "Mål och budget 2026",
        "sections": [
            ("Uppdrag från fullmäktige 2026", ["Gör besök hos företag.", "1000.50", "besök", 2026, 2027, "KS"]),
            ("Nämndernas egna uppdrag 2026", "isEmpty"),
            ("Nyckeltal 2026", ["Nöjda invånare"]),
            ("Investeringar 2026", ["Ny idrottshall", 2026, "12500.50"]),
            ("För att nå målet har vi bland annat:", ["Öppnat ett medborgarkontor."]),
            ("Bakgrund", ["Målet antogs med budgeten."]),
        ],
    }

    page.goto(document["webUrl"])
    assert page.get_by_role("heading", level=1).inner_text() == document["title"]
    headings = page.locator("h2, h3, summary").all_inner_texts()
    assert [heading for heading, _ in what_was_written(document)["sections"] if heading not in headings] == []


def what_was_written(document: dict[str, Any]) -> dict[str, Any]:
    """Return of a goal document what the test typed, in a form short enough to read."""
    members = ("title", "number", "statement", "politicalTextText")
    return {
        **{name: document[name] for name in members},
        "plan": document["plan"]["title"],
        "sections": [(section["heading"], items_of(section)) for section in document["sections"]],
    }


def items_of(section: dict[str, Any]) -> Any:
    if section.get("isEmpty"):
        return "isEmpty"
    match section:
        case {"type": "assignments", "assignments": [item]}:
            members = ("title", "quantityTarget", "quantityUnit", "startYear", "endYear")
            return [*(item[name] for name in members), *(body["code"] for body in item["responsible"])]
        case {"type": "keyFigures", "keyFigures": [item]}:
            return [item["name"]]
        case {"type": "investments", "investments": [{"name": name, "amounts": [amount]}]}:
            return [name, amount["yearFrom"], amount["budget"]]
        case {"type": "accomplishments", "accomplishments": [item]}:
            return [item["textText"]]
        case _:
            return [section["textText"]]
