from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from wagtail_kommunmal.numbers import (
    HARD_SPACE,
    MAX_LENGTH,
    MINUS,
    decimals_of,
    display_format,
    natural_sort_key,
    parse_decimal,
    round_half_up,
    wire_format,
)

written_numbers = st.from_regex(r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,12})?", fullmatch=True)
"""Numbers in the form that machines read, with whatever decimals somebody gave."""


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("12", "12"),
        ("0", "0"),
        ("0.50", "0.50"),
        ("12,5", "12.5"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234\u00a0567", "1234567"),
        ("1\u202f234,50", "1234.50"),
        ("1\u2009234", "1234"),
        ("−12", "-12"),
        ("–12", "-12"),
        ("-12", "-12"),
        ("+3", "3"),
        ("  7 ", "7"),
        ("\u00a07\u00a0", "7"),
        ("007", "7"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
    ],
)
def test_numbers_are_read_as_swedes_type_them(text: str, digits: str) -> None:
    assert wire_format(parse_decimal(text)) == digits


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "-",
        "−",
        "12 %",
        "1 23",
        "12 34 567",
        "1234 567",
        "1,234.5",
        "1.234,5",
        "1,2,3",
        ",5",
        "5,",
        "1e3",
        "NaN",
        "Infinity",
        "--1",
        "- 12",
        "１２３x",
        "1" * (MAX_LENGTH + 1),
    ],
)
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        parse_decimal(text)
    assert refusal.value.code == "invalid_number"


@pytest.mark.usefixtures("in_english")
def test_the_refusal_says_how_a_number_is_written() -> None:
    with pytest.raises(ValidationError) as refusal:
        parse_decimal("tolv")
    assert refusal.value.messages == ["“tolv” is not a number. Write for example 12, 1 234,5 or −0,75."]


@pytest.mark.parametrize(
    ("digits", "swedish", "english"),
    [
        ("0", "0", "0"),
        ("0.0", "0,0", "0.0"),
        ("-0", "0", "0"),
        ("999", "999", "999"),
        ("1000", f"1{HARD_SPACE}000", "1,000"),
        ("-1234567.50", f"{MINUS}1{HARD_SPACE}234{HARD_SPACE}567,50", f"{MINUS}1,234,567.50"),
        ("-0.5", f"{MINUS}0,5", f"{MINUS}0.5"),
        ("0.000000000001", "0,000000000001", "0.000000000001"),
        (
            "1234567890123456789012345678.905",
            "1 234 567 890 123 456 789 012 345 678,905".replace(" ", HARD_SPACE),
            "1,234,567,890,123,456,789,012,345,678.905",
        ),
    ],
)
def test_numbers_are_shown_in_the_language_of_the_reader(digits: str, swedish: str, english: str) -> None:
    assert display_format(Decimal(digits), "sv") == swedish
    assert display_format(Decimal(digits), "en") == english


@pytest.mark.parametrize("language", ["sv", "sv-se", "sma", "fi"])
def test_every_language_but_english_has_the_swedish_format(language: str) -> None:
    assert display_format(Decimal("1234.5"), language) == f"1{HARD_SPACE}234,5"


def test_british_english_has_the_english_format() -> None:
    assert display_format(Decimal("1234.5"), "en-gb") == "1,234.5"


@pytest.mark.parametrize(
    ("digits", "decimals", "shown"),
    [
        ("12.345", 2, "12,35"),
        ("12.5", 0, "13"),
        ("11.5", 0, "12"),
        ("-0.4", 0, "0"),
        ("-0.5", 0, f"{MINUS}1"),
        ("7", 1, "7,0"),
        (
            "12345678901234567890123456789",
            10,
            "12 345 678 901 234 567 890 123 456 789,0000000000".replace(" ", HARD_SPACE),
        ),
    ],
)
def test_display_rounds_half_away_from_zero(digits: str, decimals: int, shown: str) -> None:
    assert display_format(Decimal(digits), "sv", decimals) == shown


def test_rounding_leaves_the_number_itself_alone() -> None:
    number = Decimal("12.345")
    assert round_half_up(number, 1) == Decimal("12.3")
    assert wire_format(number) == "12.345"


@pytest.mark.parametrize(("digits", "decimals"), [("12", 0), ("12.50", 2), ("1E+3", 0), ("0.001", 3)])
def test_the_decimals_given_are_counted(digits: str, decimals: int) -> None:
    assert decimals_of(Decimal(digits)) == decimals


@given(written_numbers)
def test_every_number_comes_out_digit_for_digit(digits: str) -> None:
    assert wire_format(parse_decimal(digits)) == digits


@given(written_numbers, st.sampled_from(["sv", "sma", "fi"]))
@example("-100000000000000000.00000000000", "sv")
def test_what_is_shown_in_swedish_can_be_typed_in_again(digits: str, language: str) -> None:
    number = parse_decimal(digits)
    assert parse_decimal(display_format(number, language)) == number


@given(st.text())
def test_any_text_is_either_a_finite_number_or_refused(text: str) -> None:
    try:
        number = parse_decimal(text)
    except ValidationError:
        return
    assert number.is_finite()


def test_numbers_of_goals_sort_as_people_count() -> None:
    assert sorted(["10", "1.1", "2", "1", "2b", "2a"], key=natural_sort_key) == ["1", "1.1", "2", "2a", "2b", "10"]
