from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from wagtail.models import Site

from wagtail_kommunmal.models import Release
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory, assignment, assignments_section

from .conftest import ROOT, Get, Released, link, titles


@pytest.fixture(scope="module")
def plans(shared_site: Site, released: Released) -> dict[int, Any]:
    with released():
        return {year: PlanPageFactory(year=year, title=f"Plan {year}", slug=f"plan-{year}") for year in (2025, 2026)}


@pytest.fixture(scope="module")
def goals(plans: dict[int, Any], released: Released) -> list[Any]:
    """Four goals of 2025 and 2026, updated in another order than that of the tree."""
    with released():
        goals = [
            GoalPageFactory(parent=plans[year], title=title, slug=slug, number=number)
            for year, title, slug, number in (
                (2025, "Delaktighet", "delaktighet", "10"),
                (2026, "Barn lär", "barn-lar", "2"),
                (2026, "Arbete", "arbete", ""),
                (2026, "Delaktighet i år", "delaktighet", "1"),
            )
        ]
    for goal, day in zip(goals, (3, 1, 4, 2), strict=True):
        moment = datetime(2026, 1, day, tzinfo=UTC)
        Release.objects.filter(current_of__translation_key=goal.translation_key).update(published_from=moment)
    return goals


@pytest.mark.usefixtures("goals")
@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, ["Delaktighet", "Barn lär", "Arbete", "Delaktighet i år"]),
        ({"year": "2025"}, ["Delaktighet"]),
        ({"year": ["2025", "2026"]}, ["Delaktighet", "Barn lär", "Arbete", "Delaktighet i år"]),
        ({"year": "2024"}, []),
        ({"number": "2"}, ["Barn lär"]),
        ({"number": ["1", "10"]}, ["Delaktighet", "Delaktighet i år"]),
        ({"slug": "delaktighet"}, ["Delaktighet", "Delaktighet i år"]),
        ({"slug": "delaktighet", "year": "2026"}, ["Delaktighet i år"]),
        ({"slug": "finns-inte"}, []),
        ({"sort": "title"}, ["Arbete", "Barn lär", "Delaktighet", "Delaktighet i år"]),
        ({"sort": "-title"}, ["Delaktighet i år", "Delaktighet", "Barn lär", "Arbete"]),
        ({"sort": "number"}, ["Delaktighet i år", "Barn lär", "Delaktighet", "Arbete"]),
        ({"sort": "-number"}, ["Delaktighet", "Barn lär", "Delaktighet i år", "Arbete"]),
        ({"sort": "updatedAt"}, ["Barn lär", "Delaktighet i år", "Delaktighet", "Arbete"]),
        ({"sort": "-updatedAt,title"}, ["Arbete", "Delaktighet", "Delaktighet i år", "Barn lär"]),
    ],
)
def test_goals_are_filtered_and_sorted(params: dict[str, Any], expected: list[str], get: Get) -> None:
    assert titles(get("goals", params)) == expected


@pytest.mark.usefixtures("goals")
def test_goals_of_a_plan(plans: dict[int, Any], get: Get) -> None:
    first, second = (str(plan.translation_key) for plan in plans.values())
    assert titles(get("goals", {"plan": first})) == ["Delaktighet"]
    assert len(get("goals", {"plan": [first, second]})["items"]) == 4
    assert get("goals", {"plan": "5f3f2b0e-7c1a-4e58-9b57-1f2d3c4b5a69"})["items"] == []


@pytest.mark.usefixtures("goals")
@pytest.mark.parametrize(
    ("params", "expected"),
    [
        ({}, ["Plan 2025", "Plan 2026"]),
        ({"year": "2026"}, ["Plan 2026"]),
        ({"year": ["2026", "2025"]}, ["Plan 2025", "Plan 2026"]),
        ({"year": "1999"}, []),
        ({"sort": "-year"}, ["Plan 2026", "Plan 2025"]),
        ({"sort": "title"}, ["Plan 2025", "Plan 2026"]),
    ],
)
def test_plans_are_filtered_and_sorted(params: dict[str, Any], expected: list[str], get: Get) -> None:
    assert titles(get("plans", params)) == expected


