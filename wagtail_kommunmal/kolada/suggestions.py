"""Kolada knows no unit and no direction: what a title suggests, for an editor to confirm."""

from __future__ import annotations

import re
from typing import Final

from ..vocabulary import Better, Unit

LAST_PART: Final = {
    "kr": Unit.SEK,
    "tkr": Unit.TKR,
    "mkr": Unit.MNKR,
    "mnkr": Unit.MNKR,
    "mwh": Unit.MWH,
    "ton": Unit.TONNES,
    "dagar": Unit.DAYS,
    "timmar": Unit.HOURS,
}
"""Units that a title ends with."""

ANYWHERE: Final = (
    ("index", Unit.INDEX),
    ("ranking", Unit.RANK),
    ("rangordning", Unit.RANK),
    ("antal", Unit.COUNT),
)
LOWER: Final = ("sjukfrånvaro", "arbetslös", "utsläpp", "väntetid", "våldsbrott", "avbrott")
WHOLE: Final = (Unit.COUNT, Unit.SEK, Unit.TKR, Unit.SEK_PER_INHABITANT, Unit.RANK)
SOURCE: Final = re.compile(r"Käll(?:a|or): *([^.\n]+)")
SOURCE_LENGTH: Final = 255


def suggested_unit(title: str) -> Unit:
    """Return the unit that the words of a title suggest."""
    words, last = title.lower(), _last_part(title).lower()
    if "(%)" in words:
        return Unit.PERCENT
    if last.startswith("kr/inv"):
        return Unit.SEK_PER_INHABITANT
    if last.startswith("kg/inv"):
        return Unit.KG_PER_INHABITANT
    if "/" in last:
        return Unit.OTHER
    return LAST_PART.get(last) or next((unit for word, unit in ANYWHERE if word in words), Unit.OTHER)


def suggested_unit_label(title: str) -> str:
    """Return what a title ends with, such as “antal/1000 inv”, where it is a unit that has no name of its own."""
    last = _last_part(title)
    return last[:80] if suggested_unit(title) == Unit.OTHER and "/" in last else ""


def suggested_decimals(title: str) -> int:
    """Return how many decimals are shown: Kolada gives eight or more."""
    return 0 if suggested_unit(title) in WHOLE else 1


def suggested_direction(title: str) -> Better:
    """Return the direction that the words of a title suggest; none where they say nothing."""
    return Better.LOWER if any(word in title.lower() for word in LOWER) else Better.NONE


def suggested_source(description: str) -> str:
    """Return the producer that a description names last, such as SCB; documents name Kolada beside it themselves."""
    named = SOURCE.findall(description)
    return str(named[-1]).strip()[:SOURCE_LENGTH] if named else ""


def _last_part(title: str) -> str:
    return title.rsplit(",", 1)[-1].strip()
