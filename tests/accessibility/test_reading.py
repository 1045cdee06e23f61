"""A goal is read with the keyboard, by links into it, on paper, on a small screen, in large text and without script."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from wagtail_kommunmal.models import ReleaseHead

from .municipality import Municipality

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.same_on_every_database, pytest.mark.browser, pytest.mark.xdist_group("accessibility")]

FOCUSED = """() => {
    const element = document.activeElement;
    const {top, bottom} = element.getBoundingClientRect();
    return {
        what: element.tagName.toLowerCase(),
        name: element.getAttribute("aria-label") ?? element.querySelector("h3, caption")?.innerText
            ?? element.querySelector("svg > title")?.textContent
            ?? element.innerText,
        isSeen: bottom > 0 && top < innerHeight,
        hasOutline: parseFloat(getComputedStyle(element).outlineWidth) >= 2,
    };
}"""
WIDER_THAN_THE_SCREEN = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def goal(browser_page: Page, municipality: Municipality) -> Page:
    browser_page.goto(municipality.goal.full_url)
    return browser_page


def unfold_all(page: Page) -> None:
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")


def tab(page: Page) -> dict[str, Any]:
    page.keyboard.press("Tab")
    focused: dict[str, Any] = page.evaluate(FOCUSED)
    return {**focused, "name": " ".join(focused["name"].split())}


def test_keyboard_goes_through_the_page_in_reading_order_and_is_seen(goal: Page) -> None:
    stops = [tab(goal) for _number in range(18)]
    changes, data, end = stops[10], stops[11:15], stops[15]
    assert [(stop["what"], stop["name"]) for stop in stops] == [
        ("a", "Mål och budget 2026"),
        ("a", "Kommunstyrelsen"),
        ("a", "Sundbyhem AB"),
        ("a", "hur"),
        ("a", "Mål: Inget ännu"),
        ("summary", "Uppdrag från fullmäktige 2026"),
        ("summary", "Nyckeltal 2026"),
        ("summary", "Investeringar 2026"),
        ("a", "https://example.org/"),
        ("a", "Mål: En öppen kommun 2025"),
        ("summary", changes["name"]),
        *[("a", link["name"]) for link in data],
        ("body", end["name"]),
        ("a", "Mål och budget 2026"),
        ("a", "Kommunstyrelsen"),
    ]
    assert changes["name"].startswith("Ändringar")
    assert ["(JSON)" in link["name"] or "(CSV)" in link["name"] for link in data] == [True] * 4
    assert [stop for stop in stops if stop["what"] != "body" and not (stop["isSeen"] and stop["hasOutline"])] == []


def test_keyboard_unfolds_a_section_and_scrolls_its_table(goal: Page) -> None:
    goal.set_viewport_size({"width": 320, "height": 700})
    summary = goal.locator("summary", has_text="Nyckeltal")
    summary.focus()
    goal.keyboard.press("Enter")
    link, chart, region = tab(goal), tab(goal), tab(goal)
    assert link["name"] == "Länk till Förtroende för kommunens politiker"
    assert chart["name"] == "Diagram: Förtroende för kommunens politiker"
    assert region["name"] == "Förtroende för kommunens politiker, 2018–2025. Enhet: Procent"
    for _number in range(3):
        goal.keyboard.press("ArrowRight")
    table = goal.get_by_role("region", name="Förtroende för kommunens politiker, 2018")
    goal.wait_for_function("region => region.scrollLeft > 0", arg=table.element_handle())
    summary.focus()
    goal.keyboard.press("Space")
    assert not table.is_visible()


def test_link_to_anything_with_an_id_unfolds_and_shows_it(goal: Page, municipality: Municipality) -> None:
    # But for the names of pictures, which are only read out.
    ids = goal.locator(".kommunmal [id]:not(svg *)").evaluate_all("all => all.map(one => one.id)")
    assert len(ids) > 10
    unseen = []
    for public_id in ids:
        goal.goto("about:blank")
        goal.goto(f"{municipality.goal.full_url}#{public_id}")
        place = goal.locator(f'[id="{public_id}"]')
        box = place.bounding_box()
        if not place.is_visible() or box is None or not 0 <= box["y"] < 900:
            unseen.append((public_id, box))
    assert unseen == []


def test_every_part_of_the_document_has_its_id_on_the_page(goal: Page, municipality: Municipality) -> None:
    document = ReleaseHead.objects.get(page=municipality.goal).current.content
    items = ("assignments", "keyFigures", "investments", "accomplishments")
    expected = {section["id"] for section in document["sections"]} | {
        item["id"] for section in document["sections"] for name in items for item in section.get(name, [])
    }
    assert len(expected) == 5 + 2 + 2 + 2 + 2
    assert expected <= set(goal.locator(".kommunmal [id]").evaluate_all("all => all.map(one => one.id)"))


def test_folded_sections_are_unfolded_on_paper_and_on_paper_only(goal: Page) -> None:
    folded = goal.locator(".kommunmal-items > li, .kommunmal-figure, table")
    within = folded.locator("visible=true")
    on_screen = within.count()
    goal.emulate_media(media="print")
    assert folded.count() == within.count() > on_screen
    assert goal.locator("details[open]").count() == 0
    assert not goal.locator(".kommunmal-item-link").first.is_visible()


def test_pages_never_scroll_sideways(browser_page: Page, municipality: Municipality) -> None:
    found = {}
    for name, page in (("plan", municipality.plan), ("goal", municipality.goal)):
        for width, text_size in ((320, "100%"), (640, "200%")):
            browser_page.set_viewport_size({"width": width, "height": 700})
            browser_page.goto(page.full_url)
            browser_page.add_style_tag(content=f":root {{ font-size: {text_size}; }}")
            unfold_all(browser_page)
            found[name, width, text_size] = browser_page.evaluate(WIDER_THAN_THE_SCREEN)
    assert set(found.values()) == {0}, found


def test_page_without_script_is_the_same(browser: Browser, municipality: Municipality) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(municipality.goal.full_url)
    page.locator("summary", has_text="Investeringar").click()
    assert page.get_by_role("table", name="Investeringar 2026").is_visible()
    assert page.locator("script:not([type='application/ld+json'])").count() == 0
    context.close()


def test_page_of_a_goal_is_small(goal: Page) -> None:
    assert len(goal.content().encode()) < 150_000
