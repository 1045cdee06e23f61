"""What each picture of the documentation shows, and how to get there in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

Take = Callable[["Page"], bytes]
PUBLIC: Final[dict[str, Take]] = {}
"""Pictures that a visitor can take, by the name of their file."""
HEADLESS: Final[dict[str, Take]] = {}
"""Pictures of the headless frontend."""
ADMIN: Final[dict[str, Take]] = {}
"""Pictures for which one has to be logged in."""

PLAN = "/mal-och-budget-2026/"
GOAL = f"{PLAN}varje-barn-nar-langre/"
YEAR, GOAL_TITLE = "2026", "Mål: Varje barn når längre"
PLAN_TITLE, CLOSABLE = "Mål och budget 2026", "Mål och budget 2025"
REPORT = "T2 2026 Kultur- och fritidsnämnden"
FIGURE = "Elever i åk 9 som är behöriga till yrkesprogram"
OF_ANOTHER_SYSTEM = "\n".join(
    "\t".join(cells)
    for cells in (
        ("Nyckeltal", "Kolada id", "Utfall", "Utfall riket", "Handläggare"),
        ("Behöriga till yrkesprogram", "N15436", "87,4", "83,9", "Karin"),
        ("Soliditet", "N03034", "ca 27", "30,1", "Olle"),
    )
)
MARGIN = 24
"""Pixels around what a picture is about."""
TALL = 6000
"""Pixels of a window in which an item that is unfolded needs no scrolling: the admin scrolls inside the page."""
SETTLED = 600
"""Milliseconds that the admin takes to unfold, slide or fade something in."""


def _file_of(take: Take) -> str:
    return f"{take.__name__.replace('_', '-')}.png"


def public(take: Take) -> Take:
    """Register a picture of the site under the name of its function."""
    PUBLIC[_file_of(take)] = take
    return take


def headless(take: Take) -> Take:
    """Register a picture of the headless frontend under the name of its function."""
    HEADLESS[_file_of(take)] = take
    return take


def admin(take: Take) -> Take:
    """Register a picture of the admin under the name of its function."""
    ADMIN[_file_of(take)] = take
    return take


@public
def log_in(page: Page) -> bytes:
    resize(page, 900, 700)
    page.goto("/admin/")
    return page.screenshot()


@public
def plan_page(page: Page) -> bytes:
    resize(page, 1100, 960)
    page.goto(PLAN)
    return page.screenshot()


@public
def plan_page_narrow(page: Page) -> bytes:
    resize(page, 320, 900)
    page.goto(PLAN)
    return page.screenshot()


@public
def goal_page(page: Page) -> bytes:
    resize(page, 1100, 1000)
    page.goto(GOAL)
    return page.screenshot()


@public
def goal_page_narrow(page: Page) -> bytes:
    resize(page, 320, 900)
    page.goto(GOAL)
    return page.screenshot()


@public
def goal_page_assignments(page: Page) -> bytes:
    resize(page, 1100, 1000)
    return unfolded(page, "Uppdrag från fullmäktige 2026")


@public
def goal_page_key_figures(page: Page) -> bytes:
    resize(page, 1100, 1000)
    return unfolded(page, "Nyckeltal 2026")


@public
def goal_page_key_figures_narrow(page: Page) -> bytes:
    resize(page, 320, 900)
    return unfolded(page, "Nyckeltal 2026")


def unfolded(page: Page, heading: str) -> bytes:
    """Return a section of the goal's page, open, and as much below its heading as fits on the screen."""
    page.goto(GOAL)
    section = page.locator("details").filter(has=page.get_by_role("heading", name=heading))
    section.locator("summary").first.click()
    return around(page, section, margin=0, height=960)


@headless
def headless_demo(page: Page) -> bytes:
    resize(page, 1000, 900)
    page.goto("/")
    page.get_by_role("heading", name="8 mål").wait_for()
    return page.screenshot()


