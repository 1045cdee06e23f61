from __future__ import annotations

import gzip
import json
import zlib
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale, Site

from wagtail_kommunmal.fields import (
    CompressedJSONField,
    ExactDecimalField,
    SDGField,
    SwedishDecimalFormField,
    canonical_json,
    decompressed,
)
from wagtail_kommunmal.models import KeyFigureValue, PageKind, ReleaseHead
from wagtail_kommunmal.numbers import wire_format
from wagtail_kommunmal.testing import KeyFigureValueFactory

THIRTY_DIGITS = "123456789012345678.901234567890"


@pytest.mark.parametrize("digits", ["12.50", "0", "0.00", "-0.10", "1000", "0.000000001", THIRTY_DIGITS])
def test_a_number_is_read_from_the_database_digit_for_digit(site: Site, digits: str) -> None:
    row = KeyFigureValueFactory(value=Decimal(digits))
    stored = KeyFigureValue.objects.get(pk=row.pk).value
    assert stored == Decimal(digits)
    assert wire_format(stored) == digits


def test_no_value_and_zero_stay_two_things_in_the_database(site: Site) -> None:
    nothing = KeyFigureValueFactory(missing=True)
    zero = KeyFigureValueFactory(value="0")
    assert KeyFigureValue.objects.get(pk=nothing.pk).value is None
    assert KeyFigureValue.objects.get(pk=zero.pk).value == Decimal(0)
    assert list(KeyFigureValue.objects.filter(value__isnull=True)) == [nothing]


def test_a_number_is_found_by_its_digits(site: Site) -> None:
    row = KeyFigureValueFactory(value="12.50")
    assert KeyFigureValue.objects.get(value=Decimal("12.50")) == row
    assert KeyFigureValue.objects.get(value="12,50") == row


def test_a_blank_number_is_stored_as_no_value() -> None:
    assert ExactDecimalField().get_prep_value("  ") is None


def test_a_whole_number_may_be_given_as_int() -> None:
    assert ExactDecimalField().to_python(12) == Decimal(12)


def test_the_model_field_refuses_what_is_no_number(site: Site) -> None:
    row = KeyFigureValueFactory.build(value="tolv")
    with pytest.raises(ValidationError) as refusal:
        row.clean_fields(exclude=["key_figure", "ends_on"])
    assert list(refusal.value.message_dict) == ["value"]


def test_a_long_number_is_not_refused_for_its_length_in_print() -> None:
    assert ExactDecimalField().clean(Decimal(THIRTY_DIGITS), None) == Decimal(THIRTY_DIGITS)


def test_numbers_survive_dumpdata_and_loaddata(site: Site) -> None:
    given_row = KeyFigureValueFactory(value="12.50")
    missing = KeyFigureValueFactory(missing=True)
    dump = serializers.serialize("json", [given_row, missing])
    loaded = [item.object for item in serializers.deserialize("json", dump)]
    assert [row.value for row in loaded] == [Decimal("12.50"), None]
    assert wire_format(loaded[0].value) == "12.50"


def test_the_exact_number_field_is_described_to_migrations_without_what_it_decides_itself() -> None:
    _, path, args, kwargs = ExactDecimalField("value").deconstruct()
    assert (path, args, kwargs) == (
        "wagtail_kommunmal.fields.ExactDecimalField",
        [],
        {"blank": True, "verbose_name": "value"},
    )


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**20), max_value=10**20))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_number_comes_back_from_the_database_with_its_digits(db: None, number: Decimal) -> None:
    field = ExactDecimalField()
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [field.get_prep_value(number)])
        (stored,) = cursor.fetchone()
    assert wire_format(field.from_db_value(stored, None, connection)) == wire_format(number)


@pytest.mark.parametrize(
    ("typed", "number"), [("1 234,5", Decimal("1234.5")), ("−12", Decimal(-12)), ("", None), ("  ", None), (None, None)]
)
def test_the_form_field_reads_what_people_type(typed: str | None, number: Decimal | None) -> None:
    assert SwedishDecimalFormField(required=False).clean(typed) == number


def test_the_form_field_shows_the_number_as_people_write_it() -> None:
    field = SwedishDecimalFormField()
    assert field.prepare_value(Decimal("-1234.50")) == "−1\u00a0234,50"
    assert field.prepare_value("skräp") == "skräp"


def test_a_required_form_field_wants_a_number() -> None:
    field = SwedishDecimalFormField()
    assert field.clean("0") == Decimal(0)
    with pytest.raises(ValidationError):
        field.clean("")


