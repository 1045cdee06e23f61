from __future__ import annotations

import pytest

from wagtail_kommunmal.kolada.suggestions import (
    suggested_decimals,
    suggested_direction,
    suggested_source,
    suggested_unit,
    suggested_unit_label,
)

pytestmark = pytest.mark.same_everywhere


@pytest.mark.parametrize(
    ("title", "unit", "label", "decimals"),
    [
        ("Sjukfrånvaro totalt bland anställda, kommun, andel (%)", "percent", "", 1),
        ("Nettoinvesteringar i kommunen, andel (%) av skatt & generella statsbidrag", "percent", "", 1),
        ("Årets resultat kommun, kr/inv", "sek_per_inhabitant", "", 0),
        ("Bruttoregionprodukt, kommun (BRP), 1000 kr/invånare", "other", "1000 kr/invånare", 1),
        ("Sammanräknad förvärvsinkomst i åldern 60-64 år (median), kr", "sek", "", 0),
        ("Nystartade företag, antal/1000 inv, 16-64 år", "count", "", 0),
        ("Anmälda våldsbrott, antal/100 000 inv", "other", "antal/100 000 inv", 1),
        ("Invånare totalt, antal", "count", "", 0),
        ("Medarbetarengagemang (HME) totalt kommunen - Totalindex", "index", "", 1),
        ("Elever i åk. 9, meritvärde kommunala skolor, genomsnitt (17 ämnen)", "other", "", 1),
    ],
)
def test_a_title_suggests_a_unit(title: str, unit: str, label: str, decimals: int) -> None:
    assert (suggested_unit(title), suggested_unit_label(title), suggested_decimals(title)) == (unit, label, decimals)


@pytest.mark.parametrize(
    ("title", "better"),
    [("Sjukfrånvaro totalt", "lower"), ("Arbetslöshet, 20-64 år", "lower"), ("Personalkostnader, kr/inv", "none")],
)
def test_a_title_suggests_a_direction_or_none(title: str, better: str) -> None:
    assert suggested_direction(title) == better


@pytest.mark.parametrize(
    ("description", "source"),
    [
        ("Antal invånare totalt den 31/12. Källa: SCB.", "SCB"),
        ("Källa: SCB. Andel. Källor: Skolverket och SCB", "Skolverket och SCB"),
        ("Antal invånare.", ""),
        ("Källa: " + "x" * 400, "x" * 255),
    ],
)
def test_the_producer_is_named_as_source(description: str, source: str) -> None:
    assert suggested_source(description) == source
