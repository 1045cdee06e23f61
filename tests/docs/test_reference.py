"""The generated parts of the reference leave nothing out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from kommunmal_reference.checks import texts_of_checks
from kommunmal_reference.commands import commands
from kommunmal_reference.extension import PARTS, fill_in
from kommunmal_reference.markdown import table
from kommunmal_reference.vocabularies import vocabularies
from wagtail import blocks
from wagtail.images.blocks import ImageBlock
from wagtail.models import Site

import wagtail_kommunmal
from wagtail_kommunmal.admin.groups import EDITORS, REVIEWERS
from wagtail_kommunmal.api.v1 import urls
from wagtail_kommunmal.blocks import SectionsBlock
from wagtail_kommunmal.conf import Settings
from wagtail_kommunmal.exchange.kinds.base import Kind
from wagtail_kommunmal.exchange.registry import KINDS
from wagtail_kommunmal.models import FollowUpReport, GoalPageMixin, KeyFigure, PlanPageMixin, Release, ResponsibleBody

PACKAGE = Path(wagtail_kommunmal.__file__).parent
TESTS = Path(__file__).resolve().parent.parent
DOCS = TESTS.parent / "docs"


@pytest.fixture(autouse=True)
def _in_english(in_english: None) -> None:
    """The reference is written in English."""


def rows_of(part: str, first_cell: str) -> list[str]:
    """Return the rows of a generated part that begin with a name."""
    return [line for line in PARTS[part]().splitlines() if line.startswith(f"| `{first_cell}` |")]


@pytest.mark.parametrize("name", [field.name for field in fields(Settings)])
def test_every_setting_has_its_default_and_a_text(name: str) -> None:
    entry = PARTS["settings"]().split(f"### `{name}`\n\n")[1].split("\n\n")
    assert entry[0].startswith(f"Default: `{getattr(Settings(), name)!r}`, of type `")
    assert entry[1].endswith(".")


@pytest.mark.parametrize(
    ("part", "model"),
    [
        ("pages", PlanPageMixin),
        ("pages", GoalPageMixin),
        ("registers", ResponsibleBody),
        ("registers", KeyFigure),
        ("reports", FollowUpReport),
        ("releases", Release),
    ],
)
def test_every_field_of_a_model_is_there(part: str, model: Any) -> None:
    names = [field.name for field in model._meta.local_fields if not field.primary_key]
    assert names
    assert [name for name in names if not rows_of(part, name)] == []


def test_a_field_is_named_as_in_the_form_in_both_languages() -> None:
    assert rows_of("pages", "decision_reference") == [
        "| `decision_reference` | text, at most 255 characters | Decision reference (*Beslut*) | "
        "For example KF 2024-11-25 § 147. |"
    ]


def test_every_field_of_every_block_is_there() -> None:
    names = set(names_in(SectionsBlock()))
    assert {"assignments", "decision_reference", "budget_changes"} <= names
    text = PARTS["sections"]()
    assert [name for name in names if f"`{name}`" not in text] == []


def names_in(block: Any) -> Iterator[str]:
    """Yield the names of all fields below a block, but for those inside Wagtail's own block for images."""
    if isinstance(block, blocks.ListBlock):
        yield from names_in(block.child_block)
    if isinstance(block, ImageBlock):
        return
    for name, child in getattr(block, "child_blocks", {}).items():
        yield name
        yield from names_in(child)


def test_every_code_stands_in_one_list_with_its_swedish_word() -> None:
    text = PARTS["model-codes"]() + "\n" + PARTS["block-codes"]()
    for choices in vocabularies():
        for code in choices.values:
            assert re.search(rf"^\| `{code}` \| .+ \| .+ \|$", text, re.MULTILINE), code
    assert text.count("### Gender\n") == 1
    assert "| `K` | Women | Kvinnor |" in text