@admin
def menu(page: Page) -> bytes:
    resize(page, 900, 620)
    page.goto("/admin/")
    fold = page.get_by_role("button", name="Växla sidorad").first
    fold.click()
    page.get_by_role("button", name="Mål och uppföljning").click()
    settle(page)
    picture = page.screenshot()
    fold.click()
    return picture


@admin
def plan_list(page: Page) -> bytes:
    return listing(page, "Planer")


@admin
def goal_list(page: Page) -> bytes:
    return listing(page, "Mål")


@admin
def key_figure_list(page: Page) -> bytes:
    return listing(page, "Nyckeltal")


def listing(page: Page, name: str) -> bytes:
    """Return a listing of the menu, opened as an editor opens it."""
    resize(page, 1100, 640)
    open_from_menu(page, name)
    return page.screenshot()


@admin
def goal_form(page: Page) -> bytes:
    resize(page, 1000, 900)
    open_goal(page, "Mål")
    return page.screenshot()


@admin
def goal_form_sections(page: Page) -> bytes:
    resize(page, 1000, 900)
    open_goal(page, "Avsnitt")
    return page.screenshot()


@admin
def goal_form_context(page: Page) -> bytes:
    resize(page, 1000, 900)
    open_goal(page, "Sammanhang")
    return page.screenshot()


@admin
def goal_form_assignment(page: Page) -> bytes:
    resize(page, 1000, TALL)
    open_goal(page, "Avsnitt")
    return around(page, unfold_item(page, section=0))


@admin
def goal_form_key_figure(page: Page) -> bytes:
    resize(page, 1000, TALL)
    open_goal(page, "Avsnitt")
    return around(page, unfold_item(page, section=2))


@admin
def goal_form_investment(page: Page) -> bytes:
    resize(page, 1000, TALL)
    open_goal(page, "Avsnitt")
    return around(page, unfold_item(page, section=3), height=1120)


@admin
def block_picker(page: Page) -> bytes:
    resize(page, 1000, 760)
    open_goal(page, "Avsnitt")
    page.get_by_role("button", name="Lägg till ett block").last.click()
    row = page.locator(".w-combobox__option-row").filter(has=page.get_by_role("option", name="Uppdrag"))
    row.get_by_role("button", name="Förhandsgranska").click()
    page.frame_locator("iframe").last.get_by_role("heading").first.wait_for()
    settle(page)
    return page.screenshot()


@admin
def preview(page: Page) -> bytes:
    resize(page, 1300, 900)
    open_goal(page, "Mål")
    toggle = page.get_by_role("button", name="Växla förhandsgranskning")
    toggle.click()
    page.frame_locator("#w-preview-iframe, iframe[title]").first.get_by_role("heading", level=1).wait_for()
    settle(page)
    picture = page.screenshot()
    # Wagtail remembers that it was open.
    toggle.click()
    return picture


@admin
def publish(page: Page) -> bytes:
    resize(page, 1000, 900)
    open_goal(page, "Mål")
    page.get_by_role("button", name="Fler åtgärder").click()
    settle(page)
    return page.screenshot(clip={"x": 0, "y": 540, "width": 1000, "height": 360})


@admin
def value_grid(page: Page) -> bytes:
    resize(page, 1100, 900)
    open_from_menu(page, "Nyckeltal")
    page.locator("main").get_by_role("link", name=re.compile(f"^{FIGURE}")).first.click()
    page.get_by_role("link", name="Utfall, målvärden och bedömningar").click()
    page.get_by_role("textbox", name=f"{YEAR}, Egen kommun, Totalt", exact=True).wait_for()
    return page.screenshot()


@admin
def report_form(page: Page) -> bytes:
    resize(page, 1100, 900)
    open_from_menu(page, "Rapporter")
    page.locator("main").get_by_role("link", name=REPORT).first.click()
    settle(page)
    return page.screenshot()


@admin
def report_matrix(page: Page) -> bytes:
    resize(page, 1100, 760)
    open_from_menu(page, "Rapporter per ansvarig och period")
    return page.screenshot()


