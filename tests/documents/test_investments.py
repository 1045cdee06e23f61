from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from wagtail_kommunmal.documents.sections.investments import computed_deviation
from wagtail_kommunmal.models import KommunmalSiteSettings
from wagtail_kommunmal.testing import amount, investment, investments_section
from wagtail_kommunmal.vocabulary import AmountFlow, AmountSign

Section = Callable[[Any], dict[str, Any]]
MONEY = st.decimals(min_value=0, max_value=10**9, places=2)


@pytest.mark.parametrize(
    ("flow", "sign", "budget", "outcome", "deviation"),
    [
        ("expenditure", "expenditure_positive", "100,0", "90,5", "9.5"),
        ("expenditure", "expenditure_positive", "100", "110", "-10"),
        ("expenditure", "expenditure_negative", "-100", "-90", "10"),
        ("expenditure", "expenditure_negative", "-100", "-110", "-10"),
        ("income", "expenditure_positive", "100", "110", "10"),
        ("income", "expenditure_positive", "100", "90", "-10"),
        ("income", "expenditure_negative", "100", "110", "10"),
        ("income", "expenditure_negative", "100", "90", "-10"),
    ],
)
def test_a_computed_deviation_is_positive_when_better_than_the_budget_and_is_marked(
    section: Section, flow: str, sign: str, budget: str, outcome: str, deviation: str
) -> None:
    row = investment("Bro", amounts=[amount(2026, flow=flow, budget=budget, outcome=outcome)])
    (stated,) = section(investments_section(row, sign=sign))["investments"][0]["amounts"]
    assert (stated["deviation"], stated["deviationIsComputed"]) == (deviation, True)


def test_a_published_deviation_is_kept_even_where_another_could_be_computed(section: Section) -> None:
    row = investment("Bro", amounts=[amount(2026, budget="100", outcome="90", deviation="−9,99")])
    (stated,) = section(investments_section(row))["investments"][0]["amounts"]
    assert (stated["deviation"], stated["deviationText"], stated["deviationIsComputed"]) == (
        "-9.99",
        "−9,99\u00a0tkr",
        False,
    )


@pytest.mark.parametrize("known", [{"budget": "100"}, {"outcome": "100"}, {}])
def test_no_deviation_is_computed_from_half_of_what_it_takes(section: Section, known: dict[str, str]) -> None:
    (stated,) = section(investments_section(investment("Bro", amounts=[amount(2026, **known)])))["investments"][0][
        "amounts"
    ]
    assert (stated["deviation"], stated["deviationText"], stated["deviationIsComputed"]) == (None, None, False)


@given(budget=MONEY, outcome=MONEY)
def test_the_two_ways_to_print_expenditure_have_the_same_deviation(budget: Decimal, outcome: Decimal) -> None:
    positive, negative = AmountSign.EXPENDITURE_POSITIVE, AmountSign.EXPENDITURE_NEGATIVE
    assert computed_deviation(budget, outcome, AmountFlow.EXPENDITURE, positive) == (
        computed_deviation(-budget, -outcome, AmountFlow.EXPENDITURE, negative)
    )


@given(budget=MONEY, outcome=MONEY)
def test_income_and_expenditure_of_the_same_size_deviate_in_opposite_directions(
    budget: Decimal, outcome: Decimal
) -> None:
    sign = AmountSign.EXPENDITURE_POSITIVE
    assert computed_deviation(budget, outcome, AmountFlow.INCOME, sign) == (
        -computed_deviation(budget, outcome, AmountFlow.EXPENDITURE, sign)
    )


def test_sums_of_groups_are_published_as_they_are_printed(section: Section) -> None:
    written = section(
        investments_section(
            investment("Skolor", row_kind="group", amounts=[amount(2026, budget="10,0")]),
            investment("Ny skola", amounts=[amount(2026, budget="9,6")]),
        )
    )
    stated = [(row["rowKind"]["code"], row["amounts"][0]["budget"]) for row in written["investments"]]
    assert stated == [("group", "10.0"), ("row", "9.6")]


@pytest.mark.parametrize(("term", "text"), [("mnkr", "2,5\u00a0mnkr"), ("mkr", "2,5\u00a0mkr")])
def test_millions_are_written_as_the_site_says(section: Section, site: Site, term: str, text: str) -> None:
    KommunmalSiteSettings.objects.create(site=site, million_term=term)
    written = section(investments_section(investment("Bro", total_budget="2,5"), unit="mnkr"))
    assert (written["unit"], written["investments"][0]["totalBudgetText"]) == ({"code": "mnkr", "label": term}, text)
