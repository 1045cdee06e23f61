"""Key figures across all goals, and their values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from wagtail.models import Site

from wagtail_kommunmal.models import KeyFigure, KeyFigureName, Release, ReleasedItem, ResponsibleBody
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureFactory,
    KeyFigureTargetFactory,
    KeyFigureValueFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import BodyKind

from .conftest import ROOT, Get, Released, link

pytestmark = pytest.mark.indexed

SAFETY, COST, RANK = "Trygghet i skolan", "Kostnad per elev", "Rang för företagsklimat"


@pytest.fixture(scope="module")
def board(shared_plan: Any) -> ResponsibleBody:
    return ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS", kind=BodyKind.EXECUTIVE)


@pytest.fixture(scope="module")
def safety(board: ResponsibleBody) -> KeyFigure:
    """A key figure with the values of several series, genders and periods, and two targets."""
    figure = KeyFigureFactory(
        name=SAFETY, definition="Elever i ÅRSKURS 5.", kolada_id="N00011", responsible=board, values={"2023": "71.5"}
    )
    rows: list[dict[str, Any]] = [
        {"period": "2024-T3", "value": "72"},
        {"period": "2024", "value": "-73.0"},
        {"period": "2024", "gender": "K", "value": "75"},
        {"period": "2025", "series": "nation", "value": "80"},
        {"period": "2025", "gender": "M", "value": "60"},
    ]
    for row in rows:
        KeyFigureValueFactory(key_figure=figure, **row)
    KeyFigureTargetFactory(key_figure=figure, period="2025", text="minst 70 %")
    KeyFigureTargetFactory(key_figure=figure, period="2026", at_least=True)
    KeyFigureTargetFactory(key_figure=figure, period="2027", gender="K", text="minst 80 %")
    return figure


@pytest.fixture(scope="module")
def goals(shared_plan: Any, safety: KeyFigure, released: Released) -> list[Any]:
    """A goal of 2026 with three key figures, and one of 2025 that has one of them as well."""
    committee = ResponsibleBodyFactory(name="Barnnämnden", code="BN")
    cost = KeyFigureFactory(name=COST, unit="sek", responsible=committee)
    rank = KeyFigureFactory(name=RANK, rank=True, kolada_id="U00001")
    with released():
        goal = GoalPageFactory(
            parent=shared_plan,
            title="Trygga barn",
            slug="trygga-barn",
            sections=[key_figures_section(safety, cost), key_figures_section(rank)],
        )
        old_plan = PlanPageFactory(year=2025, title="Mål och budget 2025", slug="mal-2025")
        old = GoalPageFactory(parent=old_plan, title="Trygghet", sections=[key_figures_section(safety)])
    return [goal, old]


def names(answer: Any) -> list[str]:
    return [item["name"] for item in answer["items"]]


def test_a_key_figure_is_what_its_goal_says_and_where_it_stands_with_the_latest_of_it(
    goals: list[Any], safety: KeyFigure, plan: Any, get: Get
) -> None:
    goal = goals[0]
    Release.objects.update(published_from=datetime(2026, 9, 11, 13, 45, tzinfo=UTC))
    section = get(f"goals/{goal.translation_key}")["sections"][0]
    own = section["keyFigures"][0]
    address = f"http://testserver/mal-2026/trygga-barn/#{safety.uuid}"
    expected = {
        **own,
        "latestValue": own["values"][2],
        "latestTarget": own["targets"][1],
        "lang": "sv",
        "section": {"id": section["id"], "heading": "Nyckeltal 2026"},
        "goal": {
            "id": str(goal.translation_key),
            "title": "Trygga barn",
            "webUrl": "http://testserver/mal-2026/trygga-barn/",
        },
        "plan": {
            "id": str(plan.translation_key),
            "title": "Mål och budget 2026",
            "year": 2026,
            "periodFrom": None,
            "periodTo": None,
            "webUrl": "http://testserver/mal-2026/",
        },
        "updatedAt": "2026-09-11T13:45:00Z",
        "webUrl": address,
        "_links": {
            "self": link(f"{ROOT}/key-figures/{safety.uuid}?goal={goal.translation_key}"),
            "web": link(address, "web"),
            "goal": link(f"{ROOT}/goals/{goal.translation_key}", "goal"),
        },
    }
    assert own["id"] == str(safety.uuid)
    assert (own["responsible"]["code"], expected["latestValue"]["value"]) == ("KS", "-73.0")
    assert get(f"key-figures/{safety.uuid}") == expected
    assert get("key-figures", {"goal": goal.translation_key, "limit": "1"})["items"] == [expected]


def test_the_latest_value_may_be_missing_and_there_may_be_none(plan: Any, released: Released, get: Get) -> None:
    missing = KeyFigureFactory(values={"2024": "1"})
    KeyFigureValueFactory(key_figure=missing, period="2025", missing=True)
    of_women = KeyFigureFactory()
    KeyFigureValueFactory(key_figure=of_women, gender="K")
    KeyFigureTargetFactory(key_figure=of_women, gender="K")
    with released():
        GoalPageFactory(parent=plan, sections=[key_figures_section(missing, of_women)])
    latest, none = get("key-figures")["items"]
    assert latest["latestValue"]["period"]["code"] == "2025"
    assert (latest["latestValue"]["value"], latest["latestValue"]["missingReason"]["code"]) == (None, "not_published")
    assert (none["latestValue"], none["latestTarget"]) == (None, None)


@pytest.mark.usefixtures("goals")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", [SAFETY, COST, RANK, SAFETY]),
        ("year=2025", [SAFETY]),
        ("year=2025&year=2026", [SAFETY, COST, RANK, SAFETY]),
        ("year=2024", []),
        ("unit=rank", [RANK]),
        ("unit=rank&unit=sek", [COST, RANK]),
        ("kolada=N00011", [SAFETY, SAFETY]),
        ("kolada=N00011&kolada=U00001&year=2026", [SAFETY, RANK]),
        ("kolada=N00012", []),
        ("body=KS", [SAFETY, SAFETY]),
        ("body=KS&body=BN&year=2026", [SAFETY, COST]),
        ("body=UNKNOWN", []),
        ("body=KS&unit=sek", []),
        ("q=skolan", [SAFETY, SAFETY]),
        ("q=årskurs TRYGG&year=2026", [SAFETY]),
        ("q=ingenting", []),
        ("sort=name&year=2026", [COST, RANK, SAFETY]),
        ("sort=-name&year=2026", [SAFETY, RANK, COST]),
        ("sort=year,-name", [SAFETY, SAFETY, RANK, COST]),
    ],
)
def test_key_figures_are_filtered_and_sorted(query: str, expected: list[str], get: Get) -> None:
    assert names(get(f"key-figures?{query}")) == expected


def test_a_plan_a_goal_and_a_body_are_named_by_their_ids(
    goals: list[Any], plan: Any, board: ResponsibleBody, get: Get
) -> None:
    assert names(get("key-figures", {"plan": plan.translation_key})) == [SAFETY, COST, RANK]
    assert names(get("key-figures", {"goal": goals[1].translation_key})) == [SAFETY]
    assert names(get("key-figures", {"body": board.uuid, "year": "2026"})) == [SAFETY]


def test_lists_and_tallies_of_a_body_count_alike(goals: list[Any], board: ResponsibleBody, get: Get) -> None:
    tally = get(f"bodies/{board.uuid}")["tallies"]["keyFigures"]
    assert tally["total"] == get("key-figures", {"body": "KS"})["_meta"]["totalRecords"] == 2
    assert tally["byStatus"]["notAssessed"] == 2


def test_a_key_figure_that_several_goals_have_is_read_as_any_of_them_has_it(
    goals: list[Any], safety: KeyFigure, get: Get
) -> None:
    new, old = (str(goal.translation_key) for goal in goals)
    assert get(f"key-figures/{safety.uuid}")["goal"]["id"] == new
    assert get(f"key-figures/{safety.uuid}", {"goal": new})["goal"]["id"] == new
    found = get(f"key-figures/{safety.uuid}", {"goal": old})
    assert (found["goal"]["id"], found["plan"]["year"]) == (old, 2025)
    for item in get("key-figures", {"kolada": "N00011"})["items"]:
        assert get(item["_links"]["self"]["href"].removeprefix(f"{ROOT}/")) == item


def test_a_key_figure_is_not_found_on_a_goal_that_has_it_not(goals: list[Any], safety: KeyFigure, get: Get) -> None:
    rank = get("key-figures", {"unit": "rank"})["items"][0]["id"]
    get(f"key-figures/{rank}", {"goal": goals[1].translation_key}, status=404)
    get(f"key-figures/{rank}/observations", {"goal": goals[1].translation_key}, status=404)
    get(f"assignments/{safety.uuid}", status=404)


def test_the_page_has_the_anchor_that_the_address_leads_to(goals: list[Any], get: Get, client: Any) -> None:
    for item in get("key-figures")["items"]:
        page, _, anchor = item["webUrl"].partition("#")
        assert f'id="{anchor}"' in client.get(page).content.decode()


def test_a_key_figure_of_a_translated_goal_is_there_in_both_languages(
    goals: list[Any], safety: KeyFigure, plan: Any, english: Any, released: Released, get: Get
) -> None:
    with released():
        KeyFigureName.objects.create(key_figure=safety, locale=english, name="Safety in school")
        plan.get_parent().copy_for_translation(english).save_revision().publish()
        plan.copy_for_translation(english).save_revision().publish()
        goals[0].copy_for_translation(english).save_revision().publish()
    found = get(f"key-figures/{safety.uuid}", {"lang": "en"})
    assert (found["lang"], found["name"], found["unit"]["label"]) == ("en", "Safety in school", "Percent")
    own_address = f"{ROOT}/key-figures/{safety.uuid}?lang=en&goal={goals[0].translation_key}"
    assert found["_links"]["self"]["href"] == own_address
    [latest, *_] = get(f"key-figures/{safety.uuid}/observations", {"lang": "en", "sort": "-period"})["items"]
    assert latest["gender"]["label"] == "Men"


def test_what_is_not_public_is_in_no_list(goals: list[Any], safety: KeyFigure, get: Get, other_site: Site) -> None:
    goals[0].unpublish()
    assert names(get("key-figures")) == [SAFETY]
    assert get(f"key-figures/{safety.uuid}")["plan"]["year"] == 2025
    assert get(f"key-figures/{safety.uuid}/observations")["_meta"]["totalRecords"] == 6
    get(f"key-figures/{safety.uuid}", {"goal": goals[0].translation_key}, status=404)
    get(f"key-figures/{safety.uuid}", status=404, host="other.example")
    goals[1].get_plan().unpublish()
    assert names(get("key-figures")) == []
    get(f"key-figures/{safety.uuid}", status=404)
    get(f"key-figures/{safety.uuid}/observations", status=404)


def test_an_older_release_says_that_no_body_is_responsible(goals: list[Any], safety: KeyFigure, get: Get) -> None:
    Release.objects.update(format=2)
    for item in ReleasedItem.objects.all():
        del item.content["responsible"]
        item.save()
    assert get(f"key-figures/{safety.uuid}")["responsible"] is None
    assert get("key-figures?format=json")["items"][0]["responsible"] is None


# Its values


def short(value: Any) -> str:
    return " ".join([value["period"]["code"], value["series"]["code"], value["gender"]["code"]])


T3, Y23, Y24, Y24_K, Y25_M, NATION = (
    "2024-T3 own T",
    "2023 own T",
    "2024 own T",
    "2024 own K",
    "2025 own M",
    "2025 nation T",
)


@pytest.mark.usefixtures("goals")
@pytest.mark.parametrize(
    ("query", "expected"),
    [
        # Of periods that end on the same day the longer comes later.
        ("", [Y23, T3, Y24_K, Y24, NATION, Y25_M]),
        ("sort=period", [Y23, T3, Y24_K, Y24, NATION, Y25_M]),
        ("sort=-period", [NATION, Y25_M, Y24_K, Y24, T3, Y23]),
        ("series=nation", [NATION]),
        ("series=nation&series=own&from=2025", [NATION, Y25_M]),
        ("series=peer_group", []),
        ("gender=K", [Y24_K]),
        ("gender=K&gender=M", [Y24_K, Y25_M]),
        ("gender=T&series=own", [Y23, T3, Y24]),
        # A period is in the time that is asked for when its end is.
        ("from=2024", [T3, Y24_K, Y24, NATION, Y25_M]),
        ("from=2024-t3", [T3, Y24_K, Y24, NATION, Y25_M]),
        ("from=2025-01", [NATION, Y25_M]),
        ("to=2023", [Y23]),
        ("to=2024-11", [Y23]),
        ("to=2024-T3", [Y23, T3, Y24_K, Y24]),
        ("from=2024&to=2024", [T3, Y24_K, Y24]),
        ("from=2025&to=2024", []),
    ],
)
def test_values_are_filtered_and_sorted(query: str, expected: list[str], safety: KeyFigure, get: Get) -> None:
    answer = get(f"key-figures/{safety.uuid}/observations?{query}")
    assert sorted(map(short, answer["items"])) == sorted(expected)
    codes = [value["period"]["code"] for value in answer["items"]]
    assert codes == [text.split()[0] for text in expected]


def test_values_are_those_of_the_goal_in_pages(goals: list[Any], safety: KeyFigure, get: Get) -> None:
    [own] = get(f"goals/{goals[1].translation_key}")["sections"][0]["keyFigures"]
    address = f"{ROOT}/key-figures/{safety.uuid}/observations?limit=4&goal={goals[1].translation_key}"
    page = get(address.removeprefix(f"{ROOT}/"))
    assert page["_meta"] == {"page": 1, "limit": 4, "count": 4, "totalRecords": 6, "totalPages": 2}
    rest = get(page["_links"]["next"]["href"].removeprefix(f"{ROOT}/"))
    by_short = {short(value): value for value in own["values"]}
    assert {short(value): value for value in page["items"] + rest["items"]} == by_short
    assert len(by_short) == 6
