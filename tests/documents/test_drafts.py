"""A draft may hold ``None`` anywhere, and its blocks need not have ids."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Site

from tests.blocks.examples import FULL, with_each_field_unset
from tests.documents.contract import assert_keeps_the_contract
from wagtail_kommunmal.documents.compose import compose
from wagtail_kommunmal.models import goal_models, plan_models


def compose_draft(sections: list[Any], site: Site) -> dict[str, Any]:
    """Compose a goal that is in no tree and no database, as the first preview of a new page does."""
    goal = goal_models()[0](title="Utkast", locale=site.root_page.locale)
    goal.sections = sections
    content = compose(goal, site).content
    assert_keeps_the_contract(content)
    return content


@pytest.mark.parametrize("section_type", FULL)
def test_every_field_of_a_section_may_be_unset(section_type: str, site: Site, image: Any) -> None:
    full = FULL[section_type](image)
    compose_draft([full], site)
    for path, value in with_each_field_unset(full["value"]):
        if path != "items":
            content = compose_draft([{**full, "value": value}], site)
            assert len(content["sections"]) == 1, path


@pytest.mark.parametrize("section_type", FULL)
def test_every_field_of_a_section_may_be_missing(section_type: str, site: Site) -> None:
    content = compose_draft([{"type": section_type, "value": {}}], site)
    assert content["sections"][0].get("isEmpty", True)


def test_blocks_without_ids_are_composed_and_have_an_id_each(site: Site, image: Any) -> None:
    content = compose_draft([_without_ids(make(image)) for make in FULL.values()], site)
    assert len({section["id"] for section in content["sections"]}) == len(FULL)


def test_a_goal_without_a_plan_has_standard_headings_without_a_year(site: Site) -> None:
    sections = [{"type": "assignments", "value": {}}, {"type": "key_figures", "value": {}}]
    headings = [section["heading"] for section in compose_draft(sections, site)["sections"]]
    assert headings == ["Uppdrag från fullmäktige", "Nyckeltal"]


def test_a_plan_without_its_year_is_composed(site: Site) -> None:
    plan = plan_models()[0](title="Utkast", locale=site.root_page.locale)
    assert compose(plan, site).content["year"] is None


def test_a_draft_is_composed_as_the_instance_stands(composed: Callable[..., Any], site: Site) -> None:
    content = composed(statement="Som det sparades.")
    goal = goal_models()[0].objects.get(translation_key=content["id"])
    goal.statement = "Som det skrivs nu."
    assert compose(goal, site).content == {**content, "statement": "Som det skrivs nu."}


def _without_ids(value: Any) -> Any:
    """Return stored content as code may write it: items as their bare values, sections without an id."""
    if isinstance(value, list):
        return [_without_ids(item["value"]) for item in value]
    if isinstance(value, dict):
        return {name: _without_ids(member) for name, member in value.items() if name != "id"}
    return value
