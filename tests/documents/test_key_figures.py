from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Locale, Site

from wagtail_kommunmal.models import KeyFigure, KeyFigureName, KommunmalSiteSettings
from wagtail_kommunmal.testing import (
    KeyFigureAssessmentFactory,
    KeyFigureFactory,
    KeyFigureTargetFactory,
    KeyFigureValueFactory,
    ResponsibleBodyFactory,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import AchievementStatus, BodyKind, MissingReason

Written = Callable[[KeyFigure], dict[str, Any]]


@pytest.fixture
def written(section: Callable[[Any], dict[str, Any]]) -> Written:
    """Return what becomes of a key figure."""
    return lambda figure: section(key_figures_section(figure))["keyFigures"][0]


@pytest.fixture
def figure(site: Site) -> KeyFigure:
    return KeyFigureFactory(name="Trygghet")


def test_the_responsible_body_is_named(written: Written, figure: KeyFigure) -> None:
    assert written(figure)["responsible"] is None
    body = ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS", kind=BodyKind.EXECUTIVE)
    assert written(KeyFigureFactory(responsible=body))["responsible"] == {
        "id": str(body.uuid),
        "name": "Kommunstyrelsen",
        "code": "KS",
        "kind": {"code": "executive", "label": "Kommunstyrelse"},
    }


TARGET_FORMS: list[dict[str, Any]] = [
    {"text": "minst 80 %", "operator": "gte", "value": "80"},
    {"text": "mer än 80 %", "operator": "gt", "value": "80"},
    {"text": "högst 5,0 %", "operator": "lte", "value": "5.0"},
    {"text": "mindre än 5 %", "operator": "lt", "value": "5"},
    {"text": "100 %", "operator": "eq", "value": "100"},
    {"text": "mellan 20 och 30 %", "operator": "between", "value": "20", "value_max": "30"},
    {"text": "ska öka", "operator": "increase"},
    {"text": "ska minska", "operator": "decrease"},
    {"text": "oförändrad", "operator": "unchanged"},
    {"text": "ska förbättras", "operator": "improve"},
    {"text": "ja", "operator": "yes"},
    {"text": "se bilaga 3", "operator": "none"},
]


@pytest.mark.parametrize("form", TARGET_FORMS, ids=lambda form: form["operator"])
def test_a_target_is_published_verbatim_with_its_reading_beside_it(
    written: Written, figure: KeyFigure, form: dict[str, Any]
) -> None:
    KeyFigureTargetFactory(key_figure=figure, **form)
    (target,) = written(figure)["targets"]
    assert (target["text"], target["operator"]["code"], target["value"], target["valueMax"], target["baseline"]) == (
        form["text"],
        form["operator"],
        form.get("value"),
        form.get("value_max"),
        None,
    )


def test_targets_that_differ_by_gender_and_that_contradict_themselves_are_kept(
    written: Written, figure: KeyFigure
) -> None:
    KeyFigureTargetFactory(key_figure=figure, text="minst 80 %, dock högst 70 %", operator="gte", value="80")
    KeyFigureTargetFactory(key_figure=figure, text="minst 85 % för kvinnor", gender="K")
    targets = written(figure)["targets"]
    assert [(target["gender"]["code"], target["text"]) for target in targets] == [
        ("K", "minst 85 % för kvinnor"),
        ("T", "minst 80 %, dock högst 70 %"),
    ]


@pytest.mark.parametrize(
    ("baseline", "code", "value"),
    [
        ({"baseline_period": "2022", "baseline_value": "0"}, "2022", "0"),
        ({"baseline_period": "2022"}, "2022", None),
        ({"baseline_value": "0"}, None, "0"),
    ],
)
def test_a_baseline_may_be_known_in_part(
    written: Written, figure: KeyFigure, baseline: dict[str, str], code: str | None, value: str | None
) -> None:
    KeyFigureTargetFactory(key_figure=figure, **baseline)
    stated = written(figure)["targets"][0]["baseline"]
    assert (stated["period"] and stated["period"]["code"], stated["value"]) == (code, value)


def test_women_and_men_without_a_total_are_kept_and_no_total_is_made(written: Written, figure: KeyFigure) -> None:
    for gender, value in (("K", "61"), ("M", "59")):
        KeyFigureValueFactory(key_figure=figure, gender=gender, value=value)
    values = written(figure)["values"]
    assert [(row["gender"]["code"], row["value"]) for row in values] == [("K", "61"), ("M", "59")]


def test_the_nation_may_have_a_value_where_the_municipality_has_none(written: Written, figure: KeyFigure) -> None:
    KeyFigureValueFactory(key_figure=figure, missing=True)
    KeyFigureValueFactory(key_figure=figure, series="nation", value="70")
    KeyFigureValueFactory(key_figure=figure, series="peer_group", series_label="Pendlingskommuner", value="68")
    stated = [(row["series"]["label"], row["value"], row["missingReason"]) for row in written(figure)["values"]]
    assert stated == [
        ("Riket", "70", None),
        ("Egen kommun", None, {"code": "not_published", "label": "Inte publicerat än"}),
        ("Pendlingskommuner", "68", None),
    ]


@pytest.mark.parametrize(
    ("unit", "unit_label", "decimals", "text"),
    [
        ("percent", "", None, "12,345\u00a0%"),
        ("percent", "", 1, "12,3\u00a0%"),
        ("percent", "procentenheter", 0, "12\u00a0procentenheter"),
        ("sek_per_inhabitant", "", 2, "12,35\u00a0kr/inv"),
        ("mnkr", "", 1, "12,3\u00a0mkr"),
        ("index", "", 1, "12,3"),
        ("rank", "", 0, "12"),
        ("other", "besök", 0, "12\u00a0besök"),
    ],
)
def test_a_value_is_shown_with_its_unit_and_decimals_and_kept_with_all_its_digits(
    written: Written, site: Site, unit: str, unit_label: str, decimals: int | None, text: str
) -> None:
    KommunmalSiteSettings.objects.create(site=site, million_term="mkr")
    figure = KeyFigureFactory(unit=unit, unit_label=unit_label, decimals=decimals, values={"2025": "12,345"})
    (value,) = written(figure)["values"]
    assert (value["value"], value["valueText"]) == ("12.345", text)


def test_a_value_of_words_is_shown_as_it_was_written(written: Written, figure: KeyFigure) -> None:
    KeyFigureValueFactory(key_figure=figure, value="3", value_text="3 av 4 delmål")
    (value,) = written(figure)["values"]
    assert (value["value"], value["valueText"]) == ("3", "3 av 4 delmål")


def test_the_latest_assessment_is_the_current_one_and_its_three_facts_are_independent(
    written: Written, figure: KeyFigure
) -> None:
    KeyFigureAssessmentFactory(key_figure=figure, period="2025-T2", status="", trend="worsened")
    KeyFigureAssessmentFactory(key_figure=figure, period="2024", status=AchievementStatus.ACHIEVED)
    KeyFigureAssessmentFactory(key_figure=figure, period="2023", status="", position="upper", comment="Bra.")
    stated = written(figure)
    facts = ("status", "trend", "position")
    assert [
        (row["period"]["code"], *((row[fact] or {}).get("code") for fact in facts)) for row in stated["assessments"]
    ] == [("2023", None, None, "upper"), ("2024", "achieved", None, None), ("2025-T2", None, "worsened", None)]
    assert stated["currentAssessment"] == stated["assessments"][-1]


def test_a_figure_without_rows_says_so(written: Written, figure: KeyFigure) -> None:
    stated = written(figure)
    assert (stated["values"], stated["targets"], stated["assessments"], stated["currentAssessment"]) == (
        [],
        [],
        [],
        None,
    )
    assert stated["summaryText"] == "Inget utfall är redovisat."


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([{"value": "71,5"}], "Trygghet: 71,5\u00a0% för 2025."),
        ([{"value": "71,5", "preliminary": True}], "Trygghet: 71,5\u00a0% för 2025 (preliminärt)."),
        (
            [{"value": None, "missing_reason": MissingReason.NOT_MEASURED}],
            "Trygghet: inget utfall för 2025, inte mätt.",
        ),
        ([{"value": "71,5"}, {"value": "9", "gender": "K"}], "Trygghet: 71,5\u00a0% för 2025."),
        ([{"value": "70", "series": "nation"}], "Inget utfall är redovisat."),
        ([{"value": "70", "period": "2024"}, {"value": "71,5"}], "Trygghet: 71,5\u00a0% för 2025."),
    ],
)
def test_one_sentence_says_what_the_latest_own_figure_is(
    written: Written, figure: KeyFigure, rows: list[dict[str, Any]], sentence: str
) -> None:
    for row in rows:
        KeyFigureValueFactory(key_figure=figure, **row)
    assert written(figure)["summaryText"] == sentence


