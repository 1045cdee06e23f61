"""Taking back what was imported into reports: exactly, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Site

from wagtail_kommunmal.authoring.report_states import said, states_of
from wagtail_kommunmal.exchange.applying import apply_plan, undo_batch
from wagtail_kommunmal.exchange.errors import ChangedSinceError
from wagtail_kommunmal.exchange.plans import Plan
from wagtail_kommunmal.models import FollowUpReport, ImportBatch

from .reported_plan import HEADER, Reported, reported_plan
from .test_follow_ups import follow_ups_in, write

pytestmark = pytest.mark.django_db

MakePlan = Callable[..., Plan]


@pytest.fixture(scope="module")
def content(shared_site: Site, released: Any) -> Reported:
    with released():
        return reported_plan()


def none(content: Reported) -> None:
    """There is no report."""


def drafted(content: Reported) -> None:
    content.report(publish=False)


def published(content: Reported) -> None:
    content.report()


def changed(content: Reported) -> None:
    """A published report of which the draft says more, of the row that is imported too."""
    report = FollowUpReport.objects.get(pk=content.report().pk)
    write(report, content.library, "paused")
    report.save_revision()


BEFORE = [none, drafted, published, changed]


def everything() -> Any:
    reports = list(FollowUpReport.objects.order_by("pk").select_related("latest_revision"))
    states = states_of(reports)
    return [
        (
            report.uuid,
            report.live,
            report.has_unpublished_changes,
            said(states[report.pk].latest),
            said(states[report.pk].published or {}),
        )
        for report in reports
    ]


def imported(content: Reported, plan: MakePlan, *, publishes: bool) -> ImportBatch:
    rows = [content.row(content.library, "(töm)", "Köpt."), content.row(content.visits, "in progress")]
    batch = apply_plan(plan("follow-ups", HEADER, *rows), publishes=publishes)
    assert batch is not None
    return batch


@pytest.mark.parametrize("publishes", [False, True])
@pytest.mark.parametrize("before", BEFORE)
def test_an_import_is_taken_back_exactly(
    content: Reported, plan: MakePlan, released: Any, before: Any, publishes: bool
) -> None:
    with released():
        before(content)
    then, shown = everything(), follow_ups_in(content)
    with released():
        batch = imported(content, plan, publishes=publishes)
    assert everything() != then
    assert (follow_ups_in(content) != shown) == publishes
    with released():
        undo_batch(batch, is_dry=True)
        undo_batch(batch)
    assert everything() == then
    assert follow_ups_in(content) == shown
    with released():
        again = imported(content, plan, publishes=publishes)
    with released():
        undo_batch(again)
    assert everything() == then


def test_what_the_draft_of_a_row_said_besides_is_a_draft_again(
    content: Reported, plan: MakePlan, released: Any
) -> None:
    with released():
        changed(content)
    then = everything()
    with released():
        batch = apply_plan(plan("follow-ups", HEADER, content.row(content.library, "", "Köpt.")), publishes=True)
        assert batch is not None
        undo_batch(batch)
    assert everything() == then


@pytest.mark.parametrize("before", BEFORE)
def test_an_import_whose_row_was_changed_since_is_not_taken_back(
    content: Reported, plan: MakePlan, before: Any
) -> None:
    before(content)
    batch = imported(content, plan, publishes=False)
    apply_plan(plan("follow-ups", HEADER, content.row(content.library, "delayed")))
    now = everything()
    with pytest.raises(ChangedSinceError) as refused:
        undo_batch(batch)
    assert [change.label for change in refused.value.changes] == [
        "T1 2026 Kultur- och fritidsnämnden: Bygg ut biblioteket."
    ]
    assert everything() == now


def test_another_row_that_was_changed_since_is_left_alone(content: Reported, plan: MakePlan) -> None:
    published(content)
    batch = imported(content, plan, publishes=True)
    apply_plan(plan("follow-ups", HEADER, content.row(content.bridge, "delayed")), publishes=True)
    undo_batch(batch)
    ((_uuid, live, has_draft, latest, shown),) = everything()
    assert (live, has_draft, latest) == (True, False, shown)
    assert sorted(state["status"] for state in latest.values()) == ["delayed", "delayed"]


@pytest.mark.parametrize("publishes", [False, True])
@pytest.mark.parametrize("before", [none, drafted])
def test_a_report_that_was_published_since_is_not_taken_back(
    content: Reported, plan: MakePlan, before: Any, publishes: bool
) -> None:
    before(content)
    batch = imported(content, plan, publishes=publishes)
    apply_plan(plan("follow-ups", HEADER, content.row(content.bridge, "delayed")), publishes=True)
    now = everything()
    with pytest.raises(ChangedSinceError):
        undo_batch(batch)
    assert everything() == now


def test_a_report_that_says_more_by_now_is_not_taken_away(content: Reported, plan: MakePlan) -> None:
    batch = imported(content, plan, publishes=False)
    apply_plan(plan("follow-ups", HEADER, content.row(content.bridge, "delayed")))
    with pytest.raises(ChangedSinceError):
        undo_batch(batch)
    assert FollowUpReport.objects.exists()


@pytest.mark.parametrize("before", BEFORE)
def test_a_preview_that_is_no_longer_right_writes_nothing(content: Reported, plan: MakePlan, before: Any) -> None:
    before(content)
    planned = plan("follow-ups", HEADER, content.row(content.library, "cancelled"))
    apply_plan(plan("follow-ups", HEADER, content.row(content.library, "in progress")))
    now = everything()
    with pytest.raises(ChangedSinceError):
        apply_plan(planned)
    assert everything() == now
