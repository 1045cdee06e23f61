"""Gunicorn with the benchmark's project, started and stopped by us."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from .processes import children_of

WORKERS = 2
START_WITHIN = 60
"""Seconds."""


@dataclass(frozen=True)
class Server:
    """One gunicorn with its workers."""

    port: int
    pid: int

    @property
    def workers(self) -> list[int]:
        return children_of(self.pid)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body of an answer."""
        client = HTTPConnection("127.0.0.1", self.port, timeout=60)
        client.request("GET", path, headers=dict(headers or {}))
        response = client.getresponse()
        try:
            return response.status, dict(response.getheaders()), response.read()
        finally:
            client.close()

    def sizes(self, path: str, headers: Mapping[str, str] | None = None) -> tuple[int, int]:
        """Return how many bytes of an answer come before its body, and how many are the body."""
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", "Connection: close"]
        lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
        with socket.create_connection(("127.0.0.1", self.port), timeout=60) as connection:
            connection.sendall("\r\n".join([*lines, "", ""]).encode())
            received = b"".join(iter(lambda: connection.recv(65_536), b""))
        head, separator, body = received.partition(b"\r\n\r\n")
        return len(head + separator), len(body)


@contextmanager
def serve(environment: Mapping[str, str], log: Path) -> Iterator[Server]:
    """Start gunicorn, wait until it answers, and stop it in the end."""
    port = _free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "bench.wsgi:application"),
        *("--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", "--log-level", "warning"),
    ]
    with log.open("ab") as output:
        process = subprocess.Popen(command, env={**os.environ, **environment}, stdout=output, stderr=output)
    try:
        _wait_for(process, port, log)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        try:
            process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_WITHIN
    while time.monotonic() < until and process.poll() is None:
        try:
            client = HTTPConnection("127.0.0.1", port, timeout=20)
            client.request("GET", "/kommunmal/v1/api-info")
            if client.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"gunicorn does not answer:\n{log.read_text(errors='replace')[-3000:]}")


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
