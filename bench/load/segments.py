"""A segment: a piece of load with the CPU that it took, tried again when other processes were in the way."""

from __future__ import annotations

import resource
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .generators import Load, load
from .processes import busy_seconds, cpu_seconds, postgres_processes
from .servers import Server

DISTURBED_FROM: Final = 0.15
"""Share of one processor that others took while we measured."""
TRIES: Final = 3


@dataclass(frozen=True)
class Segment:
    """Answers a second, milliseconds on the clock, and milliseconds of the workers' CPU for an answer."""

    per_second: float
    median_ms: float
    cpu_ms: float
    others: float
    """Share of one processor that other processes took."""

    @property
    def is_disturbed(self) -> bool:
        return self.others > DISTURBED_FROM


def segment(
    server: Server, paths: Sequence[str], seconds: int, headers: Mapping[str, str] | None = None, tries: int = TRIES
) -> Segment:
    """Measure until nobody disturbs; the least disturbed segment, if everyone does."""
    measured: list[Segment] = []
    while len(measured) < tries and not (measured and not measured[-1].is_disturbed):
        measured.append(_measure(server, paths, seconds, headers))
    return min(measured, key=lambda one: one.others)


def _measure(server: Server, paths: Sequence[str], seconds: int, headers: Mapping[str, str] | None) -> Segment:
    workers = server.workers
    ours = [*workers, server.pid, *postgres_processes()]
    workers_before, ours_before, busy_before = cpu_seconds(workers), cpu_seconds(ours) + _own(), busy_seconds()
    result: Load = load(server, paths, seconds, headers)
    worked, spent = cpu_seconds(workers) - workers_before, cpu_seconds(ours) + _own() - ours_before
    others = max(0.0, busy_seconds() - busy_before - spent) / result.seconds
    return Segment(result.per_second, result.median_ms, worked * 1000 / result.requests, others)


def _own() -> float:
    """Return the CPU of this process and of the load generators that it has waited for."""
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in usage)
