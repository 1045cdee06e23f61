from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from wagtail_kommunmal.periods import FIRST_YEAR, LAST_YEAR, Period, validate_period
from wagtail_kommunmal.vocabulary import PeriodKind

years = st.integers(FIRST_YEAR, LAST_YEAR)
codes = st.one_of(
    years.map(str),
    st.builds("{}-H{}".format, years, st.integers(1, 2)),
    st.builds("{}-T{}".format, years, st.integers(1, 3)),
    st.builds("{}-Q{}".format, years, st.integers(1, 4)),
    st.builds("{}-{:02}".format, years, st.integers(1, 12)),
    st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)).map(date.isoformat),
    st.builds(lambda first, more: f"{first}-{first + more}", st.integers(FIRST_YEAR, 2150), st.integers(1, 50)),
)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2024", Period("2024", PeriodKind.YEAR, 2024, date(2024, 12, 31))),
        ("2024-H1", Period("2024-H1", PeriodKind.HALF_YEAR, 2024, date(2024, 6, 30))),
        ("2024-H2", Period("2024-H2", PeriodKind.HALF_YEAR, 2024, date(2024, 12, 31))),
        ("2024-T1", Period("2024-T1", PeriodKind.TERTIAL, 2024, date(2024, 4, 30))),
        ("2024-T2", Period("2024-T2", PeriodKind.TERTIAL, 2024, date(2024, 8, 31))),
        ("2024-T3", Period("2024-T3", PeriodKind.TERTIAL, 2024, date(2024, 12, 31))),
        ("2024-Q1", Period("2024-Q1", PeriodKind.QUARTER, 2024, date(2024, 3, 31))),
        ("2024-Q4", Period("2024-Q4", PeriodKind.QUARTER, 2024, date(2024, 12, 31))),
        ("2024-02", Period("2024-02", PeriodKind.MONTH, 2024, date(2024, 2, 29))),
        ("2023-02", Period("2023-02", PeriodKind.MONTH, 2023, date(2023, 2, 28))),
        ("2024-08-31", Period("2024-08-31", PeriodKind.DAY, 2024, date(2024, 8, 31))),
        ("2023-2026", Period("2023-2026", PeriodKind.YEARS, 2026, date(2026, 12, 31))),
    ],
)
def test_each_kind_of_period_has_a_code_a_year_and_a_last_day(text: str, period: Period) -> None:
    assert Period.parse(text) == period


@pytest.mark.parametrize(
    ("code", "first_day"),
    [
        ("2024", date(2024, 1, 1)),
        ("2023-2026", date(2023, 1, 1)),
        ("2024-H2", date(2024, 7, 1)),
        ("2024-T1", date(2024, 1, 1)),
        ("2024-T3", date(2024, 9, 1)),
        ("2024-Q2", date(2024, 4, 1)),
        ("2024-12", date(2024, 12, 1)),
        ("2024-02-29", date(2024, 2, 29)),
    ],
)
def test_a_period_has_a_first_day(code: str, first_day: date) -> None:
    assert Period.parse(code).starts_on == first_day


@pytest.mark.parametrize(
    ("text", "code"), [(" 2024-t1 ", "2024-T1"), ("2023–2026", "2023-2026"), ("2024-h2", "2024-H2")]
)
def test_a_period_is_stored_in_its_one_form(text: str, code: str) -> None:
    assert str(Period.parse(text)) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "24",
        "1899",
        "2201",
        "2024-T0",
        "2024-T4",
        "2024-Q5",
        "2024-H3",
        "2024-13",
        "2024-00",
        "2024-8",
        "2024-02-30",
        "2024-2023",
        "2024-2024",
        "1899-2024",
        "T1 2024",
        "2024-T1-01",
    ],
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_period(text)
    assert refusal.value.code == "invalid_period"


@pytest.mark.usefixtures("in_english")
def test_the_refusal_says_which_forms_there_are() -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_period("våren")
    assert refusal.value.messages == [
        "“våren” is not a period. Write for example 2024, 2024-T1, 2024-Q2, 2024-H1, 2024-08 or 2024-08-31."
    ]


@pytest.mark.parametrize(
    ("code", "label"),
    [
        ("2024", "2024"),
        ("2024-T1", "T1 2024"),
        ("2024-Q3", "Q3 2024"),
        ("2024-H1", "first half of 2024"),
        ("2024-H2", "second half of 2024"),
        ("2024-08", "August 2024"),
        ("2024-08-31", "2024-08-31"),
        ("2023-2026", "2023–2026"),
    ],
)
def test_a_period_has_a_label_in_words(code: str, label: str) -> None:
    with override("en"):
        assert Period.parse(code).label == label


def test_a_month_is_named_in_swedish() -> None:
    with override("sv"):
        assert Period.parse("2024-08").label == "augusti 2024"


@given(codes)
def test_every_code_reads_back_as_itself(code: str) -> None:
    period = Period.parse(code)
    assert period.code == code
    assert Period.parse(str(period)) == period


@given(codes)
def test_every_period_has_a_label_and_ends_within_its_year(code: str) -> None:
    period = Period.parse(code)
    assert period.label
    assert period.ends_on.year == period.year


@given(st.sampled_from(["H", "T", "Q"]), years, years)
def test_codes_of_one_kind_sort_as_time_passes(letter: str, one: int, other: int) -> None:
    periods = [Period.parse(f"{year}-{letter}{part}") for year in (one, other) for part in (1, 2)]
    by_code = sorted(periods, key=lambda period: period.code)
    assert [period.ends_on for period in by_code] == sorted(period.ends_on for period in periods)


@given(st.text())
def test_any_text_is_either_a_period_or_refused(text: str) -> None:
    try:
        period = Period.parse(text)
    except ValidationError:
        return
    assert FIRST_YEAR <= period.year <= LAST_YEAR
