"""Whole goals, eight at once and one: our API beside everything else that could give them."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from .load.generators import AS_CLIENTS_ASK, load
from .load.segments import Segment, segment
from .load.servers import Server
from .plan import Plan

SHAPES = ("list", "detail")
NOT_TO_REPEAT = {"date", "server", "connection", "transfer-encoding", "content-length"}
SLOW = ("v2-list", "v3-list")


@dataclass
class Contender:
    """One that gives an answer: where, with which headers, and what was measured of it round by round."""

    name: str
    server: Server
    paths: list[str]
    headers: dict[str, str] = field(default_factory=dict)
    segments: list[Segment] = field(default_factory=list)


def measure_answers(servers: dict[str, Server], described: Any, bare: Path, plan: Plan) -> dict[str, Any]:
    """Measure all contenders in turn, round after round; servers are named after what they keep of answers."""
    by_shape = {shape: _contenders(shape, servers, described, bare) for shape in SHAPES}
    contenders = [contender for group in by_shape.values() for contender in group]
    for contender in contenders:
        load(contender.server, contender.paths, 1, contender.headers)
    for _ in range(plan.rounds):
        for contender in contenders:
            seconds = plan.slow_seconds if contender.name in SLOW else plan.seconds
            contender.segments.append(
                segment(contender.server, contender.paths, seconds, contender.headers, plan.tries)
            )
    return {
        "rows": {contender.name: _row(contender, described) for contender in contenders},
        "ratios": {shape: _ratios(shape, group) for shape, group in by_shape.items()},
    }


def _contenders(shape: str, servers: dict[str, Server], described: Any, bare: Path) -> list[Contender]:
    """Return all who are asked as clients ask, then ours and the bare view to those who take nothing compressed."""
    stored = servers[""]
    paths = {name: answer["addresses"] for name, answer in described["answers"].items()}
    ours = paths[f"ours-{shape}"]
    matching = {**AS_CLIENTS_ASK, "If-None-Match": described["etag"][f"ours-{shape}"]}
    _keep(stored, ours[0], bare / f"{shape}", AS_CLIENTS_ASK)
    _keep(stored, ours[0], bare / f"{shape}-304", matching)
    _keep(stored, ours[0], bare / f"{shape}-plain", {})
    found = [
        Contender(f"{name}-{shape}", stored, paths[f"{name}-{shape}"], AS_CLIENTS_ASK)
        for name in ("ours", "v2", "v3", "v2-cached")
        if f"{name}-{shape}" in paths
    ]
    return [
        *found,
        Contender(f"bare-{shape}", stored, [f"/bare/{shape}"], AS_CLIENTS_ASK),
        Contender(f"ours-{shape}-304", stored, ours, matching),
        Contender(f"bare-{shape}-304", stored, [f"/bare/{shape}-304"], matching),
        Contender(f"ours-{shape}-warm", servers["warm"], ours, AS_CLIENTS_ASK),
        Contender(f"ours-{shape}-plain", stored, ours),
        Contender(f"ours-{shape}-anew", servers["anew"], ours),
        Contender(f"bare-{shape}-plain", stored, [f"/bare/{shape}-plain"]),
    ]


def _keep(server: Server, path: str, file: Path, headers: dict[str, str]) -> None:
    """Keep an answer for the bare view to give again."""
    status, found, body = server.get(path, headers)
    if status != (304 if "If-None-Match" in headers else 200):
        raise RuntimeError(f"{path} answers {status}.")
    kept = {name: value for name, value in found.items() if name.lower() not in NOT_TO_REPEAT}
    file.with_suffix(".json").write_text(json.dumps([status, kept]), encoding="utf-8")
    file.with_suffix(".body").write_bytes(body)


def _row(contender: Contender, described: Any) -> dict[str, Any]:
    """Return medians; an answer that takes several requests is counted once."""
    requests = len(contender.paths)
    known = described["answers"].get(contender.name.removesuffix("-plain"), {})
    head, body = 0, 0
    for path in contender.paths:
        head_of_one, body_of_one = contender.server.sizes(path, contender.headers)
        head, body = head + head_of_one, body + body_of_one
    return {
        "requests": requests,
        "per_second": median(one.per_second for one in contender.segments) / requests,
        "median_ms": median(one.median_ms for one in contender.segments) * requests,
        "cpu_ms": median(one.cpu_ms for one in contender.segments) * requests,
        "disturbed_rounds": sum(one.is_disturbed for one in contender.segments),
        "rounds": len(contender.segments),
        "queries": 0 if contender.name.startswith("bare") else known.get("queries"),
        "head_bytes": head,
        "own_head_bytes": known.get("own_head_bytes"),
        "body_bytes": body,
    }


def _ratios(shape: str, group: list[Contender]) -> dict[str, dict[str, float]]:
    """Return for each of our contenders the medians of its ratios to the others within a round."""
    return {
        one.name: {
            kind: {
                other.name: median(
                    _per_answer(kind, one, own) / _per_answer(kind, other, theirs)
                    for own, theirs in zip(one.segments, other.segments, strict=True)
                )
                for other in group
                if not other.name.startswith("ours")
            }
            for kind in ("per_second", "cpu_ms")
        }
        for one in group
        if one.name.startswith("ours")
    }  # type: ignore[return-value]


def _per_answer(kind: str, contender: Contender, one: Segment) -> float:
    requests = len(contender.paths)
    return one.per_second / requests if kind == "per_second" else one.cpu_ms * requests
