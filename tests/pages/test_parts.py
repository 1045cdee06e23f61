"""Below a plan: what one body answers for. Below a goal: what was reported of one thing over the years."""

from __future__ import annotations

import json
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client, RequestFactory
from wagtail.models import PageViewRestriction

from tests.pages.markup import outline, read, words
from tests.site_pages import Page, PlanPage
from wagtail_kommunmal.models import ReleaseHead
from wagtail_kommunmal.subpages import body_address
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus


@pytest.fixture(scope="module")
def english_plan(shared_english_plan: PlanPage) -> PlanPage:
    return shared_english_plan


@pytest.fixture(scope="module")
def schools(english_plan: PlanPage) -> Any:
    return ResponsibleBodyFactory(name="Schools", code="S")


@pytest.fixture(scope="module")
def culture(english_plan: PlanPage) -> Any:
    return ResponsibleBodyFactory(name="Culture", code="C & D")


@pytest.fixture(scope="module")
def tasks(schools: Any, culture: Any) -> list[Any]:
    """An assignment of each of two bodies."""
    return [assignment("Build a school.", responsible=[schools]), assignment("Sing.", responsible=[culture])]


@pytest.fixture(scope="module")
def goal(english_plan: PlanPage, schools: Any, tasks: list[Any], released: Any) -> Any:
    """A goal with something of every kind, of which an assignment has been followed up."""
    sections = [
        assignments_section(*tasks),
        key_figures_section(KeyFigureFactory(name="Trust", responsible=schools, values={"2025": "70"})),
        investments_section(investment("A sports hall", responsible=[schools])),
    ]
    with released():
        goal = GoalPageFactory(
            parent=english_plan, locale=english_plan.locale, title="Schools for all", sections=sections
        )
        GoalPageFactory(parent=english_plan, locale=english_plan.locale, title="Another goal")
    with released():
        said = [follow_up(goal, tasks[0], AssignmentStatus.DELAYED)]
        FollowUpReportFactory(plan=english_plan, body=schools, period="2026-T1", rows=said)
    return goal


@pytest.fixture(scope="module")
def lineage(tasks: list[Any]) -> str:
    """Of the assignment that has been followed up."""
    return str(tasks[0]["id"])


def test_body_page_shows_all_that_a_body_answers_for(goal: Any, english_plan: PlanPage, english_client: Client) -> None:
    article = read(english_client.get(f"{english_plan.url}ansvarig/S/"))
    assert outline(article) == [
        ("h1", "Schools"),
        ("h2", "Goals"),
        ("h2", "Assignments"),
        ("h2", "Key figures"),
        ("h2", "Investments"),
    ]
    titles = [words(title) for title in article.select(".kommunmal-item-title")]
    assert titles == ["Schools for all", "Build a school.", "Trust", "A sports hall"]
    assert "Delayed 1" in words(article)
    assert article.select_one(".kommunmal-plan a")["href"] == english_plan.full_url  # type: ignore[index]


def test_plan_and_goal_lead_to_the_bodies(goal: Any, english_plan: PlanPage, english_client: Client) -> None:
    for page in (english_plan, goal):
        article = read(english_client.get(page.url))
        links = {words(link): link["href"] for link in article.select(".kommunmal-bodies a")}
        assert list(links) == ["Culture", "Schools"] if page is english_plan else ["Schools", "Culture"]
        for name, address in links.items():
            assert words(read(english_client.get(address)).h1) == name


@pytest.mark.parametrize("address", ["ansvarig/X/", "ansvarig/", "namnd/S/", "ansvarig/S/more/"])
def test_there_is_nothing_for_what_is_not_known(
    goal: Any, english_plan: PlanPage, english_client: Client, address: str
) -> None:
    assert english_client.get(f"{english_plan.url}{address}").status_code == 404


def test_what_is_restricted_or_not_live_is_not_among_what_a_body_answers_for(
    goal: Any, english_plan: PlanPage, english_client: Client, admin_client: Client, released: Any
) -> None:
    address = f"{english_plan.url}ansvarig/S/"
    restriction = PageViewRestriction.objects.create(page=goal, restriction_type=PageViewRestriction.LOGIN)
    # Whoever asks.
    assert english_client.get(address).status_code == admin_client.get(address).status_code == 404
    restriction.delete()
    assert english_client.get(address).status_code == 200
    with released():
        goal.unpublish()
    assert english_client.get(address).status_code == 404


