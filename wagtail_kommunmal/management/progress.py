"""Says how far a long piece of work has come."""

from __future__ import annotations

from types import TracebackType
from typing import Self

from django.core.management.base import OutputWrapper

WIDTH = 40


class Progress:
    """A bar that fills on a terminal, and a line now and then where the output goes to a file or a log."""

    def __init__(self, output: OutputWrapper, total: int) -> None:
        self.output, self.total, self.done = output, total, 0

    def __enter__(self) -> Self:
        return self

    def advance(self, steps: int) -> None:
        """Tell that so many more are done."""
        before, self.done = self.done, self.done + steps
        if self.output.isatty():
            filled = WIDTH * self.done // self.total
            self.output.write(f"\r{'█' * filled}{'·' * (WIDTH - filled)} {self.done} of {self.total}", ending="")
            self.output.flush()
        elif self.done == self.total or self._tenths(before) != self._tenths(self.done):
            self.output.write(f"{self.done} of {self.total}")

    def _tenths(self, done: int) -> int:
        return 10 * done // self.total

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.done and self.output.isatty():
            self.output.write("")
