"""What happens at once while the API is under load, each in a process of its own: servers, readers and an editor."""

from __future__ import annotations

import json
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.db import connection

from tests.site_pages import GoalPage
from wagtail_kommunmal.testing import assignment, assignments_section, text_section

SEQUENCE = re.compile(r"nummer-(\d+)-")
THREADS = 8
HOST = "127.0.0.1"


def said(number: int) -> str:
    """Return a text that tells the edition it was written in."""
    return f"nummer-{number}-"


def sections_of(number: int) -> list[Any]:
    """Return sections that tell their edition at the beginning and, after much else, at the end."""
    filling = [
        assignment(f"Uppdrag {said(number)}", description=f"<p>{said(number)}{'ord ' * 200}</p>") for _ in range(20)
    ]
    return [
        text_section(f"<p>{said(number)}</p>"),
        assignments_section(*filling),
        text_section(f"<p>{said(number)}</p>"),
    ]


def edit(page_id: int, ends_at: float, log: str) -> None:
    """Publish an edition each second, and write down when each was out."""
    published = {}
    number = 1
    while time.monotonic() < ends_at:
        goal = GoalPage.objects.get(pk=page_id)
        number += 1
        goal.title, goal.statement, goal.scope_line = (said(number),) * 3
        goal.sections = sections_of(number)
        goal.save_revision().publish()
        published[number] = time.monotonic()
        time.sleep(1)
    Path(log).write_text(json.dumps(published))


class _Server(WSGIServer):
    request_queue_size = 512

    def server_bind(self) -> None:
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        super().server_bind()

    def process_request(self, request: Any, client_address: Any) -> None:
        self.pool.submit(self._answer, request, client_address)

    def _answer(self, request: Any, client_address: Any) -> None:
        try:
            self.finish_request(request, client_address)
        finally:
            self.shutdown_request(request)

    pool: ThreadPoolExecutor


class _Silent(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        pass


def serve(port: int, ends_at: float, alias: str | None) -> None:
    """Serve the site with a few threads, each with a connection to the database that stays open."""
    connection.settings_dict["CONN_MAX_AGE"] = None
    settings.WAGTAIL_KOMMUNMAL = {"API_CACHE": alias} if alias else {}
    server = _Server((HOST, port), _Silent)
    server.set_app(get_wsgi_application())
    with ThreadPoolExecutor(THREADS) as server.pool:
        Thread(target=server.serve_forever, daemon=True).start()
        time.sleep(max(0, ends_at - time.monotonic()))
        server.shutdown()


def read(port: int, paths: list[str], clients: int, begins_at: float, ends_at: float, log: str) -> None:
    """Read with many clients at once, and write down what each saw and when it asked."""
    time.sleep(max(0, begins_at - time.monotonic()))
    seen: list[list[tuple[float, int, int]]] = [[] for _ in range(clients)]
    errors: list[str] = []

    def client(place: int) -> None:
        try:
            for observation in _observations(port, paths[place % len(paths)], ends_at):
                seen[place].append(observation)
        except BaseException as error:
            errors.append(f"{type(error).__name__}: {error}")

    threads = [Thread(target=client, args=[place]) for place in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    Path(log).write_text(json.dumps({"seen": seen, "errors": errors}))


def _observations(port: int, path: str, ends_at: float) -> Iterator[tuple[float, int, int]]:
    """Yield when something was asked, which edition was the answer, and which release that is said to be."""
    validator, last = None, None
    while (asked_at := time.monotonic()) < ends_at:
        http = HTTPConnection(HOST, port, timeout=60)
        http.request("GET", path, headers={"If-None-Match": validator} if validator else {})
        response = http.getresponse()
        body = response.read().decode()
        http.close()
        if response.status == 304:
            assert last is not None
            yield (asked_at, *last)
            continue
        assert response.status == 200, f"{response.status} {body[:300]}"
        document = json.loads(body)
        goal = document["items"][0] if "items" in document else document
        editions = {int(number) for number in SEQUENCE.findall(body)}
        assert len(editions) == 1, f"editions {editions} in one answer"
        validator, last = response.headers.get("ETag"), (editions.pop(), goal["release"]["number"])
        yield (asked_at, *last)
