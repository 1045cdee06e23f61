"""What is downloaded is read as text and numbers by a spreadsheet program, and holds what its reader may see."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.test.client import Client
from django.urls import reverse
from openpyxl import load_workbook
from wagtail.models import Site

from tests.site_pages import Page
from wagtail_kommunmal.admin.overviews import matrix
from wagtail_kommunmal.models import ResponsibleBody
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

ATTACK = "=cmd|' /C calc'!A0"
ENGLISH = {"accept-language": "en"}


@pytest.fixture
def plan(site: Site, home: Page) -> Any:
    plan = PlanPageFactory(parent=home, year=2026)
    bodies = [ResponsibleBodyFactory(name=ATTACK, code="+A"), ResponsibleBodyFactory(name="Barnnämnden", code="BN")]
    GoalPageFactory(parent=plan, sections=[assignments_section(assignment("Läs.", responsible=bodies))])
    return plan


def rows_of(client: Client, form: str, name: str = "kommunmal_overviews:matrix") -> list[list[Any]]:
    response = client.get(reverse(name), {"export": form}, headers=ENGLISH)
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    if form == "csv":
        return list(csv.reader(StringIO(content.decode())))
    sheet: Any = load_workbook(BytesIO(content)).active
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    return [list(row) for row in sheet.iter_rows(values_only=True)]


HEADINGS = [
    "Responsible body",
    "Code",
    *("T1 2026", "T1 2026: answered rows", "T1 2026: rows"),
    *("T2 2026", "T2 2026: answered rows", "T2 2026: rows"),
    *("2026", "2026: answered rows", "2026: rows"),
]


def test_a_sheet_holds_no_formula_and_numbers_stay_numbers(boss_client: Client, plan: Any) -> None:
    assert rows_of(boss_client, "xlsx") == [
        HEADINGS,
        ["'" + ATTACK, "'+A", *["Missing", 0, 1] * 3],
        ["Barnnämnden", "BN", *["Missing", 0, 1] * 3],
    ]


def test_nor_does_a_csv_file(boss_client: Client, plan: Any) -> None:
    assert rows_of(boss_client, "csv") == [
        HEADINGS,
        ["'" + ATTACK, "'+A", *["Missing", "0", "1"] * 3],
        ["Barnnämnden", "BN", *["Missing", "0", "1"] * 3],
    ]


def test_it_holds_only_what_the_reader_may_see(boss_client: Client, plan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matrix, "bodies_of", lambda request: ResponsibleBody.objects.filter(code="BN"))
    assert [row[:2] for row in rows_of(boss_client, "csv")[1:]] == [["Barnnämnden", "BN"]]
