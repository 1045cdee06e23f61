"""How an export and a restore say how far they have come, whoever looks on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol


class Advancing(Protocol):
    """Is told of steps that are done."""

    def advance(self, steps: int) -> None: ...


Tell = Callable[[int], AbstractContextManager[Advancing]]
"""Is given the number of steps of a part of the work."""


class _Nobody:
    def advance(self, steps: int) -> None:
        """Tell nobody."""


@contextmanager
def silent(total: int) -> Iterator[Advancing]:
    """Show nothing."""
    yield _Nobody()
