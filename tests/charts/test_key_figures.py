from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest

from wagtail_kommunmal.charts.key_figures import BOTTOM, LEFT, RIGHT, TOP, KeyFigureChart, key_figure_chart
from wagtail_kommunmal.periods import Period

Member = dict[str, Any]


def period(code: str) -> Member:
    read = Period.parse(code)
    return {"code": code, "kind": {"code": str(read.kind)}, "label": read.label, "endsOn": read.ends_on.isoformat()}


def value(code: str, number: str | None, series: str = "own", gender: str = "T", **members: Any) -> Member:
    return {
        "period": period(code),
        "series": {"code": series, "label": series},
        "gender": {"code": gender, "label": gender},
        "value": number,
        "missingReason": None if number else {"code": "not_measured", "label": "Not measured"},
        "preliminary": False,
        **members,
    }


def target(code: str, number: str | None, highest: str | None = None) -> Member:
    return {"period": period(code), "value": number, "valueMax": highest, "gender": {"code": "T"}}


def chart_of(*values: Member, targets: tuple[Member, ...] = ()) -> KeyFigureChart:
    chart = key_figure_chart({"values": list(values), "targets": list(targets)})
    assert chart is not None
    return chart


def heights(chart: KeyFigureChart) -> list[float]:
    return [float(mark.y) for line in chart.lines for mark in line.marks]


def test_numbers_stand_over_their_time_and_on_their_height() -> None:
    [line] = chart_of(value("2022", "0"), value("2023", "50"), value("2024", "100")).lines
    first, middle, last = line.marks
    assert LEFT < float(first.x) < float(middle.x) < float(last.x) < RIGHT
    assert float(middle.x) - float(first.x) == pytest.approx(float(last.x) - float(middle.x), abs=1)
    assert [float(mark.y) for mark in line.marks] == [BOTTOM, pytest.approx((BOTTOM + TOP) / 2, abs=0.1), TOP]
    assert [stroke.points for stroke in line.strokes] == [
        f"{first.x},{first.y} {middle.x},{middle.y}",
        f"{middle.x},{middle.y} {last.x},{last.y}",
    ]


def test_no_line_leads_over_a_missing_value_which_is_marked() -> None:
    [line] = chart_of(value("2022", "1"), value("2023", None), value("2024", "3"), value("2025", "4")).lines
    assert len(line.strokes) == 1
    assert [mark.value["period"]["code"] for mark in line.missing] == ["2023"]
    assert line.missing[0].y == f"{BOTTOM:.1f}"


def test_zero_is_a_value() -> None:
    [line] = chart_of(value("2023", "0"), value("2024", "0")).lines
    assert len(line.marks) == 2
    assert line.missing == []


def test_what_is_preliminary_can_be_told() -> None:
    chart = chart_of(value("2023", "1"), value("2024", "2"), value("2025", "3", preliminary=True))
    assert [stroke.is_preliminary for stroke in chart.lines[0].strokes] == [False, True]
    assert chart.has_preliminary


def test_every_series_and_gender_is_a_line_with_a_form_of_its_own() -> None:
    chart = chart_of(
        *(value(year, "5", series, gender) for series, gender in SERIES for year in ("2023", "2024")),
        value("2024", None, "best"),
    )
    assert [line.kind for line in chart.lines] == ["own", "women", "men", "nation", "others"]
    assert [line.is_divided for line in chart.lines] == [True, True, True, False, False]
    labels = sorted(float(line.label_y) for line in chart.lines)
    assert all(after - before > 16 for before, after in pairwise(labels))


SERIES = [("own", "T"), ("own", "K"), ("own", "M"), ("nation", "T"), ("peer_group", "T")]


def test_a_target_is_a_bar_at_the_end_of_its_time_and_a_span_is_two() -> None:
    numbers = (value("2023", "10"), value("2024", "20"))
    chart = chart_of(*numbers, targets=(target("2025", "30"), target("2026", "10", "20"), target("2026", None)))
    assert [len(drawn.ys) for drawn in chart.targets] == [1, 2]
    first, second = chart.targets
    assert float(first.ys[0]) < min(heights(chart))
    assert float(first.left) < float(first.right) < float(second.right) == RIGHT


def test_targets_side_by_side_share_the_word_of_the_latest() -> None:
    numbers = (value("2018", "10"), value("2024", "20"))
    chart = chart_of(*numbers, targets=(target("2025", "30"), target("2026", "30"), target("2027", "15")))
    assert [drawn.is_named for drawn in chart.targets] == [False, True, True]


def test_a_far_target_leaves_room_between_the_names_of_the_periods() -> None:
    chart = chart_of(*(value(str(year), "1") for year in range(2019, 2026)), targets=(target("2035", "9"),))
    assert [label.label for label in chart.periods] == ["2019", "2021", "2023", "2025", "2035"]


def test_only_the_kind_of_period_with_most_numbers_is_drawn() -> None:
    chart = chart_of(value("2023", "1"), value("2024-T1", "7"), value("2024", "2"), value("2025-T1", None))
    assert [mark.value["period"]["code"] for mark in chart.lines[0].marks] == ["2023", "2024"]
    assert [label.label for label in chart.periods] == ["2023", "2024"]


def test_many_periods_are_named_from_the_latest_on() -> None:
    chart = chart_of(*(value(str(year), "1") for year in range(2005, 2026)))
    assert [label.label for label in chart.periods] == ["2007", "2010", "2013", "2016", "2019", "2022", "2025"]


def test_small_differences_high_up_are_seen_and_large_ones_start_at_nothing() -> None:
    assert chart_of(value("2023", "90"), value("2024", "95")).grid[0].number == 90
    assert chart_of(value("2023", "10"), value("2024", "95")).grid[0].number == 0


@pytest.mark.parametrize(
    "values",
    [[], [value("2024", "1")], [value("2023", None), value("2024", "1")], [value("2023", "1"), value("2024-T1", "1")]],
)
def test_without_numbers_of_two_times_there_is_no_picture(values: list[Member]) -> None:
    assert key_figure_chart({"values": values, "targets": [target("2026", "5")]}) is None
