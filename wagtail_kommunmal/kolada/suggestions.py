"""Kolada knows no unit and no direction: what a title suggests, for an editor to confirm."""

from __future__ import annotations

from typing import Final

from ..vocabulary import Better, Unit

UNITS: Final = (
    ("(%)", Unit.PERCENT),
    ("kr/inv", Unit.SEK_PER_INHABITANT),
    ("kg/inv", Unit.KG_PER_INHABITANT),
    ("mwh", Unit.MWH),
    ("index", Unit.INDEX),
    ("rangordning", Unit.RANK),
    ("dagar", Unit.DAYS),
    ("antal", Unit.COUNT),
)
LOWER: Final = ("sjukfrånvaro", "arbetslöshet", "utsläpp", "väntetid", "kostnad", "skuld")


def suggested_unit(title: str) -> Unit:
    """Return the unit that the words of a title suggest."""
    return next((unit for words, unit in UNITS if words in title.lower()), Unit.OTHER)


def suggested_direction(title: str) -> Better:
    """Return the direction that the words of a title suggest; none where they say nothing."""
    return Better.LOWER if any(word in title.lower() for word in LOWER) else Better.NONE
