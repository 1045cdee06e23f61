"""One sitting: a secretary with thirty rows, a keyboard, and a connection that may fail."""

from __future__ import annotations

import re
from datetime import date
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
        before.append(follow_up(goals[-1], items[0], AssignmentStatus.IN_PROGRESS, comment="<p>Förstudien är klar.</p>"))
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
    browser_page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}]
    )
    browser_page.goto(address(live_server, report))
    return browser_page


def address(live_server: LiveServer, report: FollowUpReport) -> str:
    path = reverse(FollowUpReport.snippet_viewset.get_url_name("edit"), args=[report.pk])  # type: ignore[attr-defined]
    return f"{live_server.url}{path}"


def row_of(page: Page, title: str) -> Locator:
    return page.get_by_role("group", name=title, exact=True)
