"""The picture of a tally: a bar that is divided as its statuses are. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from .scales import Scale, place

Member = dict[str, Any]

WIDTH: Final = 400.0
GAP: Final = 2.0
"""What parts one status from the next, whatever their colours."""


@dataclass(frozen=True)
class Segment:
    """The part of a bar that a status has."""

    status: Member
    x: str
    width: str


def divided_bar(counts: Sequence[tuple[Member, int]]) -> list[Segment]:
    """Return the parts of a bar in the order of the statuses; what occurs seldom is still seen."""
    occurring = [(status, count) for status, count in counts if count]
    total = Decimal(sum(count for _status, count in occurring))
    scale = Scale(Decimal(0), total, 0.0, WIDTH + GAP)
    segments, before = [], 0
    for status, count in occurring:
        start, end = scale.at(Decimal(before)), scale.at(Decimal(before + count))
        segments.append(Segment(status, place(start), place(max(end - start - GAP, GAP))))
        before += count
    return segments
