from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from tests.releasing.reading import content_of, current_of, pending_of, publish, reasons_of
from tests.site_pages import Page
from wagtail_kommunmal.models import PendingRelease
from wagtail_kommunmal.releasing import heads, triggers
from wagtail_kommunmal.releasing.keys import key_of
from wagtail_kommunmal.releasing.pending import release_pending, request_release
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
)
from wagtail_kommunmal.vocabulary import ReleaseReason

GoalWith = Callable[..., Any]
Released = Callable[[], Any]


class ComposeError(RuntimeError):
    """What a broken page might cause."""


@pytest.fixture
def broken_compose(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let composing fail until ``undo`` is called."""

    def fail(page: Any, site: Any, **options: Any) -> None:
        raise ComposeError("Något gick sönder.")

    monkeypatch.setattr(heads, "compose", fail)
    return monkeypatch


def test_a_release_that_fails_leaves_the_page_published_and_the_work_pending_with_its_error(
    goal: Any, released: Released, broken_compose: pytest.MonkeyPatch
) -> None:
    goal.statement = "Nytt."
    with released():
        publish(goal)
    assert type(goal).objects.get(pk=goal.pk).statement == "Nytt."
    (row,) = pending_of(goal)
    assert (row.reason, row.failures, row.last_error) == ("published", 1, "ComposeError: Något gick sönder.")
    assert reasons_of(goal) == ["published"]
    broken_compose.undo()
    call_command("kommunmal_release")
    assert content_of(goal)["statement"] == "Nytt."
    assert pending_of(goal) == []


def test_one_goal_that_fails_does_not_keep_others_from_being_released(
    goal_with: GoalWith, released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = ResponsibleBodyFactory(name="Barnnämnden")
    sections = [assignments_section(assignment("Bygg.", responsible=[body]))]
    broken, sound = goal_with(*sections), goal_with(*sections)
    compose = heads.compose

    def fail_for_one(page: Any, site: Any, **options: Any) -> Any:
        if page.pk == broken.pk:
            raise ComposeError
        return compose(page, site, **options)

    monkeypatch.setattr(heads, "compose", fail_for_one)
    body.name = "Skolnämnden"
    with released():
        body.save()
    assert (reasons_of(broken), reasons_of(sound)) == (["published"], ["published", "body_changed"])
    assert [row.translation_key for row in PendingRelease.objects.all()] == [broken.translation_key]


def test_a_trigger_that_fails_never_raises_into_wagtail(
    goal: Any, released: Released, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any) -> None:
        raise ComposeError

    monkeypatch.setattr(triggers, "keys_depending_on", fail)
    goal.statement = "Nytt."
    with released():
        publish(goal)
    assert type(goal).objects.get(pk=goal.pk).statement == "Nytt."
    assert "on_page_published failed" in caplog.text


def test_work_that_cannot_be_written_down_never_raises_into_wagtail(
    goal: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(rows: Any) -> None:
        raise ComposeError

    monkeypatch.setattr(PendingRelease.objects, "bulk_create", fail)
    publish(goal)
    assert "could not be written down" in caplog.text


def test_what_somebody_else_has_released_is_not_read(goal: Any, django_assert_num_queries: Any) -> None:
    # A savepoint and its end, the lock, and what waits.
    with django_assert_num_queries(4):
        release_pending([key_of(goal)])
    assert reasons_of(goal) == ["published"]


def test_work_asked_for_in_a_transaction_that_is_rolled_back_is_forgotten(goal: Any, released: Released) -> None:
    with released(), transaction.atomic():
        request_release([key_of(goal)], ReleaseReason.REBUILT)
        transaction.set_rollback(True)
    assert pending_of(goal) == []


def test_work_that_was_done_meanwhile_is_not_done_again(
    goal: Any, released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    composed: list[Any] = []
    compose = heads.compose
    monkeypatch.setattr(
        heads, "compose", lambda page, *args, **options: composed.append(page) or compose(page, *args, **options)
    )
    with released():
        for _ in range(3):
            request_release([key_of(goal)], ReleaseReason.REBUILT)
    assert composed == [goal]


def test_what_exceeds_one_request_is_handed_to_a_background_task(
    goal: Any, plan: Any, released: Released, settings: Any
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"RELEASES_PER_REQUEST": 1}
    PendingRelease.objects.all().delete()
    type(goal).objects.filter(pk=goal.pk).update(statement="Nytt.")
    type(plan).objects.filter(pk=plan.pk).update(title="Ny plan")
    with released():
        request_release([key_of(plan), key_of(goal)], ReleaseReason.REBUILT)
    assert (content_of(plan)["title"], content_of(goal)["statement"]) == ("Ny plan", "Nytt.")
    assert not PendingRelease.objects.exists()


def test_what_a_dead_process_left_is_done_with_the_next_release_of_another_page(goal: Any, goal_with: GoalWith) -> None:
    type(goal).objects.filter(pk=goal.pk).update(statement="Nytt.")
    waiting = PendingRelease.objects.create(
        translation_key=goal.translation_key, locale_id=goal.locale_id, reason=ReleaseReason.PUBLISHED
    )
    goal_with(title="Ett annat mål")
    assert pending_of(goal) == [waiting]  # Somebody may be at work on it.
    PendingRelease.objects.update(created_at=timezone.now() - timedelta(minutes=2))
    goal_with(title="Ett tredje mål")
    assert content_of(goal)["statement"] == "Nytt."
    assert pending_of(goal) == []


def test_a_process_killed_before_its_commit_callbacks_leaves_pending_work_that_the_command_finishes(plan: Any) -> None:
    goal = GoalPageFactory(parent=plan)  # Nothing runs the callbacks here.
    assert [row.reason for row in pending_of(goal)] == ["published"]
    assert current_of(goal) is None
    call_command("kommunmal_release")
    assert reasons_of(goal) == ["published"]
    assert not PendingRelease.objects.exists()


PUBLISH_AND_DIE_IN_THE_MIDST_OF_THE_RELEASE = """
import os
import django
django.setup()

from wagtail_kommunmal.compat import page_model
from wagtail_kommunmal.releasing import heads, writing

def store_half(head, page, site, composition, reason, label, afterwards, **how):
    writing.add_releases([writing.new_release(head, site, composition, "", reason, label)])
    os._exit(9)

heads._store = store_half
page_model().objects.get(title="Mål och budget 2026").get_latest_revision().publish()
"""


@pytest.mark.skipif(connection.vendor != "sqlite", reason="two processes share a copy of the database, which is a file")
def test_a_process_killed_in_the_midst_of_a_release_leaves_nothing_half_done(site: Any, tmp_path: Path) -> None:
    PlanPageFactory(year=2026, publish=False)
    file = tmp_path / "copy.sqlite3"
    file.write_bytes(connection.connection.serialize())
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"sqlite:///{file}",
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
    }

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False
        )

    def rows(query: str) -> list[Any]:
        with closing(sqlite3.connect(file)) as copy:
            return copy.execute(query).fetchall()

    assert run("-c", PUBLISH_AND_DIE_IN_THE_MIDST_OF_THE_RELEASE).returncode == 9
    assert rows(f"SELECT live FROM {Page._meta.db_table} WHERE title = 'Mål och budget 2026'") == [(1,)]
    assert rows("SELECT count(*) FROM wagtail_kommunmal_release") == [(0,)]
    assert rows("SELECT reason FROM wagtail_kommunmal_pendingrelease") == [("published",)]

    finished = run("-m", "django", "kommunmal_release")
    assert finished.returncode == 0, finished.stderr
    assert rows("SELECT number, reason, published_to FROM wagtail_kommunmal_release") == [(1, "published", None)]
    assert rows("SELECT count(*) FROM wagtail_kommunmal_pendingrelease") == [(0,)]