@pytest.mark.usefixtures("goals")
def test_a_page_in_the_middle_leads_to_all_others(get: Get) -> None:
    answer = get("goals", {"limit": "1", "page": "2", "sort": "title", "year": "2026"})

    def at(page: int) -> str:
        return f"{ROOT}/goals?limit=1&page={page}&sort=title&year=2026"

    assert titles(answer) == ["Barn lär"]
    assert answer["_meta"] == {"page": 2, "limit": 1, "count": 1, "totalRecords": 3, "totalPages": 3}
    assert answer["_links"] == {
        "self": link(at(2)),
        "first": link(at(1), "first"),
        "last": link(at(3), "last"),
        "prev": link(at(1), "prev"),
        "next": link(at(3), "next"),
    }


@pytest.mark.usefixtures("goals")
def test_links_keep_repeated_filters(get: Get) -> None:
    address = get("goals?year=2026&year=2025&limit=3")["_links"]["next"]["href"]
    assert address == f"{ROOT}/goals?limit=3&page=2&year=2026&year=2025"
    assert titles(get(address.removeprefix(f"{ROOT}/"))) == ["Delaktighet i år"]


@pytest.mark.usefixtures("goals")
def test_the_last_page_may_be_shorter(get: Get) -> None:
    answer = get("goals", {"limit": "3", "page": "2"})
    assert answer["_meta"] == {"page": 2, "limit": 3, "count": 1, "totalRecords": 4, "totalPages": 2}
    assert set(answer["_links"]) == {"self", "first", "last", "prev"}


def test_an_empty_list_has_one_page(site: Site, get: Get) -> None:
    assert get("goals") == {
        "items": [],
        "_meta": {"page": 1, "limit": 20, "count": 0, "totalRecords": 0, "totalPages": 1},
        "_links": {
            "self": link(f"{ROOT}/goals"),
            "first": link(f"{ROOT}/goals?page=1", "first"),
            "last": link(f"{ROOT}/goals?page=1", "last"),
        },
    }


def test_a_page_holds_twenty_items_and_at_most_a_hundred(site: Site, released: Released, get: Get) -> None:
    with released():
        for year in range(2000, 2021):
            PlanPageFactory(year=year)
    assert get("plans")["_meta"] == {"page": 1, "limit": 20, "count": 20, "totalRecords": 21, "totalPages": 2}
    assert get("plans", {"limit": "100"})["_meta"]["count"] == 21


@pytest.mark.usefixtures("goals")
def test_goals_with_the_same_title_keep_the_order_of_the_tree(
    plans: dict[int, Any], released: Released, get: Get
) -> None:
    with released():
        twin = GoalPageFactory(parent=plans[2025], title="Arbete")
    ids = [item["id"] for item in get("goals", {"sort": "title"})["items"]]
    assert ids[0] == str(twin.translation_key)


@pytest.fixture
def _assignments(plans: dict[int, Any], released: Released) -> None:
    """Five assignments of two goals."""
    with released():
        for year, numbers in ((2025, "142"), (2026, "53")):
            items = [assignment(f"Uppdrag {number}") for number in numbers]
            GoalPageFactory(parent=plans[year], sections=[assignments_section(*items)])


@pytest.mark.usefixtures("_assignments")
@pytest.mark.parametrize("resource", ["plans", "goals", "assignments"])
@pytest.mark.parametrize("params", [{}, {"sort": "-title"}, {"year": ["2025", "2026"]}], ids=str)
def test_a_list_is_the_same_from_whichever_end_its_pages_are_read(
    resource: str, params: dict[str, Any], get: Get
) -> None:
    whole = get(resource, {**params, "limit": 100})["items"]
    assert len(whole) == (5 if resource == "assignments" else 2)
    for limit in (1, 2):
        last = -(-len(whole) // limit)
        pages = [get(resource, {**params, "limit": limit, "page": page})["items"] for page in range(1, last + 1)]
        assert [item for page in pages for item in page] == whole
        for beyond in (last + 1, 1000):
            get(resource, {**params, "limit": limit, "page": beyond}, status=400)
