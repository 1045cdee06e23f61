"""From numbers and days to places in a picture. Pure; places are texts, so that no template writes a comma in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

STEPS: Final = (Decimal(1), Decimal(2), Decimal(5), Decimal(10))
"""What people count in, times a power of ten."""


@dataclass(frozen=True)
class Scale:
    """A stretch of numbers that is drawn from ``start`` to ``end``."""

    low: Decimal
    high: Decimal
    start: float
    end: float

    def at(self, number: Decimal) -> float:
        """Return where a number stands; in the middle if there is no stretch at all."""
        if self.low == self.high:
            return (self.start + self.end) / 2
        part = float((number - self.low) / (self.high - self.low))
        return self.start + part * (self.end - self.start)


def round_marks(low: Decimal, high: Decimal, at_most: int = 6) -> list[Decimal]:
    """Return round numbers at even distances, the first not above ``low`` and the last not below ``high``."""
    if low == high:
        low, high = low - 1, high + 1
    coarsest = (high - low) / (at_most - 1)
    magnitude = Decimal(1).scaleb(coarsest.adjusted())
    for step in (magnitude * times for times in (*STEPS, STEPS[-1] * 2)):
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        if last - first < at_most:
            return [step * (first + count) for count in range(int(last - first) + 1)]
    raise AssertionError("Twenty of the coarsest steps always reach.")


def place(number: float) -> str:
    """Write a place as SVG wants it."""
    return f"{number:.1f}"


def kept_apart(wanted: Sequence[float], distance: float, start: float, end: float) -> list[float]:
    """Return places near the wanted ones, in the same order, at least ``distance`` apart and before ``end``.

    There must be room for them; those that do not fit are pushed before ``start``.
    """
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    places = list(wanted)
    reached = start - distance
    for index in order:
        places[index] = reached = max(wanted[index], reached + distance)
    limit = end + distance
    for index in reversed(order):
        places[index] = limit = min(places[index], limit - distance)
    return places
