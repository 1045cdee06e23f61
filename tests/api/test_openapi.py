from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from wagtail.models import Site

from wagtail_kommunmal.api.v1.generate import generate
from wagtail_kommunmal.api.v1.json_schemas import FILE as SCHEMA_FILE
from wagtail_kommunmal.api.v1.languages import in_both_languages
from wagtail_kommunmal.api.v1.openapi import FILE
from wagtail_kommunmal.documents.serializers import GOAL_SUMMARY_MEMBERS, SECTION_TYPES
from wagtail_kommunmal.management.commands import kommunmal_openapi
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    GoalPageFactory,
    KeyFigureAssessmentFactory,
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
    budget_change,
    investment,
    investments_section,
    key_figure_item,
    key_figures_section,
    text_section,
)

from .conftest import Get, Released

DOCUMENT: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS = {operation["get"]["operationId"]: operation["get"] for operation in DOCUMENT["paths"].values()}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TABLE = ["application/json", "text/csv", XLSX]
ANSWERED_IN = {
    "listAssignments": TABLE,
    "listKeyFigures": TABLE,
    "listObservations": [*TABLE, "application/json-stat+json"],
    "listInvestments": TABLE,
}
"""What answers in something else than JSON alone."""
RESPONSES = [
    pytest.param(response, id=f"{name}-{code}")
    for name, operation in OPERATIONS.items()
    for code, response in operation["responses"].items()
]


def validator(schema: dict[str, Any], *, closed: bool = False) -> Draft202012Validator:
    """Return a validator of the document's schemas; ``closed`` allows no member that they do not name."""
    components = copy.deepcopy(SCHEMAS)
    if closed:
        for component in components.values():
            if "properties" in component:
                component["additionalProperties"] = False
    return Draft202012Validator({**schema, "components": {"schemas": components}})


# The document itself


