from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from wagtail_kommunmal.authoring.value_changes import ValueChange, ValueKey, apply_changes
from wagtail_kommunmal.models import KeyFigure

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASTE = """(input, text) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    input.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true, cancelable: true}));
}"""


@pytest.fixture
def grid(live_server: Any, browser_page: Page, grid_client: Client, figure: KeyFigure) -> Page:
    """The page of ``figure`` for the years 2024 to 2026, with somebody who may change it."""
    session = grid_client.cookies[settings.SESSION_COOKIE_NAME].value
    browser_page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    faults: list[str] = []
    browser_page.on("pageerror", lambda error: faults.append(str(error)))
    url = reverse("kommunmal_key_figure:rows", args=[figure.pk])
    browser_page.goto(f"{live_server.url}{url}?first=2024&last=2026")
    yield browser_page
    assert faults == []


def cell(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=name, exact=True)


def stored(figure: KeyFigure) -> dict[str, str]:
    return {row.period: str(row.value) for row in figure.values.all()}


def save(page: Page) -> None:
    page.get_by_role("button", name="Save values").click()
    page.get_by_text("No unsaved changes").wait_for()


def test_a_pasted_block_is_saved_and_undone(grid: Page, figure: KeyFigure) -> None:
    start = cell(grid, "2025, Own municipality, Total")
    start.focus()
    start.evaluate(PASTE, "72,50\t1\r\n1 073\t2\r\n9\t3\r\n")
    status = grid.get_by_role("status").filter(has_text="Filled cells")
    assert status.text_content() == (
        "Filled cells: 2. Rows that did not fit in the grid and were left out: 1. "
        "Columns that did not fit in the grid and were left out: 1"
    )
    assert grid.get_by_text("Unsaved changes: 2").is_visible()
    save(grid)
    assert stored(figure) == {"2024": "70.00", "2025": "72.50", "2026": "1073"}

    grid.reload()
    assert cell(grid, "2025, Own municipality, Total").input_value() == "72,50"
    grid.get_by_text("Last change").click()
    assert grid.get_by_text("71,5", exact=True).is_visible()
    grid.get_by_role("button", name="Undo this change").click()
    grid.get_by_text("The change was undone.").wait_for()
    assert cell(grid, "2025, Own municipality, Total").input_value() == "71,5"
    assert stored(figure) == {"2024": "70.00", "2025": "71.5"}


def test_the_keyboard_is_enough(grid: Page, figure: KeyFigure) -> None:
    cell(grid, "2024, Own municipality, Total").focus()
    keys = grid.keyboard
    keys.press("ArrowDown")
    keys.type("73")
    keys.press("Escape")
    assert grid.get_by_text("No unsaved changes").is_visible()
    keys.type("Ja")
    keys.press("F2")
    keys.press("Tab")
    assert grid.get_by_label("Value as text").input_value() == "Ja"
    keys.press("Tab")
    keys.press("Space")
    keys.press("Escape")
    keys.press("Enter")
    keys.type("-")
    keys.press("Shift+Enter")
    keys.press("Control+s")
    grid.get_by_text("No unsaved changes").wait_for()
    row = figure.values.get(period="2025")
    assert (row.value, row.value_text, row.preliminary) == (None, "Ja", True)
    assert not figure.values.filter(period="2026").exists()


def test_an_emptied_cell_is_told_before_it_is_deleted(grid: Page, figure: KeyFigure) -> None:
    cell(grid, "2024, Own municipality, Total").fill("")
    assert grid.get_by_text("will be deleted").is_visible()
    assert grid.get_by_text("Unsaved changes: 1, of which are deleted: 1").is_visible()
    save(grid)
    assert stored(figure) == {"2025": "71.5"}


def test_errors_stand_at_their_cells_and_what_was_typed_stays(grid: Page, figure: KeyFigure) -> None:
    cell(grid, "2024, Own municipality, Total").fill("1,2,3")
    cell(grid, "2025, Own municipality, Total").fill("80")
    grid.get_by_role("button", name="Save values").click()
    grid.get_by_text("Nothing was saved. Cells to look at: 1").wait_for()
    wrong = cell(grid, "2024, Own municipality, Total")
    assert wrong.get_attribute("aria-invalid") == "true"
    assert "is not a number" in (grid.locator(f"#{wrong.get_attribute('aria-describedby')}").text_content() or "")
    wrong.fill("1,23")
    save(grid)
    assert stored(figure) == {"2024": "1.23", "2025": "80"}


def test_a_conflict_is_shown_and_decided(grid: Page, grid_editor: Any, figure: KeyFigure) -> None:
    changes = [ValueChange(ValueKey(year), {"value": "75"}) for year in ("2024", "2025")]
    apply_changes(figure, changes, user=grid_editor)
    for year in ("2024", "2025"):
        cell(grid, f"{year}, Own municipality, Total").fill("80")
    grid.get_by_role("button", name="Save values").click()
    grid.get_by_text("Stored now: 75").wait_for()
    assert grid.get_by_text("Anna Ek changed this value").first.is_visible()
    grid.get_by_role("button", name="Take what is stored").click()
    assert cell(grid, "2024, Own municipality, Total").input_value() == "75"
    cell(grid, "2025, Own municipality, Total").focus()
    grid.get_by_role("button", name="Keep mine").click()
    save(grid)
    assert stored(figure) == {"2024": "75", "2025": "80"}


def test_periods_and_series_are_added(grid: Page, figure: KeyFigure) -> None:
    grid.get_by_label("Further period").fill("2025-t1")
    grid.get_by_role("button", name="Add row").click()
    cell(grid, "T1 2025, Own municipality, Total").fill("5")
    grid.get_by_label("Further series").select_option("other")
    grid.get_by_label("Its name").fill("Byskolan")
    grid.get_by_role("button", name="Add column").click()
    cell(grid, "T1 2025, Other series: Byskolan, Total").fill("6")
    save(grid)
    rows = figure.values.filter(period="2025-T1").order_by("series")
    assert [(row.series_label, str(row.value)) for row in rows] == [("Byskolan", "6"), ("", "5")]


def test_leaving_with_unsaved_changes_asks_first(grid: Page, figure: KeyFigure) -> None:
    asked: list[str] = []
    grid.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    cell(grid, "2024, Own municipality, Total").fill("1")
    grid.reload()
    assert asked == ["beforeunload"]
    assert stored(figure)["2024"] == "70.00"


def test_a_target_is_added_in_a_further_row(grid: Page, figure: KeyFigure) -> None:
    grid.get_by_role("tab", name="Targets").click()
    grid.get_by_role("button", name="Add a target").click()
    grid.locator("[name=target-1-period]").fill("2027")
    grid.locator("[name=target-1-text]").fill("ska öka")
    grid.get_by_role("button", name="Save targets").click()
    grid.get_by_text("Saved.").wait_for()
    assert [target.text for target in figure.targets.all()] == ["ska öka"]
    assert grid.get_by_role("button", name="Save targets").is_visible()
