"""How much content there is."""

from __future__ import annotations

from dataclasses import dataclass

GOALS_IN_A_PLAN = 8
ASSIGNMENTS, KEY_FIGURES, INVESTMENTS = 12, 8, 6
"""In each goal."""
VALUES_OF_A_KEY_FIGURE = 10


@dataclass(frozen=True)
class Size:
    """Sites with the same number of plans each, eight goals in each plan."""

    sites: int
    years: int

    @property
    def goals(self) -> int:
        return self.sites * self.years * GOALS_IN_A_PLAN


SIZES = {"S": Size(sites=1, years=1), "M": Size(sites=5, years=2), "L": Size(sites=290, years=2)}