def test_a_draft_is_not_among_what_a_body_answers_for(
    goal: Any, english_plan: PlanPage, schools: Any, english_client: Client
) -> None:
    goal.sections = [assignments_section(assignment("Only a draft.", responsible=[schools]))]
    goal.save_revision()
    assert "Only a draft." not in words(read(english_client.get(f"{english_plan.url}ansvarig/S/")))


def test_nothing_below_an_unpublished_plan_is_found(
    goal: Any, english_plan: PlanPage, english_client: Client, lineage: str, released: Any
) -> None:
    with released():
        english_plan.unpublish()
    for address in (f"{english_plan.url}ansvarig/S/", f"{goal.url}uppdrag/{lineage}/"):
        assert english_client.get(address).status_code == 404


@pytest.fixture
def goal_next_year(goal: Any, lineage: str, english_plan: PlanPage, schools: Any, released: Any) -> Any:
    """The goal of the year after, with the same assignment in other words, not yet followed up."""
    task = assignment("Finish the school.", responsible=[schools], block_id=lineage)
    with released():
        plan = PlanPageFactory(parent=english_plan.get_parent(), locale=english_plan.locale, year=2027, title="2027")
        return GoalPageFactory(
            parent=plan,
            locale=plan.locale,
            title="Schools in 2027",
            previous_goal=goal,
            sections=[assignments_section(task)],
        )


def test_history_goes_through_the_years_with_the_latest_first(
    goal_next_year: Any, lineage: str, english_client: Client
) -> None:
    article = read(english_client.get(f"{goal_next_year.url}uppdrag/{lineage}/"))
    assert outline(article) == [("h1", "Finish the school."), ("h2", "2027"), ("h2", "Goals and budget 2026")]
    this_year, last_year = article.select("section")
    assert "Nothing has been reported." in words(this_year)
    assert "Build a school." in words(last_year)
    assert "T1 2026, Schools: Delayed" in words(last_year)


def test_an_assignment_leads_to_its_history(
    goal: Any, goal_next_year: Any, lineage: str, english_client: Client
) -> None:
    for page in (goal, goal_next_year):
        links = read(english_client.get(page.url)).find_all("a")
        assert f"{page.full_url}uppdrag/{lineage}/" in [link["href"] for link in links]


def test_history_leaves_out_a_year_that_is_restricted(
    goal: Any, goal_next_year: Any, lineage: str, english_client: Client
) -> None:
    PageViewRestriction.objects.create(page=goal, restriction_type=PageViewRestriction.LOGIN)
    article = read(english_client.get(f"{goal_next_year.url}uppdrag/{lineage}/"))
    assert [title for _level, title in outline(article)] == ["Finish the school.", "2027"]
    assert "Delayed" not in words(article)


def test_history_is_found_under_its_own_goal_and_as_what_it_is(
    goal: Any, english_plan: PlanPage, lineage: str, english_client: Client
) -> None:
    other = english_plan.get_children().get(title="Another goal")
    for address in (
        f"{other.url}uppdrag/{lineage}/",
        f"{goal.url}investering/{lineage}/",
        f"{goal.url}uppdrag/nothing/",
        f"{goal.url}uppdrag/{lineage.upper()}/",
        f"{goal.url}uppdrag/{lineage.replace('-', '')}/",
        f"{english_plan.url}uppdrag/{lineage}/",
    ):
        assert english_client.get(address).status_code == 404


def test_a_preview_leads_nowhere_that_has_not_been_released(goal: Any, admin_client: Client) -> None:
    response = goal.make_preview_request()
    assert "/ansvarig/" not in response.content.decode()
    assert "/uppdrag/" not in response.content.decode()


def test_pages_take_as_many_queries_for_little_as_for_much(
    goal: Any,
    english_plan: PlanPage,
    schools: Any,
    culture: Any,
    english_client: Client,
    released: Any,
    django_assert_num_queries: Any,
) -> None:
    with released():
        for body, count in ((schools, 1), (culture, 5)):
            for _goal in range(count):
                tasks = [assignment("Do it.", responsible=[body]) for _number in range(count)]
                hall = investment("A hall", responsible=[body])
                figures = key_figures_section(KeyFigureFactory(responsible=body))
                GoalPageFactory(
                    parent=english_plan,
                    locale=english_plan.locale,
                    sections=[assignments_section(*tasks), investments_section(hall), figures],
                )
    addresses = [
        body_address({"webUrl": english_plan.url}, {"code": body.code, "id": str(body.uuid)})
        for body in (schools, culture)
    ]
    english_client.get(addresses[0])
    for address in addresses:
        with django_assert_num_queries(21):
            assert english_client.get(address).status_code == 200


