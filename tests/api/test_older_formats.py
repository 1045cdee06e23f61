"""What was released in an older format of documents is served as today's, wherever it is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.test.client import Client
from wagtail.models import Site

from wagtail_kommunmal.documents.upgrade import FORMAT, NOBODYS, NOTHING_SAID
from wagtail_kommunmal.models import Release, ReleasedItem, ReleaseHead
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    accomplishment,
    accomplishments_section,
    assignment,
    assignments_section,
    investment,
    investments_section,
    key_figures_section,
    text_section,
)

from .conftest import Get, Released
from .test_openapi import validator

LACKING: dict[int, dict[str, Any]] = {
    1: {**NOTHING_SAID, **NOBODYS, "assessment": None, "assessments": [], "words": None},
    2: dict(NOBODYS),
}
"""Format -> the members that its documents had not, and what is said of them today."""


@pytest.fixture
def goal(site: Site, released: Released) -> Any:
    """A goal of which nothing was reported, with a section of each kind."""
    with released():
        plan = PlanPageFactory(title="Mål och budget 2026", year=2026)
        body = ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")
        return GoalPageFactory(
            parent=plan,
            title="Kultur nära",
            sections=[
                text_section("<p>Kulturen finns nära dig.</p>"),
                assignments_section(assignment("Bygg ut biblioteket.", responsible=[body])),
                key_figures_section(KeyFigureFactory(name="Lån per invånare", values={"2025": "6"})),
                investments_section(investment("Bokbuss", responsible=[body])),
                accomplishments_section(accomplishment("<p>Öppnat en filial.</p>")),
            ],
        )


def store_in_format(number: int) -> None:
    """Let everything be as the package stored it when its format was this one."""
    for head in ReleaseHead.objects.exclude(current=None):
        head.summary = in_format(number, head.summary)
        head.save(update_fields=["summary"])
    for release in Release.objects.all():
        release.content, release.format = in_format(number, release.content), number
        release.save(update_fields=["content", "format"])
    for item in ReleasedItem.objects.all():
        item.content = in_format(number, item.content)
        item.save(update_fields=["content"])


def in_format(number: int, document: Any) -> Any:
    """Return a document of today without what an older format had no members for."""
    match document:
        case list():
            return [in_format(number, part) for part in document]
        case {"total": total, "byStatus": {"notStarted": _}} if number == 1:
            return {"total": total}
        case dict():
            later = {name for name in LACKING[number] if name in document and is_later(name, document)}
            return {name: in_format(number, part) for name, part in document.items() if name not in later}
        case _:
            return document


def is_later(name: str, document: dict[str, Any]) -> bool:
    """Tell whether a member came later: not ``responsible`` of assignments, nor ``assessments`` of key figures."""
    is_key_figure = "values" in document
    return {"responsible": is_key_figure, "assessments": not is_key_figure}.get(name, True)


ADDRESSES = {
    "plans": "PlanList",
    "plans/{plan}": "Plan",
    "goals": "GoalList",
    "goals?expand=sections": "GoalList",
    "goals?year=2026": "GoalList",
    "goals?year=2026&expand=sections": "GoalList",
    "goals/{goal}": "Goal",
    "goals/{goal}/releases": "GoalReleaseList",
    "assignments": "AssignmentList",
    "key-figures": "KeyFigureList",
    "investments": "InvestmentList",
    "bodies": "BodyList",
}
ITEMS = {
    "assignments": "AssignmentWithGoal",
    "key-figures": "KeyFigureWithGoal",
    "investments": "InvestmentWithGoal",
}
AT_A_MOMENT = ("plans", "plans/{plan}", "goals", "goals?expand=sections", "goals/{goal}")


Answers = Callable[[], dict[str, Any]]


@pytest.fixture
def answers(goal: Any, get: Get) -> Answers:
    """Read every address: each list, with and without a moment, and all that is in it; each answer is a valid one."""

    def answers() -> dict[str, Any]:
        names = {"plan": goal.get_parent().translation_key, "goal": goal.translation_key}
        moment = quote(Release.objects.latest("published_from").published_from.isoformat())
        components = dict(ADDRESSES)
        for path in AT_A_MOMENT:
            components[f"{path}{'&' if '?' in path else '?'}asOf={moment}"] = ADDRESSES[path]
        for resource, component in ITEMS.items():
            components |= {f"{resource}/{item['id']}": component for item in get(resource)["items"]}
        for item in get("key-figures")["items"]:
            components[f"key-figures/{item['id']}/observations"] = "ObservationList"
        found = {path.format(**names): (get(path.format(**names)), name) for path, name in components.items()}
        for answer, component in found.values():
            validator({"$ref": f"#/components/schemas/{component}"}, closed=True).validate(answer)
        return {path: answer for path, (answer, _) in found.items()}

    return answers


@pytest.mark.parametrize("number", LACKING)
def test_every_address_answers_with_todays_members(number: int, goal: Any, answers: Answers) -> None:
    today = answers()
    store_in_format(number)
    assert answers() == (without_words(today) if number == 1 else today)


def without_words(document: Any) -> Any:
    """Return a document of a plan from before sites had words of their own: which they were is not known."""
    if isinstance(document, list):
        return [without_words(part) for part in document]
    if isinstance(document, dict):
        return {name: None if name == "words" else without_words(part) for name, part in document.items()}
    return document


@pytest.mark.parametrize("number", LACKING)
def test_what_is_stored_lacks_what_is_answered(number: int, goal: Any, get: Get) -> None:
    store_in_format(number)
    stored = Release.objects.get(head__translation_key=goal.translation_key)
    answer = get(f"goals/{goal.translation_key}")
    assert stored.format == number < FORMAT
    assert "responsible" not in stored.content["sections"][2]["keyFigures"][0]
    assert answer["sections"][2]["keyFigures"][0]["responsible"] is None
    assert ("followUps" in stored.content["sections"][1]["assignments"][0]) == (number > 1)
    assert answer["sections"][1]["assignments"][0]["followUps"] == []


@pytest.mark.parametrize("number", LACKING)
@pytest.mark.parametrize("resource", ITEMS)
def test_a_table_has_todays_columns_and_cells(number: int, resource: str, goal: Any, client: Client) -> None:
    def table() -> bytes:
        return b"".join(client.get(f"/kommunmal/v1/{resource}", headers={"accept": "text/csv"}))

    today = table()
    assert today.count(b"\r\n") == 2
    store_in_format(number)
    assert table() == today


@pytest.mark.parametrize("number", LACKING)
def test_a_release_of_an_older_format_is_followed_by_one_of_todays(number: int, goal: Any, released: Released) -> None:
    store_in_format(number)
    with released():
        goal.save_revision().publish()
    releases = Release.objects.filter(head__translation_key=goal.translation_key).order_by("number")
    assert [release.format for release in releases] == [number, FORMAT]


@pytest.mark.parametrize("number", LACKING)
def test_the_pages_of_plan_and_goal_read_the_same(number: int, goal: Any, client: Client) -> None:
    addresses = [goal.url, goal.get_parent().url]
    today = [client.get(address).content for address in addresses]
    store_in_format(number)
    assert [client.get(address).content for address in addresses] == today
