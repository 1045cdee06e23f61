from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wagtail_kommunmal.authoring.recorded_changes import RowChange, changes_in, recorded_changes
from wagtail_kommunmal.authoring.value_changes import (
    ChangesRefusedError,
    ValueChange,
    ValueKey,
    apply_changes,
    content_of,
)
from wagtail_kommunmal.models import KeyFigure, KeyFigureValue
from wagtail_kommunmal.models.signals import key_figure_changed
from wagtail_kommunmal.numbers import display_format
from wagtail_kommunmal.testing import KeyFigureFactory, KeyFigureValueFactory

pytestmark = pytest.mark.django_db

CONTENT = {"value": "71.5", "value_text": "", "missing_reason": "", "preliminary": False, "note": ""}


@pytest.fixture
def figure(site: Any) -> KeyFigure:
    return KeyFigureFactory(values={"2024": "70.0", "2025": "71.5"})


@pytest.fixture
def user() -> Any:
    return get_user_model().objects.create_user("anna", first_name="Anna", last_name="Ek")


def write(figure: KeyFigure, period: str, **after: Any) -> list[RowChange]:
    return apply_changes(figure, [ValueChange(ValueKey(period), after)], user=None)


def stored(figure: KeyFigure, period: str) -> KeyFigureValue:
    return figure.values.get(period=period)


def errors(refused: pytest.ExceptionInfo[ChangesRefusedError]) -> dict[str, Any]:
    return {refusal.key.period: refusal.errors for refusal in refused.value.refusals}


