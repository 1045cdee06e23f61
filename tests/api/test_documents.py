from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils.translation import override
from wagtail.models import Site

from wagtail_kommunmal.documents.origin import with_origin
from wagtail_kommunmal.fields import canonical_json
from wagtail_kommunmal.models import KommunmalSiteSettings, PageKind, Release, ReleaseHead
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    GoalPageFactory,
    KeyFigureFactory,
    KeyFigureValueFactory,
    PlanPageFactory,
    amount,
    assignment,
    assignments_section,
    investment,
    investments_section,
    key_figures_section,
    text_section,
)
from wagtail_kommunmal.vocabulary import STATUSES

from .conftest import ROOT, Get, Released, link

PROGRESS = (
    "notStarted",
    "inProgress",
    "partlyCompleted",
    "completed",
    "notCompleted",
    "expectedComplete",
    "expectedIncomplete",
    "delayed",
    "paused",
    "cancelled",
    "notAssessed",
)
ACHIEVEMENTS = (
    "achieved",
    "partlyAchieved",
    "notAchieved",
    "expectedAchieved",
    "expectedPartly",
    "expectedNot",
    "uncertain",
    "notAssessed",
)
ONE_GOAL = {"total": 1, "byStatus": {**dict.fromkeys(ACHIEVEMENTS, 0), "notAssessed": 1}}
NO_TALLIES = {
    "assignments": {"total": 0, "byStatus": dict.fromkeys(PROGRESS, 0)},
    "keyFigures": {"total": 0, "byStatus": dict.fromkeys(ACHIEVEMENTS, 0)},
    "investments": {"total": 0, "byStatus": dict.fromkeys(PROGRESS, 0)},
}
RELEASE = {
    "number": 1,
    "publishedAt": "2026-02-11T13:45:10Z",
    "reason": {"code": "published", "label": "Sidan publicerades"},
    "label": None,
}


def standard_words() -> dict[str, list[dict[str, str]]]:
    """Return the words of a site that has none of its own, in Swedish."""
    with override("sv"):
        return {
            name: [{"code": status.value, "label": str(status.label)} for status in statuses]
            for name, statuses in STATUSES.items()
        }


@pytest.fixture
def previous(site: Site, released: Released) -> Any:
    with released():
        plan = PlanPageFactory(year=2025, title="Mål och budget 2025", slug="mal-2025")
        return GoalPageFactory(parent=plan, title="Påverkan", slug="paverkan")


@pytest.fixture
def plan(site: Site, released: Released) -> Any:
    with released():
        return PlanPageFactory(
            year=2026,
            title="Mål och budget 2026",
            slug="mal-2026",
            period_from=date(2026, 1, 1),
            period_to=date(2026, 12, 31),
            intro="<p>Fullmäktige har antagit målen.</p>",
            decision_reference="KF 2025-11-24 § 147",
            adopted_on=date(2025, 11, 24),
        )


@pytest.fixture
def goal(previous: Any, plan: Any, released: Released) -> Iterator[Any]:
    with released():
        goal = GoalPageFactory(
            parent=plan,
            title="Alla kan påverka",
            slug="alla-kan-paverka",
            number="1",
            scope_line="Målet handlar om demokrati.",
            level_label="Fullmäktigemål",
            political_text="<p>En öppen kommun lyssnar.</p>",
            focus_area=FocusAreaFactory(name="Öppen kommun"),
            previous_goal=previous,
            sdgs=[11, 16],
            sections=[text_section("<p>Så här arbetar vi.</p>", heading="Bakgrund")],
        )
    ReleaseHead.objects.update(first_published_at=datetime(2025, 12, 1, 8, tzinfo=UTC))
    Release.objects.update(published_from=datetime(2026, 2, 11, 13, 45, 10, tzinfo=UTC), reason="published")
    return goal


@pytest.fixture
def plan_summary(plan: Any) -> dict[str, Any]:
    return {
        "id": str(plan.translation_key),
        "lang": "sv",
        "title": "Mål och budget 2026",
        "year": 2026,
        "periodFrom": "2026-01-01",
        "periodTo": "2026-12-31",
        "introHtml": "<p>Fullmäktige har antagit målen.</p>",
        "introText": "Fullmäktige har antagit målen.",
        "decisionReference": "KF 2025-11-24 § 147",
        "adoptedOn": "2025-11-24",
        "words": standard_words(),
        "tallies": {"goals": ONE_GOAL, **NO_TALLIES},
        "slug": "mal-2026",
        "firstPublishedAt": "2025-12-01T08:00:00Z",
        "updatedAt": "2026-02-11T13:45:10Z",
        "release": RELEASE,
        "webUrl": "http://testserver/mal-2026/",
        "_links": {
            "self": link(f"{ROOT}/plans/{plan.translation_key}"),
            "web": link("http://testserver/mal-2026/", "web"),
        },
    }


