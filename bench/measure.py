"""Everything that is measured on one kind of database."""

from __future__ import annotations

import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from .answers import measure_answers
from .databases import database
from .growth import measure_filter, measure_lists
from .load.servers import Server, serve
from .memory import measure_memory
from .plan import Plan
from .tasks import inside

SMALL = "S"
ANEW = {"BENCH_KEEPING": "anew"}
"""So that what grows is not hidden by answers that are stored."""


def measure(kind: str, plan: Plan) -> dict[str, Any]:
    """Make the databases, measure, and remove them whatever happens."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="kommunmal-bench-")))
        small = stack.enter_context(database(kind, "small", folder))
        is_large = plan.size != SMALL
        large = stack.enter_context(database(kind, "large", folder)) if is_large else small
        return _measure(kind, small, large, folder, plan)


def _measure(kind: str, small: str, large: str, folder: Path, plan: Plan) -> dict[str, Any]:
    results: dict[str, Any] = {"content": {SMALL: _step(kind, "content S", inside, small, "build", name=SMALL)}}
    of_small = _checked(inside(small, "describe"))
    limits = {name: pages["first"]["limit"] for name, pages in of_small["lists"].items()}
    limits["filter"] = of_small["filter"]["limit"]
    of_large = of_small
    if large is not small:
        content = _step(kind, f"content {plan.size}", inside, large, "build", name=plan.size)
        results["content"][plan.size] = content
        of_large = _checked(inside(large, "describe", limits=limits))
    results |= _served(kind, small, large, of_small, of_large, folder, plan)
    addresses = {shape: of_large["answers"][f"ours-{shape}"]["addresses"][0] for shape in ("list", "detail")}
    results["profile"] = _step(kind, "profile", inside, large, "profile", addresses=addresses, times=plan.profiled)
    results["publish"] = _step(kind, "publishing", inside, large, "publish", times=plan.published)
    results["rebuild"] = _step(kind, "rebuild", inside, large, "rebuild", counts=plan.rebuilt)
    if large is not small:
        inside(large, "flatten")
        of_flat = inside(large, "describe", limits=limits)
        with _server(small, folder, **ANEW) as of_s, _server(large, folder, **ANEW) as flat:
            results["flat"] = _grown(kind, "one site with everything", of_s, flat, of_small, of_flat, large, plan)
    return results


def _served(
    kind: str, small: str, large: str, of_small: Any, of_large: Any, folder: Path, plan: Plan
) -> dict[str, Any]:
    results: dict[str, Any] = {}
    addresses = {name: of_large["answers"][name]["addresses"] for name in ("ours-list", "ours-detail")}
    for keeping in ("warm", "anew"):
        costs = inside(large, "count", keeping=keeping, addresses=addresses)
        of_large["answers"] |= {
            f"{name}-{keeping}": {"addresses": paths, **costs[name]} for name, paths in addresses.items()
        }
    with ExitStack() as stack:
        servers = {
            keeping: stack.enter_context(_server(large, folder, BENCH_KEEPING=keeping))
            for keeping in ("", "warm", "anew")
        }
        results["answers"] = _step(kind, "whole goals", measure_answers, servers, of_large, folder, plan)
    with ExitStack() as stack:
        servers = {
            "bare": (stack.enter_context(_server(large, folder)), ["/bare/list", "/bare/detail"]),
            "ours": (stack.enter_context(_server(large, folder)), of_large["mixed"]),
            "ours-warm": (stack.enter_context(_server(large, folder, BENCH_KEEPING="warm")), of_large["mixed"]),
        }
        results["memory"] = _step(kind, "memory", measure_memory, servers, plan)
    if large is not small:
        with _server(small, folder, **ANEW) as of_s, _server(large, folder, **ANEW) as of_l:
            results["grown"] = _grown(kind, "growth", of_s, of_l, of_small, of_large, large, plan)
    return results


def _grown(
    kind: str, name: str, small: Server, large: Server, of_small: Any, of_large: Any, url: str, plan: Plan
) -> dict[str, Any]:
    return {
        "lists": _step(kind, f"{name}: lists", measure_lists, small, large, of_small, of_large, plan),
        "filter": _step(kind, f"{name}: filter", measure_filter, small, large, of_small, of_large, plan),
        "streamfields": inside(
            url,
            "compare_filters",
            port=large.port,
            address=of_large["filter"]["addresses"][0],
            question=of_large["filter"],
            rounds=plan.rounds * 2,
        ),
    }


def _server(url: str, folder: Path, **environment: str) -> Any:
    return serve({"DATABASE_URL": url, "BENCH_BARE_ANSWERS": str(folder), **environment}, folder / "gunicorn.log")


def _checked(described: Any) -> Any:
    """Return the description, unless a contender leaves something out."""
    for name, missing in described["missing"].items():
        if missing:
            raise RuntimeError(f"{name} does not say what we say: {missing}")
    return described


def _step(kind: str, step: str, work: Any, /, *arguments: Any, **named: Any) -> Any:
    print(f"{kind}: {step} ...", flush=True)
    started = time.monotonic()
    try:
        return work(*arguments, **named)
    finally:
        print(f"{kind}: {step} took {time.monotonic() - started:.0f} s", flush=True)
