"""The picture of an investment's amount: its budget as a bar, with outcome and forecast on it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from ..vocabulary import AmountFlow
from .scales import Scale, place

Member = dict[str, Any]

WIDTH: Final = 160.0


@dataclass(frozen=True)
class AmountBar:
    """How far budget and outcome reach, and where the forecast stands; sums count as they are printed, without sign."""

    budget: str
    outcome: str | None
    forecast: str | None
    forecast_text: str | None


def amount_bars(amounts: Iterable[tuple[Member, Member]]) -> list[AmountBar | None]:
    """Return a bar for each investment and amount, all on one scale; ``None`` where budget has nothing beside it."""
    drawn = [(amount, _forecast_of(investment, amount)) for investment, amount in amounts]
    numbers = [
        _size(number)
        for amount, said in drawn
        for number in (amount["budget"], amount["outcome"], said["forecast"] if said else None)
        if number is not None
    ]
    scale = Scale(Decimal(0), max(numbers, default=Decimal(0)), 0.0, WIDTH)
    return [_bar(amount, said, scale) for amount, said in drawn]


def _bar(amount: Member, said: Member | None, scale: Scale) -> AmountBar | None:
    if amount["budget"] is None or scale.high == 0 or (amount["outcome"] is None and said is None):
        return None
    return AmountBar(
        budget=place(scale.at(_size(amount["budget"]))),
        outcome=None if amount["outcome"] is None else place(scale.at(_size(amount["outcome"]))),
        forecast=place(scale.at(_size(said["forecast"]))) if said else None,
        forecast_text=said["forecastText"] if said else None,
    )


def _forecast_of(investment: Member, amount: Member) -> Member | None:
    """Return the current follow-up if it has a forecast for the amount's time; it speaks of what is spent."""
    said: Member | None = investment["currentFollowUp"]
    if said is None or said["forecast"] is None or amount["flow"]["code"] != AmountFlow.EXPENDITURE:
        return None
    first = amount["yearFrom"] or 0
    return said if first <= said["period"]["year"] <= (amount["yearTo"] or first) else None


def _size(number: str) -> Decimal:
    return Decimal(number).copy_abs()
