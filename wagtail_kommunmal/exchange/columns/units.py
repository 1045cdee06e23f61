"""Units as tables print them behind a number or in a heading. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from ...vocabulary import Unit
from ..files.tables import Cell
from .texts import folded, normal_text

_WORDS: Final[Mapping[Unit, str]] = {
    Unit.PERCENT: "%|procent|percent",
    Unit.PERCENTAGE_POINTS: "procentenheter|procentenhet|%-enheter|percentage points",
    Unit.COUNT: "st|st.|stycken|antal",
    Unit.SEK: "kr|kr.|kronor|sek|:-",
    Unit.TKR: "tkr|kkr|tsek|tusen kronor|tusental kronor|tusen kr|tusentals kronor",
    Unit.MNKR: "mnkr|mkr|msek|mn kr|milj kr|milj. kr|miljoner kronor|miljoner kr",
    Unit.SEK_PER_INHABITANT: "kr/inv|kr/inv.|kr/invånare|kronor per invånare|kr per invånare",
    Unit.HOURS: "h|tim|timmar|timme",
    Unit.DAYS: "dagar|dag|dygn",
    Unit.MWH: "mwh",
    Unit.TONNES: "ton",
    Unit.KG_PER_INHABITANT: "kg/inv|kg/inv.|kg/invånare|kg per invånare",
}
CODES: Final[Mapping[str, str]] = {word: unit.value for unit, words in _WORDS.items() for word in words.split("|")}
"""A unit as it is printed, in lower case -> its code."""

_COVERED: Final[Mapping[str, str]] = {
    Unit.SEK_PER_INHABITANT.value: Unit.SEK.value,
    Unit.PERCENTAGE_POINTS.value: Unit.PERCENT.value,
}
"""Unit -> the shorter one that is printed for it: the name of the key figure tells the rest."""

_BEHIND_NUMBER = re.compile(
    r"(?P<number>[+\-\u2212\u2013]?\d[\d\s.,\u00a0\u2007\u2009\u202f]*?)\s*(?P<unit>[^\d\s.,].*)", re.DOTALL
)
_IN_FORMAT = re.compile(r"\"([^\"]*)\"|\[\$([^\]\-]*)")


def without_unit(text: str) -> tuple[str, str]:
    """Return a number and its unit as they are printed; the unit is blank if the text ends in none that is known."""
    match = _BEHIND_NUMBER.fullmatch(normal_text(text))
    if match and folded(match["unit"]) in CODES:
        return match["number"], match["unit"].strip()
    return text, ""


def shown_unit(cell: Cell) -> str:
    """Return the unit that a spreadsheet program shows behind the number of a cell, as its format tells."""
    found = ("".join(texts).strip() for texts in _IN_FORMAT.findall(cell.number_format))
    return next((text for text in found if folded(text) in CODES), "")


def is_unit(printed: str, code: str, label: str = "") -> bool:
    """Tell whether what is printed can be the unit with this code, or is called so."""
    told = CODES.get(folded(printed), "")
    return folded(printed) == folded(label) or told in (code, _COVERED.get(code))


def same_unit(one: str, other: str) -> bool:
    """Tell whether two units as they are printed are one."""
    return CODES.get(folded(one), folded(one)) == CODES.get(folded(other), folded(other))