def test_history_takes_as_many_queries_for_one_year_as_for_two(
    goal: Any, goal_next_year: Any, tasks: list[Any], english_client: Client, django_assert_num_queries: Any
) -> None:
    addresses = [f"{goal.url}uppdrag/{task['id']}/" for task in tasks]
    english_client.get(addresses[0])
    for address in addresses:
        with django_assert_num_queries(16):
            assert english_client.get(address).status_code == 200


def test_body_page_has_what_a_body_has_only_reported_on(
    goal: Any, english_plan: PlanPage, culture: Any, english_client: Client, released: Any
) -> None:
    libraries = ResponsibleBodyFactory(name="Libraries", code="L")
    everybody = ResponsibleBodyFactory(everyone=True)
    joint, own = assignment("Save energy.", responsible=[everybody]), assignment("Sing.", responsible=[culture])
    sections = [assignments_section(joint, own)]
    with released():
        climate = GoalPageFactory(parent=english_plan, locale=english_plan.locale, title="Climate", sections=sections)
        other = assignment("Read.", responsible=[libraries])
        GoalPageFactory(
            parent=english_plan, locale=english_plan.locale, title="Reading", sections=[assignments_section(other)]
        )
    address = f"{english_plan.url}ansvarig/L/"

    def found() -> list[str]:
        return [words(title) for title in read(english_client.get(address)).select(".kommunmal-item-title")]

    assert found() == ["Reading", "Read."]
    with released():
        said = [follow_up(climate, joint, AssignmentStatus.COMPLETED)]
        FollowUpReportFactory(plan=english_plan, body=libraries, period="2026-T1", rows=said)
    assert found() == ["Climate", "Reading", "Save energy.", "Read."]


def test_body_page_leads_to_the_body_in_other_years(
    goal: Any, goal_next_year: Any, english_plan: PlanPage, schools: Any, english_client: Client, released: Any
) -> None:
    def other_years(plan: Any) -> dict[str, Any]:
        article = read(english_client.get(f"{plan.url}ansvarig/S/"))
        return {words(link): link["href"] for link in article.select(".kommunmal-years a")}

    next_plan = goal_next_year.get_parent()
    assert other_years(english_plan) == {"2027": f"{next_plan.full_url}ansvarig/S/"}
    assert other_years(next_plan) == {english_plan.title: f"{english_plan.full_url}ansvarig/S/"}
    with released():
        goal.unpublish()
    assert other_years(next_plan) == {}


@pytest.fixture(scope="module")
def addresses(goal: Any, english_plan: PlanPage, lineage: str) -> list[str]:
    """Of a page of each kind, below where the site is."""
    return [f"{english_plan.url}ansvarig/S/", f"{goal.url}uppdrag/{lineage}/"]


def test_pages_tell_machines_what_they_are(
    goal: Any, english_plan: PlanPage, addresses: list[str], english_client: Client
) -> None:
    for address, page, title in zip(addresses, (english_plan, goal), ("Schools", "Build a school."), strict=True):
        head = BeautifulSoup(english_client.get(f"{address}?utm_source=x").content, "html.parser")
        [canonical] = head.select("link[rel=canonical]")
        assert canonical["href"] == f"http://testserver{address}"
        assert words(head.title) == f"{title} – {page.title}"
        [block] = head.select('script[type="application/ld+json"]')
        facts = json.loads(block.get_text())
        assert (facts["@type"], facts["name"], facts["url"]) == ("WebPage", title, f"http://testserver{address}")
        assert facts["about"] == {
            "@type": "Dataset",
            "@id": f"urn:uuid:{page.translation_key}",
            "name": page.title,
            "url": page.full_url,
        }
        [api] = head.select('link[type="application/json"]')
        assert english_client.get(str(api["href"])).status_code == 200
        assert head.select("link[hreflang]") == []


