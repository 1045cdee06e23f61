from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from wagtail.models import Site

from wagtail_kommunmal.exchange.planning import plan_file
from wagtail_kommunmal.exchange.plans import Plan
from wagtail_kommunmal.exchange.registry import KINDS


@pytest.fixture(autouse=True)
def _in_english(in_english: None) -> None:
    """What a plan says is compared in the language of the sources."""


def csv(*rows: Sequence[Any]) -> bytes:
    """Return a file with these rows, whose cells hold neither semicolons nor quotation marks."""
    return "\n".join(";".join(str(cell) for cell in row) for row in rows).encode()


@pytest.fixture
def plan(site: Site) -> Callable[..., Plan]:
    """Plan the import of a file, or of rows, of a kind."""

    def make(kind: str, *rows: Sequence[Any], data: bytes = b"", **options: Any) -> Plan:
        return plan_file(KINDS[kind](site), data or csv(*rows), "tabell.csv", **options)

    return make


def statuses(plan: Plan) -> dict[int, str]:
    return {row.number: row.status.value for row in plan.rows}


def errors(plan: Plan) -> dict[int, list[str]]:
    return {row.number: [str(error) for error in row.errors] for row in plan.rows if row.errors}


def told(plan: Plan) -> dict[int, list[tuple[str, str, str]]]:
    """Return the changed fields of each row with what they were and would be."""
    return {
        row.number: [(field.header, field.old, field.new) for field in row.fields] for row in plan.rows if row.fields
    }
