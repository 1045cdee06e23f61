"""Other processes that work on the suite's database, each with a connection of its own, and may be killed.

They are forked from a process that has set Django up and has no connection: to start Django takes longer than most
tests. A function that they are to call stands in a module, and takes what JSON can say.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from pkgutil import resolve_name
from typing import Any

import pytest
from django.db import connection

Call = tuple[Callable[..., None], *tuple[Any, ...]]
"""A function and its arguments."""

KILLED = -signal.SIGKILL


class Processes:
    """Starts processes, and tells how they ended."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        environment["DJANGO_SETTINGS_MODULE"] = os.environ.get("DJANGO_SETTINGS_MODULE", "tests.settings")
        self._parent = subprocess.Popen(
            [sys.executable, "-m", "tests.processes"],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *calls: Call) -> list[int]:
        """Make the calls in a process each, begun at the same moment; return 0, 1 for an error, or ``KILLED`` of each.

        What they write, tracebacks too, is among what the test has captured.
        """
        assert self._parent.stdin is not None
        assert self._parent.stdout is not None
        named = [(function.__module__, function.__name__, arguments) for function, *arguments in calls]
        print(json.dumps([connection.settings_dict["NAME"], named]), file=self._parent.stdin, flush=True)
        statuses: list[int] = json.loads(self._parent.stdout.readline())
        return statuses

    def end(self) -> None:
        self._parent.communicate()


@pytest.fixture(scope="session")
def running_processes() -> Iterator[Processes]:
    processes = Processes()
    yield processes
    processes.end()


@pytest.fixture
def processes(transactional_db: None, running_processes: Processes) -> Processes:
    """Starts processes that see what the test has written."""
    return running_processes


def die_at(step: str, times: int = 1, done: bool = False) -> None:
    """Kill this process when ``step``, the path of a function, is called so many times; or when it is ``done``."""
    path, name = step.rsplit(".", 1)
    owner = resolve_name(path)
    original = getattr(owner, name)
    calls = 0

    def dying(*args: Any, **kwargs: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls < times:
            return original(*args, **kwargs)
        if done:
            original(*args, **kwargs)
        return os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, name, dying)


def _serve() -> None:
    import django
    from django.test.utils import setup_test_environment
    from django.urls import get_resolver

    # What the processes print must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    django.setup()
    setup_test_environment()
    assert get_resolver().url_patterns
    # As a site has it: a journal in memory would not survive the process.
    connection.settings_dict["OPTIONS"].pop("init_command", None)
    for line in sys.stdin:
        connection.settings_dict["NAME"], calls = json.loads(line)
        functions = [getattr(importlib.import_module(module), name) for module, name, _arguments in calls]
        waiting, begin = os.pipe()
        pids = [
            _fork(function, arguments, waiting, begin)
            for function, (_module, _name, arguments) in zip(functions, calls, strict=True)
        ]
        os.close(waiting)
        os.close(begin)
        statuses = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
        print(json.dumps(statuses), file=answers, flush=True)


def _fork(function: Callable[..., None], arguments: list[Any], waiting: int, begin: int) -> int:
    if pid := os.fork():
        return pid
    status = 1
    try:
        os.close(begin)
        os.read(waiting, 1)  # Ends when nobody is left who could write: all have been forked.
        function(*arguments)
        status = 0
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _serve()