def test_a_page_has_one_address_whatever_the_body_is_called_by(
    goal: Any, english_plan: PlanPage, schools: Any, english_client: Client
) -> None:
    head = BeautifulSoup(english_client.get(f"{english_plan.url}ansvarig/{schools.uuid}/").content, "html.parser")
    [canonical] = head.select("link[rel=canonical]")
    assert canonical["href"] == f"{english_plan.full_url}ansvarig/S/"


def test_pages_are_linked_in_the_languages_that_they_are_in(
    goal: Any,
    english_plan: PlanPage,
    home: Page,
    schools: Any,
    lineage: str,
    addresses: list[str],
    english_client: Client,
    released: Any,
) -> None:
    task = assignment("Bygg en skola.", responsible=[schools], block_id=lineage)
    with released():
        plan = PlanPageFactory(year=2026, translation_key=english_plan.translation_key, slug="mal-2026")
        there = GoalPageFactory(
            parent=plan, translation_key=goal.translation_key, slug="skola", sections=[assignments_section(task)]
        )

    def languages(address: str) -> dict[str, str]:
        head = BeautifulSoup(english_client.get(address).content, "html.parser")
        return {str(link["hreflang"]): str(link["href"]) for link in head.select("link[hreflang]")}

    body, history = addresses
    assert languages(body)["sv"] == f"{plan.full_url}ansvarig/S/"
    assert languages(history)["sv"] == f"{there.full_url}uppdrag/{lineage}/"
    with released():
        there.sections = []
        there.save_revision().publish()
    assert languages(body) == languages(history) == {}


def test_document_is_that_of_the_page_above(
    goal: Any, english_plan: PlanPage, addresses: list[str], english_client: Client
) -> None:
    for address, page in zip(addresses, (english_plan, goal), strict=True):
        below, above = (english_client.get(one).context for one in (address, page.url))
        assert below["document"] == above["document"]
        assert above["part"] is None
        assert below["part"]["webUrl"] == f"http://testserver{address}"


def test_sitemap_lists_the_bodies_of_a_plan_since_their_latest_release(
    goal: Any, english_plan: PlanPage, schools: Any, culture: Any, django_assert_num_queries: Any
) -> None:
    request = RequestFactory().get("/sitemap.xml")
    [plan, *bodies] = english_plan.get_sitemap_urls(request)
    assert plan["location"] == english_plan.full_url
    released_at = ReleaseHead.objects.get(page=goal).current.published_from  # type: ignore[union-attr]
    assert {(entry["location"], entry["lastmod"]) for entry in bodies} == {
        (f"{english_plan.full_url}ansvarig/S/", released_at),
        (f"{english_plan.full_url}ansvarig/{culture.uuid}/", released_at),
    }
    with django_assert_num_queries(0):
        assert [entry["location"] for entry in goal.get_sitemap_urls(request)] == [goal.full_url]
    PageViewRestriction.objects.create(page=goal, restriction_type=PageViewRestriction.LOGIN)
    assert len(english_plan.get_sitemap_urls(RequestFactory().get("/sitemap.xml"))) == 1


def test_sitemap_lists_no_bodies_where_a_page_class_has_no_pages_below_it(
    goal: Any, english_plan: PlanPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PlanPage, "parts", {})
    assert len(english_plan.get_sitemap_urls(RequestFactory().get("/sitemap.xml"))) == 1


@pytest.mark.same_everywhere
@pytest.mark.parametrize(
    ("document", "code", "address"),
    [
        ({"webUrl": "https://x.example/plan/"}, "ÄN", "https://x.example/plan/ansvarig/%C3%84N/"),
        ({"plan": {"webUrl": "https://x.example/plan"}}, "KS", "https://x.example/plan/ansvarig/KS"),
        ({"webUrl": "https://x.example/plan/"}, "A/B", "https://x.example/plan/ansvarig/42/"),
        ({"webUrl": "https://x.example/plan/"}, None, "https://x.example/plan/ansvarig/42/"),
        ({"plan": {"webUrl": None}}, "KS", None),
        ({"plan": None}, "KS", None),
        ({"webUrl": "https://x.example/plan/", "sections": [{"risks": []}]}, "KS", None),
        (
            {"plan": {"webUrl": "/"}, "sections": [{"keyFigures": [{"responsible": {"id": "42"}}]}]},
            "KS",
            "/ansvarig/KS/",
        ),
    ],
)
def test_address_of_a_body(document: dict[str, Any], code: str | None, address: str | None) -> None:
    assert body_address(document, {"code": code, "id": "42"}) == address
