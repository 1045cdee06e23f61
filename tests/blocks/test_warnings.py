from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from tests.blocks.errors import SECTIONS, errors_of
from wagtail_kommunmal.blocks.warnings import section_warnings
from wagtail_kommunmal.testing import (
    ItemDict,
    SectionDict,
    amount,
    assignments_section,
    investment,
    investments_section,
)


def warnings_of(*sections: SectionDict) -> list[str]:
    with override("en"):
        return section_warnings(SECTIONS.to_python(list(sections)))


def row(budget: str | None, year: int | None = 2026, flow: str = "expenditure") -> ItemDict:
    return investment("Rad", amounts=[amount(year, flow=flow, budget=budget)])


def group(budget: str | None, year: int | None = 2026, name: str = "Skolor", flow: str = "expenditure") -> ItemDict:
    return investment(name, row_kind="group", amounts=[amount(year, flow=flow, budget=budget)])


def test_a_group_that_is_the_sum_of_its_rows_gives_no_warning() -> None:
    assert warnings_of(investments_section(group("300"), row("100"), row("200"))) == []


def test_a_group_that_differs_from_its_rows_is_told_with_both_numbers() -> None:
    assert warnings_of(investments_section(group("1300"), row("1000.5"), row("200"))) == [
        "Skolor, 2026, expenditure, budget: the group says 1\u00a0300, its rows sum to 1\u00a0200,5."
    ]


@pytest.mark.django_db
def test_a_difference_does_not_stop_publication() -> None:
    assert errors_of(investments_section(group("1300"), row("1000"))) == {}


@pytest.mark.parametrize(
    ("printed", "rows", "differs"),
    [
        ("10", ["3", "3", "3"], False),
        ("11", ["3", "3", "3"], False),
        ("12", ["3", "3", "3"], True),
        ("1.0", ["0.3", "0.3", "0.3"], False),
        ("1.3", ["0.3", "0.3", "0.3"], True),
        ("1", ["0.3", "0.3"], False),
        ("100.00", ["50.00", "50.01"], False),
        ("100.00", ["50.00", "50.02"], True),
    ],
)
def test_a_difference_that_rounding_explains_gives_no_warning(printed: str, rows: list[str], differs: bool) -> None:
    assert bool(warnings_of(investments_section(group(printed), *map(row, rows)))) is differs


@pytest.mark.parametrize(
    ("printed", "rows", "differs"),
    [("-300", ["-100", "-200"], False), ("-100", ["-300", "200"], False), ("300", ["-100", "-200"], True)],
)
def test_signs_are_compared_as_they_are_published(printed: str, rows: list[str], differs: bool) -> None:
    section = investments_section(group(printed), *map(row, rows), sign="expenditure_negative")
    assert bool(warnings_of(section)) is differs


def test_a_group_ends_where_the_next_begins() -> None:
    section = investments_section(
        group("100", name="Skolor"), row("100"), group("500", name="Gator"), row("200"), row("200")
    )
    assert warnings_of(section) == ["Gator, 2026, expenditure, budget: the group says 500, its rows sum to 400."]


def test_rows_before_the_first_group_and_a_group_without_rows_are_nothing_to_compare() -> None:
    assert warnings_of(investments_section(row("100"), group("500"))) == []


def test_years_and_flows_are_compared_each_for_itself() -> None:
    section = investments_section(
        investment(
            "Skolor",
            row_kind="group",
            amounts=[amount(2026, budget="100"), amount(2027, budget="50"), amount(2026, flow="income", budget="9")],
        ),
        row("100"),
        row("40", year=2027),
        row("5", flow="income"),
    )
    assert warnings_of(section) == [
        "Skolor, 2027, expenditure, budget: the group says 50, its rows sum to 40.",
        "Skolor, 2026, income, budget: the group says 9, its rows sum to 5.",
    ]


def test_outcome_and_deviation_are_compared_too_and_a_span_is_named_as_one() -> None:
    section = investments_section(
        investment("Skolor", row_kind="group", amounts=[amount(2026, 2028, outcome="100", deviation="-7")]),
        investment("Rad", amounts=[amount(2026, 2028, outcome="40", deviation="-2")]),
    )
    assert warnings_of(section) == [
        "Skolor, 2026–2028, expenditure, outcome: the group says 100, its rows sum to 40.",
        "Skolor, 2026–2028, expenditure, deviation: the group says −7, its rows sum to −2.",
    ]


def test_several_amounts_of_a_row_in_one_year_are_added_up() -> None:
    rows = investment("Rad", amounts=[amount(2026, budget="40"), amount(2026, budget="60")])
    assert warnings_of(investments_section(group("100"), rows)) == []


def test_what_is_missing_is_not_compared_as_zero() -> None:
    assert warnings_of(investments_section(group("100"), row(None), row("100", year=2027))) == []
    assert warnings_of(investments_section(group(None), row("100"))) == []


def test_a_draft_with_nothing_filled_in_gives_no_warning() -> None:
    section = investments_section(group("100", year=None), row("100", year=None))
    for item in section["value"]["items"]:
        item["value"]["amounts"][0]["value"]["flow"] = None
        item["value"]["name"] = None
    assert warnings_of(section) == []


def test_a_difference_without_a_year_or_flow_is_told_all_the_same() -> None:
    section = investments_section(group("100", year=None), row("50", year=None))
    for item in section["value"]["items"]:
        item["value"]["amounts"][0]["value"]["flow"] = None
    assert warnings_of(section) == ["Skolor, budget: the group says 100, its rows sum to 50."]


def test_only_investments_are_looked_at() -> None:
    assert warnings_of(assignments_section()) == []
    assert section_warnings(None) == []


@given(st.lists(st.decimals(-(10**9), 10**9, places=3), min_size=1, max_size=12), st.integers(0, 2))
def test_rounding_every_number_of_a_true_sum_never_gives_a_warning(parts: list[Decimal], decimals: int) -> None:
    def rounded(number: Decimal) -> str:
        return f"{round(number, decimals):f}"

    section = investments_section(group(rounded(sum(parts, Decimal()))), *(row(rounded(part)) for part in parts))
    assert warnings_of(section) == []
