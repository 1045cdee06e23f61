from __future__ import annotations

import pytest
from wagtail.models import Site

from tests.blocks.errors import errors_of, errors_of_draft
from wagtail_kommunmal.testing import ResponsibleBodyFactory, assignment, assignments_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_an_assignment_needs_a_title_when_it_is_published() -> None:
    section = assignments_section(assignment(""))
    assert errors_of(section) == {"items.0.title": ["This field is required."]}
    assert errors_of_draft(section) == {}


def test_an_assignment_of_a_thousand_characters_is_accepted_and_no_longer_one() -> None:
    assert errors_of(assignments_section(assignment("å" * 1000))) == {}
    assert list(errors_of(assignments_section(assignment("å" * 1001)))) == ["items.0.title"]


def test_an_end_year_before_the_start_year_is_told_at_the_end_year() -> None:
    section = assignments_section(assignment("Först."), assignment("Sedan.", start_year=2026, end_year=2025))
    assert errors_of(section) == {"items.1.end_year": ["The end year 2025 is before the start year 2026."]}
    assert errors_of_draft(section) == {}


@pytest.mark.parametrize(("start", "end"), [(2026, 2026), (2026, None), (None, 2026), (None, None)])
def test_an_assignment_may_run_for_one_year_or_have_no_end(start: int | None, end: int | None) -> None:
    assert errors_of(assignments_section(assignment("Titel.", start_year=start, end_year=end))) == {}


@pytest.mark.parametrize("year", [1899, 2201])
def test_a_year_out_of_all_reason_is_refused_in_a_draft_too(year: int) -> None:
    section = assignments_section(assignment("Titel.", start_year=year))
    assert list(errors_of(section)) == list(errors_of_draft(section)) == ["items.0.start_year"]


def test_a_body_listed_twice_is_told_at_each_of_its_rows(site: Site) -> None:
    board, committee = ResponsibleBodyFactory(name="Kommunstyrelsen"), ResponsibleBodyFactory()
    section = assignments_section(assignment("Titel.", responsible=[board, committee, (board, "co")]))
    message = ["Kommunstyrelsen is listed more than once."]
    assert errors_of(section) == {
        "items.0.responsible.0.body": message,
        "items.0.responsible.2.body": message,
    }
    assert errors_of_draft(section) == {}


def test_the_same_body_may_answer_for_several_assignments(site: Site) -> None:
    board = ResponsibleBodyFactory()
    section = assignments_section(
        assignment("Den ena.", responsible=[board]), assignment("Den andra.", responsible=[board])
    )
    assert errors_of(section) == {}


def test_a_row_without_a_body_is_refused_when_it_is_published(site: Site) -> None:
    section = assignments_section(assignment("Titel.", responsible=[ResponsibleBodyFactory()]))
    section["value"]["items"][0]["value"]["responsible"][0]["value"]["body"] = None
    assert errors_of(section) == {"items.0.responsible.0.body": ["This field is required."]}
    assert errors_of_draft(section) == {}


def test_an_assignment_may_have_nobody_who_is_responsible() -> None:
    assert errors_of(assignments_section(assignment("Titel."))) == {}


def test_both_errors_of_an_assignment_are_told_at_once(site: Site) -> None:
    body = ResponsibleBodyFactory()
    section = assignments_section(assignment("Titel.", responsible=[body, body], start_year=2026, end_year=2025))
    assert list(errors_of(section)) == [
        "items.0.end_year",
        "items.0.responsible.0.body",
        "items.0.responsible.1.body",
    ]


def test_an_unknown_origin_is_refused() -> None:
    assert list(errors_of(assignments_section(origin="parliament"))) == ["origin"]
