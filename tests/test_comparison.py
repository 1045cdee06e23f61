from __future__ import annotations

from typing import Any

import pytest

from wagtail_kommunmal.comparison import comparisons
from wagtail_kommunmal.periods import Period

Member = dict[str, Any]
HARD = "\xa0"

pytestmark = pytest.mark.usefixtures("in_english")


def period(code: str) -> Member:
    read = Period.parse(code)
    return {"code": code, "year": read.year, "label": read.label, "endsOn": read.ends_on.isoformat()}


def value(code: str, number: str | None, text: str | None = None, series: str = "own", gender: str = "T") -> Member:
    return {
        "period": period(code),
        "series": {"code": series},
        "gender": {"code": gender},
        "value": number,
        "valueText": text,
    }


def target(code: str, number: str | None, highest: str | None = None, gender: str = "T") -> Member:
    return {"period": period(code), "value": number, "valueMax": highest, "gender": {"code": gender}}


def sentences(*values: Member, targets: tuple[Member, ...] = (), unit: str = "count", **members: Any) -> list[str]:
    figure = {"values": values, "targets": targets, "unit": {"code": unit}, "unitLabel": None, "decimals": None}
    return comparisons(figure | members, "en")


def test_the_latest_value_is_compared_with_a_year_before_and_with_the_target() -> None:
    values = value("2024", "86.1"), value("2025", "85.2")
    assert sentences(*values, targets=(target("2025", "86"),), unit="percent") == [
        f"0.9{HARD}percentage points lower than in 2024.",
        f"0.8{HARD}percentage points below the target for 2025.",
    ]
    assert sentences(*reversed_years(values), targets=(target("2026", "80.1"),)) == [
        "0.9 higher than in 2024.",
        "6.0 above the target for 2026.",
    ]


def reversed_years(values: tuple[Member, Member]) -> tuple[Member, Member]:
    first, last = values
    return {**last, "period": first["period"]}, {**first, "period": last["period"]}


def test_no_difference_is_said_so() -> None:
    assert sentences(value("2024", "5.0"), value("2025", "5"), targets=(target("2025", "5"),)) == [
        "The same as in 2024.",
        "The same number as the target for 2025.",
    ]


def test_differences_have_the_unit_and_the_decimals_of_the_values() -> None:
    values = value("2024", "1000"), value("2025", "3456.78", f"3,457{HARD}SEK")
    assert sentences(*values, unit="sek", decimals=0) == [f"2,457{HARD}SEK higher than in 2024."]


def test_a_part_of_a_year_is_compared_with_the_same_part() -> None:
    values = value("2024-T1", "1"), value("2024", "9"), value("2025-T1", "3")
    assert sentences(*values) == ["2 higher than in T1 2024."]


@pytest.mark.parametrize(
    ("values", "targets"),
    [
        ([], [target("2025", "1")]),
        ([value("2024", "1"), value("2025", None)], [target("2025", "1")]),
        ([value("2023", "1"), value("2025", "1")], [target("2024", "1")]),
        ([value("2024", None), value("2025", "1")], [target("2025", None), target("2025", "1", "2")]),
        ([value("2024", "1", gender="K"), value("2025", "1")], [target("2025", "1", gender="K")]),
        ([value("2024", "1", series="nation"), value("2025", "1", series="nation")], []),
    ],
)
def test_what_cannot_be_compared_is_not(values: list[Member], targets: list[Member]) -> None:
    assert sentences(*values, targets=tuple(targets)) == []
