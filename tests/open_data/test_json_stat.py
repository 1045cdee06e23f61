"""The values of a key figure as a cube of JSON-stat 2.0."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonstat_validator import validate_jsonstat

from wagtail_kommunmal.open_data.json_stat import json_stat

KEY = "5c332704-db71-5688-8029-d511d483693e"
GOAL = "0f3f2b0e-7c1a-4e58-9b57-1f2d3c4b5a69"
ADDRESS = f"https://www.sundby.example/kommunmal/v1/key-figures/{KEY}/observations?format=jsonstat"

pytestmark = [pytest.mark.same_everywhere, pytest.mark.usefixtures("in_english")]


def key_figure(**members: Any) -> dict[str, Any]:
    return {
        "id": KEY,
        "name": "Trygghet",
        "definition": "Andel som svarar ja.",
        "unit": {"code": "percent", "label": "Procent"},
        "unitLabel": None,
        "decimals": 1,
        "source": {"name": "SCB", "koladaId": "N00011", "attribution": "Källa: Kolada"},
        "goal": {"id": GOAL},
        "updatedAt": "2026-02-12T03:55:00Z",
        **members,
    }


def value(
    period: str,
    number: str | None,
    *,
    series: str = "own",
    label: str = "Own municipality",
    gender: str = "T",
    missing: str | None = None,
    preliminary: bool = False,
    text: str | None = None,
    note: str | None = None,
) -> dict[str, Any]:
    return {
        "period": {"code": period, "label": period},
        "series": {"code": series, "label": label},
        "gender": {"code": gender, "label": {"T": "Totalt", "K": "Kvinnor"}[gender]},
        "value": number,
        "valueText": text,
        "missingReason": {"code": missing, "label": "Inte publicerat"} if missing else None,
        "preliminary": preliminary,
        "note": note,
    }


def written(*values: Any, **members: Any) -> Any:
    document = json.loads(json_stat(key_figure(**members), values, address=ADDRESS))
    assert validate_jsonstat(document) is True
    return document


def test_a_cube_says_all_that_its_values_say() -> None:
    document = written(
        value("2023", "71.50", text="71,5 %"),
        value("2023", "70", series="nation", label="Nation"),
        value("2024", None, missing="not_published", note="Kommer i maj."),
        value("2024", "-3", gender="K", preliminary=True),
    )
    assert document == {
        "version": "2.0",
        "class": "dataset",
        "href": ADDRESS,
        "label": "Trygghet",
        "source": "SCB; Källa: Kolada",
        "updated": "2026-02-12T03:55:00Z",
        "note": ["Andel som svarar ja."],
        "id": ["keyFigure", "series", "gender", "period"],
        "size": [1, 2, 2, 2],
        "role": {"metric": ["keyFigure"], "time": ["period"]},
        "dimension": {
            "keyFigure": {
                "label": "Key figure",
                "category": {
                    "index": [KEY],
                    "label": {KEY: "Trygghet"},
                    "unit": {KEY: {"label": "Procent", "decimals": 1}},
                },
            },
            "series": {
                "label": "Series",
                "category": {"index": ["own", "nation"], "label": {"own": "Own municipality", "nation": "Nation"}},
            },
            "gender": {
                "label": "Gender",
                "category": {"index": ["T", "K"], "label": {"T": "Totalt", "K": "Kvinnor"}},
            },
            "period": {
                "label": "Period",
                "category": {"index": ["2023", "2024"], "label": {"2023": "2023", "2024": "2024"}},
            },
        },
        "status": {"1": "not_published", "3": "preliminary"},
        "extension": {
            "koladaId": "N00011",
            "goal": GOAL,
            "statusLabel": {"not_published": "Inte publicerat", "preliminary": "Preliminary"},
            "valueText": None,
            "note": {"1": "Kommer i maj."},
        },
        "value": [71.5, None, None, -3, 70, None, None, None],
    }


def test_numbers_keep_their_digits() -> None:
    text = json_stat(
        key_figure(), [value("2023", "71.50"), value("2024", "0.30000000000000004000")], address=ADDRESS
    ).decode()
    assert text.endswith('"value": [71.50,0.30000000000000004000]}')


def test_zero_is_a_value_and_nothing_is_not() -> None:
    assert written(value("2023", "0"), value("2024", None, missing="not_published"))["value"] == [0, None]


def test_a_value_in_words_is_kept_beside_the_numbers() -> None:
    document = written(value("2023", None, text="Grön nivå"), value("2024", "1", text="1 st"))
    assert document["value"] == [None, 1]
    assert document["extension"]["valueText"] == {"0": "Grön nivå"}


def test_series_of_one_code_are_told_apart_by_what_they_are_called() -> None:
    document = written(
        value("2023", "1", series="other", label="Länet"),
        value("2023", "2", series="other", label="Kranskommuner"),
        value("2023", "3", series="other", label="Other series"),
    )
    assert document["dimension"]["series"]["category"] == {
        "index": ["other-121ca0fd", "other-4238c89f", "other"],
        "label": {"other-121ca0fd": "Länet", "other-4238c89f": "Kranskommuner", "other": "Other series"},
    }
    assert document["value"] == [1, 2, 3]


def test_a_series_has_the_same_id_in_every_selection() -> None:
    whole = [
        value("2023", "1", series="other", label="Länet"),
        value("2023", "2"),
        value("2024", "3", series="other", label="Kranskommuner"),
        value("2024", "4", label="Kommunkoncernen"),
    ]
    ids = [series_ids(written(*selected)) for selected in (whole, whole[::-1], whole[2:], whole[:2])]
    assert len(set(ids[0].values())) == 4
    assert ids[1] == ids[0]
    assert ids[2] | ids[3] == ids[0]


def series_ids(document: Any) -> dict[str, str]:
    return {label: key for key, label in document["dimension"]["series"]["category"]["label"].items()}


def test_of_two_values_of_one_place_none_is_lost() -> None:
    document = written(value("2023", "1"), value("2023", "2"), value("2024", "3"), value("2024", "4", gender="K"))
    assert document["dimension"]["series"]["category"]["label"] == {
        "own": "Own municipality",
        "own-2": "Own municipality",
    }
    assert document["value"] == [1, 3, None, 4, 2, None, None, None]


def test_what_is_not_known_is_left_out() -> None:
    nothing = {"name": None, "koladaId": None, "attribution": None}
    document = written(value("2023", "1"), source=nothing, definition=None)
    assert {"source", "note", "status"}.isdisjoint(document)


@pytest.mark.parametrize(("decimals", "told"), [(0, 0), (None, 2)])
def test_a_unit_has_as_many_decimals_as_the_key_figure_says_or_as_were_given(decimals: int | None, told: int) -> None:
    document = written(value("2023", "1.50"), value("2024", "2"), decimals=decimals, unitLabel="poäng")
    assert document["dimension"]["keyFigure"]["category"]["unit"] == {KEY: {"label": "poäng", "decimals": told}}


def test_a_selection_without_values_is_an_empty_cube() -> None:
    document = json.loads(json_stat(key_figure(), [], address=ADDRESS))
    assert (document["size"], document["value"]) == ([1, 0, 0, 0], [])