def test_the_document_is_openapi_3_1() -> None:
    assert DOCUMENT["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_the_committed_document_says_what_the_code_says(capsys: pytest.CaptureFixture[str]) -> None:
    output = StringIO()
    call_command("kommunmal_openapi", "--check", stdout=output)
    assert output.getvalue().splitlines() == [
        "openapi.json says what the code says.",
        "goal-1.schema.json says what the code says.",
    ]
    # drf-spectacular writes there what it could only guess.
    assert capsys.readouterr().err == ""


def test_a_difference_fails_the_check_and_is_shown(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stale = tmp_path / "openapi.json"
    stale.write_text(FILE.read_text(encoding="utf-8").replace('"listGoals"', '"goals"'), encoding="utf-8")
    monkeypatch.setattr(kommunmal_openapi, "FILE", stale)
    with pytest.raises(CommandError, match=r'-\s+"operationId": "goals",\n\+\s+"operationId": "listGoals",') as error:
        call_command("kommunmal_openapi", "--check")
    assert "Run “manage.py kommunmal_openapi”" in str(error.value)
    call_command("kommunmal_openapi", stdout=StringIO())
    assert stale.read_text(encoding="utf-8") == FILE.read_text(encoding="utf-8")


def test_a_schema_of_the_goal_document_that_differs_fails_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stale = tmp_path / "goal-1.schema.json"
    stale.write_text(SCHEMA_FILE.read_text(encoding="utf-8").replace('"title": "Goal"', '"title": "Mål"'))
    monkeypatch.setattr(kommunmal_openapi, "SCHEMA_FILE", stale)
    with pytest.raises(CommandError, match=r"goal-1\.schema\.json is not what the code says"):
        call_command("kommunmal_openapi", "--check", stdout=StringIO())
    call_command("kommunmal_openapi", stdout=StringIO())
    assert stale.read_text(encoding="utf-8") == SCHEMA_FILE.read_text(encoding="utf-8")


def test_a_large_difference_is_shown_in_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kommunmal_openapi, "FILE", tmp_path / "openapi.json")
    with pytest.raises(CommandError, match="… and more") as error:
        call_command("kommunmal_openapi", "--check")
    assert len(str(error.value).splitlines()) == kommunmal_openapi.SHOWN_LINES + 3


@pytest.mark.parametrize("response", RESPONSES)
def test_every_answer_has_an_example_that_its_schema_allows(response: dict[str, Any]) -> None:
    for content in response["content"].values():
        assert content["examples"]
        for example in content["examples"].values():
            validator(content["schema"]).validate(example["value"])


@pytest.mark.parametrize("response", RESPONSES)
def test_examples_have_no_member_that_the_schema_does_not_name(response: dict[str, Any]) -> None:
    for content in response["content"].values():
        for example in content["examples"].values():
            validator(content["schema"], closed=True).validate(example["value"])


def untyped(schema: Any, place: str) -> Iterator[str]:
    """Yield the places in a schema that allow anything; a component that it refers to is looked at by itself."""
    if not isinstance(schema, dict) or not schema:
        yield place
        return
    alternatives = [part for key in ("oneOf", "anyOf", "allOf") for part in schema.get(key, [])]
    kinds = schema.get("type", [])
    if "object" in kinds:
        members = schema.get("properties", {})
        if not members and "additionalProperties" not in schema:
            yield place
        if "additionalProperties" in schema:
            yield from untyped(schema["additionalProperties"], f"{place}.*")
        for name, member in members.items():
            yield from untyped(member, f"{place}.{name}")
    elif "array" in kinds:
        yield from untyped(schema.get("items"), f"{place}[]")
    elif not kinds and not alternatives and not {"$ref", "enum", "const"} & set(schema):
        yield place
    for part in alternatives:
        yield from untyped(part, place)


@pytest.mark.parametrize("name", SCHEMAS)
def test_nothing_is_left_untyped_in_a_component(name: str) -> None:
    assert list(untyped(SCHEMAS[name], name)) == []


@pytest.mark.parametrize("response", RESPONSES)
def test_nothing_is_left_untyped_in_an_answer(response: dict[str, Any]) -> None:
    for media_type, content in response["content"].items():
        assert list(untyped(content["schema"], media_type)) == []


@pytest.mark.parametrize(
    ("schema", "places"),
    [
        ({}, ["x"]),
        ({"description": "Anything."}, ["x"]),
        ({"type": "object"}, ["x"]),
        ({"type": "object", "additionalProperties": {}}, ["x.*"]),
        ({"type": "object", "additionalProperties": True}, ["x.*"]),
        ({"type": ["object", "null"], "properties": {"a": {"type": "array"}, "b": {"type": "string"}}}, ["x.a[]"]),
        ({"oneOf": [{"type": "null"}, {"type": "array", "items": {}}]}, ["x[]"]),
        ({"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Goal"}}, []),
    ],
)
def test_what_is_untyped_is_found(schema: dict[str, Any], places: list[str]) -> None:
    assert list(untyped(schema, "x")) == places


