from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from wagtail_kommunmal.admin.value_grid.grid import build_grid, default_years
from wagtail_kommunmal.models import KeyFigureValue


def value(period: str, **fields: Any) -> KeyFigureValue:
    row = KeyFigureValue(period=period, **fields)
    row.stamp()
    return row


def test_rows_are_the_years_of_the_range_and_the_periods_in_use_there() -> None:
    values = [value("2025-T1"), value("2024-08-31"), value("2023-T3"), value("2022-2025")]
    grid = build_grid(values, 2024, 2025)
    assert [row.period for row in grid.rows] == ["2024-08-31", "2024", "2025-T1", "2022-2025", "2025"]
    assert grid.outside == 1


def test_columns_are_the_series_in_use_in_their_usual_order() -> None:
    values = [
        value("2025", series="other", series_label="Granmyra skola"),
        value("1999", series="nation"),
        value("2025", gender="M"),
        value("2025", gender="T"),
        value("2025", series="other", series_label="Byskolan"),
    ]
    columns = build_grid(values, 2025, 2025).columns
    assert [(column.series, column.series_label, column.gender) for column in columns] == [
        ("own", "", "T"),
        ("own", "", "M"),
        ("nation", "", "T"),
        ("other", "Byskolan", "T"),
        ("other", "Granmyra skola", "T"),
    ]


def test_a_figure_without_values_has_a_column_to_begin_with() -> None:
    grid = build_grid([], 2025, 2026)
    assert [(column.series, column.gender) for column in grid.columns] == [("own", "T")]
    assert [cells for _row, cells in grid.lines] == [[None], [None]]


@pytest.mark.parametrize(
    ("periods", "years"),
    [
        ([], (2026, 2026)),
        (["2020", "2025"], (2020, 2026)),
        (["1990", "2025"], (2017, 2026)),
        (["2020", "2030"], (2021, 2030)),
    ],
)
def test_the_latest_years_are_shown_and_this_one_among_them(periods: list[str], years: tuple[int, int]) -> None:
    assert default_years([value(period) for period in periods], date(2026, 11, 23)) == years


def test_what_is_beside_a_number_is_told_in_words() -> None:
    fetched = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    row = value(
        "2025",
        value="12.50",
        value_text="ca 12",
        preliminary=True,
        note="Ny metod",
        provenance="kolada",
        fetched_at=fetched,
    )
    row.clean_fields(exclude=["key_figure"])
    (cell,) = build_grid([row], 2025, 2025).cells.values()
    assert (cell.text, cell.marks) == ("12,50", ["preliminary", "ca 12", "Kolada", "Ny metod"])
    assert cell.fetched == "2026-03-02"
    (missing,) = build_grid([value("2025", missing_reason="suppressed")], 2025, 2025).cells.values()
    assert (missing.text, missing.marks) == ("", ["Suppressed for privacy"])
