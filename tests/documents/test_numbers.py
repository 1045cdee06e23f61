from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Site

from wagtail_kommunmal.documents.compose import compose
from wagtail_kommunmal.models import goal_models
from wagtail_kommunmal.testing import (
    KeyFigureFactory,
    KeyFigureTargetFactory,
    KeyFigureValueFactory,
    amount,
    assignment,
    assignments_section,
    budget_change,
    investment,
    investments_section,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import MissingReason

Section = Callable[[Any], dict[str, Any]]

TYPED_AND_PUBLISHED = [
    ("0", "0"),
    ("0,0", "0.0"),
    ("0,10", "0.10"),
    ("12", "12"),
    ("12,50", "12.50"),
    ("1 234,5", "1234.5"),
    ("1\u00a0234\u202f567", "1234567"),
    ("−12", "-12"),
    ("-0,75", "-0.75"),
    ("100000000000000000000000,01", "100000000000000000000000.01"),
]


NUMBERS = st.builds(
    lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**18), 10**18), st.integers(0, 9)
)


@pytest.mark.parametrize(("typed", "published"), TYPED_AND_PUBLISHED)
def test_numbers_of_blocks_come_out_digit_for_digit(section: Section, typed: str, published: str) -> None:
    money = amount(2026, budget=typed, outcome=typed, deviation=typed)
    row = investment("Bro", amounts=[money], total_budget=typed, budget_changes=[budget_change(typed)])
    written = section(investments_section(row))["investments"][0]
    stated = written["amounts"][0]
    assert [stated["budget"], stated["outcome"], stated["deviation"]] == [published] * 3
    assert [written["totalBudget"], written["budgetChanges"][0]["amount"]] == [published] * 2
    counted = section(assignments_section(assignment("Besök.", quantity_target=typed)))
    assert counted["assignments"][0]["quantityTarget"] == published


@pytest.mark.parametrize(("typed", "published"), TYPED_AND_PUBLISHED)
def test_numbers_of_key_figures_come_out_digit_for_digit(section: Section, typed: str, published: str) -> None:
    figure = KeyFigureFactory(values={"2025": typed}, decimals=1)
    KeyFigureTargetFactory(
        key_figure=figure,
        operator="between",
        value=typed,
        value_max=typed,
        baseline_period="2024",
        baseline_value=typed,
    )
    written = section(key_figures_section(figure))["keyFigures"][0]
    target = written["targets"][0]
    assert written["values"][0]["value"] == published
    assert [target["value"], target["valueMax"], target["baseline"]["value"]] == [published] * 3


@given(
    number=st.builds(
        lambda digits, places: Decimal(digits).scaleb(-places), st.integers(-(10**18), 10**18), st.integers(0, 9)
    )
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
def test_any_number_is_published_as_the_digits_it_is_stored_with(number: Decimal, site: Site) -> None:
    goal = goal_models()[0](title="Mål", locale=site.root_page.locale)
    goal.sections = [investments_section(investment("Bro", total_budget=number))]
    (section,) = compose(goal, site).content["sections"]
    assert section["investments"][0]["totalBudget"] == f"{number:f}"


def test_null_zero_and_missing_are_three_things(section: Section) -> None:
    figure = KeyFigureFactory(values={"2023": "0", "2025": MissingReason.NOT_MEASURED})
    KeyFigureValueFactory(key_figure=figure, period="2024", value=None, value_text="–")
    values = section(key_figures_section(figure))["keyFigures"][0]["values"]
    assert [
        (row["period"]["code"], row["value"], row["valueText"], (row["missingReason"] or {}).get("code"))
        for row in values
    ] == [("2023", "0", "0\u00a0%", None), ("2024", None, "–", None), ("2025", None, None, "not_measured")]

    amounts = [amount(2025, budget="0"), amount(2026, budget=None)]
    written = section(investments_section(investment("Bro", amounts=amounts)))["investments"][0]["amounts"]
    assert [(row["budget"], row["budgetText"]) for row in written] == [("0", "0\u00a0tkr"), (None, None)]


@pytest.mark.parametrize(
    ("language", "text"),
    [("sv", "−1\u00a0234,50\u00a0kr"), ("sma", "−1\u00a0234,50\u00a0kr"), ("en", "−1,234.50\u00a0kr")],
)
def test_numbers_are_shown_as_the_language_of_the_document_writes_them(
    section: Section, site: Site, language: str, text: str
) -> None:
    Locale.objects.filter(language_code=language).exclude(pk=site.root_page.locale_id).delete()
    Locale.objects.filter(pk=site.root_page.locale_id).update(language_code=language)
    written = section(investments_section(investment("Bro", total_budget="−1 234,50"), unit="sek"))
    assert written["investments"][0]["totalBudgetText"] == text
