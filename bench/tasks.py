"""Work that needs Django, in a process of its own for each database."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any


def inside(url: str, task: str, *, keeping: str = "", **arguments: Any) -> Any:
    """Do a task of ``bench.inside`` with a database and return its result; its failure is ours."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.inside", task, json.dumps(arguments)],
        env={**os.environ, "DATABASE_URL": url, "BENCH_KEEPING": keeping},
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"The task “{task}” failed; what it said stands above.")
    return json.loads(done.stdout.splitlines()[-1])
