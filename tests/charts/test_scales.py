from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wagtail_kommunmal.charts.scales import Scale, kept_apart, place, round_marks

NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=3)


@pytest.mark.parametrize(
    ("low", "high", "marks"),
    [
        ("77.9", "90", ["75", "80", "85", "90"]),
        ("0", "1", ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]),
        ("-3", "4", ["-4", "-2", "0", "2", "4"]),
        ("5", "5", ["4.0", "4.5", "5.0", "5.5", "6.0"]),
    ],
)
def test_marks_are_round_numbers_around_what_is_drawn(low: str, high: str, marks: list[str]) -> None:
    assert round_marks(Decimal(low), Decimal(high)) == [Decimal(mark) for mark in marks]


@given(NUMBERS, NUMBERS)
def test_few_marks_at_even_distances_hold_any_numbers(one: Decimal, other: Decimal) -> None:
    low, high = sorted([one, other])
    marks = round_marks(low, high)
    assert marks[0] <= low <= high <= marks[-1]
    assert 2 <= len(marks) <= 6
    assert len({after - before for before, after in pairwise(marks)}) == 1


def test_a_scale_may_run_upwards() -> None:
    scale = Scale(Decimal(10), Decimal(20), 300.0, 100.0)
    assert [scale.at(Decimal(number)) for number in (10, 15, 20)] == [300.0, 200.0, 100.0]


def test_a_scale_without_length_puts_everything_in_the_middle() -> None:
    assert Scale(Decimal(5), Decimal(5), 0.0, 100.0).at(Decimal(5)) == 50.0


def test_places_are_written_with_a_point() -> None:
    assert place(12.349) == "12.3"


@given(st.lists(st.floats(0, 300), max_size=15))
def test_labels_are_kept_apart_in_their_order(wanted: list[float]) -> None:
    places = kept_apart(wanted, 20.0, 0.0, 300.0)
    ordered = [places[index] for index in sorted(range(len(wanted)), key=wanted.__getitem__)]
    assert all(after - before >= 19.999 for before, after in pairwise(ordered))
    assert all(-0.001 <= where <= 300.001 for where in places)


def test_labels_with_room_stay_where_they_are_wanted() -> None:
    assert kept_apart([100.0, 10.0], 20.0, 0.0, 300.0) == [100.0, 10.0]
