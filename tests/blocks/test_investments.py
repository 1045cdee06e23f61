from __future__ import annotations

import pytest
from django.utils.translation import override
from wagtail.models import Site

from tests.blocks.errors import errors_of, errors_of_draft
from wagtail_kommunmal.testing import (
    ResponsibleBodyFactory,
    amount,
    budget_change,
    investment,
    investments_section,
)

pytestmark = pytest.mark.django_db


def test_an_investment_needs_a_name_when_it_is_published() -> None:
    section = investments_section(investment("Ny skola"), investment(""))
    assert list(errors_of(section)) == ["items.1.name"]
    assert errors_of_draft(section) == {}


def test_a_span_that_ends_before_it_starts_is_told_at_its_last_year() -> None:
    section = investments_section(investment("Ny skola", amounts=[amount(2026), amount(2027, 2026)]))
    with override("en"):
        assert errors_of(section) == {"items.0.amounts.1.year_to": ["The end year 2026 is before the start year 2027."]}
    assert errors_of_draft(section) == {}


def test_a_body_listed_twice_is_told_at_each_of_its_rows(site: Site) -> None:
    body = ResponsibleBodyFactory()
    section = investments_section(investment("Ny skola", responsible=[body, (body, "co")]))
    assert list(errors_of(section)) == ["items.0.responsible.0.body", "items.0.responsible.1.body"]
    assert errors_of_draft(section) == {}


def test_everything_but_the_name_may_be_left_out() -> None:
    section = investments_section(investment("Ny skola", amounts=[amount()], budget_changes=[budget_change(None)]))
    assert errors_of(section) == {}


def test_a_year_of_completion_may_be_a_span_in_words() -> None:
    assert errors_of(investments_section(investment("Ny skola", planned_ready="2019-2020"))) == {}


@pytest.mark.parametrize("field", ["unit", "sign"])
def test_an_unknown_code_is_refused(field: str) -> None:
    section = investments_section()
    section["value"][field] = "guilders"
    assert list(errors_of(section)) == [field]
