"""What a worker holds in memory after many requests, beside one that has only given the bare view."""

from __future__ import annotations

from typing import Any

from .load.generators import AS_CLIENTS_ASK, load
from .load.processes import memory_kb
from .load.servers import Server
from .plan import Plan

SECONDS_AT_ONCE = 5


def measure_memory(servers: dict[str, tuple[Server, list[str]]], plan: Plan) -> dict[str, Any]:
    """Return the largest worker of each server, in MB, and how much more ours holds than the bare view's."""
    found = {name: _after_requests(server, paths, plan) for name, (server, paths) in servers.items()}
    return {**found, "above_bare_mb": {name: one["pss_mb"] - found["bare"]["pss_mb"] for name, one in found.items()}}


def _after_requests(server: Server, paths: list[str], plan: Plan) -> dict[str, Any]:
    asked = 0
    seconds = 1 if plan.quick else SECONDS_AT_ONCE
    while asked < plan.mixed_requests:
        asked += load(server, paths, seconds, AS_CLIENTS_ASK).requests
    memory = [memory_kb(worker) for worker in server.workers]
    rss, pss = (max(values) / 1024 for values in zip(*memory, strict=True))
    return {"requests": asked, "rss_mb": rss, "pss_mb": pss}
