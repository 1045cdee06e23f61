"""The processor's time that a piece of work takes, which other programs on the machine disturb least."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

ROUNDS = 7
"""Of measurements, of which the median counts."""


def skip_where_time_says_little() -> None:
    """Leave a measurement to the step that makes it alone; elsewhere coverage or a server has a part in it."""
    if sys.gettrace() is not None or connection.vendor != "sqlite":
        pytest.skip("THE PROCESSOR'S TIME IS MEASURED WITHOUT COVERAGE AND ON SQLITE: a step of its own does so")


def processor_time(work: Callable[[], Any], seconds: float) -> float:
    """Return the processor time of a piece of work in seconds, as the mean of so many seconds of it."""
    started = time.process_time()
    times = 0
    while time.process_time() - started < seconds:
        work()
        times += 1
    return (time.process_time() - started) / times
