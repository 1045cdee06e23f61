"""Where the time goes: profiles of answers and of releases in this process."""

from __future__ import annotations

import cProfile
import io
import pstats
from collections.abc import Callable
from functools import partial
from itertools import count
from typing import Any, Final

from django.test import Client

from .describing import HOST
from .publishing import first_goal, publish_goal
from .rebuilding import keys_of_goals, outdate, release_each

WARM_UP: Final = 3


def profile(addresses: dict[str, str], times: int) -> dict[str, Any]:
    """Return name -> the functions that took most time of an answer, by their own and with what they call."""
    client = Client(headers={"Host": HOST})
    return {
        name: _profiled(f"GET {address}", partial(client.get, address), times) for name, address in addresses.items()
    }


def profile_releases(times: int) -> dict[str, Any]:
    """Return the same of publishing a goal, with what Wagtail itself does, and of rebuilding all goals."""
    goal, texts, keys = first_goal(), (f"text {number}" for number in count()), keys_of_goals()
    return {
        "publishing": _profiled("publishing a goal", lambda: publish_goal(goal, next(texts)), times),
        "rebuild": _profiled(
            f"rebuilding {len(keys)} goals", partial(release_each, keys), times, before=partial(outdate, keys)
        ),
    }


def _profiled(name: str, work: Callable[[], Any], times: int, *, before: Callable[[], Any] = lambda: None) -> str:
    """Profile a piece of work that has been done a few times already; what is done ``before`` does not count."""
    profiler = cProfile.Profile()
    for number in range(-WARM_UP, times):
        before()
        if number < 0:
            work()
        else:
            profiler.runcall(work)
    text = io.StringIO()
    statistics = pstats.Stats(profiler, stream=text).strip_dirs()
    statistics.sort_stats("tottime").print_stats(30)
    statistics.sort_stats("cumulative").print_stats(60)
    return f"{times} × {name}\n{text.getvalue()}"