@pytest.mark.parametrize(
    ("initial", "typed", "changed"),
    [
        (Decimal("1234.5"), "1 234,5", False),
        (Decimal("1234.5"), "1 234,6", True),
        (None, "", False),
        (None, "0", True),
        (Decimal(1), "ett", True),
    ],
)
def test_the_form_field_knows_whether_a_number_has_changed(initial: Any, typed: str, changed: bool) -> None:
    assert SwedishDecimalFormField(required=False).has_changed(initial, typed) is changed


def test_the_model_field_offers_the_form_field_with_its_own_label() -> None:
    field = ExactDecimalField("målvärde", help_text="Ett tal.").formfield()
    assert isinstance(field, SwedishDecimalFormField)
    assert (field.label, field.help_text, field.required) == ("Målvärde", "Ett tal.", False)


@pytest.mark.parametrize("numbers", [[], [1], [17, 3, 5]])
def test_global_goals_one_to_seventeen_are_accepted(numbers: list[int]) -> None:
    assert SDGField().clean(numbers, None) == numbers


@pytest.mark.parametrize("numbers", [[0], [18], ["3"], [True], [3.0], [None]])
def test_anything_else_is_no_global_goal(numbers: list[Any]) -> None:
    with pytest.raises(ValidationError) as refusal:
        SDGField().clean(numbers, None)
    assert refusal.value.code == "invalid_sdg"


def test_the_global_goals_are_ticked_in_the_form() -> None:
    field = SDGField("globala mål").formfield()
    assert field.clean(["16", "3"]) == [16, 3]
    assert field.clean([]) == []
    with pytest.raises(ValidationError):
        field.clean(["18"])


@pytest.mark.parametrize(
    "document",
    [
        {"title": "Mål", "number": None, "values": ["0", "12.50"], "å": {"b": [True, 1]}},
        {},
        [],
        "text",
        0,
    ],
)
def test_a_document_comes_back_as_it_was_stored(swedish: Locale, document: Any) -> None:
    head = ReleaseHead.objects.create(kind=PageKind.GOAL, translation_key=uuid4(), locale=swedish, summary=document)
    assert ReleaseHead.objects.get(pk=head.pk).summary == document


@pytest.mark.parametrize("document", [{"title": "Mål", "values": ["0", "12.50"]}, {}, None])
def test_documents_survive_dumpdata_and_loaddata(swedish: Locale, document: Any) -> None:
    head = ReleaseHead.objects.create(kind=PageKind.GOAL, translation_key=uuid4(), locale=swedish, summary=document)
    dump = serializers.serialize("json", [head])
    head.delete()
    for row in serializers.deserialize("json", dump):
        row.save()
    assert ReleaseHead.objects.get().summary == document


def test_no_document_is_stored_as_none(swedish: Locale) -> None:
    head = ReleaseHead.objects.create(kind=PageKind.GOAL, translation_key=uuid4(), locale=swedish)
    assert ReleaseHead.objects.get(pk=head.pk).summary is None


def test_the_same_document_is_stored_as_the_same_bytes() -> None:
    field = CompressedJSONField()
    assert field.get_prep_value({"a": 1, "b": "å"}) == field.get_prep_value({"a": 1, "b": "å"})


def test_the_checksum_is_taken_of_text_without_spaces_or_escapes() -> None:
    assert canonical_json({"b": "å", "a": [1, None]}) == '{"b":"å","a":[1,null]}'.encode()


@given(st.dictionaries(st.text(), st.text() | st.none() | st.lists(st.integers())))
def test_what_is_stored_of_a_document_is_read_as_it_was_written(document: dict[str, Any]) -> None:
    stored = CompressedJSONField().get_prep_value(document)
    assert stored is not None
    assert (
        decompressed(stored) == decompressed(memoryview(stored)) == gzip.decompress(stored) == canonical_json(document)
    )


def test_a_document_that_lacks_a_part_is_not_read() -> None:
    stored = CompressedJSONField().get_prep_value({"texts": [str(number) for number in range(1000)]})
    assert stored is not None
    with pytest.raises(zlib.error):
        decompressed(stored[: len(stored) // 2] + stored[-8:])


def test_a_document_that_was_changed_where_it_is_stored_is_not_read() -> None:
    document = {"texts": [str(number) for number in range(1000)]}
    stored = gzip.compress(canonical_json(document), compresslevel=0)
    assert json.loads(decompressed(stored)) == document
    with pytest.raises(zlib.error, match="incorrect data check"):
        decompressed(stored.replace(b'"999"', b'"998"'))
