"""What is to be reached, and whether it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Results = dict[str, Any]


@dataclass(frozen=True)
class Target:
    """A number that must not be passed, above or below."""

    name: str
    limit: float
    value: Callable[[Results], float]
    at_least: bool = False

    def outcome(self, results: Results) -> dict[str, Any]:
        """Return the measured value and whether it reaches the limit; ``None`` where it was not measured."""
        try:
            value: float | None = self.value(results)
        except (KeyError, IndexError):
            value = None
        reached = None if value is None else (value >= self.limit if self.at_least else value <= self.limit)
        sign = "≥" if self.at_least else "≤"
        return {"name": self.name, "limit": f"{sign} {self.limit:g}", "value": value, "reached": reached}


def outcomes(results: Results) -> list[dict[str, Any]]:
    return [target.outcome(results) for target in TARGETS]


def _times(ours: str, other: str) -> Callable[[Results], float]:
    shape = ours.split("-")[1]
    return lambda results: results["answers"]["ratios"][shape][ours]["per_second"][other]


def _cpu(ours: str, other: str) -> Callable[[Results], float]:
    shape = ours.split("-")[1]
    return lambda results: results["answers"]["ratios"][shape][ours]["cpu_ms"][other]


def _row(name: str, member: str) -> Callable[[Results], float]:
    return lambda results: results["answers"]["rows"][name][member]


def _slowest_list(part: str) -> Callable[[Results], float]:
    return lambda results: max(one["ratio"] for one in results[part]["lists"].values())


def _queries_added_to_lists(part: str) -> Callable[[Results], float]:
    return lambda results: max(one["large_queries"] - one["small_queries"] for one in results[part]["lists"].values())


def _linearity(results: Results) -> float:
    runs = results["rebuild"]["runs"]
    return runs[1]["per_second"] / runs[0]["per_second"]


TARGETS = [
    Target("8 whole goals, × API v2", 100, _times("ours-list", "v2-list"), at_least=True),
    Target("8 whole goals, × API v2 under cache_page", 1.3, _times("ours-list", "v2-cached-list"), at_least=True),
    Target("8 whole goals, of the bare view", 0.45, _times("ours-list", "bare-list"), at_least=True),
    Target(
        "8 whole goals uncompressed, of the bare view",
        0.45,
        _times("ours-list-plain", "bare-list-plain"),
        at_least=True,
    ),
    Target("8 whole goals, queries", 3, _row("ours-list", "queries")),
    Target("one goal, × API v2", 25, _times("ours-detail", "v2-detail"), at_least=True),
    Target("one goal, of the bare view", 0.45, _times("ours-detail", "bare-detail"), at_least=True),
    Target(
        "one goal uncompressed, of the bare view", 0.45, _times("ours-detail-plain", "bare-detail-plain"), at_least=True
    ),
    Target("one goal, queries", 2, _row("ours-detail", "queries")),
    Target("8 whole goals warm, × API v2", 200, _times("ours-list-warm", "v2-list"), at_least=True),
    Target("8 whole goals warm, of the bare view", 0.8, _times("ours-list-warm", "bare-list"), at_least=True),
    Target("8 whole goals warm, queries", 0, _row("ours-list-warm", "queries")),
    Target("one goal warm, × API v2", 45, _times("ours-detail-warm", "v2-detail"), at_least=True),
    Target("one goal warm, of the bare view", 0.8, _times("ours-detail-warm", "bare-detail"), at_least=True),
    Target("one goal warm, queries", 0, _row("ours-detail-warm", "queries")),
    Target("304 of 8 whole goals, bytes without the site's middleware", 400, _row("ours-list-304", "own_head_bytes")),
    Target("304 of 8 whole goals, CPU of the bare view's 304", 1.4, _cpu("ours-list-304", "bare-list-304")),
    Target("304 of 8 whole goals, queries", 2, _row("ours-list-304", "queries")),
    Target("304 of one goal, bytes without the site's middleware", 400, _row("ours-detail-304", "own_head_bytes")),
    Target("304 of one goal, CPU of the bare view's 304", 1.4, _cpu("ours-detail-304", "bare-detail-304")),
    Target("304 of one goal, queries", 2, _row("ours-detail-304", "queries")),
    Target(
        "filtered assignments in one site with everything, × JSONB (SQL alone)",
        50,
        lambda results: results["flat"]["streamfields"]["ratio"],
        at_least=True,
    ),
    Target("filtered assignments, L of S", 1.3, lambda results: results["grown"]["filter"]["ratio"]),
    Target(
        "filtered assignments, one site with everything of S", 1.3, lambda results: results["flat"]["filter"]["ratio"]
    ),
    Target("filtered assignments, queries", 4, lambda results: results["grown"]["filter"]["large_queries"]),
    Target("slowest list, L of S", 1.25, _slowest_list("grown")),
    Target("lists, queries added at L", 0, _queries_added_to_lists("grown")),
    Target("slowest list, one site with everything of S", 1.25, _slowest_list("flat")),
    Target("lists, queries added in one site with everything", 0, _queries_added_to_lists("flat")),
    Target("publishing, total over Wagtail's own", 1.25, lambda results: results["publish"]["ratio"]),
    Target("publishing, queries added", 15, lambda results: results["publish"]["added_queries"]),
    Target("rebuild, goals a second", 120, lambda results: results["rebuild"]["runs"][-1]["per_second"], at_least=True),
    Target("rebuild, speed at 1,000 goals of that at 100", 0.9, _linearity, at_least=True),
    Target("memory above the bare view's worker, MB", 15, lambda results: results["memory"]["above_bare_mb"]["ours"]),
    Target(
        "memory with API_CACHE, above the bare view's worker, MB",
        15,
        lambda results: results["memory"]["above_bare_mb"]["ours-warm"],
    ),
]
