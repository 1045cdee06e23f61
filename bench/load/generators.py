"""Load on a server: wrk where it is installed, else threads of our own, which say so loudly."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle, islice

from .servers import Server

AS_CLIENTS_ASK = {"Accept-Encoding": "gzip, deflate, br"}
"""What browsers and programs take; who compresses nothing sends the same to them as to all."""
CONNECTIONS = 4
LONGEST = 16
"""Seconds that load goes on until there is an answer."""
SCRIPT = """
local paths = {{{paths}}}
local headers = {{{headers}}}
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", paths[(n - 1) % #paths + 1], headers)
end
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %d %d %d %f\\n", summary.requests, summary.duration,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout, latency:percentile(50)))
end
"""
RESULT = re.compile(r"^RESULT (\d+) (\d+) (\d+) ([\d.]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Load:
    """What came of a piece of load: answers a second, and half of them within ``median_ms``."""

    requests: int
    seconds: float
    median_ms: float

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def name_of_generator() -> str:
    wrk = shutil.which("wrk")
    if wrk is None:
        return "threads of Python (NO WRK: install Debian's package “wrk”; fast answers are limited by the client)"
    version = subprocess.run([wrk, "-v"], capture_output=True, text=True, check=False).stdout.split("[")[0].strip()
    return version or "wrk"


def load(server: Server, paths: Sequence[str], seconds: int, headers: Mapping[str, str] | None = None) -> Load:
    """Ask for the paths in turn, over connections that are kept, for so many seconds; an error ends the run."""
    work = _wrk if shutil.which("wrk") else _threads
    return work(server, paths, seconds, headers or {})


def ask(server: Server, paths: Sequence[str], times: int) -> list[float]:
    """Ask for the paths in turn, one after another, and return how many milliseconds each answer took."""
    client = HTTPConnection("127.0.0.1", server.port, timeout=60)
    try:
        return [_answer(client, path, {}) for path in islice(cycle(paths), times)]
    finally:
        client.close()


def _wrk(server: Server, paths: Sequence[str], seconds: int, headers: Mapping[str, str]) -> Load:
    script = SCRIPT.format(
        paths=", ".join(f"[=[{path}]=]" for path in paths),
        headers=", ".join(f"[ [=[{name}]=] ] = [=[{value}]=]" for name, value in headers.items()),
    )
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as file:
        file.write(script)
        file.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", "-s", file.name]
        done = subprocess.run(
            [*command, f"http://127.0.0.1:{server.port}/"], capture_output=True, text=True, check=True
        )
    found = RESULT.search(done.stdout)
    if found and not int(found[1]) and not int(found[3]) and seconds < LONGEST:
        # The machine is so busy that not one slow answer was ready in time.
        return _wrk(server, paths, 2 * seconds, headers)
    if found is None or int(found[3]) or not int(found[1]):
        raise RuntimeError(f"wrk met errors at {paths[0]}:\n{done.stdout}{done.stderr}")
    return Load(int(found[1]), int(found[2]) / 1e6, float(found[4]) / 1000)


def _threads(server: Server, paths: Sequence[str], seconds: int, headers: Mapping[str, str]) -> Load:
    started = time.monotonic()

    def client(number: int) -> list[float]:
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        took = []
        for path in cycle(paths):
            took.append(_answer(connection, path, headers))
            if time.monotonic() - started > seconds:
                connection.close()
                return took
        raise AssertionError

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        took = sorted(ms for times in pool.map(client, range(CONNECTIONS)) for ms in times)
    return Load(len(took), time.monotonic() - started, took[len(took) // 2])


def _answer(client: HTTPConnection, path: str, headers: Mapping[str, str]) -> float:
    started = time.perf_counter()
    client.request("GET", path, headers=dict(headers))
    response = client.getresponse()
    response.read()
    if response.status not in (200, 304):
        raise RuntimeError(f"{path} answers {response.status}.")
    return (time.perf_counter() - started) * 1000


def warn_without_wrk() -> None:
    if shutil.which("wrk") is None:
        line = "*" * 100
        print(f"{line}\nThe load comes from {name_of_generator()}.\n{line}", file=sys.stderr)
