"""Two hundred readers at once while an editor publishes each second: nobody gets an error, a mixture or an old edition.

``LOAD_SECONDS`` says for how long; ``make load`` reads for a minute.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from wagtail.models import Site

from tests.processes import Processes
from wagtail_kommunmal.conf import known_keys
from wagtail_kommunmal.models import PendingRelease, Release
from wagtail_kommunmal.releasing.writing import checksum_of
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

from .serving import HOST, SEQUENCE, edit, read, said, sections_of, serve

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True), pytest.mark.indexed]

SECONDS = float(os.environ.get("LOAD_SECONDS", "8"))
SERVERS, READERS, CLIENTS_OF_A_READER = 2, 2, 100
START = 3
"""Seconds that the servers have until the first reader comes, and the readers until the last answer is there."""
CACHES = [None, "default"] if "API_CACHE" in known_keys() else [None]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def goal(site: Site) -> Any:
    plan = PlanPageFactory(year=2026)
    texts = dict.fromkeys(["title", "statement", "scope_line"], said(1))
    return GoalPageFactory(parent=plan, slug="mal", sections=sections_of(1), **texts)


@pytest.mark.parametrize("alias", CACHES, ids=lambda alias: "with a cache" if alias else "without a cache")
def test_nobody_reads_an_error_a_mixture_or_an_old_edition(
    goal: Any, processes: Processes, tmp_path: Path, alias: str | None
) -> None:
    port, begins_at = free_port(), time.monotonic() + START
    ends_at = begins_at + SECONDS
    paths = [f"/kommunmal/v1/goals/{goal.translation_key}", "/kommunmal/v1/goals?expand=sections"]
    logs = [str(tmp_path / f"read{number}.json") for number in range(READERS)]
    editor_log = str(tmp_path / "published.json")
    calls: list[Any] = [(serve, port, ends_at + 4 * START, alias)] * SERVERS
    calls += [(read, port, paths, CLIENTS_OF_A_READER, begins_at, ends_at, log) for log in logs]
    statuses = processes.run(*calls, (edit, goal.pk, ends_at, editor_log))
    assert statuses == [0] * len(statuses)

    published = {int(number): at for number, at in json.loads(Path(editor_log).read_text()).items()}
    read_by = [json.loads(Path(log).read_text()) for log in logs]
    assert [error for reader in read_by for error in reader["errors"]] == []
    clients = [client for reader in read_by for client in reader["seen"]]
    observations = [observation for client in clients for observation in client]
    sys.stdout.write(f"{len(observations)} answers, {len(published)} editions\n")
    assert all(clients)
    assert len({edition for _at, edition, _number in observations}) >= 2
    assert_nobody_goes_back(clients)
    assert_nobody_is_late(observations, published)
    assert_releases_are_whole(goal, {(number, edition) for _at, edition, number in observations})


def assert_nobody_goes_back(clients: list[Any]) -> None:
    for client in clients:
        editions = [edition for _at, edition, _number in client]
        assert editions == sorted(editions)


def assert_nobody_is_late(observations: list[Any], published: dict[int, float]) -> None:
    """Assert that what was out when somebody asked is in the answer: no ``max-age`` is needed inside of the service."""
    for asked_at, edition, _number in observations:
        out = [number for number, at in published.items() if at < asked_at]
        assert edition >= max(out, default=1)


def assert_releases_are_whole(goal: Any, read: set[tuple[int, int]]) -> None:
    releases = list(Release.objects.filter(head__translation_key=goal.translation_key).order_by("number"))
    assert [release.number for release in releases] == list(range(1, len(releases) + 1))
    editions = {}
    for release in releases:
        assert release.checksum == checksum_of(release.content)
        [editions[release.number]] = {int(number) for number in SEQUENCE.findall(json.dumps(release.content))}
    assert read <= set(editions.items())
    assert not PendingRelease.objects.exists()
