"""A terminal in which commands are typed one after the other, and questions answered."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

SECONDS = 300
"""How long a command may be silent: more than that and it waits for an answer that nobody gives."""


class Terminal:
    """Remembers folder and environment from one command to the next."""

    def __init__(self, folder: Path, environment: Mapping[str, str], answers: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = dict(environment)
        self.answers = {question.encode(): f"{answer}\n".encode() for question, answer in answers.items()}
        self._server: subprocess.Popen[bytes] | None = None
        self._state = folder.with_name("terminal-state")
        self._log = folder.with_name("server.log")

    def type(self, command: str) -> str:
        """Run a command to its end and return what it said; one that fails is an error."""
        # Where the command has gone and what it has set is asked afterwards: `cd` and `activate` go on to the next.
        script = f'set -e -o pipefail\n{command}\n{{ pwd; env -0; }} > "{self._state}"'
        ours, theirs = pty.openpty()
        with subprocess.Popen(
            ["bash", "-c", script],
            cwd=self.folder,
            env=self.environment,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        ) as process:
            os.close(theirs)
            said = b"".join(self._listen(ours, process)).decode().replace("\r\n", "\n")
            os.close(ours)
        if process.returncode:
            raise AssertionError(f"`{command}` failed with status {process.returncode}:\n{said}")
        folder, _, environment = self._state.read_text().partition("\n")
        self.folder = Path(folder)
        self.environment = dict(line.split("=", 1) for line in environment.split("\0") if "=" in line)
        return said

    def serve(self, command: str, address: str) -> None:
        """Start a command that does not end, and wait until something answers at ``address``."""
        with self._log.open("wb") as output:
            self._server = subprocess.Popen(
                ["bash", "-c", f"exec {command}"],
                cwd=self.folder,
                env=self.environment | {"PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + 60
        while self._server.poll() is None and time.monotonic() < until:
            try:
                urlopen(address, timeout=30).close()
            except URLError:
                time.sleep(0.2)
            else:
                return
        raise AssertionError(f"`{command}` does not answer at {address}:\n{self.server_log()}")

    def server_log(self) -> str:
        """Return what the command that serves has said."""
        return self._log.read_text() if self._log.exists() else ""

    def close(self) -> None:
        """Stop what still serves."""
        if self._server:
            os.killpg(self._server.pid, signal.SIGTERM)
            self._server.wait(30)

    def _listen(self, terminal: int, process: subprocess.Popen[bytes]) -> Iterator[bytes]:
        line = b""
        while True:
            if not select.select([terminal], [], [], SECONDS)[0]:
                os.killpg(process.pid, signal.SIGKILL)
                raise AssertionError(f"{process.args!r} waits for something: {line.decode()}")
            try:
                heard = os.read(terminal, 65536)
            except OSError:  # Linux: nobody is left who could say anything
                return
            if not heard:
                return
            yield heard
            line = (line + heard).rpartition(b"\n")[2]
            for question, answer in self.answers.items():
                if line.strip().endswith(question):
                    os.write(terminal, answer)
