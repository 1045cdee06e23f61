"""How much is measured: everything, or little of it to see that it works."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Plan:
    """The size of the content, and how often and how long each thing is measured."""

    size: str
    quick: bool

    @property
    def rounds(self) -> int:
        return 2 if self.quick else 5

    @property
    def seconds(self) -> int:
        """Of load in a segment; answers that take a tenth of a second get more."""
        return 1

    @property
    def slow_seconds(self) -> int:
        return 1 if self.quick else 3

    @property
    def tries(self) -> int:
        """How often a segment is measured while others are in the way."""
        return 1 if self.quick else 3

    @property
    def asked(self) -> int:
        """Requests one after another, in each round, to each list."""
        return 3 if self.quick else 10

    @property
    def published(self) -> int:
        return 3 if self.quick else 25

    @property
    def rebuilt(self) -> list[int]:
        return [8, 64] if self.quick else [100, 1000]

    @property
    def mixed_requests(self) -> int:
        """Before the memory of the workers is read."""
        return 300 if self.quick else 10_000

    @property
    def profiled(self) -> int:
        return 10 if self.quick else 100
