"""Where the time of an answer goes: a profile of each in this process."""

from __future__ import annotations

import cProfile
import io
import pstats
from typing import Any

from django.test import Client

from .describing import HOST


def profile(addresses: dict[str, str], times: int) -> dict[str, Any]:
    """Return name -> the functions that took most time, by their own and with what they call."""
    client = Client(headers={"Host": HOST})
    return {name: _profile(client, address, times) for name, address in addresses.items()}


def _profile(client: Client, address: str, times: int) -> str:
    for _ in range(3):
        client.get(address)
    profiler = cProfile.Profile()
    profiler.enable()
    for _ in range(times):
        client.get(address)
    profiler.disable()
    text = io.StringIO()
    statistics = pstats.Stats(profiler, stream=text).strip_dirs()
    statistics.sort_stats("tottime").print_stats(30)
    statistics.sort_stats("cumulative").print_stats(60)
    return f"{times} × GET {address}\n{text.getvalue()}"
