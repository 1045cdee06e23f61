from __future__ import annotations

import re
from io import StringIO
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from playwright.sync_api import expect
from wagtail.models import Site
from wagtail.users.models import UserProfile

from tests.admin.test_reports import url
from wagtail_kommunmal.models import FollowUpReport, ResponsibleBody
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
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


def log_in(page: Page, live_server: LiveServer, user: Any, path: str) -> None:
    """Open an address of the admin as somebody, in English."""
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": "en"})
    page.context.clear_cookies()
    page.goto(live_server.url + path)
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", "password")
    page.get_by_role("button", name="Sign in").or_(page.get_by_role("button", name="Logga in")).click()


def member(name: str, group: Group) -> Any:
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "password")
    user.groups.add(group)
    return user


def test_a_committee_reports_and_a_reviewer_publishes(browser_page: Page, live_server: LiveServer, goal: Any) -> None:
    call_command("kommunmal_groups", stdout=StringIO())
    group = Group.objects.create(name="Rapportörer KFN")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    committee = ResponsibleBody.objects.get(code="KFN")
    committee.reporters = group
    committee.save()
    foreign = FollowUpReportFactory(plan=goal.get_plan(), body=ResponsibleBodyFactory())
    page = browser_page

    log_in(page, live_server, member("secretary", group), url("add"))
    expect(page.locator("[name=body] option:not([value=''])")).to_have_text(["Kultur- och fritidsnämnden"])
    page.select_option("[name=plan]", label="Mål och budget 2026")
    page.select_option("[name=body]", label="Kultur- och fritidsnämnden")
    page.fill("[name=period]", "2026-T1")
    page.get_by_role("button", name="Save draft").click()
    page.get_by_role("group", name="Bygg ut biblioteket.").get_by_label("Status").select_option("Delayed")
    page.get_by_role("button", name="More actions").click()
    expect(page.get_by_role("button", name="Publish", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Submit to Granskning av uppföljning").click()
    expect(page.locator(".messages")).to_contain_text("submitted for moderation")
    answer = page.goto(live_server.url + url("edit", foreign.pk))
    assert answer is not None
    assert answer.status == 404
    address = f"{live_server.url}/kommunmal/v1/goals/{goal.translation_key}"
    assert page.request.get(address).json()["sections"][0]["assignments"][0]["currentFollowUp"] is None

    report = FollowUpReport.objects.get(body=committee)
    log_in(page, live_server, member("reviewer", Group.objects.get(name="Målgranskare")), url("edit", report.pk))
    page.get_by_role("button", name="More actions").click()
    page.get_by_role("button", name="Approve and Publish").click()
    expect(page.locator(".messages")).to_contain_text("updated")
    document = page.request.get(address).json()
    assert document["sections"][0]["assignments"][0]["currentFollowUp"]["status"]["code"] == "delayed"
    page.goto(document["webUrl"])
    expect(page.locator(".kommunmal-follow-ups").first).to_contain_text("Försenat")


def test_what_a_secretary_reports_is_read_in_api_and_page_at_once(
    browser_page: Page, live_server: LiveServer, goal: Any, admin_user: Any
) -> None:
    page = browser_page
    log_in(page, live_server, admin_user, url("add"))

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
