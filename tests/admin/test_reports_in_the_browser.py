"""One sitting: a secretary with thirty rows, a keyboard, and a connection that may fail."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.models import Site
from wagtail.users.models import UserProfile

from wagtail_kommunmal.authoring.reports import add_missing_rows
from wagtail_kommunmal.models import FollowUpReport
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

logger = logging.getLogger(__name__)

EDITORS = ".Draftail-Editor"
LEFT = "[data-kommunmal-report-left]"


@pytest.fixture
def report(site: Site, live_server: LiveServer) -> FollowUpReport:
    """A report with thirty rows of three goals, on the site as the browser reaches it."""
    address = urlsplit(live_server.url)
    site.hostname, site.port = address.hostname, address.port
    site.save()
    committee = ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")
    plan = PlanPageFactory(title="Mål och budget 2026", year=2026)
    goals, before = [], []
    for number in range(1, 4):
        items = [
            assignment(f"Uppdrag {number}.{row}.", responsible=[committee], quantity_target="3" if row == 1 else None)
            for row in range(1, 9)
        ]
        rows = [investment(f"Investering {number}.{row}", responsible=[committee]) for row in (1, 2)]
        sections = [assignments_section(*items), investments_section(*rows)]
        goals.append(GoalPageFactory(parent=plan, title=f"Mål: Nummer {number}", number=str(number), sections=sections))
        before.append(
            follow_up(goals[-1], items[0], AssignmentStatus.IN_PROGRESS, comment="<p>Förstudien är klar.</p>")
        )
    FollowUpReportFactory(plan=plan, body=committee, period="2026-T1", rows=before)
    report = FollowUpReportFactory(plan=plan, body=committee, period="2026-T2", publish=False)
    add_missing_rows(report)
    report.save_revision()
    return report


@pytest.fixture
def form(browser_page: Page, live_server: LiveServer, report: FollowUpReport, admin_user: Any) -> Page:
    """The form of the report, in English."""
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "en"})
    client = Client()
    client.force_login(admin_user)
    session: Any = client.cookies[settings.SESSION_COOKIE_NAME].value
    browser_page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    browser_page.goto(address(live_server, report))
    return browser_page


def address(live_server: LiveServer, report: FollowUpReport) -> str:
    path = reverse(FollowUpReport.snippet_viewset.get_url_name("edit"), args=[report.pk])  # type: ignore[attr-defined]
    return f"{live_server.url}{path}"


def row_of(page: Page, title: str) -> Locator:
    return page.get_by_role("group", name=title, exact=True)


def active(page: Page) -> tuple[str, str]:
    """Return which row the focus is in, and what it is on."""
    row, tag = page.evaluate(
        """() => [
            document.activeElement.closest("fieldset").querySelector("legend").textContent,
            document.activeElement.tagName,
        ]"""
    )
    return row, tag


def statuses(report: FollowUpReport) -> list[str]:
    """Return what the draft says where it says something, in the order of the rows."""
    draft = FollowUpReport.objects.get(pk=report.pk).get_latest_revision_as_object()
    return [row.status for row in draft.rows() if row.status]


def sent(page: Page) -> list[str]:
    """Return the names of the fields of rows that a save sends now."""
    names: list[str] = page.evaluate("[...new FormData(document.getElementById('w-editor-form')).keys()]")
    return [name for name in names if name.startswith(("assignmentfollowup-", "investmentfollowup-"))]


def is_saved(page: Page) -> None:
    expect(page.locator("#w-autosave-indicator")).to_have_attribute(
        "data-w-autosave-state-value", "saved", timeout=30_000
    )


def test_thirty_rows_are_there_at_once(form: Page, report: FollowUpReport) -> None:
    form.reload()
    row_of(form, "Uppdrag 1.2.").get_by_label("Status").select_option("Delayed")
    expect(form.locator(LEFT)).to_have_text("29 of 30 left to report")
    logger.info("%d ms until a status was set and counted", form.evaluate("performance.now()"))
    assert form.locator("[data-kommunmal-report-row]").count() == 30
    assert form.locator(EDITORS).count() == 0
    assert form.locator("#w-editor-form :is(input, select, button, textarea)").count() < 150
    assert form.locator("*").count() < 2_500
    is_saved(form)
    assert statuses(report) == ["delayed"]


def test_what_has_been_saved_is_not_sent_again(form: Page) -> None:
    row_of(form, "Uppdrag 1.2.").get_by_label("Status").select_option("Delayed")
    assert len(sent(form)) == 1
    is_saved(form)
    assert sent(form) == []
    row_of(form, "Uppdrag 1.3.").get_by_label("Status").select_option("Delayed")
    assert len(sent(form)) == 1


def test_keyboard_goes_from_row_to_row(form: Page) -> None:
    status = row_of(form, "Uppdrag 1.2.").get_by_label("Status")
    status.focus()
    form.keyboard.press("ArrowDown")
    expect(status).not_to_have_value("")
    form.keyboard.press("Tab")
    assert active(form) == ("Uppdrag 1.2.", "BUTTON")
    form.keyboard.press("Tab")
    assert active(form) == ("Uppdrag 1.2.", "A")
    form.keyboard.press("Tab")
    assert active(form) == ("Uppdrag 1.3.", "SELECT")
    form.keyboard.press("Tab")
    form.keyboard.press("Enter")
    comment = row_of(form, "Uppdrag 1.3.").get_by_role("textbox", name="Comment")
    expect(comment).to_be_focused()
    form.keyboard.insert_text("Vi väntar.")
    expect(form.locator(LEFT)).to_have_text("28 of 30 left to report")
    form.keyboard.press("Escape")
    assert active(form) == ("Uppdrag 1.3.", "SELECT")
    form.keyboard.press("Tab")
    expect(comment).to_be_focused()
    form.keyboard.press("Tab")
    form.keyboard.press("Tab")
    assert active(form) == ("Uppdrag 1.4.", "SELECT")


def test_filter_leaves_the_row_that_is_being_answered(form: Page) -> None:
    row, filter_ = row_of(form, "Uppdrag 1.2."), form.get_by_label("Show only what is left")
    filter_.check()
    row.get_by_label("Status").select_option("Delayed")
    row_of(form, "Uppdrag 1.3.").get_by_label("Status").focus()
    expect(row).to_be_visible()
    filter_.uncheck()
    filter_.check()
    expect(row).to_be_hidden()
    expect(row_of(form, "Uppdrag 1.3.")).to_be_visible()


def test_what_was_written_after_the_session_ended_is_there_again_after_the_next_login(
    form: Page, report: FollowUpReport, admin_user: Any
) -> None:
    Session.objects.all().delete()
    row = row_of(form, "Uppdrag 1.2.")
    row.get_by_label("Status").select_option("Delayed")
    row.get_by_role("button", name="Write a comment").click()
    expect(row.get_by_role("textbox")).to_be_focused()
    form.keyboard.insert_text("Vi väntar.")
    expect(row.locator("input[type=hidden]")).to_have_value(re.compile("Vi väntar"))
    expect(form.locator("#w-autosave-indicator")).to_have_attribute("data-w-autosave-state-value", "paused")
    form.get_by_role("button", name="Save draft").click()
    form.fill("[name=username]", admin_user.username)
    form.fill("[name=password]", "password")
    form.get_by_role("button", name="Sign in").or_(form.get_by_role("button", name="Logga in")).click()

    expect(form.get_by_text("It has been filled in again.")).to_be_visible()
    expect(row.get_by_label("Status")).to_have_value("delayed")
    expect(row.get_by_text("Vi väntar.")).to_be_visible()
    is_saved(form)
    assert statuses(report) == ["delayed"]
    form.reload()
    expect(form.get_by_text("It has been filled in again.")).to_be_hidden()
    expect(row.get_by_text("Vi väntar.")).to_be_visible()