@admin
def reports_due(page: Page) -> bytes:
    resize(page, 1100, 700)
    page.goto("/admin/")
    return around(page, page.locator("section").filter(has_text="Rapporter som väntar på dig").last)


@admin
def import_columns(page: Page) -> bytes:
    resize(page, 1100, 900)
    paste_table(page)
    return page.screenshot()


@admin
def import_preview(page: Page) -> bytes:
    resize(page, 1100, 900)
    paste_table(page)
    page.get_by_role("button", name="Visa vad som importeras").click()
    page.get_by_role("heading", level=1, name="Granska det som importeras").wait_for()
    settle(page)
    return page.screenshot()


@admin
def roll_over(page: Page) -> bytes:
    resize(page, 1000, 900)
    open_plan(page, PLAN_TITLE)
    page.locator("header").get_by_role("button", name="Handlingar").click()
    page.get_by_role("link", name="Skapa nästa års plan").click()
    settle(page)
    return page.screenshot()


@admin
def close_plan_menu(page: Page) -> bytes:
    resize(page, 1000, 660)
    open_plan(page, CLOSABLE)
    page.locator("header").get_by_role("button", name="Handlingar").click()
    settle(page)
    return page.screenshot()


@admin
def close_plan(page: Page) -> bytes:
    close_plan_menu(page)
    page.get_by_role("link", name="Stäng plan").click()
    settle(page)
    return page.screenshot(clip={"x": 0, "y": 0, "width": 1000, "height": 320})


def resize(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})


def settle(page: Page) -> None:
    """Wait for the page and for what moves on it. It is never without requests: an open form calls home."""
    page.wait_for_load_state()
    page.wait_for_timeout(SETTLED)


def around(page: Page, what: Locator, margin: float = MARGIN, height: float = float("inf")) -> bytes:
    """Return a picture of an element with a margin, of at most a height."""
    box = what.bounding_box()
    assert box  # noqa: S101
    left, top = max(0, box["x"] - margin), max(0, box["y"] + page.evaluate("scrollY") - margin)
    width, whole = box["width"] + 2 * margin, box["height"] + 2 * margin
    return page.screenshot(clip={"x": left, "y": top, "width": width, "height": min(whole, height)}, full_page=True)


def open_from_menu(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.get_by_role("button", name="Mål och uppföljning").click()
    page.get_by_role("link", name=name, exact=True).click()
    settle(page)


def open_plan(page: Page, title: str) -> None:
    open_from_menu(page, "Planer")
    page.locator("main").get_by_role("link", name=title, exact=True).first.click()
    settle(page)


def open_goal(page: Page, tab: str) -> None:
    """Open the form of the goal at one of its tabs."""
    open_from_menu(page, "Mål")
    page.locator("main tr").filter(has_text=YEAR).get_by_role("link", name=GOAL_TITLE).first.click()
    page.get_by_role("tab", name=tab, exact=True).click()
    settle(page)


def paste_table(page: Page) -> None:
    """Bring a table of values as another system prints it, and say which year it is about."""
    open_from_menu(page, "Importera")
    page.get_by_role("radio", name="Nyckeltalens värden").check()
    page.get_by_label("Eller klistra in en tabell").fill(OF_ANOTHER_SYSTEM)
    page.get_by_role("button", name="Fortsätt").click()
    page.get_by_label("Period", exact=True).fill(YEAR)
    settle(page)


def unfold_item(page: Page, section: int) -> Locator:
    """Unfold the first item of a section's list and return it, with nothing lying over it."""
    page.locator("footer").evaluate_all("footers => footers.forEach(footer => footer.remove())")
    order = page.locator(f'[name="sections-{section}-value-items-0-order"]')
    block = page.locator("[data-streamfield-child]").filter(has=order).last
    block.locator("[data-panel-toggle]").first.click()
    # Where the pointer and the keyboard are, the admin shows a link to the item.
    page.mouse.move(0, 0)
    page.evaluate("document.activeElement.blur()")
    settle(page)
    return block
