from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.translation import override
from wagtail.models import Locale, Site

from wagtail_kommunmal.models import KeyFigure, KeyFigureName, KeyFigureTarget, KeyFigureValue
from wagtail_kommunmal.testing import (
    KeyFigureAssessmentFactory,
    KeyFigureFactory,
    KeyFigureTargetFactory,
    KeyFigureValueFactory,
)
from wagtail_kommunmal.vocabulary import AchievementStatus, Gender, MissingReason, Series, Unit


@pytest.fixture
def figure(site: Site) -> KeyFigure:
    return KeyFigureFactory(name="Nöjd medborgarindex")


def errors_of(row: Any) -> dict[str, list[str]]:
    with override("en"):
        try:
            row.full_clean(exclude=["ends_on"])
        except ValidationError as refusal:
            return refusal.message_dict
    return {}


def value_of(figure: KeyFigure, **fields: Any) -> KeyFigureValue:
    return KeyFigureValue(key_figure=figure, **{"period": "2025", **fields})


def target_of(figure: KeyFigure, **fields: Any) -> KeyFigureTarget:
    return KeyFigureTarget(key_figure=figure, **{"period": "2026", "text": "minst 80 %", **fields})


def test_a_key_figure_is_shown_by_its_name(figure: KeyFigure) -> None:
    assert str(figure) == "Nöjd medborgarindex"


@pytest.mark.parametrize(("kolada_id", "warned"), [("", False), ("N00945", False), ("U07451", False), ("945", True)])
def test_a_kolada_id_of_the_wrong_form_is_a_warning_and_no_error(site: Site, kolada_id: str, warned: bool) -> None:
    figure = KeyFigureFactory(kolada_id=kolada_id)
    figure.full_clean()
    with override("en"):
        warnings = figure.get_warnings()
    told = ["“945” does not look like a Kolada id, which is N or U and five digits."]
    assert warnings == (told if warned else [])


def test_texts_are_given_in_the_language_of_the_reader_each_with_its_own_fallback(
    figure: KeyFigure, swedish: Locale, english: Locale
) -> None:
    figure.definition, figure.unit_label = "Enligt SCB.", "index"
    row = KeyFigureName.objects.create(
        key_figure=figure, locale=english, name="Citizen satisfaction", unit_label="points"
    )
    texts = {field: figure.text_in(english, field) for field in ("name", "definition", "unit_label")}
    assert texts == {"name": "Citizen satisfaction", "definition": "Enligt SCB.", "unit_label": "points"}
    assert figure.text_in(swedish, "name") == "Nöjd medborgarindex"
    assert str(row) == "Citizen satisfaction"


def test_a_key_figure_has_one_row_of_texts_for_each_language(figure: KeyFigure, english: Locale) -> None:
    KeyFigureName.objects.create(key_figure=figure, locale=english, name="One")
    with pytest.raises(IntegrityError):
        KeyFigureName.objects.create(key_figure=figure, locale=english, name="Two")


def test_a_value_without_number_text_or_reason_is_told_at_the_value(figure: KeyFigure) -> None:
    assert errors_of(value_of(figure)) == {"value": ["Give a number, a text, or the reason why the value is missing."]}


@pytest.mark.parametrize(
    "fields",
    [
        {"value": Decimal(0)},
        {"value_text": "B+"},
        {"missing_reason": MissingReason.NOT_MEASURED},
        {"value_text": "mäts inte", "missing_reason": MissingReason.NOT_MEASURED},
    ],
)
def test_zero_a_text_or_a_reason_is_enough(figure: KeyFigure, fields: dict[str, Any]) -> None:
    assert errors_of(value_of(figure, **fields)) == {}


def test_a_reason_for_a_value_that_exists_is_told_at_the_reason(figure: KeyFigure) -> None:
    assert errors_of(value_of(figure, value=Decimal(0), missing_reason=MissingReason.UNKNOWN)) == {
        "missing_reason": ["A value that exists is not missing. Remove the reason or the value."]
    }


@pytest.mark.parametrize(("place", "right"), [("1", True), ("290", True), ("0", False), ("-1", False), ("1.5", False)])
def test_a_rank_is_a_whole_number_from_one(site: Site, place: str, right: bool) -> None:
    rank = value_of(KeyFigureFactory(rank=True), value=Decimal(place))
    assert errors_of(rank) == ({} if right else {"value": ["A rank is a whole number from 1."]})


def test_other_units_have_no_such_limit(figure: KeyFigure) -> None:
    assert errors_of(value_of(figure, value=Decimal("-1.5"))) == {}


def test_what_is_no_period_is_told_at_the_period(figure: KeyFigure) -> None:
    assert list(errors_of(value_of(figure, value=Decimal(1), period="våren"))) == ["period"]


def test_a_row_keeps_its_period_in_the_one_form_and_the_day_on_which_it_ends(figure: KeyFigure) -> None:
    row = KeyFigureValueFactory(key_figure=figure, period=" 2025-t1 ")
    row.refresh_from_db()
    assert (row.period, row.ends_on) == ("2025-T1", date(2025, 4, 30))
    assert str(row) == "Nöjd medborgarindex 2025-T1"


