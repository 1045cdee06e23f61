from __future__ import annotations

from wagtail_kommunmal.charts.tallies import Segment, divided_bar

DONE, LATE, NONE = {"code": "completed"}, {"code": "delayed"}, {"code": "not_assessed"}


def test_a_bar_is_divided_as_the_statuses_are() -> None:
    assert divided_bar([(DONE, 3), (LATE, 0), (NONE, 1)]) == [
        Segment(DONE, "0.0", "299.5"),
        Segment(NONE, "301.5", "98.5"),
    ]


def test_one_status_has_the_whole_bar() -> None:
    assert divided_bar([(DONE, 7)]) == [Segment(DONE, "0.0", "400.0")]


def test_what_occurs_once_among_hundreds_is_seen() -> None:
    assert divided_bar([(DONE, 999), (LATE, 1)])[1].width == "2.0"


def test_nothing_is_no_bar() -> None:
    assert divided_bar([(NONE, 0)]) == []