def test_a_code_of_a_field_leads_to_its_list() -> None:
    assert "(codes-assignment-origin)=" in PARTS["block-codes"]()
    assert "[Assignment origin](#codes-assignment-origin)" in rows_of("sections", "origin")[0]


@pytest.mark.parametrize("file", sorted((PACKAGE / "management" / "commands").glob("kommunmal_*.py")))
def test_every_command_has_its_help_and_its_options(file: Path) -> None:
    text = commands()
    assert f"## `{file.stem}`\n\n```text\npython manage.py {file.stem} [--" in text
    options = re.findall(r'"(--[a-z-]+)"', file.read_text(encoding="utf-8"))
    assert options
    assert [option for option in options if f"| `{option}" not in text] == []


def test_options_of_every_django_command_are_not_repeated() -> None:
    assert "--verbosity" not in commands()


def test_every_check_that_has_a_test_is_named_by_its_id() -> None:
    tests = "\n".join(file.read_text(encoding="utf-8") for file in TESTS.rglob("test_*.py"))
    ids = {found.upper() for found in re.findall(r"^def test_([ew]\d{3})_", tests, re.MULTILINE)}
    assert ids
    assert set(texts_of_checks()) == ids
    assert [name for name in ids if f"| `wagtail_kommunmal.{name}` | " not in PARTS["checks"]()] == []


def test_permissions_are_those_that_the_groups_get() -> None:
    header, _, pages, reports, *_ = PARTS["permissions"]().splitlines()
    assert header == f"| Content | {EDITORS.name} | {REVIEWERS.name} |"
    assert pages == f"| Plans and goals | {', '.join(EDITORS.pages)} | {', '.join(REVIEWERS.pages)} |"
    assert reports == f"| Follow-up reports |  | {', '.join(REVIEWERS.reports)} |"


def test_every_address_of_the_api_is_there() -> None:
    text = PARTS["api-paths"]()
    routes = [re.sub(r"<\w+:(\w+)>", r"{\1}", str(route.pattern)) for route in urls.urlpatterns]
    files = {"openapi.json", "dcat.rdf", "schemas/goal-1.json", "observations.csv"}
    beside = files | {route for route in routes if "-metadata" in route}
    described = [route for route in routes if route and route not in beside]
    assert len(described) > 5
    assert [route for route in described if f"### `GET /{route}`" not in text] == []
    by_hand = (DOCS / "reference" / "api.md").read_text(encoding="utf-8")
    assert [route for route in beside if f"/{route}`" not in by_hand] == []


def test_every_type_that_the_api_names_is_described() -> None:
    text = PARTS["api-paths"]() + PARTS["api-schemas"]()
    named = set(re.findall(r"\(#(schema-[a-z]+)\)", text))
    assert "schema-goal" in named
    assert [name for name in named if f"({name})=" not in text] == []


def test_every_generated_part_has_a_place_in_the_documentation() -> None:
    pages = "\n".join(page.read_text(encoding="utf-8") for page in DOCS.rglob("*.md"))
    assert [part for part in PARTS if f"<!-- generated: {part} -->" not in pages] == []


def test_a_part_stands_in_its_page_and_the_rest_is_left_alone() -> None:
    page = "# Commands\n\n<!-- generated: commands -->\n\nThe end."
    assert fill_in(page) == f"# Commands\n\n{commands()}\n\nThe end."


def test_a_part_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(KeyError):
        fill_in("<!-- generated: weather -->")


def test_a_column_without_content_is_left_out_of_a_table() -> None:
    assert table(["A", "B"], [["1", ""], ["2|3", ""]]) == "| A |\n| --- |\n| 1 |\n| 2\\|3 |"


@pytest.mark.parametrize("kind", KINDS.values())
def test_every_column_of_a_table_has_its_header_and_what_it_holds(kind: type[Kind]) -> None:
    for column in kind(Site()).columns:
        rows = rows_of("tables", column.name)
        assert any(f"| {column.header}" in row for row in rows)
