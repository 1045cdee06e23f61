"""The elements of kommunmal.js on the page of another origin, under a strict policy, as readers meet them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect
from wagtail.models import Site

from tests.accessibility.axe import violations
from tests.other_origin import serving
from wagtail_kommunmal.models import KeyFigure
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    accomplishment,
    accomplishments_section,
    assignment,
    assignments_section,
    follow_up,
    key_figures_section,
    text_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.browser, pytest.mark.same_everywhere, pytest.mark.django_db(transaction=True)]

FALLBACK = '<a href="https://kommun.example/mal">Kommunens mål</a>'
Embed = Callable[..., "Locator"]


@pytest.fixture
def api(site: Site, live_server: LiveServer) -> str:
    address = urlsplit(live_server.url)
    site.hostname, site.port = address.hostname, address.port
    site.save()
    return f"{live_server.url}/kommunmal/v1"


@pytest.fixture
def body(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")


@pytest.fixture
def goal(api: str, body: Any) -> Any:
    plan = PlanPageFactory(title="Mål och budget 2026", year=2026)
    items = [assignment(title, responsible=[body]) for title in ("Bygg ut biblioteket.", "Köp en bokbuss.")]
    goal = GoalPageFactory(
        parent=plan,
        title="Mål: Kultur nära",
        statement="Kulturen finns nära dig.",
        sections=[
            text_section('<p>Läs <a href="https://kommun.example/kultur">mer</a>.</p>', heading="Bakgrund"),
            assignments_section(*items),
            key_figures_section(KeyFigureFactory(name="Lån per invånare", values={"2024": "5", "2025": "6"})),
            accomplishments_section(accomplishment("<p>Öppnat en filial.</p>")),
        ],
    )
    FollowUpReportFactory(
        plan=plan, body=body, period="2026-T1", rows=[follow_up(goal, items[0], AssignmentStatus.DELAYED)]
    )
    return goal


@pytest.fixture
def refused(browser_page: Page) -> list[str]:
    """What the page's policy did not let through."""
    refused: list[str] = []
    browser_page.on(
        "console", lambda message: refused.append(message.text) if "Content Security" in message.text else None
    )
    return refused


@pytest.fixture
def embed(browser_page: Page, live_server: LiveServer) -> Iterator[Embed]:
    """Open a page of another origin with some HTML in it, and return its main part."""
    files: dict[str, tuple[str, str]] = {}
    policy = f"default-src 'none'; script-src {live_server.url}; connect-src {live_server.url}"

    with serving(files, {"Content-Security-Policy": policy}) as origin:

        def embed(html: str, *, lang: str = "sv") -> Locator:
            files["/"] = (
                "text/html",
                f'<!doctype html><html lang="{lang}"><head><title>Grannen</title>'
                f'<script src="{live_server.url}/static/wagtail_kommunmal/kommunmal.js" defer></script></head>'
                f"<body><main><h1>Grannen</h1>{html}</main></body></html>",
            )
            browser_page.goto(f"{origin}/")
            return browser_page.locator("main")

        yield embed


def test_a_goal_stands_on_a_page_of_another_site(
    goal: Any, api: str, refused: list[str], embed: Embed, browser_page: Page
) -> None:
    main = embed(f'<kommunmal-goal src="{api}/goals/{goal.translation_key}">{FALLBACK}</kommunmal-goal>')
    expect(main.get_by_role("heading", name="Mål: Kultur nära", level=2)).to_be_visible()
    expect(main.get_by_role("heading", name="Bakgrund", level=3)).to_be_visible()
    expect(main.get_by_role("link", name="mer", exact=True)).to_have_attribute("href", "https://kommun.example/kultur")
    expect(main.get_by_text("Lån per invånare: 6")).to_be_visible()
    expect(main.get_by_text("Öppnat en filial.")).to_be_visible()
    expect(main.get_by_role("listitem").filter(has_text="Bygg ut")).to_contain_text("Försenat")
    expect(main.get_by_text("Kommunens mål")).to_have_count(0)
    assert refused == []
    assert violations(browser_page) == []


