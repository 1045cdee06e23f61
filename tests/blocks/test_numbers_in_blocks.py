from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st
from wagtail.test.utils.form_data import nested_form_data

from tests.blocks.errors import SECTIONS
from wagtail_kommunmal.blocks.fields import DecimalTextBlock

BLOCK = DecimalTextBlock(required=False)
stored_numbers = st.from_regex(r"-?(0|[1-9][0-9]{0,18})(\.[0-9]{1,12})?", fullmatch=True)


@given(stored_numbers)
def test_a_stored_number_is_stored_again_digit_for_digit(digits: str) -> None:
    assert BLOCK.get_prep_value(BLOCK.to_python(digits)) == digits


@pytest.mark.parametrize("digits", ["12.50", "0", "0.0", "-3.10", "123456789012345678901234567890"])
def test_a_number_keeps_its_digits_through_the_form(digits: str) -> None:
    shown = BLOCK.get_form_state(BLOCK.to_python(digits))
    typed = BLOCK.value_from_datadict({"budget": shown}, {}, "budget")
    assert BLOCK.get_prep_value(BLOCK.clean(typed)) == digits


@pytest.mark.parametrize("given_number", ["12.50", "12,50", Decimal("12.50")])
def test_a_number_that_code_assigns_is_kept_whatever_its_form(given_number: Any) -> None:
    assert BLOCK.normalize(given_number) == Decimal("12.50")
    assert BLOCK.get_prep_value(BLOCK.normalize(given_number)) == "12.50"


def test_a_number_in_a_section_that_code_assigns_is_kept() -> None:
    sections = SECTIONS.normalize(
        [("investments", {"items": [{"name": "Ny skola", "total_budget": "12 500,50", "amounts": [{"budget": 0}]}]})]
    )
    stored = SECTIONS.get_prep_value(sections)[0]["value"]["items"][0]["value"]
    assert stored["total_budget"] == "12500.50"
    assert stored["amounts"][0]["value"] == {"budget": "0"}


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_number_stays_none_and_never_becomes_zero(nothing: Any) -> None:
    assert BLOCK.to_python(nothing) is BLOCK.normalize(nothing) is BLOCK.get_prep_value(None) is None
    assert BLOCK.clean(nothing) is None


@pytest.mark.parametrize("text", ["-", "tolv", "1 23", "1,2,3", "12 %"])
def test_what_is_no_number_is_refused_in_a_draft_too(text: str) -> None:
    block = DecimalTextBlock(required=False)
    block.defer_required_validation()
    with pytest.raises(ValidationError):
        block.clean(text)


def test_a_required_number_may_be_missing_in_a_draft_only() -> None:
    block = DecimalTextBlock()
    with pytest.raises(ValidationError):
        block.clean("")
    block.defer_required_validation()
    assert block.clean("") is None


def test_a_bad_number_is_told_at_its_field_in_the_form_of_the_section() -> None:
    block = SECTIONS.child_blocks["assignments"]
    item = {"title": "Tio besök.", "quantity_target": "tio", "responsible-count": "0"}
    data = nested_form_data(
        {"s": {"origin": "council", "items-count": "1", "items-0-deleted": "", "items-0-order": "0"}}
    )
    data |= {"s-items-0-type": "item", **{f"s-items-0-value-{name}": value for name, value in item.items()}}
    with pytest.raises(ValidationError) as refusal:
        block.clean(block.value_from_datadict(data, {}, "s"))
    errors = refusal.value.block_errors["items"].block_errors[0].block_errors
    assert [error.code for error in errors["quantity_target"].error_list] == ["invalid_number"]
