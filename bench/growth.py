"""Lists and the filter as content grows: the same page of a small site and of a large one, in turn."""

from __future__ import annotations

from statistics import median
from typing import Any

from .load.generators import ask
from .load.servers import Server
from .plan import Plan


def measure_lists(small: Server, large: Server, of_small: Any, of_large: Any, plan: Plan) -> dict[str, Any]:
    """Return for each list and page how long it takes at both sizes, and the median of the ratios in a round."""
    return {
        f"{name} {page}": _compare(small, large, of_small["lists"][name][page], of_large["lists"][name][page], plan)
        for name in of_small["lists"]
        for page in ("first", "last")
    }


def measure_filter(small: Server, large: Server, of_small: Any, of_large: Any, plan: Plan) -> dict[str, Any]:
    """Return the same for the filtered list of assignments."""
    return _compare(small, large, of_small["filter"], of_large["filter"], plan)


def _compare(small: Server, large: Server, of_small: Any, of_large: Any, plan: Plan) -> dict[str, Any]:
    servers = ((small, of_small["addresses"]), (large, of_large["addresses"]))
    # Each worker answers once before it counts.
    for server, paths in servers:
        ask(server, paths, 4)
    rounds = [[median(ask(server, paths, plan.asked)) for server, paths in servers] for _ in range(plan.rounds)]
    return {
        "address": of_large["addresses"][0],
        "small_ms": median(small_ms for small_ms, _large in rounds),
        "large_ms": median(large_ms for _small, large_ms in rounds),
        "ratio": median(large_ms / small_ms for small_ms, large_ms in rounds),
        "small_queries": of_small["queries"],
        "large_queries": of_large["queries"],
        "small_bytes": of_small["bytes"],
        "large_bytes": of_large["bytes"],
        "small_total": of_small["total"],
        "large_total": of_large["total"],
    }