def descriptions(value: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text that describes an address, a parameter or an answer, with its place."""
    if isinstance(value, dict):
        for key, part in value.items():
            if isinstance(part, str) and (key in ("description", "x-limitations") or place.endswith("x-sla")):
                yield f"{place}/{key}", part
            elif key not in ("components", "examples", "externalDocs"):
                yield from descriptions(part, f"{place}/{key}")
    elif isinstance(value, list):
        for number, part in enumerate(value):
            yield from descriptions(part, f"{place}/{number}")


def test_everything_is_described_in_swedish_and_in_english() -> None:
    described = dict(descriptions(DOCUMENT))
    assert {"/info/description", "/tags/0/description", "/paths//goals/get/parameters/0/description"} <= set(described)
    in_both = re.compile(r"\*\*Svenska\.\*\* (.+)\n\n\*\*English\.\*\* (?!\1$)(.+)")
    assert {place: text for place, text in described.items() if not in_both.fullmatch(text)} == {}


def test_a_text_without_translation_is_written_once() -> None:
    assert in_both_languages("As it is.") == "As it is."
    assert in_both_languages(_("Not found")) == "**Svenska.** Finns inte\n\n**English.** Not found"


def test_the_description_is_the_same_whatever_language_is_in_force() -> None:
    with translation.override("sma"):
        assert generate() == DOCUMENT


@pytest.mark.parametrize("section_type", [section_type.name for section_type in SECTION_TYPES.values()])
def test_every_section_type_is_a_component_of_its_own(section_type: str) -> None:
    component = DOCUMENT["components"]["schemas"]["Section"]["discriminator"]["mapping"][section_type]
    assert {"$ref": component} in SCHEMAS["Section"]["oneOf"]
    section = SCHEMAS[component.rpartition("/")[2]]
    assert "type" in section["required"]
    enum = SCHEMAS[section["properties"]["type"]["$ref"].rpartition("/")[2]]
    assert enum["enum"] == [section_type]


def test_a_summary_has_the_members_of_a_goal_that_lists_give_and_its_envelope() -> None:
    left_out = set(SCHEMAS["Goal"]["properties"]) - set(SCHEMAS["GoalSummary"]["properties"])
    assert left_out == {"politicalTextHtml", "politicalTextText", "assessments", "sections", "isDraft"}
    assert set(GOAL_SUMMARY_MEMBERS) <= set(SCHEMAS["GoalSummary"]["properties"])


# The national REST API profile


def test_paths_are_lowercase_without_underscores() -> None:
    for path in DOCUMENT["paths"]:
        assert re.fullmatch(r"(/([a-z0-9.~-]+|\{[A-Za-z0-9]+\}))+", path)


def test_parameters_are_optional_but_one_camel_case_and_plain() -> None:
    for operation in OPERATIONS.values():
        assert "requestBody" not in operation
        for parameter in operation.get("parameters", []):
            assert re.fullmatch(r"[a-z][A-Za-z0-9]*", parameter["name"])
            is_in_path = parameter["in"] == "path"
            # What has changed is asked since a time, or it is not asked.
            is_since = (operation["operationId"], parameter["name"]) == ("listChanges", "since")
            assert parameter.get("required", False) == (is_in_path or is_since)
            assert parameter["description"]


def test_members_are_camel_case() -> None:
    for schema in SCHEMAS.values():
        for name in schema.get("properties", {}):
            assert re.fullmatch(r"_?[a-z][A-Za-z0-9]*", name)


def test_lists_are_paged_with_limit_and_page() -> None:
    for name in (
        "listPlans",
        "listGoals",
        "listAssignments",
        "listKeyFigures",
        "listObservations",
        "listInvestments",
        "listBodies",
    ):
        parameters = {parameter["name"]: parameter["schema"] for parameter in OPERATIONS[name]["parameters"]}
        assert (parameters["page"]["minimum"], parameters["page"]["default"]) == (1, 1)
        assert (parameters["limit"]["default"], parameters["limit"]["maximum"]) == (20, 100)


def test_errors_are_described_as_problems() -> None:
    for name, operation in OPERATIONS.items():
        assert {"400", "default"} <= set(operation["responses"])
        answered_in = ANSWERED_IN.get(name, ["application/json"])
        for code, response in operation["responses"].items():
            assert response["description"]
            assert list(response["content"]) == (answered_in if code == "200" else ["application/problem+json"])


def test_the_api_says_whose_it_is_and_what_to_expect() -> None:
    info = DOCUMENT["info"]
    assert info["version"] == "1.0.0"
    assert info["license"] == {"name": "BSD-3-Clause", "url": "https://opensource.org/license/bsd-3-clause"}
    assert {"name", "url", "email"} == set(info["contact"])
    assert {"availability", "responseTime", "support"} == set(info["x-sla"])
    assert (info["x-api-status"], info["x-api-released"]) == ("active", "2026-11-23")
    assert info["x-limitations"]
    assert " och " in info["description"]
    assert " and " in info["description"]
    assert DOCUMENT["externalDocs"]["url"].startswith("https://")
    assert all(server["url"].startswith("https://") for server in DOCUMENT["servers"])


def test_every_operation_is_described() -> None:
    for operation in OPERATIONS.values():
        assert operation["summary"]
        assert operation["description"]
        assert operation["tags"]


# Real answers


@pytest.fixture
def full_goal(site: Site, image: Any, released: Released) -> Any:
    """A goal with an item of everything, and one in which nothing is filled in."""
    with released():
        plan = PlanPageFactory(year=2026)
        body = ResponsibleBodyFactory()
        figure = KeyFigureFactory(
            values={"2023": "1,50", "2024": "0"}, kolada_id="N00001", source="SCB", responsible=body
        )
        KeyFigureValueFactory(key_figure=figure, period="2025", missing=True, preliminary=True)
        KeyFigureTargetFactory(key_figure=figure, at_least=True, baseline_period="2020", baseline_value="1")
        KeyFigureAssessmentFactory(key_figure=figure, trend="improved", position="upper", comment="Bra.")
        return GoalPageFactory(
            parent=plan,
            number="1",
            image=image,
            focus_area=FocusAreaFactory(),
            political_text="<p>Text.</p>",
            parent_goal=GoalPageFactory(parent=plan, statement="", sections=empty_sections()),
            previous_goal=GoalPageFactory(parent=PlanPageFactory(year=2025)),
            sections=[
                text_section("<p>Text.</p>", heading="Bakgrund"),
                assignments_section(
                    assignment("Gör.", responsible=[body], description="<p>Så.</p>", quantity_target="3")
                ),
                key_figures_section(key_figure_item(figure, note="<p>Not.</p>")),
                investments_section(
                    investment(
                        "Skola",
                        category="new",
                        responsible=[body],
                        amounts=[amount(2026, 2027, budget="10,0", outcome="9")],
                        total_budget="10",
                        budget_changes=[budget_change("1", note="Mer.")],
                    )
                ),
                accomplishments_section(accomplishment("<p>Klart.</p>", image=image, body=body)),
            ],
        )


def empty_sections() -> list[Any]:
    return [
        text_section(""),
        assignments_section(assignment("")),
        key_figures_section(KeyFigureFactory(definition="")),
        investments_section(investment("", amounts=[amount()], budget_changes=[budget_change(None)])),
        accomplishments_section(accomplishment("")),
        assignments_section(),
    ]


def test_real_answers_are_what_the_document_says(full_goal: Any, get: Get) -> None:
    body = full_goal.sections[1].value["items"][0]["responsible"][0]["body"]
    plan, empty_goal = full_goal.get_plan(), full_goal.parent_goal
    components = {
        "api-info": "ApiInfo",
        "plans": "PlanList",
        f"plans/{plan.translation_key}": "Plan",
        "goals": "GoalList",
        "goals?expand=sections": "GoalList",
        f"goals/{full_goal.translation_key}": "Goal",
        f"goals/{empty_goal.translation_key}": "Goal",
        "assignments": "AssignmentList",
        "key-figures": "KeyFigureList",
        "investments": "InvestmentList",
        "bodies": "BodyList",
        f"bodies/{body.uuid}": "Body",
        "problems/not-found": "ProblemType",
    }
    for path in ("assignments", "investments"):
        component = f"{path[:-1].capitalize()}WithGoal"
        components |= {f"{path}/{item['id']}": component for item in get(path)["items"]}
    for figure in get("key-figures")["items"]:
        components[f"key-figures/{figure['id']}"] = "KeyFigureWithGoal"
        components[f"key-figures/{figure['id']}/observations"] = "ObservationList"
    for path, component in components.items():
        validator({"$ref": f"#/components/schemas/{component}"}, closed=True).validate(get(path))


@pytest.mark.parametrize(("path", "status"), [("goals?limit=0", 400), ("goals/1", 404)])
def test_real_errors_are_what_the_document_says(site: Site, get: Get, path: str, status: int) -> None:
    validator({"$ref": "#/components/schemas/Problem"}, closed=True).validate(get(path, status=status))


def test_the_validator_of_these_tests_finds_what_is_wrong() -> None:
    [example] = OPERATIONS["getGoal"]["responses"]["200"]["content"]["application/json"]["examples"].values()
    goal = example["value"]
    wrong = [{**goal, "title": None}, {**goal, "unheard": 1}, {**goal, "sections": [{"type": "text"}]}]
    for document in wrong:
        assert list(validator({"$ref": "#/components/schemas/Goal"}, closed=True).iter_errors(document))