def test_assignments_are_those_of_a_body(goal: Any, api: str, embed: Embed, browser_page: Page) -> None:
    main = embed(
        f'<kommunmal-assignments src="{api}/assignments" body="KFN" year="2026" limit="1"></kommunmal-assignments>'
    )
    expect(main.get_by_role("listitem")).to_have_count(1)
    expect(main.get_by_text("Visar 1 av 2.")).to_be_visible()
    browser_page.locator("kommunmal-assignments").evaluate("element => element.setAttribute('body', 'SKOLAN')")
    expect(main.get_by_text("Här finns inget publicerat ännu.")).to_be_visible()
    assert violations(browser_page) == []


def test_a_key_figure_is_a_sentence_and_a_table(goal: Any, api: str, embed: Embed, browser_page: Page) -> None:
    figure = KeyFigure.objects.get()
    main = embed(f'<kommunmal-key-figure src="{api}/key-figures/{figure.uuid}"></kommunmal-key-figure>')
    expect(main.get_by_role("heading", name="Lån per invånare", level=2)).to_be_visible()
    expect(main.get_by_role("row")).to_have_text(["PeriodTotalt", "20256\xa0%", "20245\xa0%"])
    assert violations(browser_page) == []


def test_a_plan_in_figures(goal: Any, api: str, embed: Embed, browser_page: Page) -> None:
    plan = goal.get_plan()
    main = embed(f'<kommunmal-tallies src="{api}/plans/{plan.translation_key}" heading-level="3"></kommunmal-tallies>')
    expect(main.get_by_role("heading", name="Mål och budget 2026", level=3)).to_be_visible()
    expect(main.get_by_role("heading", name="Uppdrag: 2", level=4)).to_be_visible()
    expect(main.get_by_text("Försenat: 1")).to_be_visible()
    expect(main.get_by_text("Ej bedömt: 1").first).to_be_visible()


def test_what_cannot_be_read_leaves_the_link(site: Site, api: str, embed: Embed) -> None:
    main = embed(f'<kommunmal-goal src="{api}/goals/5ccc1bdc-1b2d-5563-8101-848111d10001">{FALLBACK}</kommunmal-goal>')
    expect(main.get_by_role("status")).to_have_text("Uppgifterna kunde inte hämtas just nu.")
    expect(main.get_by_role("link", name="Kommunens mål")).to_be_visible()


def test_texts_follow_the_language_of_the_page(site: Site, api: str, embed: Embed) -> None:
    main = embed(f'<kommunmal-goal src="{api}/goals/none">{FALLBACK}</kommunmal-goal>', lang="en-GB")
    expect(main.get_by_role("status")).to_have_text("The information could not be fetched right now.")


def test_html_of_a_document_brings_neither_script_nor_attributes(
    site: Site, api: str, embed: Embed, browser_page: Page
) -> None:
    hostile = (
        '<p onclick="alert(1)" style="color: red">Text <script>window.hurt = 1</script>'
        '<img src="x" onerror="window.hurt = 1"><a href="javascript:alert(1)">länk</a></p><iframe src="/"></iframe>'
    )
    goal = {"title": "Mål", "statement": None, "assessment": None, "webUrl": None, "lang": "sv"}
    section = {"type": "text", "heading": None, "textHtml": hostile}
    browser_page.route(
        f"{api}/goals/hostile",
        lambda route: route.fulfill(json={**goal, "sections": [section]}, headers={"Access-Control-Allow-Origin": "*"}),
    )
    main = embed(f'<kommunmal-goal src="{api}/goals/hostile"></kommunmal-goal>')
    expect(main.get_by_text("Text länk")).to_be_visible()
    written = browser_page.locator("kommunmal-goal").inner_html()
    assert written == ("<h2>Mål</h2><dl><dt>Bedömning</dt><dd>Ingen bedömning</dd></dl><p>Text <a>länk</a></p>")
    assert browser_page.evaluate("window.hurt") is None