@pytest.fixture
def goal_summary(goal: Any, plan: Any, previous: Any) -> dict[str, Any]:
    return {
        "id": str(goal.translation_key),
        "lang": "sv",
        "title": "Alla kan påverka",
        "number": "1",
        "statement": "Alla som bor här kan vara med och påverka.",
        "scopeLine": "Målet handlar om demokrati.",
        "kind": {"code": "operational", "label": "Verksamhetsmål"},
        "levelLabel": "Fullmäktigemål",
        "focusArea": {"id": str(goal.focus_area.uuid), "name": "Öppen kommun"},
        "sdgs": [11, 16],
        "image": None,
        "assessment": None,
        "tallies": NO_TALLIES,
        "plan": {
            "id": str(plan.translation_key),
            "title": "Mål och budget 2026",
            "year": 2026,
            "periodFrom": "2026-01-01",
            "periodTo": "2026-12-31",
            "webUrl": "http://testserver/mal-2026/",
        },
        "parentGoal": None,
        "previousGoal": {
            "id": str(previous.translation_key),
            "title": "Påverkan",
            "webUrl": "http://testserver/mal-2025/paverkan/",
            "year": 2025,
        },
        "nextGoal": None,
        "slug": "alla-kan-paverka",
        "firstPublishedAt": "2025-12-01T08:00:00Z",
        "updatedAt": "2026-02-11T13:45:10Z",
        "release": RELEASE,
        "webUrl": "http://testserver/mal-2026/alla-kan-paverka/",
        "_links": {
            "self": link(f"{ROOT}/goals/{goal.translation_key}"),
            "web": link("http://testserver/mal-2026/alla-kan-paverka/", "web"),
            "releases": link(f"{ROOT}/goals/{goal.translation_key}/releases", "releases"),
        },
    }


def test_api_info(site: Site, get: Get) -> None:
    assert get("api-info") == {
        "apiName": "Mål och uppföljning",
        "apiVersion": "1.0.0",
        "apiReleased": "2026-11-23",
        "apiDocumentation": f"{ROOT}/openapi.json",
        "apiStatus": "active",
    }


def test_list_of_plans(goal: Any, plan_summary: dict[str, Any], get: Get) -> None:
    address = f"{ROOT}/plans?year=2026"
    assert get("plans", {"year": "2026"}) == {
        "items": [plan_summary],
        "_meta": {"page": 1, "limit": 20, "count": 1, "totalRecords": 1, "totalPages": 1},
        "_links": {
            "self": link(address),
            "first": link(f"{ROOT}/plans?page=1&year=2026", "first"),
            "last": link(f"{ROOT}/plans?page=1&year=2026", "last"),
        },
    }


def test_plan(plan: Any, plan_summary: dict[str, Any], goal_summary: dict[str, Any], get: Get) -> None:
    assert get(f"plans/{plan.translation_key}") == {**plan_summary, "goals": [goal_summary]}


def test_list_of_goals(plan: Any, goal_summary: dict[str, Any], get: Get) -> None:
    address = f"{ROOT}/goals?plan={plan.translation_key}"
    page = f"{ROOT}/goals?page=1&plan={plan.translation_key}"
    assert get("goals", {"plan": plan.translation_key}) == {
        "items": [goal_summary],
        "_meta": {"page": 1, "limit": 20, "count": 1, "totalRecords": 1, "totalPages": 1},
        "_links": {"self": link(address), "first": link(page, "first"), "last": link(page, "last")},
    }


def test_goal(goal: Any, goal_summary: dict[str, Any], get: Get) -> None:
    assert get(f"goals/{goal.translation_key}") == {
        **goal_summary,
        "politicalTextHtml": "<p>En öppen kommun lyssnar.</p>",
        "politicalTextText": "En öppen kommun lyssnar.",
        "assessments": [],
        "sections": [
            {
                "id": goal_section_id(goal),
                "type": "text",
                "heading": "Bakgrund",
                "textHtml": "<p>Så här arbetar vi.</p>",
                "textText": "Så här arbetar vi.",
            }
        ],
    }


