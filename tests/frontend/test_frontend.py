"""The headless demo on an origin of its own, under its policy: as readers use it, and with the drafts of editors."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.test.client import Client
from playwright.sync_api import expect
from wagtail.models import Site
from wagtail.users.models import UserProfile

from frontend.server import Frontend
from tests.accessibility.axe import violations
from tests.sundby import take_picture
from wagtail_kommunmal.preview_tokens import issue_preview_token
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureFactory,
    KeyFigureTargetFactory,
    KeyFigureValueFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    accomplishment,
    accomplishments_section,
    amount,
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
    from playwright.sync_api import Browser, BrowserContext, Page, Request
    from pytest_django.live_server_helper import LiveServer

pytestmark = [
    pytest.mark.browser,
    pytest.mark.same_on_every_database,
    pytest.mark.django_db(transaction=True),
    pytest.mark.indexed,
]

SITE_NAME = "Kommunens mål"
HEADING = "main:not([aria-busy]) h1"
FOCUSED = "() => document.activeElement.textContent"
WIDER_THAN_THE_SCREEN = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
# The form looks for changes from two seconds after it was opened.
MARK_WATCHED = "addEventListener('w-unsaved:watch-edits', () => { document.documentElement.dataset.watched = 'yes' })"
Open = Callable[..., "Page"]


@pytest.fixture
def api(site: Site, live_server: LiveServer) -> str:
    address = urlsplit(live_server.url)
    site.hostname, site.port = address.hostname, address.port
    site.save()
    return f"{live_server.url}/kommunmal/v1"


@pytest.fixture
def frontend(api: str, live_server: LiveServer) -> Iterator[str]:
    """The address of the frontend."""
    server = Frontend(("127.0.0.1", 0), live_server.url)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture
def refused(browser_page: Page) -> Iterator[list[str]]:
    """What the policy of the frontend did not let through, and errors of its scripts; there is to be none."""
    refused: list[str] = []
    browser_page.on(
        "console", lambda message: refused.append(message.text) if "Content Security" in message.text else None
    )
    browser_page.on("pageerror", lambda error: refused.append(str(error)))
    yield refused
    assert refused == []


@pytest.fixture
def open_view(browser_page: Page, frontend: str, refused: list[str]) -> Open:
    """Open an address of the frontend, and wait for its content."""

    def open_view(query: str = "") -> Page:
        browser_page.goto(f"{frontend}{query}")
        browser_page.locator(HEADING).wait_for()
        return browser_page

    return open_view


@pytest.fixture
def plan(api: str) -> Any:
    return PlanPageFactory(title="Mål och budget 2026", year=2026, intro="<p>Målen för året.</p>")


@pytest.fixture
def library(plan: Any) -> Any:
    """A goal with something in each section, and a report on it."""
    body = ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")
    figure = KeyFigureFactory(name="Lån per invånare", values={"2024": "5", "2025": "6"})
    KeyFigureValueFactory(key_figure=figure, period="2025", gender="K", value="0", preliminary=True)
    KeyFigureValueFactory(key_figure=figure, period="2025", gender="M", value=None, missing_reason="suppressed")
    KeyFigureTargetFactory(key_figure=figure)
    items = [assignment(title, responsible=[body]) for title in ("Bygg ut biblioteket.", "Köp en bokbuss.")]
    goal = GoalPageFactory(
        parent=plan,
        title="Mål: Kultur nära",
        number="1",
        statement="Kulturen finns nära dig.",
        political_text='<h2>Varför</h2><p>Läs <a href="https://kommun.example/kultur">mer</a>.</p>',
        image=take_picture(),
        focus_area=FocusAreaFactory(name="Livskvalitet"),
        sdgs=[4, 11],
        sections=[
            text_section("<p>Så tänker vi.</p>", heading="Bakgrund"),
            assignments_section(*items, intro="<p>Uppdragen följs upp.</p>"),
            key_figures_section(figure),
            investments_section(investment("Bokbuss", amounts=[amount(2026, budget="3 500")])),
            accomplishments_section(accomplishment("<p>Öppnat en filial.</p>", body=body)),
            assignments_section(origin="committee"),
        ],
    )
    row = follow_up(goal, items[0], AssignmentStatus.DELAYED)
    FollowUpReportFactory(plan=plan, body=body, period="2026-T1", rows=[row])
    return goal


@pytest.fixture
def school(plan: Any) -> Any:
    """A goal of another body."""
    body = ResponsibleBodyFactory(name="Barn- och utbildningsnämnden", code="BUN")
    sections = [assignments_section(assignment("Anställ lärare.", responsible=[body]))]
    return GoalPageFactory(parent=plan, title="Mål: Varje barn når längre", sections=sections)


@pytest.fixture
def earlier(api: str) -> Any:
    """A goal of the year before."""
    return GoalPageFactory(parent=PlanPageFactory(title="Mål och budget 2025", year=2025), title="Mål: Redan nått")


def titles(page: Page) -> list[str]:
    return page.locator(".cards h3").all_inner_texts()


def show(page: Page) -> None:
    page.get_by_role("button", name="Visa").click()


@pytest.mark.same_everywhere
def test_list_begins_with_the_goals_of_the_latest_year(
    library: Any, school: Any, earlier: Any, open_view: Open
) -> None:
    page = open_view()
    expect(page).to_have_title(SITE_NAME)
    expect(page.get_by_role("heading", name="2 mål", level=2)).to_be_visible()
    assert titles(page) == ["Mål: Kultur nära", "Mål: Varje barn når längre"]
    expect(page.get_by_label("År")).to_have_value("2026")
    first = page.get_by_role("listitem").filter(has_text="Kultur nära")
    expect(first).to_contain_text("Ingen bedömning")
    expect(first).to_contain_text("2 uppdrag, 1 nyckeltal, 1 investering")


@pytest.mark.same_everywhere
def test_list_is_filtered_by_year_and_body(library: Any, school: Any, earlier: Any, open_view: Open) -> None:
    page = open_view()
    page.get_by_label("År").select_option("Alla år")
    show(page)
    expect(page.get_by_role("heading", name="3 mål")).to_be_focused()
    page.get_by_label("År").select_option("2025")
    show(page)
    expect(page.get_by_role("heading", name="1 mål")).to_be_visible()
    assert titles(page) == ["Mål: Redan nått"]
    page.get_by_label("År").select_option("2026")
    page.get_by_label("Ansvarig").select_option("Barn- och utbildningsnämnden")
    show(page)
    expect(page.locator(".cards h3")).to_have_text(["Mål: Varje barn når längre"])
    assert urlsplit(page.url).query == "year=2026&body=BUN"
    page.reload()
    expect(page.locator(".cards h3")).to_have_text(["Mål: Varje barn når längre"])
    expect(page.get_by_label("Ansvarig")).to_have_value("BUN")
    page.get_by_role("link", name="Rensa").click()
    expect(page.get_by_role("heading", name="2 mål")).to_be_visible()


@pytest.mark.same_everywhere
def test_search_finds_words_in_a_goal_and_tells_when_there_is_none(library: Any, school: Any, open_view: Open) -> None:
    page = open_view()
    page.get_by_label("Sök i målen").fill("bokbuss")
    page.keyboard.press("Enter")
    expect(page.locator(".cards h3")).to_have_text(["Mål: Kultur nära"])
    page.get_by_label("Sök i målen").fill("ishall")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Inga mål")).to_be_focused()
    expect(page.get_by_text("Inget mål passar")).to_be_visible()
    expect(page.get_by_label("Sök i målen")).to_have_value("ishall")


@pytest.mark.same_everywhere
def test_long_list_has_pages(plan: Any, open_view: Open) -> None:
    for number in range(1, 22):
        GoalPageFactory(parent=plan, title=f"Mål {number}", number=str(number))
    page = open_view()
    assert len(titles(page)) == 20
    page.get_by_role("link", name="Nästa sida").click()
    expect(page.get_by_text("Sida 2 av 2")).to_be_visible()
    assert titles(page) == ["Mål 21"]
    page.get_by_role("link", name="Föregående sida").click()
    expect(page.get_by_text("Sida 1 av 2")).to_be_visible()


@pytest.mark.same_everywhere
def test_goal_is_shown_with_all_its_sections(library: Any, open_view: Open) -> None:
    page = open_view(f"?view=goal&id={library.translation_key}")
    main = page.locator("main")
    assert page.locator("main :is(h1, h2)").all_inner_texts() == [
        "Mål: Kultur nära",
        "Varför",
        "Bakgrund",
        *(section["heading"] for section in document_of(library)["sections"][1:]),
    ]
    expect(main.get_by_role("heading", name="Varför", level=2)).to_be_visible()
    expect(main.get_by_role("link", name="mer", exact=True)).to_have_attribute("href", "https://kommun.example/kultur")
    expect(main.get_by_role("img", name="Kajen en morgon i maj.")).to_be_visible()
    expect(main.locator(".glance dd")).to_have_text(["Ingen bedömning", "Kultur- och fritidsnämnden", "T1 2026"])
    expect(main.get_by_role("listitem").filter(has_text="Bygg ut")).to_contain_text("Försenat T1 2026")
    expect(main.get_by_role("listitem").filter(has_text="Köp en")).to_contain_text("Ingen bedömning")
    expect(main.get_by_role("table", name="Lån per invånare").get_by_role("row")).to_have_text(
        [
            "PeriodTotaltKvinnorMän",
            "20256\xa0%0\xa0% (preliminärt)Dolt av sekretesskäl",
            "20245\xa0%Uppgift saknasUppgift saknas",
        ]
    )
    expect(main.get_by_role("row").filter(has_text="Bokbuss")).to_contain_text("3\xa0500")
    expect(main.get_by_text("Öppnat en filial.")).to_be_visible()
    expect(main.get_by_role("link", name="Målet på kommunens webbplats")).to_have_attribute("href", library.full_url)
    assert [word for word in ("null", "undefined", "NaN", "[object") if word in main.inner_text()] == []


def document_of(page: Any) -> Any:
    return Client().get(f"/kommunmal/v1/goals/{page.translation_key}", headers={"host": "localhost"}).json()


@pytest.mark.same_everywhere
def test_view_begins_at_its_heading_and_going_back_shows_the_one_before(library: Any, open_view: Open) -> None:
    page = open_view()
    page.get_by_role("link", name="Mål: Kultur nära").click()
    expect(page.get_by_role("heading", name="Mål: Kultur nära", level=1)).to_be_focused()
    expect(page).to_have_title(f"Mål: Kultur nära – {SITE_NAME}")
    page.get_by_role("link", name="Mål och budget 2026").click()
    expect(page.get_by_role("heading", name="Mål och budget 2026", level=1)).to_be_focused()
    expect(page.get_by_text("Målen för året.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Mål: Kultur nära", level=1)).to_be_visible()
    page.go_back()
    expect(page).to_have_title(SITE_NAME)
    assert titles(page) == ["Mål: Kultur nära"]


@pytest.mark.same_everywhere
def test_going_back_leads_to_the_place_in_the_list(library: Any, school: Any, open_view: Open) -> None:
    page = open_view()
    page.set_viewport_size({"width": 1280, "height": 300})
    link = page.get_by_role("link", name="Mål: Varje barn når längre")
    link.scroll_into_view_if_needed()
    place = page.evaluate("scrollY")
    assert place > 100
    link.click()
    expect(page.get_by_role("heading", name="Mål: Varje barn når längre", level=1)).to_be_focused()
    assert page.evaluate("scrollY") == 0
    page.go_back()
    expect(link).to_be_in_viewport()
    assert page.evaluate("scrollY") == place


@pytest.mark.same_everywhere
def test_history_leads_to_the_goal_as_it_was(library: Any, open_view: Open) -> None:
    library.statement = "Kulturen finns överallt."
    library.save_revision().publish()
    page = open_view(f"?view=goal&id={library.translation_key}")
    page.get_by_role("link", name="Målets historik").click()
    events = page.locator(".events li")
    expect(events).to_have_count(3)
    assert [event.split("\n")[-1] for event in events.all_inner_texts()] == [
        "Sidan publicerades",
        "Uppföljning rapporterad: T1 2026 Kultur- och fritidsnämnden",
        "Sidan publicerades",
    ]
    events.last.get_by_role("link").click()
    expect(page.get_by_text("Tidigare version.")).to_be_visible()
    expect(page.locator(".statement")).to_have_text("Kulturen finns nära dig.")
    expect(page.get_by_role("listitem").filter(has_text="Bygg ut")).to_contain_text("Ingen bedömning")
    page.get_by_role("link", name="Läs målet som det är nu").click()
    expect(page.locator(".statement")).to_have_text("Kulturen finns överallt.")
    expect(page.get_by_text("Tidigare version.")).to_have_count(0)


@pytest.mark.same_everywhere
def test_changes_are_those_since_a_day_and_name_what_is_still_public(
    library: Any, school: Any, open_view: Open
) -> None:
    school.unpublish()
    page = open_view("?view=changes")
    latest = page.locator(".events li").first
    expect(latest).to_contain_text("Ett mål")
    expect(latest).to_contain_text("Avpublicerad")
    expect(latest.get_by_role("link")).to_have_count(0)
    page.get_by_label("Sedan").fill("2099-01-01")
    show(page)
    expect(page.get_by_text("Inget har ändrats sedan dess.")).to_be_visible()
    page.go_back()
    page.locator(".events").get_by_role("link", name="Mål: Kultur nära").first.click()
    expect(page.get_by_role("heading", name="Mål: Kultur nära", level=1)).to_be_focused()


@pytest.mark.same_everywhere
def test_what_is_not_public_is_told(library: Any, open_view: Open) -> None:
    library.unpublish()
    page = open_view(f"?view=goal&id={library.translation_key}")
    expect(page.locator("h1")).to_have_text("Sidan finns inte")
    page.get_by_role("link", name="Till alla mål").click()
    expect(page.get_by_role("heading", name="Inga mål")).to_be_visible()


@pytest.mark.same_everywhere
def test_what_the_api_refuses_is_told_in_its_words(library: Any, open_view: Open) -> None:
    page = open_view("?year=x")
    expect(page.locator("h1")).to_have_text("Sidan kan inte visas")
    expect(page.locator("main").get_by_role("listitem")).to_contain_text("”NaN” är inte tillåtet")


@pytest.mark.same_everywhere
def test_site_that_does_not_answer_may_be_asked_again(
    library: Any, open_view: Open, browser_page: Page, api: str
) -> None:
    browser_page.route(f"{api}/**", lambda route: route.abort())
    page = open_view()
    expect(page.locator("h1")).to_have_text("Sidan kan inte visas just nu")
    page.unroute(f"{api}/**")
    page.route(f"{api}/**", lambda route: route.fulfill(status=502, content_type="text/html", body="Bad gateway"))
    page.get_by_role("button", name="Försök igen").click()
    expect(page.get_by_role("heading", name="Sidan kan inte visas just nu")).to_be_focused()
    page.unroute(f"{api}/**")
    page.get_by_role("button", name="Försök igen").click()
    expect(page.get_by_role("heading", name=SITE_NAME, level=1)).to_be_focused()


@pytest.mark.same_everywhere
def test_html_of_a_document_brings_neither_script_nor_attributes(
    library: Any, open_view: Open, browser_page: Page, api: str, refused: list[str]
) -> None:
    hostile = (
        '<p onclick="alert(1)" style="color: red">Text <script>window.hurt = 1</script>'
        '<img src="x" onerror="window.hurt = 1"><a href="javascript:alert(1)">länk</a></p><iframe src="/"></iframe>'
    )
    document = {**document_of(library), "politicalTextHtml": hostile, "webUrl": "javascript:alert(1)"}
    browser_page.route(
        f"{api}/goals/**",
        lambda route: route.fulfill(json=document, headers={"Access-Control-Allow-Origin": "*"}),
    )
    page = open_view(f"?view=goal&id={library.translation_key}")
    assert (
        page.locator("main p").filter(has_text="Text").evaluate("it => it.outerHTML") == "<p>Text <span>länk</span></p>"
    )
    expect(page.locator("main footer").get_by_role("link")).to_have_text(["Målets historik"])
    assert page.evaluate("window.hurt") is None
    # The policy would have kept it from running as well.
    assert all("inline" in message for message in refused)
    refused.clear()


@pytest.fixture
def editor_page(
    browser_page: Page, live_server: LiveServer, frontend: str, admin_user: Any, settings: Any, refused: list[str]
) -> Page:
    """The admin in Swedish, whose previews are the frontend."""
    settings.WAGTAIL_HEADLESS_PREVIEW = {"CLIENT_URLS": {"default": frontend}, "REDIRECT_ON_PREVIEW": True}
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "sv"})
    log_in(browser_page.context, live_server.url, admin_user, settings.SESSION_COOKIE_NAME)
    return browser_page


def log_in(context: BrowserContext, url: str, user: Any, cookie: str) -> None:
    client = Client()
    client.force_login(user)
    session: Any = client.cookies[cookie].value
    context.add_cookies([{"name": cookie, "value": session, "url": url}])


def test_preview_in_the_admin_is_the_draft_in_the_frontend(
    library: Any, editor_page: Page, live_server: LiveServer, frontend: str
) -> None:
    page, asked = editor_page, []
    page.context.on("request", lambda request: asked.append(request))
    page.add_init_script(MARK_WATCHED)
    page.goto(f"{live_server.url}/admin/pages/{library.pk}/edit/")
    page.locator("html[data-watched]").wait_for()
    # Nothing is written before the panel is open: Wagtail overlooks what changes while it updates the panel.
    page.get_by_role("button", name="Växla förhandsgranskning").click()
    heading = page.frame_locator("#w-preview-iframe").locator(HEADING)
    expect(heading).to_have_text("Mål: Kultur nära")
    expect(page.frame_locator("#w-preview-iframe").get_by_text("Utkast.")).to_be_visible()
    page.frame_locator("#w-preview-iframe").locator("html").evaluate("it => it.scrollTo(0, 300)")

    # The panel waits ten seconds for a page that it hears nothing of.
    page.get_by_role("textbox", name="Titel").first.fill("Mål: Ett utkast")
    expect(heading).to_have_text("Mål: Ett utkast", timeout=8_000)
    assert page.frame_locator("#w-preview-iframe").locator("html").evaluate("() => scrollY") == 300

    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Förhandsgranska i ny flik").click()
    tab = opened.value
    expect(tab).to_have_title(f"Mål: Ett utkast – {SITE_NAME}")
    assert "token" not in tab.url
    assert_kept_from_servers(asked, frontend)
    assert document_of(library)["title"] == "Mål: Kultur nära"

    # Nobody finds the draft again in a tab that was left open.
    tab.reload()
    expect(tab.locator("h1")).to_have_text("Öppna förhandsgranskningen på nytt")


def assert_kept_from_servers(asked: list[Request], frontend: str) -> None:
    """Check that tokens were sent to the API alone, and in no address."""
    tokens = {bearer(request) for request in asked} - {""}
    assert tokens
    addresses = [urlsplit(request.url)._replace(fragment="").geturl() for request in asked]
    assert [address for address in addresses if any(token in address for token in tokens)] == []
    sent_to = {urlsplit(request.url).path for request in asked if bearer(request)}
    assert all(path.startswith("/kommunmal/v1/goals/") for path in sent_to)
    assert [request.url for request in asked if request.url.startswith(frontend) and bearer(request)] == []


def bearer(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ")


@pytest.mark.same_everywhere
def test_plan_is_previewed_as_well(plan: Any, open_view: Open, admin_user: Any) -> None:
    plan.title = "Planens utkast"
    plan.save_revision()
    token = issue_preview_token(plan, admin_user)
    page = open_view(f"?kind=plan&id={plan.translation_key}&lang=sv#token={token}")
    expect(page.locator("h1")).to_have_text("Planens utkast")
    expect(page.get_by_text("Planen har inga publicerade mål ännu.")).to_be_visible()


@pytest.mark.same_everywhere
def test_draft_that_could_not_be_fetched_may_be_asked_for_again(
    plan: Any, open_view: Open, browser_page: Page, api: str, admin_user: Any
) -> None:
    browser_page.route(f"{api}/**", lambda route: route.abort())
    token = issue_preview_token(plan, admin_user)
    page = open_view(f"?kind=plan&id={plan.translation_key}&lang=sv#token={token}")
    page.unroute(f"{api}/**")
    page.get_by_role("button", name="Försök igen").click()
    expect(page.get_by_text("Utkast.")).to_be_visible()


@pytest.mark.same_everywhere
def test_token_that_is_no_longer_in_force_is_told(library: Any, open_view: Open, admin_user: Any) -> None:
    token = issue_preview_token(library, admin_user)
    library.save_revision().publish()
    page = open_view(f"?kind=goal&id={library.translation_key}&lang=sv#token={token}")
    expect(page.locator("h1")).to_have_text("Öppna förhandsgranskningen på nytt")
    assert "Kultur nära" not in page.locator("main").inner_text()


@pytest.mark.same_everywhere
def test_views_have_no_violation_and_never_scroll_sideways(
    library: Any, school: Any, open_view: Open, admin_user: Any
) -> None:
    school.title = "Ett utkast"
    school.save_revision()
    views = {
        "list": "",
        "nothing found": "?q=ishall",
        "goal": f"?view=goal&id={library.translation_key}",
        "plan": f"?view=plan&id={library.get_plan().translation_key}",
        "history": f"?view=history&id={library.translation_key}",
        "earlier": f"?view=goal&id={library.translation_key}&asOf=2099-01-01",
        "changes": "?view=changes",
        "error": "?view=goal&id=none",
        "draft": f"?kind=goal&id={school.translation_key}&lang=sv#token={issue_preview_token(school, admin_user)}",
    }
    found: dict[str, Any] = {}
    for name, query in views.items():
        page = open_view(query)
        found[name] = violations(page)
        page.set_viewport_size({"width": 320, "height": 900})
        found[f"{name}, wider than the screen"] = page.evaluate(WIDER_THAN_THE_SCREEN)
    assert {name: faults for name, faults in found.items() if faults} == {}


@pytest.mark.same_everywhere
def test_reader_without_script_is_led_to_the_site(frontend: str, live_server: LiveServer, browser: Browser) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(frontend)
    link = page.get_by_role("link", name="Kommunens egen webbplats")
    expect(link).to_have_attribute("href", f"{live_server.url}/")
    page.close()


@pytest.mark.same_everywhere
def test_server_sends_only_the_files_of_the_site(frontend: str, browser_page: Page) -> None:
    statuses = {
        path: browser_page.request.get(f"{frontend}{path}").status
        for path in ("", "main.js", "views/", "views/goal.js", "server.py", "../server.py", "none")
    }
    assert statuses == {
        "": 200,
        "main.js": 200,
        "views/": 404,
        "views/goal.js": 200,
        "server.py": 404,
        "../server.py": 404,
        "none": 404,
    }
    answer = browser_page.request.get(f"{frontend}main.js")
    assert answer.headers["content-type"] == "text/javascript"
    assert "unsafe" not in answer.headers["content-security-policy"]
