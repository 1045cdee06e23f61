from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test.client import Client
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator
from wagtail.models import Site

from tests.site_pages import GoalPage, PlanPage
from tests.testapp.models import CompanyGoalPage, CompanyPlanPage
from wagtail_kommunmal.api.v1.openapi import FILE, document_of_site
from wagtail_kommunmal.documents.additions import NONE, Additions
from wagtail_kommunmal.testing import GoalPageFactory

Document = dict[str, Any]


@pytest.fixture
def description(client: Client, site: Site) -> Document:
    document: Document = client.get("/kommunmal/v1/openapi.json").json()
    return document


@pytest.fixture
def contract() -> Document:
    """The description of the package alone."""
    document: Document = json.loads(FILE.read_text(encoding="utf-8"))
    return document


def schemas(document: Document) -> Document:
    components: Document = document["components"]["schemas"]
    return components


def errors(description: Document, component: str, value: Any) -> list[str]:
    """Return what is wrong with a value, and every member that the description does not name."""
    closed = {
        name: {**schema, "additionalProperties": False} if "properties" in schema else schema
        for name, schema in schemas(description).items()
    }
    schema = {"$ref": f"#/components/schemas/{component}", "components": {"schemas": closed}}
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


def test_what_a_site_adds_is_described_and_nothing_else_is_changed(description: Document, contract: Document) -> None:
    OpenAPIV31SpecValidator(description).validate()
    described, promised = schemas(description), schemas(contract)
    changed = {name for name, schema in promised.items() if described[name] != schema}
    assert changed == {"Goal", "GoalSummary", "Plan", "PlanSummary", "Section"}
    added = {"Risk", "RiskLevelCode", "RiskLevelCodeCode", "RisksSection", "RisksSectionType"}
    assert set(described) - set(promised) == added
    assert description["paths"] == contract["paths"]


def test_members_of_the_site_are_described_as_optional(description: Document, contract: Document) -> None:
    goal = schemas(description)["Goal"]
    assert goal["properties"]["ownerDirective"] == {
        "type": "string",
        "description": "What the owner wants of the company.",
    }
    for name in ("Goal", "GoalSummary", "Plan", "PlanSummary"):
        assert schemas(description)[name]["required"] == schemas(contract)[name]["required"]


def test_an_own_section_can_be_told_by_its_type(description: Document) -> None:
    section = schemas(description)["Section"]
    assert section["discriminator"]["mapping"]["risks"] == "#/components/schemas/RisksSection"
    assert {"$ref": "#/components/schemas/RisksSection"} in section["oneOf"]
    assert schemas(description)["RisksSectionType"]["enum"] == ["risks"]


def test_answers_are_as_described(
    description: Document, contract: Document, company_goal: CompanyGoalPage, client: Client, released: Any
) -> None:
    with released():
        plain_goal = GoalPageFactory()
    for page in (company_goal, plain_goal):
        answer = client.get(f"/kommunmal/v1/goals/{page.translation_key}").json()
        assert errors(description, "Goal", answer) == []
    assert errors(description, "GoalList", client.get("/kommunmal/v1/goals").json()) == []
    assert errors(description, "PlanList", client.get("/kommunmal/v1/plans").json()) == []
    assert errors(contract, "GoalList", client.get("/kommunmal/v1/goals").json()) != []


def test_the_committed_file_describes_the_package_alone() -> None:
    call_command("kommunmal_openapi", "--check", stdout=StringIO())
    assert "ownerDirective" not in FILE.read_text(encoding="utf-8")


def test_the_command_prints_the_description_that_the_site_serves(description: Document) -> None:
    output = StringIO()
    call_command("kommunmal_openapi", "--site", stdout=output)
    assert json.loads(output.getvalue()) == description


@pytest.mark.django_db
def test_the_command_has_nothing_to_print_where_there_is_no_site() -> None:
    Site.objects.all().delete()
    with pytest.raises(CommandError, match="no default site"):
        call_command("kommunmal_openapi", "--site")


def test_a_site_that_adds_nothing_serves_the_committed_file(
    contract: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Additions.of_site() != NONE
    monkeypatch.setattr("wagtail_kommunmal.documents.additions.goal_models", lambda: [GoalPage])
    monkeypatch.setattr("wagtail_kommunmal.documents.additions.plan_models", lambda: [PlanPage])
    assert Additions.of_site() == NONE
    document_of_site.cache_clear()
    assert document_of_site() == contract
    document_of_site.cache_clear()


def test_page_classes_that_share_an_addition_add_it_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wagtail_kommunmal.documents.additions.goal_models", lambda: [CompanyGoalPage] * 2)
    monkeypatch.setattr("wagtail_kommunmal.documents.additions.plan_models", lambda: [CompanyPlanPage] * 2)
    additions = Additions.of_site()
    assert len(additions.goal_members) == len(additions.plan_members) == len(additions.section_types) == 1