def goal_section_id(goal: Any) -> str:
    head = ReleaseHead.objects.get(translation_key=goal.translation_key)
    return str(head.current.content["sections"][0]["id"])


def test_expanded_list_gives_whole_goals_as_they_are_given_one_by_one(goal: Any, previous: Any, get: Get) -> None:
    expected = [get(f"goals/{page.translation_key}") for page in (previous, goal)]
    assert get("goals", {"expand": "sections"})["items"] == expected


def test_goal_of_the_year_before_leads_to_this_years(goal: Any, previous: Any, get: Get) -> None:
    assert get(f"goals/{previous.translation_key}")["nextGoal"] == {
        "id": str(goal.translation_key),
        "title": "Alla kan påverka",
        "webUrl": "http://testserver/mal-2026/alla-kan-paverka/",
        "year": 2026,
    }


def test_everything_that_was_released_is_delivered(goal: Any, get: Get) -> None:
    for head in ReleaseHead.objects.filter(kind=PageKind.GOAL).select_related("current"):
        answer = get(f"goals/{head.translation_key}")
        stored = with_origin(canonical_json(head.current.content).decode(), "http://testserver")
        delivered = {name: answer[name] for name in head.current.content}
        assert canonical_json(delivered).decode() == stored


def test_numbers_come_out_digit_for_digit_and_null_is_not_zero(plan: Any, released: Released, get: Get) -> None:
    with released():
        figure = KeyFigureFactory(name="Frånvaro", values={"2022": "0", "2023": "12,50"})
        KeyFigureValueFactory(key_figure=figure, period="2024", missing=True)
        KeyFigureValueFactory(key_figure=figure, period="2025", value="-1234567,890")
        goal = GoalPageFactory(
            parent=plan,
            sections=[
                key_figures_section(figure),
                assignments_section(assignment("Besök", quantity_target="10,0")),
                investments_section(
                    investment("Skola", amounts=[amount(2026, budget="1 234,50"), amount(2027, budget="0")])
                ),
            ],
        )
    figures, assignments, investments = get(f"goals/{goal.translation_key}")["sections"]
    values = figures["keyFigures"][0]["values"]
    assert [(value["value"], value["missingReason"] and value["missingReason"]["code"]) for value in values] == [
        ("0", None),
        ("12.50", None),
        (None, "not_published"),
        ("-1234567.890", None),
    ]
    assert assignments["assignments"][0]["quantityTarget"] == "10.0"
    amounts = investments["investments"][0]["amounts"]
    assert [(part["budget"], part["outcome"]) for part in amounts] == [("1234.50", None), ("0", None)]
    assert investments["investments"][0]["totalBudget"] is None


def test_head_and_options_answer_without_a_body(goal: Any, client: Any) -> None:
    address = f"/kommunmal/v1/goals/{goal.translation_key}"
    assert (client.head(address).status_code, client.head(address).content) == (200, b"")
    options = client.options(address)
    assert (options.status_code, options.content) == (204, b"")
    assert options.headers["Allow"] == "GET, HEAD, OPTIONS"


def test_without_pages_of_its_own_a_site_has_no_web_addresses(goal: Any, get: Get, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.api.headless_urls"
    answer = get(f"goals/{goal.translation_key}")
    assert answer["webUrl"] is None
    assert answer["plan"]["webUrl"] is None
    address = f"{ROOT}/goals/{goal.translation_key}"
    assert answer["_links"] == {"self": link(address), "releases": link(f"{address}/releases", "releases")}


def test_a_site_may_name_who_answers_for_the_api(site: Site, get: Get, settings: Any) -> None:
    assert get("openapi.json")["info"]["contact"] == {"name": "Sundby kommun", "url": "http://testserver"}
    KommunmalSiteSettings.objects.create(site=site, municipality_name="Sundby")
    assert get("openapi.json")["info"]["contact"] == {"name": "Sundby", "url": "http://testserver"}
    contact = {"name": "Kontaktcenter", "url": "https://www.sundby.example/kontakt", "email": "kommunen@sundby.example"}
    settings.WAGTAIL_KOMMUNMAL = {"API_CONTACT": contact}
    assert get("openapi.json")["info"]["contact"] == contact


def test_the_description_is_served_with_the_address_of_the_site(site: Site, get: Get) -> None:
    assert get("openapi.json")["servers"] == [{"url": ROOT}]
