from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Site
from wagtail.users.models import UserProfile

from wagtail_kommunmal.models import FollowUpReport
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
)

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def goal(site: Site, live_server: LiveServer) -> Any:
    """A goal with two assignments of one committee, on the site as the browser reaches it."""
    address = urlsplit(live_server.url)
    site.hostname, site.port = address.hostname, address.port
    site.save()
    committee = ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")
    items = [assignment(title, responsible=[committee]) for title in ("Bygg ut biblioteket.", "Köp en bokbuss.")]
    plan = PlanPageFactory(title="Mål och budget 2026", year=2026)
    return GoalPageFactory(parent=plan, title="Mål: Kultur nära", sections=[assignments_section(*items)])


def test_what_a_secretary_reports_is_read_in_api_and_page_at_once(
    browser_page: Page, live_server: LiveServer, goal: Any, admin_user: Any
) -> None:
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "en"})
    page = browser_page
    page.goto(live_server.url + reverse(FollowUpReport.snippet_viewset.get_url_name("add")))  # type: ignore[attr-defined]
    page.fill("[name=username]", admin_user.username)
    page.fill("[name=password]", "password")
    page.get_by_role("button", name="Sign in").or_(page.get_by_role("button", name="Logga in")).click()

    page.select_option("[name=plan]", label="Mål och budget 2026")
    page.select_option("[name=body]", label="Kultur- och fritidsnämnden")
    page.fill("[name=period]", "2026-T1")
    page.get_by_role("button", name="Save draft").click()

    left = page.locator("[data-kommunmal-report-left]")
    expect(left).to_have_text("2 of 2 left to report")
    first = page.get_by_role("group", name="Bygg ut biblioteket.")
    first.get_by_label("Status").select_option("Delayed")
    expect(left).to_have_text("1 of 2 left to report")
    first.get_by_role("button", name="Write a comment").click()
    first.get_by_role("textbox").click()
    page.keyboard.insert_text("Upphandlingen är överklagad.")
    expect(first.locator("input[type=hidden]")).to_have_value(re.compile("Upphandlingen är överklagad"), timeout=20_000)
    page.get_by_label("Show only what is left").check()
    expect(first).to_be_hidden()
    expect(page.get_by_role("group", name="Köp en bokbuss.")).to_be_visible()

    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Publish", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("published")

    document = page.request.get(f"{live_server.url}/kommunmal/v1/goals/{goal.translation_key}").json()
    current = document["sections"][0]["assignments"][0]["currentFollowUp"]
    assert (current["status"]["code"], current["commentText"]) == ("delayed", "Upphandlingen är överklagad.")
    page.goto(document["webUrl"])
    page.locator("summary").first.click()
    expect(page.locator(".kommunmal-follow-ups").first).to_contain_text("T1 2026, Kultur- och fritidsnämnden: Försenat")
