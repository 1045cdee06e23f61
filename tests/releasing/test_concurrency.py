"""Many processes at once, as when ten committees hand in their reports on one afternoon."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread, get_ident
from typing import Any

import pytest
from django.db import connection

from tests.releasing.reading import content_of, current_of, head_of
from wagtail_kommunmal.documents import reported
from wagtail_kommunmal.models import FollowUpReport, PendingRelease, Release, ReleaseHead
from wagtail_kommunmal.releasing.heads import Outcome, release_page
from wagtail_kommunmal.releasing.keys import key_of
from wagtail_kommunmal.releasing.pending import request_release
from wagtail_kommunmal.releasing.rebuild import release_all
from wagtail_kommunmal.releasing.writing import checksum_of
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import ReleaseReason

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

AT_ONCE = 10
ROUNDS = 3


def all_at_once(work: Callable[[int], Any], count: int = AT_ONCE) -> list[Any]:
    """Do work in threads with a connection each, begun at the same moment; an error of any of them is raised."""
    barrier = Barrier(count)

    def begin_together(index: int) -> Any:
        try:
            barrier.wait(timeout=30)
            return work(index)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(begin_together, range(count), timeout=120))


def assert_numbers_follow_each_other(page: Any) -> None:
    releases: Sequence[Release] = list(Release.objects.filter(head=head_of(page)).order_by("number"))
    assert [release.number for release in releases] == list(range(1, len(releases) + 1))
    assert [release.published_to for release in releases[:-1]] == [release.published_from for release in releases[1:]]
    assert releases[-1].published_to is None
    assert current_of(page) == releases[-1]


def test_ten_releases_of_one_goal_while_it_changes_end_with_its_last_content(goal: Any) -> None:
    def change_and_release(index: int) -> None:
        for round_ in range(ROUNDS):
            type(goal).objects.filter(pk=goal.pk).update(statement=f"Version {index}.{round_}")
            request_release([key_of(goal)], ReleaseReason.PUBLISHED)

    all_at_once(change_and_release)
    goal.refresh_from_db()
    assert content_of(goal)["statement"] == goal.statement
    assert current_of(goal).checksum == checksum_of(content_of(goal))
    assert not PendingRelease.objects.exists()
    assert_numbers_follow_each_other(goal)


def test_ten_changes_of_what_a_goal_is_composed_from_are_all_in_its_document(plan: Any) -> None:
    bodies = [ResponsibleBodyFactory(name=f"Nämnd {index}") for index in range(AT_ONCE)]
    goal = GoalPageFactory(parent=plan, sections=[assignments_section(assignment("Bygg.", responsible=bodies))])

    def rename(index: int) -> None:
        bodies[index].name = f"Utskott {index}"
        bodies[index].save()

    all_at_once(rename)
    responsible = content_of(goal)["sections"][0]["assignments"][0]["responsible"]
    assert [body["name"] for body in responsible] == [f"Utskott {index}" for index in range(AT_ONCE)]
    assert not PendingRelease.objects.exists()
    assert_numbers_follow_each_other(goal)


def test_ten_first_releases_make_one_head_and_one_release(plan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as nobody_releases:
        nobody_releases.setattr("wagtail_kommunmal.releasing.pending.release_page", lambda key, **how: None)
        goal = GoalPageFactory(parent=plan)
    assert head_of(goal) is None
    outcomes = all_at_once(lambda index: release_page(key_of(goal)))
    assert sorted(outcome.value for outcome in outcomes) == ["released", *["unchanged"] * (AT_ONCE - 1)]
    assert ReleaseHead.objects.filter(kind="goal").count() == 1
    assert_numbers_follow_each_other(goal)


def test_a_withdrawal_amid_releases_is_final(goal: Any) -> None:
    def unpublish_or_release(index: int) -> None:
        if index == 0:
            type(goal).objects.get(pk=goal.pk).unpublish()
        else:
            request_release([key_of(goal)], ReleaseReason.BODY_CHANGED)

    all_at_once(unpublish_or_release)
    assert current_of(goal) is None
    assert not PendingRelease.objects.exists()


def test_runs_of_the_command_that_meet_do_not_wait_for_each_other_in_a_circle(plan: Any) -> None:
    goals = [GoalPageFactory(parent=plan, number=str(number)) for number in range(8)]
    keys = [key_of(goal) for goal in goals]

    def change_and_release_all(index: int) -> list[Any]:
        type(goals[0]).objects.filter(pk=goals[index].pk).update(statement=f"Version {index}")
        in_some_order = keys if index % 2 else keys[::-1]
        return [result for results in release_all(in_some_order) for result in results]

    results = [result for run in all_at_once(change_and_release_all, 4) for result in run]
    assert [result.error for result in results] == [None] * len(results)
    assert {result.outcome for result in results} == {Outcome.RELEASED, Outcome.UNCHANGED}
    for index, goal in enumerate(goals[:4]):
        assert content_of(goal)["statement"] == f"Version {index}"
        assert_numbers_follow_each_other(goal)


@pytest.mark.parametrize("withdraw", [None, FollowUpReport.unpublish, FollowUpReport.delete])
def test_a_report_that_changes_while_a_goal_is_composed_is_in_its_document_whole_or_not_at_all(
    plan: Any, monkeypatch: pytest.MonkeyPatch, withdraw: Callable[[Any], Any] | None
) -> None:
    body = ResponsibleBodyFactory()
    items = [assignment("Bygg.", responsible=[body]), investment("Bro", responsible=[body])]
    sections = [assignments_section(items[0]), investments_section(items[1])]
    goal = GoalPageFactory(parent=plan, sections=sections)
    rows = [follow_up(goal, item, "delayed") for item in items]
    report = FollowUpReportFactory(plan=plan, body=body, rows=rows, publish=withdraw is not None)

    def change() -> None:
        try:
            if withdraw:
                withdraw(FollowUpReport.objects.get(pk=report.pk))
            else:
                report.get_latest_revision().publish()
        finally:
            connection.close()

    change_meanwhile = Thread(target=change)
    composing, live_rows = get_ident(), reported._live_rows

    def read_slowly(*args: Any) -> Any:
        found = live_rows(*args)
        if get_ident() == composing and change_meanwhile.ident is None:
            change_meanwhile.start()
            change_meanwhile.join(timeout=1)
        return found

    monkeypatch.setattr(reported, "_live_rows", read_slowly)
    release_page(key_of(goal))
    change_meanwhile.join(timeout=30)
    said = [
        [
            len(item["followUps"])
            for section in release.content["sections"]
            for item in section.get("assignments") or section["investments"]
        ]
        for release in Release.objects.filter(head=head_of(goal)).order_by("number")
    ]
    assert said == ([[0, 0], [1, 1], [0, 0]] if withdraw else [[0, 0], [1, 1]])
    assert not PendingRelease.objects.exists()
