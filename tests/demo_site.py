"""Answers of the demo site as JSON: `python demo_site.py PASSWORD PATH ...`, run by test_demo.

The demo site has settings of its own, so it cannot run in the process that runs the tests.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import django
from django.test import Client

ADMIN = "/admin/"


def main(password: str, *paths: str) -> None:
    """Print status, headers and text for each path as a page of another site asks, and for the admin's front page.

    The latter is asked for by `admin`.
    """
    client = Client(headers={"host": "localhost:8000", "origin": "http://localhost:8002"})
    answers = {path: answer(client, path) for path in paths}
    client.login(username="admin", password=password)
    answers[ADMIN] = answer(client, ADMIN)
    json.dump(answers, sys.stdout)


def answer(client: Client, path: str) -> dict[str, Any]:
    """Return what the site answers to GET."""
    response = client.get(path)
    body = b"".join(response) if response.streaming else response.content
    return {"status": response.status_code, "headers": dict(response.headers), "text": body.decode(errors="replace")}


if __name__ == "__main__":
    django.setup()
    main(*sys.argv[1:])
