"""Finds the period that a heading or a title names, among other words. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from django.core.exceptions import ValidationError

from ...periods import Period

LONGEST_HEADING: Final = 200
"""In a longer text no period is looked for."""

_YEAR: Final = r"(?<![\d-])(?P<year>(?:19|20|21)\d\d)(?![\d-])"
_MONTHS: Final = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH_NAMES: Final = (
    r"jan(?:uari)?|feb(?:ruari)?|mar(?:s)?|apr(?:il)?|maj|jun(?:i)?|jul(?:i)?|aug(?:usti)?|sep(?:t(?:ember)?)?|"
    r"okt(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_PART: Final = r"\b(?P<kind>tertial|t|kvartal|q|halvår|h)\s?(?P<part>[1-4])\b"
_LETTERS: Final = {"tertial": "T", "kvartal": "Q", "halvår": "H"}

_Found = Callable[[re.Match[str]], str]
_PATTERNS: Final[tuple[tuple[re.Pattern[str], _Found], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE), code)
    for pattern, code in (
        (r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])", lambda match: match[0]),
        (r"(?<![\d-])\d{4}-(?:\d{2}|[TQH]\d)(?![\d-])", lambda match: match[0]),
        (r"(?<![\d-])\d{4}\s?-\s?\d{4}(?![\d-])", lambda match: re.sub(r"\s", "", match[0])),
        (rf"{_PART}[\s,-]*{_YEAR}", lambda match: f"{match['year']}-{_letter(match)}{match['part']}"),
        (rf"{_YEAR}[\s,-]*{_PART}", lambda match: f"{match['year']}-{_letter(match)}{match['part']}"),
        (
            rf"(?<![\d-])(?P<day>\d\d?)\s+(?P<month>{_MONTH_NAMES})\.?\s+{_YEAR}",
            lambda match: f"{_month(match)}-{int(match['day']):02}",
        ),
        (rf"\b(?P<month>{_MONTH_NAMES})\.?\s+{_YEAR}", lambda match: _month(match)),
        (rf"(?:\b(?:hel)?år(?:et)?\s+)?{_YEAR}", lambda match: match["year"]),
    )
)


def period_in(text: str) -> tuple[str, str]:
    """Return the code of the only period that a text names, and the rest of it; no code if it names none or several."""
    found = periods_in(text)
    if len(found) != 1:
        return "", text
    return found[0]


def periods_in(text: str) -> list[tuple[str, str]]:
    """Return the code of each period that a text names, with the text that would be left without it."""
    plain = re.sub(r"[–—−]", "-", text) if len(text) <= LONGEST_HEADING else ""
    found: list[tuple[str, str]] = []
    taken = plain
    for pattern, code in _PATTERNS:
        for match in pattern.finditer(taken):
            if parsed := _parsed(code(match)):
                rest = f"{plain[: match.start()]} {plain[match.end() :]}"
                found.append((parsed, " ".join(rest.replace("()", " ").split()).strip(" ,:;-")))
                # What was taken for a period is no part of another one.
                taken = taken[: match.start()] + "\0" * len(match[0]) + taken[match.end() :]
    return found


def shape_of(heading: str) -> str:
    """Return a heading with the kind of its period in the place of the period: the same one has the next file."""
    code, rest = period_in(heading)
    return f"{rest} {{{Period.parse(code).kind}}}".strip().casefold() if code else " ".join(heading.split()).casefold()


def _month(match: re.Match[str]) -> str:
    return f"{match['year']}-{_MONTHS.index(match['month'][:3].lower()) + 1:02}"


def _letter(match: re.Match[str]) -> str:
    kind = match["kind"].lower()
    return _LETTERS.get(kind, kind.upper())


def _parsed(code: str) -> str:
    try:
        return Period.parse(code).code
    except ValidationError:
        return ""
