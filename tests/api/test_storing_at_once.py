"""Answers are stored by whoever reads, while others read, publish and remove."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import pytest
from django.db import connection, connections
from django.test.client import Client
from wagtail.models import Site

from tests.releasing.test_concurrency import AT_ONCE, all_at_once
from wagtail_kommunmal.delivery import stored_answers
from wagtail_kommunmal.delivery.reader import reader_on
from wagtail_kommunmal.delivery.stored_answers import Answer, store_answer
from wagtail_kommunmal.models import ContentVersion, StoredAnswer, StoredAnswerPage
from wagtail_kommunmal.releasing.versions import bump_all
from wagtail_kommunmal.testing import GoalPageFactory

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="It lets one write at a time."),
]

API = "/kommunmal/v1/"
ROUNDS = 6


@pytest.fixture
def goal(plan: Any) -> Any:
    return GoalPageFactory(parent=plan, title="Trygg skola", slug="trygg-skola", number="1")


def meanwhile(work: Callable[[], Any]) -> None:
    """Do something in a connection of its own."""

    def work_and_close() -> None:
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=work_and_close)
    thread.start()
    thread.join(timeout=30)
    assert not thread.is_alive()


READ_ONLY = {
    "postgresql": "SET SESSION CHARACTERISTICS AS TRANSACTION READ {}",
    "mysql": "SET SESSION TRANSACTION READ {}",
}


@pytest.mark.parametrize("is_one_transaction", [False, True])
def test_a_database_that_only_lets_itself_be_read_is_read(
    goal: Any, monkeypatch: Any, caplog: pytest.LogCaptureFixture, is_one_transaction: bool
) -> None:
    monkeypatch.setitem(connections["default"].settings_dict, "ATOMIC_REQUESTS", is_one_transaction)
    with connection.cursor() as cursor:
        cursor.execute(READ_ONLY[connection.vendor].format("ONLY"))
    try:
        answers = [Client().get(f"{API}goals", headers={"accept-encoding": "gzip"}) for _time in range(2)]
    finally:
        connection.close()
    assert [(answer.status_code, answer["Content-Encoding"]) for answer in answers] == [(200, "gzip")] * 2
    assert caplog.text.count("cannot be stored") == 2
    assert not StoredAnswer.objects.exists()


@pytest.mark.postgresql
def test_who_reads_in_a_transaction_is_answered_though_what_others_stored_first_is_removed_meanwhile(
    goal: Any, monkeypatch: Any
) -> None:
    monkeypatch.setitem(connections["default"].settings_dict, "ATOMIC_REQUESTS", True)
    real_room, real_store = stored_answers._make_room, stored_answers._store
    reader = reader_on(Site.objects.get().pk, goal.locale)
    others = Answer("e" * 32, {}, reader.changed_at, b"others")

    def make_room(key: str, *arguments: Any) -> bool:
        is_to_be_stored = real_room(key, *arguments)
        monkeypatch.undo()
        meanwhile(lambda: store_answer(key, others, reader, {"0001": None}))
        return is_to_be_stored

    def store(*arguments: Any) -> None:
        real_store(*arguments)
        assert bytes(StoredAnswer.objects.get().content) == b"others"
        meanwhile(remove_all)

    monkeypatch.setattr(stored_answers, "_make_room", make_room)
    monkeypatch.setattr(stored_answers, "_store", store)
    assert Client().get(f"{API}goals").status_code == 200
    assert not StoredAnswer.objects.exists()


def remove_all() -> None:
    StoredAnswerPage.objects.all()._raw_delete("default")
    StoredAnswer.objects.all()._raw_delete("default")


def test_ten_who_read_while_the_content_changes_are_all_answered_and_leave_one_answer_of_each(
    goal: Any, caplog: pytest.LogCaptureFixture
) -> None:
    addresses = [f"{API}goals/{goal.translation_key}", f"{API}goals", f"{API}goals?expand=sections"]

    def read_or_change(index: int) -> list[int]:
        client, statuses = Client(), []
        for round_ in range(ROUNDS):
            if index == 0:
                bump_all()
            statuses += [client.get(addresses[(index + round_ + n) % len(addresses)]).status_code for n in range(2)]
        return statuses

    answers = all_at_once(read_or_change)
    assert answers == [[200] * 2 * ROUNDS] * AT_ONCE
    if connection.vendor == "postgresql":
        # InnoDB ends a transaction now and then, which is then left to the next reader.
        assert "cannot be stored" not in caplog.text
    for address in addresses:
        assert Client().get(address).status_code == 200
    version = ContentVersion.objects.get(site=Site.objects.get(), locale=goal.locale)
    assert list(StoredAnswer.objects.values_list("number", flat=True)) == [version.number] * len(addresses)
    paths = {goal.path, goal.get_parent().path}
    for answer in StoredAnswer.objects.all():
        assert set(answer.pages.values_list("path", flat=True)) == paths