@pytest.mark.parametrize(
    ("typed", "wire"),
    [
        ("12,50", "12.50"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("−12", "-12"),
        ("0", "0"),
        ("0,00", "0.00"),
    ],
)
def test_a_number_is_kept_digit_for_digit(figure: KeyFigure, typed: str, wire: str) -> None:
    write(figure, "2026", value=typed)
    row = stored(figure, "2026")
    assert f"{row.value:f}" == wire


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_what_the_grid_shows_can_be_typed_back(figure: KeyFigure, number: Any) -> None:
    write(figure, "2026", value=number)
    shown = display_format(stored(figure, "2026").value, "sv")
    write(figure, "2027", value=shown)
    assert str(stored(figure, "2027").value) == str(stored(figure, "2026").value)


def test_zero_missing_and_text_are_three_things(figure: KeyFigure) -> None:
    write(figure, "2021", value="0")
    write(figure, "2022", missing_reason="suppressed")
    write(figure, "2023", value="", value_text="Ja")
    rows = figure.values.filter(period__in=["2021", "2022", "2023"])
    assert [(row.period, row.value, row.value_text, row.missing_reason) for row in rows] == [
        ("2021", 0, "", ""),
        ("2022", None, "", "suppressed"),
        ("2023", None, "Ja", ""),
    ]


def test_a_change_of_decimals_only_is_a_change(figure: KeyFigure) -> None:
    assert [change.after["value"] for change in write(figure, "2025", value="71,50") if change.after] == ["71.50"]


def test_what_is_stored_already_is_no_change(figure: KeyFigure) -> None:
    figure.values.update(provenance="kolada")
    assert write(figure, "2025", value="71,5") == []
    assert stored(figure, "2025").provenance == "kolada"
    assert not recorded_changes(figure).exists()


def test_fields_that_are_not_named_stay_as_they_are(figure: KeyFigure) -> None:
    write(figure, "2025", note="Reviderat", preliminary=True)
    write(figure, "2025", value="72")
    row = stored(figure, "2025")
    assert (row.note, row.preliminary, str(row.value)) == ("Reviderat", True, "72")


def test_a_period_is_written_in_its_one_form(figure: KeyFigure) -> None:
    write(figure, "2025-t1", value="5")
    row = stored(figure, "2025-T1")
    assert row.ends_on.isoformat() == "2025-04-30"


def test_one_refused_change_keeps_all_from_being_written(figure: KeyFigure) -> None:
    changes = [
        ValueChange(ValueKey("2025"), {"value": "80"}),
        ValueChange(ValueKey("2026"), {"value": "12,x"}),
        ValueChange(ValueKey("i fjol"), {"value": "1"}),
        ValueChange(ValueKey("2027", gender="X"), {"value": "1"}),
    ]
    with pytest.raises(ChangesRefusedError) as refused:
        apply_changes(figure, changes, user=None)
    assert {period: list(fields) for period, fields in errors(refused).items()} == {
        "i fjol": ["period"],
        "2026": ["value"],
        "2027": ["gender"],
    }
    assert str(stored(figure, "2025").value) == "71.5"


def test_the_same_value_twice_is_refused(figure: KeyFigure) -> None:
    with pytest.raises(ChangesRefusedError) as refused:
        apply_changes(
            figure,
            [ValueChange(ValueKey("2025-T1"), {"value": "1"}), ValueChange(ValueKey("2025-t1"), None)],
            user=None,
        )
    assert list(errors(refused)) == ["2025-T1"]


@pytest.mark.parametrize("value", ["0", "1,5", "−3"])
def test_a_rank_below_one_or_between_places_is_refused(site: Any, value: str) -> None:
    with pytest.raises(ChangesRefusedError) as refused:
        write(KeyFigureFactory(rank=True), "2025", value=value)
    assert list(errors(refused)["2025"]) == ["value"]


def test_a_value_that_says_nothing_is_refused(figure: KeyFigure) -> None:
    with pytest.raises(ChangesRefusedError) as refused:
        write(figure, "2026", value=" ", note="Kommer i mars")
    assert list(errors(refused)["2026"]) == ["value"]


def test_a_change_of_what_somebody_else_changed_meanwhile_is_refused(figure: KeyFigure) -> None:
    seen = dict(CONTENT)
    write(figure, "2025", value="75")
    with pytest.raises(ChangesRefusedError) as refused:
        apply_changes(figure, [ValueChange(ValueKey("2025"), {"value": "80"}, before=seen)], user=None)
    (refusal,) = refused.value.refusals
    assert (refusal.is_conflict, content_of(refusal.stored)) == (True, {**CONTENT, "value": "75"})


def test_a_deletion_of_what_somebody_else_changed_meanwhile_is_refused(figure: KeyFigure) -> None:
    write(figure, "2025", note="Reviderat")
    with pytest.raises(ChangesRefusedError):
        apply_changes(figure, [ValueChange(ValueKey("2025"), None, before=CONTENT)], user=None)
    assert figure.values.count() == 2


def test_two_editors_who_write_the_same_do_not_conflict(figure: KeyFigure) -> None:
    write(figure, "2025", value="75")
    assert apply_changes(figure, [ValueChange(ValueKey("2025"), {"value": "75"}, before=CONTENT)], user=None) == []


def test_a_value_that_is_gone_already_can_be_deleted(figure: KeyFigure) -> None:
    assert apply_changes(figure, [ValueChange(ValueKey("1999"), None, before=CONTENT)], user=None) == []


def test_a_fetched_value_that_is_changed_by_hand_becomes_manual(figure: KeyFigure) -> None:
    change = ValueChange(ValueKey("2025", "nation"), {"value": "80"})
    fetched_at = datetime(2026, 3, 1, tzinfo=UTC)
    apply_changes(figure, [change], user=None, provenance="kolada", fetched_at=fetched_at)
    row = figure.values.get(series="nation")
    assert (row.provenance, row.fetched_at) == ("kolada", fetched_at)
    apply_changes(figure, [ValueChange(ValueKey("2025", "nation"), {"value": "81"})], user=None)
    row.refresh_from_db()
    assert (row.provenance, row.fetched_at) == ("manual", None)


def test_each_write_is_logged_with_what_every_row_was_and_became(figure: KeyFigure, user: Any) -> None:
    changes = [
        ValueChange(ValueKey("2024"), None),
        ValueChange(ValueKey("2025"), {"value": "72"}),
        ValueChange(ValueKey("2026", gender="K"), {"value": "74,50", "preliminary": True}),
    ]
    apply_changes(figure, changes, user=user)
    entry = recorded_changes(figure).get()
    assert (entry.action, entry.user, entry.content_changed) == ("wagtail_kommunmal.key_figure.values", user, True)
    rest = {"series": "own", "series_label": "", "provenance": "manual", "fetched_at": None}
    total, women = {**CONTENT, **rest, "gender": "T"}, {**CONTENT, **rest, "gender": "K"}
    assert changes_in(entry) == [
        RowChange("value", None, {**total, "period": "2024", "value": "70.0"}, None),
        RowChange("value", None, {**total, "period": "2025"}, {**total, "period": "2025", "value": "72"}),
        RowChange("value", None, None, {**women, "period": "2026", "value": "74.50", "preliminary": True}),
    ]


def test_goals_are_released_anew_once_for_each_write(figure: KeyFigure) -> None:
    told: list[KeyFigure] = []

    def listen(sender: Any, key_figure: KeyFigure, **kwargs: Any) -> None:
        told.append(key_figure)

    key_figure_changed.connect(listen)
    try:
        changes = [ValueChange(ValueKey(str(year)), {"value": str(year)}) for year in range(2000, 2020)]
        apply_changes(figure, [*changes, ValueChange(ValueKey("2024"), None)], user=None)
    finally:
        key_figure_changed.disconnect(listen)
    assert told == [figure]


def test_a_write_of_many_values_takes_as_many_queries_as_one_of_a_few(
    figure: KeyFigure, django_assert_max_num_queries: Any
) -> None:
    def changes(number: str, years: range) -> list[ValueChange]:
        return [ValueChange(ValueKey(str(year)), {"value": number}) for year in years]

    def write_some(number: str, last: int) -> None:
        """Changes the years to ``last``, adds as many before them and deletes one."""
        mixed = [*changes(number, range(2000, last)), *changes(number, range(1950, 1950 + last - 2000))]
        apply_changes(figure, [*mixed, ValueChange(ValueKey("2025"), None)], user=None)

    apply_changes(figure, changes("1", range(2000, 2025)), user=None)
    with django_assert_max_num_queries(12) as few:
        write_some("2", 2002)
    figure.values.filter(period__lt="2000").delete()
    KeyFigureValueFactory(key_figure=figure, period="2025")
    with django_assert_max_num_queries(len(few)):
        write_some("3", 2025)


@pytest.mark.parametrize("name", ["Own municipality", "Egen kommun"])
def test_a_name_that_the_series_has_anyway_is_none_of_its_own(figure: KeyFigure, name: str) -> None:
    key = ValueKey("2025", series_label=name)
    [change] = apply_changes(figure, [ValueChange(key, {"value": "72"})], user=None)
    assert change.before is not None
    assert [str(row.value) for row in figure.values.filter(period="2025")] == ["72"]
    with pytest.raises(ChangesRefusedError) as refused:
        apply_changes(
            figure, [ValueChange(key, {"value": "1"}), ValueChange(ValueKey("2025"), {"value": "2"})], user=None
        )
    assert list(errors(refused)) == ["2025"]


def test_a_value_that_has_such_a_name_already_keeps_it(figure: KeyFigure) -> None:
    KeyFigureValueFactory(key_figure=figure, period="2025", series_label="Own municipality", value="1")
    change = ValueChange(ValueKey("2025", series_label="Own municipality"), {"value": "2"})
    apply_changes(figure, [change], user=None)
    values = figure.values.filter(period="2025").values_list("series_label", "value")
    assert {label: str(value) for label, value in values} == {"": "71.5", "Own municipality": "2"}


def test_a_name_of_another_series_is_a_name(figure: KeyFigure) -> None:
    apply_changes(figure, [ValueChange(ValueKey("2025", series_label="Nation"), {"value": "2"})], user=None)
    assert set(figure.values.filter(period="2025").values_list("series_label", flat=True)) == {"", "Nation"}
