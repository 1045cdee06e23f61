"""Of what was reported, the latest period stands open and the ones before it are folded."""

from __future__ import annotations

from typing import Any

import pytest

from wagtail_kommunmal.presentation import latest_and_earlier

pytestmark = pytest.mark.same_everywhere


def said(period: str, body: str) -> dict[str, Any]:
    return {"period": {"code": period}, "body": {"name": body}}


def test_all_bodies_of_the_latest_period_come_first_and_the_others_follow_latest_first() -> None:
    first, second, third, fourth = (
        said("2026-T1", "A"),
        said("2026-T2", "A"),
        said("2026-T3", "A"),
        said("2026-T3", "B"),
    )
    assert latest_and_earlier([first, second, third, fourth]) == ([fourth, third], [second, first])


def test_nothing_reported_is_neither_latest_nor_earlier() -> None:
    assert latest_and_earlier([]) == ([], [])
