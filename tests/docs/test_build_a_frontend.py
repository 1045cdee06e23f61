"""The how-to “Build a frontend” is a program that works: its scripts run as they stand, in a browser and in Node.js."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from wagtail.models import Locale, Site

from tests.other_origin import serving
from wagtail_kommunmal.preview_tokens import issue_preview_token
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
    investment,
    investments_section,
    key_figures_section,
    text_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

pytestmark = [pytest.mark.same_everywhere, pytest.mark.django_db(transaction=True), pytest.mark.indexed]

HOW_TO = Path(__file__).resolve().parent.parent.parent / "docs" / "how-to" / "build-a-frontend.md"
SHARED = "## Ask, and be told what was wrong"
ON_A_SERVER = "## On a server"
IN_THE_EXAMPLES = "http://localhost:8000/kommunmal/v1"


def blocks(text: str, language: str) -> list[str]:
    """Return the blocks of a page of the documentation in a language, in their order."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def how_to() -> str:
    return HOW_TO.read_text(encoding="utf-8")


@pytest.fixture
def api(site: Site, live_server: LiveServer) -> str:
    address = urlsplit(live_server.url)
    site.hostname, site.port = address.hostname, address.port
    site.save()
    return f"{live_server.url}/kommunmal/v1"


@pytest.fixture
def goal(api: str, english: Locale, image: Any) -> Any:
    """A goal with all that the how-to shows: each kind of section, a picture, a report, a past and a translation."""
    plan = PlanPageFactory(title="Mål och budget 2026", year=2026)
    body = ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")
    branch = assignment("Bygg ut biblioteket.", responsible=[body])
    goal = GoalPageFactory(
        parent=plan,
        title="Mål: Kultur nära",
        number="7",
        image=image,
        sections=[
            text_section("<p>Kulturen finns nära dig.</p>", heading="Bakgrund"),
            assignments_section(branch),
            key_figures_section(KeyFigureFactory(name="Lån per invånare", values={"2025": "6"})),
            investments_section(investment("Bokbuss")),
            accomplishments_section(accomplishment("<p>Öppnat en filial.</p>")),
            investments_section(heading="Mark", empty_text="Inget i år."),
        ],
    )
    rows = [follow_up(goal, branch, AssignmentStatus.DELAYED)]
    FollowUpReportFactory(plan=plan, body=body, period="2026-T1", rows=rows)
    for page, title in ((plan.get_parent(), "Sundby"), (plan, "Goals 2026"), (goal, "Goal: Culture near you")):
        translation = page.copy_for_translation(english)
        translation.title = title
        translation.save_revision().publish()
    return goal


@pytest.fixture
def frontend(how_to: str, api: str) -> Iterator[str]:
    """The how-to's page and script on another host than the API's."""
    for_browsers, _ = how_to.split(ON_A_SERVER)
    [html], script = blocks(for_browsers, "html"), "\n".join(blocks(for_browsers, "js"))
    files = {"/": ("text/html", html), "/page.js": ("text/javascript", script.replace(IN_THE_EXAMPLES, api))}
    with serving(files) as origin:
        yield f"{origin}/"


@pytest.fixture
def faults(browser_page: Page) -> list[str]:
    """What the script did not handle."""
    faults: list[str] = []
    browser_page.on("pageerror", lambda error: faults.append(str(error)))
    return faults


def shown(page: Page, selector: str = "main > *") -> list[str]:
    """Return what the page says, once it has asked for everything."""
    page.wait_for_load_state("networkidle")
    return page.locator(selector).all_text_contents()


@pytest.mark.browser
def test_the_page_of_the_how_to_shows_a_goal(goal: Any, frontend: str, faults: list[str], browser_page: Page) -> None:
    browser_page.goto(frontend)
    refusal, *texts = shown(browser_page, "main > :not(.release)")
    assert faults == []
    assert refusal.startswith("yaer: ")
    assert texts == [
        "Mål och budget 2026",
        "7 Mål: Kultur nära: ej bedömt",
        "Mål: Kultur nära",
        "",
        "Bakgrund",
        "Kulturen finns nära dig.",
        "Uppdrag från fullmäktige 2026",
        "Bygg ut biblioteket.: Försenat",
        "Nyckeltal 2026",
        "Lån per invånare: 6\xa0% för 2025.",
        "Investeringar 2026",
        "Bokbuss",
        "För att nå målet har vi bland annat:",
        "Öppnat en filial.",
        "Mark",
        "Inget i år.",
        "Bygg ut biblioteket. (Mål: Kultur nära)",
        "Mål: Kultur nära",
        "Bygg ut biblioteket.",
        "Goal: Culture near you",
    ]
    assert [text.partition(" ")[2] for text in shown(browser_page, ".release")] == [
        "Uppföljning rapporterad: Mål: Kultur nära",
        "Sidan publicerades: Mål: Kultur nära",
    ]
    picture = browser_page.locator("img")
    assert picture.get_attribute("alt") == "Kajen en morgon i maj."
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")


@pytest.mark.browser
def test_the_page_of_the_how_to_shows_a_draft_to_its_editor(
    goal: Any, editor: Any, frontend: str, faults: list[str], browser_page: Page
) -> None:
    goal.refresh_from_db()
    goal.title = "Mål: Kultur överallt"
    goal.save_revision()
    asked = f"{frontend}?kind=goal&id={goal.translation_key}&lang=sv"
    addresses: list[str] = []
    browser_page.on("request", lambda request: addresses.append(request.url))
    browser_page.goto(f"{asked}#token={(token := issue_preview_token(goal, editor))}")
    assert shown(browser_page)[-1] == "Utkast: Mål: Kultur överallt"
    assert browser_page.url == asked
    assert not any(token in address for address in addresses)
    browser_page.goto("about:blank")
    browser_page.goto(f"{asked}#token=old")
    assert shown(browser_page)[-1] == "Öppna förhandsvisningen på nytt."
    assert faults == []


def test_the_scripts_for_a_server_follow_the_changes(how_to: str, goal: Any, api: str, tmp_path: Path) -> None:
    assert run_in_node(scripts_for_servers(how_to), api, tmp_path) == ["nothing new", "2 plans and goals", "true"]


def test_a_withdrawn_goal_is_left_out_by_the_next_update(how_to: str, goal: Any, api: str, tmp_path: Path) -> None:
    goal.unpublish()
    assert run_in_node(scripts_for_servers(how_to), api, tmp_path)[1] == "1 plans and goals"


def scripts_for_servers(how_to: str) -> str:
    for_browsers, for_servers = how_to.split(ON_A_SERVER)
    shared, *_ = blocks(for_browsers.split(SHARED)[1], "js")
    return "\n".join([shared, *blocks(for_servers, "js")])


def run_in_node(script: str, api: str, folder: Path) -> list[str]:
    """Return the lines that a script prints when Node.js runs it."""
    if not (node := shutil.which("node")):
        why = "NO NODE.JS FOUND: install it to run the scripts of the documentation"
        if os.environ.get("KOMMUNMAL_REQUIRE_BROWSER") == "1":
            pytest.fail(f"{why} (KOMMUNMAL_REQUIRE_BROWSER=1)", pytrace=False)
        pytest.skip(why)
    file = folder / "build.mjs"
    file.write_text(script.replace(IN_THE_EXAMPLES, api), encoding="utf-8")
    result = subprocess.run([node, str(file)], capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines()
