"""The example municipality on a throwaway database, for as long as pictures are taken of it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread

import django

ROOT = Path(__file__).resolve().parent.parent.parent
USERNAME = "karin"
PASSWORD = "only-for-the-pictures"  # noqa: S105
PATIENCE = 60
"""Seconds that the server may take to answer for the first time."""


@dataclass(frozen=True)
class Demo:
    """Where the site and its headless frontend are, and the editor who is shown at work there."""

    url: str
    frontend: str
    username: str
    password: str


@contextmanager
def demo() -> Iterator[Demo]:
    """Set up the example project with its demo content, and serve it until the block ends."""
    with TemporaryDirectory() as folder:
        port = _free_port()
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "municipality.settings",
            "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
            "MEDIA_ROOT": f"{folder}/media",
            "PORT": str(port),
            "DEBUG": "1",
            "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "example_project")]),
        }
        sys.path[:0] = [str(ROOT), str(ROOT / "example_project")]
        _load_content()
        manage = str(ROOT / "example_project" / "manage.py")
        server = subprocess.Popen(
            [sys.executable, manage, "runserver", "--noreload", f"127.0.0.1:{port}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            _wait_for(port)
            with _frontend_of(url := f"http://localhost:{port}") as frontend:
                yield Demo(url, frontend, USERNAME, PASSWORD)
        finally:
            server.terminate()
            server.wait()


def _load_content() -> None:
    django.setup()
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.core.management import call_command
    from wagtail.users.models import UserProfile

    from wagtail_kommunmal.admin.groups import REVIEWERS

    call_command("migrate", verbosity=0)
    call_command("load_demo")
    editor = get_user_model().objects.create_user(
        USERNAME, "karin@ronnsele.example", PASSWORD, first_name="Karin", last_name="Åsberg"
    )
    editor.groups.add(Group.objects.get(name=REVIEWERS.name))
    UserProfile.objects.create(user=editor, preferred_language="sv")


@contextmanager
def _frontend_of(url: str) -> Iterator[str]:
    from frontend.server import Frontend

    with Frontend(("127.0.0.1", 0), url) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def _wait_for(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            HTTPConnection("127.0.0.1", port, timeout=PATIENCE).request("HEAD", "/")
        except ConnectionRefusedError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(f"The example site did not answer on port {port}.")
