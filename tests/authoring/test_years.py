from __future__ import annotations

from datetime import date

import pytest

from wagtail_kommunmal.authoring.years import date_moved_on, slug_moved_on, text_moved_on


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("Mål och budget 2026", "Mål och budget 2027"),
        ("Mål och budget 2026 med plan för 2027–2028", "Mål och budget 2027 med plan för 2028–2029"),
        ("Budget 2026 - 2028", "Budget 2027 - 2029"),
        ("Budget 2026 och Agenda 2030", "Budget 2027 och Agenda 2030"),
        ("Mål 2023–2026", "Mål 2023–2026"),
        ("Mål 2023–2026: uppdrag 2026", "Mål 2023–2026: uppdrag 2027"),
        ("Mål för Agenda 2030", "Mål för Agenda 2030"),
        ("Utblick 2027–2028", "Utblick 2027–2028"),
        ("Diarienummer 120262", "Diarienummer 120262"),
        ("", ""),
    ],
)
def test_the_year_of_the_plan_moves_on_and_no_other(text: str, moved: str) -> None:
    assert text_moved_on(text, 2026, 2027) == moved


@pytest.mark.parametrize(
    ("slug", "moved"),
    [
        ("mal-och-budget-2026", "mal-och-budget-2027"),
        ("plan-2026-2028", "plan-2027-2029"),
        ("plan", "plan-2027"),
        ("2023-2026", "2023-2026-2027"),
    ],
)
def test_a_slug_is_always_another(slug: str, moved: str) -> None:
    assert slug_moved_on(slug, 2026, 2027) == moved


def test_a_day_is_the_same_a_year_later() -> None:
    assert date_moved_on(date(2026, 1, 1), 1) == date(2027, 1, 1)
    assert date_moved_on(date(2028, 2, 29), 1) == date(2029, 2, 28)
    assert date_moved_on(None, 1) is None