def test_a_source_is_attributed_to_kolada_only_if_a_value_comes_from_there(written: Written) -> None:
    by_hand = KeyFigureFactory(kolada_id="N15613", source="Skolenkäten", values={"2025": "71"})
    assert written(by_hand)["source"] == {"name": "Skolenkäten", "koladaId": "N15613", "attribution": None}
    KeyFigureValueFactory(key_figure=by_hand, period="2024", provenance="kolada")
    assert written(by_hand)["source"]["attribution"] == "Källa: Kolada"


def test_what_comes_from_an_invented_kolada_is_not_attributed_to_kolada(written: Written, settings: Any) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"KOLADA_URL": "http://127.0.0.1:8002/v3/"}
    figure = KeyFigureFactory(kolada_id="N15613")
    KeyFigureValueFactory(key_figure=figure, period="2024", provenance="kolada")
    assert written(figure)["source"]["attribution"] is None


def test_texts_in_another_language_are_used_where_they_exist(
    composed: Callable[..., dict[str, Any]], site: Site, english: Locale
) -> None:
    figure = KeyFigureFactory(name="Trygghet", definition="Andel trygga.", values={"2025": "71,5"})
    KeyFigureName.objects.create(key_figure=figure, locale=english, name="Safety", unit_label="per cent")
    (section,) = composed(key_figures_section(figure), locale=english)["sections"]
    (stated,) = section["keyFigures"]
    assert (stated["name"], stated["definition"], stated["unitLabel"]) == ("Safety", "Andel trygga.", "per cent")
    assert stated["values"][0]["valueText"] == "71.5\u00a0per cent"
    assert stated["summaryText"] == "Safety: 71.5\u00a0per cent in 2025."


def test_a_figure_that_stands_twice_is_published_twice(section: Callable[[Any], dict[str, Any]]) -> None:
    figure = KeyFigureFactory(values={"2025": "71,5"})
    first, second = section(key_figures_section(figure, figure))["keyFigures"]
    assert first == second
