"""Plan and goal hold WCAG 2.2 AA and best practice, in light, dark and forced colours, on small and large screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    assessment,
    assignment,
    assignments_section,
    follow_up,
)
from wagtail_kommunmal.vocabulary import AchievementStatus, AssignmentStatus

from .axe import violations
from .municipality import Municipality

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.same_on_every_database, pytest.mark.browser, pytest.mark.xdist_group("accessibility")]


def test_plan_and_goal_have_no_violation(browser_page: Page, municipality: Municipality) -> None:
    plan, goal = municipality.plan.full_url, municipality.goal.full_url
    browser_page.goto(goal)
    history = browser_page.locator('a[href*="/uppdrag/"]').first.get_attribute("href")
    shown = {
        "plan": plan,
        "goal": goal,
        "empty goal": municipality.empty_goal.full_url,
        "body": f"{plan}ansvarig/KS/",
        "history": str(history),
    }
    found = {}
    for name, address in shown.items():
        browser_page.goto(address)
        found[f"{name}, folded"] = violations(browser_page)
        browser_page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        found[f"{name}, unfolded"] = violations(browser_page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_goal_with_what_was_reported_of_it_has_no_violation(browser_page: Page, municipality: Municipality) -> None:
    plan, body = municipality.plan, municipality.body
    model = assignment("Ta fram en modell.")
    goal = GoalPageFactory(parent=plan, title="Mål: Uppföljt", sections=[assignments_section(model)])
    for period, status in (("2026-T1", AssignmentStatus.IN_PROGRESS), ("2026-T2", AssignmentStatus.COMPLETED)):
        said = follow_up(goal, model, status, comment="<p>Modellen prövas.</p>")
        rows = [assessment(goal, AchievementStatus.UNCERTAIN), said]
        FollowUpReportFactory(plan=plan, body=body, period=period, rows=rows)
    browser_page.goto(goal.full_url)
    assert browser_page.locator(".kommunmal-earlier").count() == 2
    browser_page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert violations(browser_page) == []