def test_there_is_one_value_for_each_period_series_and_gender(figure: KeyFigure) -> None:
    KeyFigureValueFactory(key_figure=figure)
    KeyFigureValueFactory(key_figure=figure, gender=Gender.WOMEN)
    KeyFigureValueFactory(key_figure=figure, series=Series.NATION)
    KeyFigureValueFactory(key_figure=figure, series=Series.OTHER, series_label="Länet")
    KeyFigureValueFactory(key_figure=figure, series=Series.OTHER, series_label="Norrland")
    KeyFigureValueFactory(key_figure=figure, period="2024")
    assert list(errors_of(value_of(figure, value=Decimal(1)))) == ["__all__"]
    with pytest.raises(IntegrityError):
        KeyFigureValueFactory(key_figure=figure)


def test_values_are_sorted_as_time_passes(figure: KeyFigure) -> None:
    for period in ("2025", "2024-T3", "2025-T1", "2024-T1"):
        KeyFigureValueFactory(key_figure=figure, period=period)
    assert [row.period for row in figure.values.all()] == ["2024-T1", "2024-T3", "2025-T1", "2025"]


def test_between_without_a_maximum_is_told_at_the_maximum(figure: KeyFigure) -> None:
    assert errors_of(target_of(figure, operator="between", value=Decimal(2))) == {
        "value_max": ["“Between” needs an upper value too."]
    }


def test_a_maximum_below_the_minimum_is_told_at_the_maximum(figure: KeyFigure) -> None:
    assert errors_of(target_of(figure, operator="between", value=Decimal(3), value_max=Decimal(2))) == {
        "value_max": ["The upper value is below the lower."]
    }


def test_between_without_any_number_is_told_at_both(figure: KeyFigure) -> None:
    assert list(errors_of(target_of(figure, operator="between"))) == ["value", "value_max"]


@pytest.mark.parametrize("operator", ["gte", "gt", "lte", "lt", "eq"])
def test_a_reading_that_compares_needs_a_number(figure: KeyFigure, operator: str) -> None:
    assert errors_of(target_of(figure, operator=operator)) == {"value": ["This reading needs a number."]}
    assert errors_of(target_of(figure, operator=operator, value=Decimal(0))) == {}


@pytest.mark.parametrize("operator", ["none", "increase", "decrease", "unchanged", "improve", "yes"])
def test_other_readings_need_no_number(figure: KeyFigure, operator: str) -> None:
    assert errors_of(target_of(figure, operator=operator)) == {}


def test_a_target_needs_its_text_as_decided(figure: KeyFigure) -> None:
    assert list(errors_of(target_of(figure, text="", operator="gte", value=Decimal(80)))) == ["text"]


def test_a_baseline_period_that_is_none_is_told_at_its_field(figure: KeyFigure) -> None:
    assert list(errors_of(target_of(figure, baseline_period="förra året"))) == ["baseline_period"]
    assert errors_of(target_of(figure, baseline_period="2023", baseline_value=Decimal("71.5"))) == {}


def test_several_targets_may_hold_for_the_same_year(figure: KeyFigure) -> None:
    one, other = (KeyFigureTargetFactory(key_figure=figure, text=text) for text in ("minst 80 %", "ska öka"))
    assert [str(target) for target in figure.targets.all()] == [str(one), str(other)] == ["minst 80 %", "ska öka"]


def test_there_is_one_assessment_for_each_period(figure: KeyFigure) -> None:
    assessment = KeyFigureAssessmentFactory(key_figure=figure, period="2025")
    KeyFigureAssessmentFactory(key_figure=figure, period="2024")
    assert str(assessment) == "Nöjd medborgarindex 2025"
    with pytest.raises(IntegrityError):
        KeyFigureAssessmentFactory(key_figure=figure, period="2025")


def test_an_assessment_may_be_a_comment_alone(figure: KeyFigure) -> None:
    assert errors_of(KeyFigureAssessmentFactory.build(key_figure=figure, status="", comment="Ny metod.")) == {}


def test_rows_go_with_their_key_figure(figure: KeyFigure) -> None:
    KeyFigureValueFactory(key_figure=figure)
    figure.delete()
    assert not KeyFigureValue.objects.exists()


def test_the_factory_makes_the_rows_of_a_figure_by_period(site: Site) -> None:
    figure = KeyFigureFactory(
        values={"2024": "71,50", "2025": MissingReason.NOT_PUBLISHED},
        targets={"2026": "ska öka"},
        assessments={"2024": AchievementStatus.ACHIEVED},
    )
    assert list(figure.values.values_list("period", "value", "missing_reason")) == [
        ("2024", Decimal("71.50"), ""),
        ("2025", None, "not_published"),
    ]
    assert list(figure.targets.values_list("period", "text", "operator")) == [("2026", "ska öka", "none")]
    assert list(figure.assessments.values_list("period", "status")) == [("2024", "achieved")]
    assert figure.unit == Unit.PERCENT


def test_the_traits_of_the_factories_make_valid_rows(site: Site) -> None:
    rows = [
        KeyFigureValueFactory(missing=True),
        KeyFigureValueFactory(key_figure__rank=True, value="12"),
        KeyFigureTargetFactory(at_least=True),
    ]
    assert [errors_of(row) for row in rows] == [{}, {}, {}]
