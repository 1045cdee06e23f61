"""``python -m bench``: measure on each kind of database and write what was found."""

from __future__ import annotations

import argparse
import json
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NoReturn

from .content.sizes import SIZES
from .databases import server_answers
from .load.generators import name_of_generator, warn_without_wrk
from .load.servers import WORKERS
from .machine import machine
from .measure import measure
from .plan import Plan
from .profiles import profile_only
from .report import tables, write_between
from .targets import outcomes

RESULTS = Path(__file__).parent / "results"
PAGE = Path(__file__).parent.parent / "docs" / "explanation" / "performance.md"
KINDS = ("postgresql", "sqlite")


def main() -> None:
    options = _options()
    # What is stopped from outside removes its databases, too.
    signal.signal(signal.SIGTERM, _stop)
    warn_without_wrk()
    kinds = [options.database] if options.database else list(KINDS)
    if "postgresql" in kinds and not server_answers():
        sys.exit("PostgreSQL does not answer: name a server in BENCH_SERVER, or ask for DATABASE=sqlite.")
    plan = Plan(options.size, options.quick)
    for kind in kinds:
        if options.profile:
            profile_only(kind, plan, RESULTS)
        else:
            _run(kind, plan)


def _run(kind: str, plan: Plan) -> None:
    results: dict[str, Any] = {
        "measured_at": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "database": {"postgresql": "PostgreSQL", "sqlite": "SQLite"}[kind],
        "size": plan.size,
        "quick": plan.quick,
        "machine": machine(),
        "generator": name_of_generator(),
        "workers": WORKERS,
        **measure(kind, plan),
    }
    results["targets"] = outcomes(results)
    name = f"quick-{kind}" if plan.quick else kind
    RESULTS.mkdir(exist_ok=True)
    profiles = results.pop("profile")
    (RESULTS / f"{name}-profile.txt").write_text("\n\n".join(profiles.values()), encoding="utf-8")
    (RESULTS / f"{name}.json").write_text(json.dumps(results, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    text = tables(results)
    (RESULTS / f"{name}.md").write_text(text, encoding="utf-8")
    if not plan.quick:
        write_between(PAGE, kind, text)
    print(f"\n{text}")
    missed = [one["name"] for one in results["targets"] if one["reached"] is False]
    print(f"{kind}: targets not reached: {'; '.join(missed) or 'none'}\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--database", choices=KINDS, help="one kind of database only; default: one after the other")
    parser.add_argument("--size", choices=SIZES, default="L", help="how much content; without L, no growth is measured")
    parser.add_argument("--quick", action="store_true", help="little of everything, to see that it works")
    parser.add_argument("--profile", action="store_true", help="measure nothing, but say where the time goes")
    return parser.parse_args()


def _stop(*_arguments: Any) -> NoReturn:
    sys.exit("Stopped.")


if __name__ == "__main__":
    main()
