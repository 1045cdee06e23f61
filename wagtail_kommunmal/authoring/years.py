"""The year in titles, headings, slugs and dates, moved on from one plan to the next. Pure."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_YEARS: Final = re.compile(r"(?<!\d)(\d{4})(?:(\s?[-–]\s?)(\d{4}))?(?!\d)")
"""A year, or a span of years."""


def text_moved_on(text: str, old: int, new: int) -> str:
    """Return a text that carries the old year with the new one in its place; any other text as it is.

    A span of years that begins with the old year or the next, as in “budget 2026 with a plan for 2027–2028”, moves on
    as a whole. One that began earlier is no year of the plan, and stays; so do other years.
    """

    def moved(match: re.Match[str]) -> str:
        first, dash, last = match.groups()
        if last is None:
            return str(new) if int(first) == old else match[0]
        if int(first) not in (old, old + 1) or int(last) <= int(first):
            return match[0]
        return f"{int(first) + new - old}{dash}{int(last) + new - old}"

    years = [int(year) for match in _YEARS.finditer(text) for year in (match[1], match[3]) if year]
    return _YEARS.sub(moved, text) if old in years else text


def slug_moved_on(slug: str, old: int, new: int) -> str:
    """Return the slug for the new year; one that carries no year that moves on gets the new year at its end."""
    moved = text_moved_on(slug, old, new)
    return moved if moved != slug else f"{slug}-{new}"


def date_moved_on(day: date | None, years: int) -> date | None:
    """Return the same day so many years later; the 29th of February becomes the 28th where there is none."""
    if day is None:
        return None
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)
