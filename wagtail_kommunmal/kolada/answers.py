"""Kolada's answers, read strictly: what is not in the documented shape is refused, never guessed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext as _

from ..numbers import MAX_LENGTH, wire_format
from ..vocabulary import Gender
from .errors import KoladaAnswerError

WHOLE_DIGITS: Final = 15
SHOWN: Final = 40
"""So many characters of what was refused are shown."""


@dataclass(frozen=True)
class Kpi:
    """A key figure as Kolada describes it."""

    id: str
    title: str
    description: str = ""
    publication_on: date | None = None
    prel_publication_on: date | None = None
    publ_period: str = ""
    is_for_regions_only: bool = False


@dataclass(frozen=True)
class Area:
    """A municipality, a region or a group of them."""

    id: str
    title: str


@dataclass(frozen=True)
class DataPoint:
    """One value of one key figure; ``value`` is ``None`` where Kolada has none."""

    kpi: str
    area: str
    period: int
    gender: str
    value: Decimal | None
    is_deleted: bool = False


@dataclass(frozen=True)
class Unreadable:
    """A value that was refused, and what stood in its place."""

    kpi: str
    period: str
    text: str


@dataclass
class Data:
    """The readable values of an answer, and those that were refused."""

    points: list[DataPoint] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)


def read_page(text: str) -> dict[str, Any]:
    """Read the envelope of a list; numbers stay exact, and NaN and infinity become texts, which no reader takes."""
    try:
        page = json.loads(text, parse_float=_exact, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise KoladaAnswerError(_("The answer is not JSON.")) from error
    if not isinstance(page, dict) or not isinstance(page.get("values"), list):
        raise KoladaAnswerError(_("The answer is no list of values."))
    return page


def read_kpi(row: Any) -> Kpi:
    """Read a key figure's description."""
    return Kpi(
        id=_text(row, "id"),
        title=_text(row, "title"),
        description=_text(row, "description", optional=True),
        publication_on=_day(row, "publication_date"),
        prel_publication_on=_day(row, "prel_publication_date"),
        publ_period=_text(row, "publ_period", optional=True),
        is_for_regions_only=row.get("municipality_type") == "L",
    )


def read_area(row: Any) -> Area:
    """Read a municipality or a group."""
    return Area(id=_text(row, "id"), title=_text(row, "title"))


def read_data(rows: list[Any], data: Data) -> None:
    """Add the rows of an answer to ``data``, value by value."""
    for row in rows:
        kpi, area = _text(row, "kpi"), _text(row, "municipality")
        period, values = row.get("period"), row.get("values")
        if not _is_year(period) or not isinstance(values, list):
            data.unreadable.append(Unreadable(kpi, _shown(period), _shown(values)))
            continue
        for value in values:
            point = _point(kpi, area, period, value)
            if point is None:
                text = _shown(value.get("value") if isinstance(value, dict) else value)
                data.unreadable.append(Unreadable(kpi, str(period), text))
            else:
                data.points.append(point)


def _point(kpi: str, area: str, period: int, row: Any) -> DataPoint | None:
    if not isinstance(row, dict) or row.get("gender") not in Gender.values or "value" not in row:
        return None
    is_deleted, value = row.get("isdeleted", False), row["value"]
    if not isinstance(is_deleted, bool):
        return None
    if value is None:
        return DataPoint(kpi, area, period, row["gender"], None, is_deleted)
    number = _number(value)
    return None if number is None else DataPoint(kpi, area, period, row["gender"], number, is_deleted)


def _number(value: Any) -> Decimal | None:
    """Return a number that can be kept, without the decimals that a float only carries along, else ``None``."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    # By its digits alone: arithmetic with a huge exponent raises.
    if not -MAX_LENGTH < number.adjusted() < WHOLE_DIGITS or len(number.as_tuple().digits) > MAX_LENGTH:
        return None
    number = Decimal(int(number)) if number == number.to_integral_value() else _without_last_zeros(number)
    return number if len(wire_format(number)) <= MAX_LENGTH else None


def _exact(text: str) -> Decimal | str:
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


def _without_last_zeros(number: Decimal) -> Decimal:
    # Not normalize(), which rounds to the 28 digits that arithmetic is done with.
    return Decimal(wire_format(number).rstrip("0"))


def _is_year(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1900 <= value <= 2999


def _text(row: Any, name: str, *, optional: bool = False) -> str:
    value = row.get(name) if isinstance(row, dict) else None
    if optional and value is None:
        return ""
    if not isinstance(value, str) or not (value or optional):
        raise KoladaAnswerError(_("“%(name)s” is missing in the answer.") % {"name": name})
    return _storable(value)


def _day(row: Any, name: str) -> date | None:
    """Return a day, if there is one: without it, nothing but the nightly run lacks anything."""
    try:
        return date.fromisoformat(row[name][:10])
    except (KeyError, TypeError, ValueError):
        return None


def _storable(text: str) -> str:
    """Return a text without what JSON can say and a database cannot keep: NUL and halves of surrogate pairs."""
    return text.replace("\x00", "").encode(errors="replace").decode()


def _shown(value: Any) -> str:
    try:
        return _storable(str(value)[:SHOWN])
    except ValueError:
        # Python does not write whole numbers of thousands of digits.
        return "…"
