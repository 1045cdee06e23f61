"""Numbers as Swedes write them, kept digit for digit as Decimal."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, localcontext
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HARD_SPACE: Final = "\u00a0"
MINUS: Final = "\u2212"
MAX_LENGTH: Final = 40
"""Of a number as it is written, without the spaces between its thousands."""

_SPACES = re.compile(r"[ \u00a0\u2007\u2009\u202f]")
_PLAIN = re.compile(r"[+-]?\d+(?:[.,]\d+)?")
_GROUPED = re.compile(r"[+-]?\d{1,3}(?: \d{3})+(?:[.,]\d+)?")


def parse_decimal(text: str) -> Decimal:
    """Read a number such as ``1 234,5``, ``−12`` or ``0.50`` and keep the decimals that were given.

    Spaces of any kind may group thousands; comma and point are both decimal signs, but never both in one number.
    Raises ``ValidationError`` that says how a number is written.
    """
    normal = _SPACES.sub(" ", text.strip()).strip().replace(MINUS, "-").replace("\u2013", "-")
    ungrouped = normal.replace(" ", "")
    if len(ungrouped) <= MAX_LENGTH and (_PLAIN.fullmatch(normal) or _GROUPED.fullmatch(normal)):
        return Decimal(ungrouped.replace(",", "."))
    raise ValidationError(
        _("“%(text)s” is not a number. Write for example 12, 1 234,5 or −0,75."),
        code="invalid_number",
        params={"text": text[:MAX_LENGTH]},
    )


def wire_format(value: Decimal) -> str:
    """Write a number for machines: decimal point, no grouping, the digits that were given."""
    return f"{value:f}"


def display_format(value: Decimal, language: str, decimals: int | None = None) -> str:
    """Write a number for people: Swedish decimal comma and hard spaces, or English point and commas for ``en``.

    ``decimals`` rounds for display only (half up); ``None`` shows the digits that were given.
    """
    shown = value if decimals is None else round_half_up(value, decimals)
    sign = MINUS if shown.is_signed() and shown else ""
    # Not abs(), which rounds to the 28 digits that arithmetic is done with.
    whole, _point, fraction = f"{shown.copy_abs():f}".partition(".")
    grouping, point = (",", ".") if language.split("-")[0] == "en" else (HARD_SPACE, ",")
    grouped = f"{int(whole):,}".replace(",", grouping)
    return f"{sign}{grouped}{point + fraction if fraction else ''}"


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """Round as people do on paper: half away from zero."""
    with localcontext(prec=2 * MAX_LENGTH):
        return value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def natural_sort_key(text: str) -> str:
    """Return ``text`` with its whole numbers padded, so that “2” sorts before “10” and “1.1” between “1” and “2”."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(8), text)


def decimals_of(value: Decimal) -> int:
    """Return how many decimals a number was given with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
