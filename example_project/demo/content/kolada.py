"""The Kolada of the demo: it answers as the real one does, and every figure of it is invented.

Its titles say so, and so do the names under which its figures stand on the pages of the demo.
"""

from decimal import Decimal
from typing import Final

from demo.content.key_figures import KEY_FIGURES
from demo.content.municipality import NAME, PLACE
from demo.content.shapes import KeyFigure
from wagtail_kommunmal.testing.kolada import FakeKolada

MUNICIPALITY, NATION, REGION, SIMILAR = "9999", "0000", "9900", "G999901"
"""Codes that no municipality has but the nation."""

MEMBERS: Final = {"9998": Decimal("0.97"), "9997": Decimal("1.02")}
"""The municipalities that are said to be similar, and how their figures are to the nation's."""

COMPARED: Final = ("N03034", "N03132")
"""The key figures that this Kolada has for region and similar municipalities too."""


def invented_kolada() -> FakeKolada:
    """Return a Kolada with what the demo says of its key figures, and more areas for two of them."""
    fake = FakeKolada(
        municipalities={
            NATION: "Riket (påhittade siffror)",
            MUNICIPALITY: NAME,
            REGION: "Region Mittskogen (påhittad)",
            **{code: f"Påhittad kommun {code}" for code in MEMBERS},
        },
        groups={SIMILAR: (f"Liknande kommuner, {PLACE} (påhittad grupp)", list(MEMBERS))},
    )
    for figure in KEY_FIGURES:
        if figure.kolada_id:
            fake.add_kpi(
                figure.kolada_id,
                f"{figure.name} (påhittade siffror)",
                description=f"{figure.definition} Påhittade siffror för en påhittad kommun.",
            )
            _add_values(fake, figure)
    return fake


def _add_values(fake: FakeKolada, figure: KeyFigure) -> None:
    areas = {"own": MUNICIPALITY, "nation": NATION}
    for value in figure.values:
        if value.value is None or value.series not in areas or not value.period.isdecimal():
            continue
        number, year = Decimal(value.value), int(value.period)
        fake.values[figure.kolada_id, areas[value.series], year, value.gender] = float(number)
        if value.series == "nation" and figure.kolada_id in COMPARED:
            others = {**MEMBERS, REGION: Decimal("1.01")}
            for code, factor in others.items():
                fake.values[figure.kolada_id, code, year, value.gender] = float(round(number * factor, 1))
