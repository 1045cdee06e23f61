from __future__ import annotations

import pytest
from django.db.models import BigAutoField, CharField
from wagtail.models import Locale

from wagtail_kommunmal.delivery.prepared import Given, IsGiven, PreparedQuery

pytestmark = pytest.mark.django_db


def test_a_value_is_given_once_however_often_it_stands_in_a_query(swedish: Locale, english: Locale) -> None:
    code = Given("code", CharField())
    locales = Locale.objects.filter(language_code=code) | Locale.objects.filter(language_code__iexact=code)
    query = PreparedQuery(locales.values_list("language_code"))
    assert list(query.given) == ["code"]
    assert [query.rows({"code": code}) for code in ("sv", "en", "de")] == [[["sv"]], [["en"]], []]


def test_any_of_some_values_is_found(swedish: Locale, english: Locale) -> None:
    locales = Locale.objects.filter(IsGiven("pk", "keys", BigAutoField(), 2)).order_by("pk")
    query = PreparedQuery(locales.values_list("pk"))
    assert query.rows({"keys": [english.pk, swedish.pk]}) == [[swedish.pk], [english.pk]]
    assert query.rows({"keys": [english.pk, english.pk]}) == [[english.pk]]


def test_constants_that_are_equal_are_not_taken_for_each_other(swedish: Locale) -> None:
    query = PreparedQuery(Locale.objects.extra(where=["%s = 1 AND %s"], params=[1, True]).values_list("language_code"))
    assert {type(constant) for constant in query.constants.values()} == {int, bool}
    assert query.rows({}) == [["sv"]]


def test_a_percent_sign_is_read_as_one(swedish: Locale, english: Locale) -> None:
    locales = Locale.objects.filter(language_code__startswith=Given("start", CharField()))
    query = PreparedQuery(locales.values_list("pk"))
    assert query.rows({"start": "s"}) == [[swedish.pk]]
    assert query.rows({"start": "%"}) == []


def test_a_part_of_what_is_found_is_read(swedish: Locale, english: Locale) -> None:
    query = PreparedQuery(Locale.objects.order_by("language_code").values_list("language_code"))
    assert query.rows({}, limit=1, offset=1) == [["sv"]]
