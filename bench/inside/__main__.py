"""One task in a process of its own that has Django set up: ``python -m bench.inside TASK [JSON]`` prints JSON last."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django


def main(task: str, arguments: str = "{}") -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()
    print(json.dumps(_tasks()[task](**json.loads(arguments))))


def _tasks() -> dict[str, Any]:
    from ..content.build import build
    from .describing import count, describe
    from .filtering import compare_filters
    from .flattening import flatten
    from .profiling import profile, profile_releases
    from .publishing import publish
    from .rebuilding import rebuild

    tasks = (build, compare_filters, count, describe, flatten, profile, profile_releases, publish, rebuild)
    return {task.__name__: task for task in tasks}


if __name__ == "__main__":
    main(*sys.argv[1:])
