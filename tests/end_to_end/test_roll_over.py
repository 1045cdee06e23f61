from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse
from playwright.sync_api import expect
from wagtail.users.models import UserProfile

from tests.site_pages import PlanPage
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory, assignment, assignments_section

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

    from tests.site_pages import Page as SitePage

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plan(home: SitePage) -> Any:
    plan = PlanPageFactory(title="Mål och budget 2026", year=2026)
    for number in "123":
        items = [assignment("Bygg ut biblioteket."), assignment("Köp en bokbuss.", end_year=2026)]
        section = assignments_section(*items, heading="Uppdrag 2026")
        GoalPageFactory(parent=plan, number=number, title=f"Kultur nära {number}", sections=[section])
    return plan


def test_next_years_plan_is_chosen_looked_at_and_made(
    browser_page: Page, live_server: LiveServer, plan: Any, admin_user: Any
) -> None:
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "en"})
    page = browser_page
    page.goto(live_server.url + reverse("wagtail_kommunmal_roll_over", args=[plan.pk]))
    page.fill("[name=username]", admin_user.username)
    page.fill("[name=password]", "password")
    page.get_by_role("button", name="Sign in").or_(page.get_by_role("button", name="Logga in")).click()

    expect(page.get_by_label("Year")).to_have_value("2027")
    first = page.get_by_role("group", name="1. Kultur nära 1")
    expect(first.get_by_role("checkbox", checked=True)).to_have_count(1)
    first.get_by_role("button", name="Check all of “Kultur nära 1”").click()
    expect(first.get_by_role("checkbox", checked=True)).to_have_count(2)
    page.get_by_role("group", name="2. Kultur nära 2").get_by_role("button", name="Check nothing").click()
    page.get_by_role("button", name="Show what will be made").click()

    expect(page.get_by_text("4 pages, all as drafts.")).to_be_visible()
    page.get_by_role("button", name="Make the plan").click()
    expect(page.get_by_text("The plan “Mål och budget 2027” is made. It is a draft.")).to_be_visible()

    new = PlanPage.objects.get(year=2027)
    goals = [goal.specific for goal in new.get_children()]
    assert [len(goal.sections[0].value["items"]) for goal in goals] == [2, 0, 1]
