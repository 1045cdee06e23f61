"""A newcomer with an empty folder, a terminal, a browser, and the package as it is built.

Three things differ from a reader's machine: the port, the name of the database, and that ``pip install
wagtail-kommunmal`` takes the distribution that was built here.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings

from .admin import Admin, open_browser
from .distributions import REPOSITORY, build
from .newcomer import Newcomer
from .terminal import Terminal

USER, PASSWORD = "admin", "tre vita renar i snö"
ANSWERS = {"Password:": PASSWORD, "Password (again):": PASSWORD, "Select an option:": "2"}
OF_THE_TEST_RUN = re.compile(
    r"^(DATABASE_URL|DJANGO_.*|PORT|PYTEST_.*|PYTHON.*|VIRTUAL_ENV|MAKE.*|MFLAGS|COV_.*|PIP_USER)$"
)


@pytest.fixture
def newcomer(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[..., Newcomer]]:
    """Make a newcomer who gets the package as a ``wheel`` or an ``sdist``, and other packages within ``versions``."""
    with ExitStack() as at_the_end:

        def arrive(kind: str, versions: str = "") -> Newcomer:
            for folder in ("bin", "dist", "home"):
                (tmp_path / folder).mkdir()
            constraint = tmp_path / "constraint.txt"
            distribution = build(kind, REPOSITORY, tmp_path / "dist")
            constraint.write_text(f"wagtail-kommunmal @ {distribution.as_uri()}\n{versions}\n")
            environment = environment_of_newcomer(tmp_path / "bin", constraint)
            port, database = free_port(), f"kommunmal_{uuid4().hex[:12]}"
            at_the_end.callback(drop_database, database)
            terminal = Terminal(tmp_path / "home", environment, ANSWERS)
            at_the_end.callback(terminal.close)
            admin = Admin(at_the_end.enter_context(open_browser()), USER, PASSWORD)
            replacements = {
                "localhost:8000": f"localhost:{port}",
                "`8000`": f"`{port}`",
                "manage.py runserver": f"manage.py runserver {port}",
                "createdb mysite": f"createdb {database}",
                '"NAME": "mysite"': f'"NAME": "{database}"',
            }
            newcomer = Newcomer(terminal, admin, replacements)
            at_the_end.callback(tell, request.node, newcomer)
            return newcomer

        yield arrive


def environment_of_newcomer(programs: Path, constraint: Path) -> dict[str, str]:
    """Return an environment without traces of this test run, in which pip keeps to a constraint."""
    environment = {name: value for name, value in os.environ.items() if not OF_THE_TEST_RUN.match(name)}
    python = programs / "python3"
    # The interpreter of this run, but outside of its virtual environment.
    python.write_text(f'#!/bin/sh\nexec "{sys._base_executable}" "$@"\n')  # type: ignore[attr-defined]
    python.chmod(0o755)
    path = [each for each in environment["PATH"].split(os.pathsep) if Path(each) != Path(sys.executable).parent]
    return environment | {
        "PATH": os.pathsep.join([str(programs), *path]),
        "PIP_CONSTRAINT": " ".join([*constraints_of_machine(), str(constraint)]),
        "PIP_PROGRESS_BAR": "off",
        "TERM": "dumb",
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
        **postgresql(),
    }


def constraints_of_machine() -> list[str]:
    """Return the constraint files that pip is set up with here; ``PIP_CONSTRAINT`` would hide them."""
    listing = subprocess.run(
        [sys.executable, "-m", "pip", "config", "list"], check=True, capture_output=True, text=True
    ).stdout
    found = re.findall(r"constraint='([^']+)'", listing)
    return [path for paths in found for path in paths.split()]


def postgresql() -> dict[str, str]:
    """Return how the server of this test run is reached, as PostgreSQL's own programs want it."""
    database = settings.DATABASES["default"]
    if not database["ENGINE"].endswith("postgresql"):
        return {}
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD"}
    return {name: str(database[key]) for name, key in names.items() if database.get(key)}


def drop_database(name: str) -> None:
    """Drop a database that a newcomer may have made."""
    if connection := postgresql():
        subprocess.run(["dropdb", "--if-exists", name], env=os.environ | connection, check=True, capture_output=True)


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def tell(item: pytest.Item, newcomer: Newcomer) -> None:
    """Keep what was done for the end of the run."""
    item.user_properties += [("followed", f"{item.name}: {line}") for line in newcomer.diary]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what was followed, and how long it took."""
    reports = [report for found in terminalreporter.stats.values() for report in found]
    told = [report.user_properties for report in reports if getattr(report, "when", "") == "teardown"]
    if any(told):
        terminalreporter.section("followed")
    for properties in told:
        for _, line in properties:
            terminalreporter.write_line(line)
