from __future__ import annotations

from typing import Any

import pytest

from wagtail_kommunmal.charts.amounts import AmountBar, amount_bars

Member = dict[str, Any]


def amount(budget: str | None, outcome: str | None = None, flow: str = "expenditure", **years: int) -> Member:
    return {"budget": budget, "outcome": outcome, "flow": {"code": flow}, "yearFrom": 2026, "yearTo": None, **years}


def investment(forecast: str | None = None, year: int = 2026) -> Member:
    return {"currentFollowUp": {"forecast": forecast, "forecastText": f"{forecast} mnkr", "period": {"year": year}}}


def test_all_bars_of_a_section_are_on_one_scale() -> None:
    bars = amount_bars([(investment(), amount("50", "100")), (investment("80"), amount("100", "25"))])
    assert bars == [AmountBar("80.0", "160.0", None, None), AmountBar("160.0", "40.0", "128.0", "80 mnkr")]


def test_expenditure_that_is_printed_negative_is_as_long() -> None:
    assert amount_bars([(investment("-10"), amount("-20", "-5"))]) == [AmountBar("160.0", "40.0", "80.0", "-10 mnkr")]


def test_nothing_spent_is_a_bar_without_length() -> None:
    assert amount_bars([(investment(), amount("20", "0"))]) == [AmountBar("160.0", "0.0", None, None)]


@pytest.mark.parametrize(
    ("said", "of"),
    [
        (investment(), amount("20")),
        ({"currentFollowUp": None}, amount("20")),
        (investment("5", year=2027), amount("20")),
        (investment("5"), amount("20", flow="income")),
        (investment("5"), amount(None, "4")),
        (investment("5"), amount("20", yearFrom=0)),
        (investment("0"), amount("0", "0")),
    ],
)
def test_a_budget_with_nothing_beside_it_is_not_drawn(said: Member, of: Member) -> None:
    assert amount_bars([(said, of)]) == [None]


def test_a_span_of_years_has_the_forecast_of_any_of_them() -> None:
    [bar] = amount_bars([(investment("10", year=2027), amount("20", yearTo=2028))])
    assert bar == AmountBar("160.0", None, "80.0", "10 mnkr")
