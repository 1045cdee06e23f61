"""Plan and goal hold WCAG 2.2 AA and best practice, in light, dark and forced colours, on small and large screens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

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
        for color_scheme in ("light", "dark"):
            browser_page.emulate_media(color_scheme=color_scheme)  # type: ignore[arg-type]
            found[f"{name}, {color_scheme}"] = violations(browser_page)
        browser_page.emulate_media(color_scheme="light", forced_colors="active")
        found[f"{name}, forced colours"] = violations(browser_page)
        browser_page.emulate_media(forced_colors="none")
    assert {name: faults for name, faults in found.items() if faults} == {}
