"""The rows that lists across all goals filter on."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from wagtail_kommunmal.models import ReleasedFollowUp, ReleasedItem, ReleasedItemBody
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus, ResponsibleRole

from .conftest import Released

Rows = list[tuple[Any, ...]]


@pytest.fixture
def goal(plan: Any, goal_with: Callable[..., Any], released: Any) -> Any:
    """A goal with an assignment that two bodies and one of all have reported on, and an investment."""
    lead, other = ResponsibleBodyFactory(code="KFN"), ResponsibleBodyFactory(code="KS")
    own = assignment("ÖPPNA", description="<p>Ett kontor.</p>", responsible=[lead, (other, ResponsibleRole.CO)])
    of_all = assignment("Följ upp", responsible=[ResponsibleBodyFactory(everyone=True)])
    goal = goal_with(assignments_section(own, of_all), investments_section(investment("Bro"), unit="sek"))
    with released():
        FollowUpReportFactory(
            plan=plan,
            body=lead,
            rows=[follow_up(goal, own, AssignmentStatus.DELAYED), follow_up(goal, of_all, AssignmentStatus.PAUSED)],
        )
        FollowUpReportFactory(
            plan=plan, body=other, period="2026-T2", rows=[follow_up(goal, own, comment="<p>Ja.</p>")]
        )
    return goal


def follow_ups() -> Rows:
    names = ("item__position", "code", "role", "period", "status", "is_overall")
    return list(ReleasedFollowUp.objects.order_by("item__position", "period").values_list(*names))


def items() -> Rows:
    return [(item.text, item.section) for item in ReleasedItem.objects.all()]


SAID = [
    (1, "KFN", "lead", "2026-T1", "delayed", True),
    (1, "KS", "co", "2026-T2", "", False),
    (2, "KFN", "lead", "2026-T1", "paused", False),
]


@pytest.mark.usefixtures("goal")
def test_what_every_body_said_after_every_period_has_a_row() -> None:
    assert follow_ups() == SAID


@pytest.mark.usefixtures("goal")
def test_items_know_their_section_and_what_a_search_looks_in() -> None:
    of_assignments, same, of_investments = ReleasedItem.objects.all()
    assert of_assignments.text == "öppna\nett kontor."
    assert of_assignments.section == same.section
    assert of_assignments.section.keys() == {"id", "heading", "origin"}
    assert of_assignments.section["origin"]["code"] == "council"
    assert (of_investments.section["unit"], of_investments.section["sign"]["code"]) == (
        {"code": "sek", "label": "kr"},
        "expenditure_positive",
    )


@pytest.mark.usefixtures("goal")
def test_the_migration_reads_the_same_out_of_releases_that_are_there_already() -> None:
    written = items()
    ReleasedFollowUp.objects.all().delete()
    ReleasedItem.objects.update(text="", section={})
    migration = import_module("wagtail_kommunmal.migrations.0006_read_follow_ups_of_releases")
    for _again in range(2):
        migration.read_releases(apps, None)
        assert (follow_ups(), items()) == (SAID, written)


def test_only_the_rows_of_what_has_changed_are_written_anew(goal: Any, released: Released) -> None:
    kept, old, also_kept = ReleasedItem.objects.values_list("pk", flat=True)
    goal.sections[0].value["items"][1]["title"] = "Följ upp igen"
    with released():
        goal.save_revision().publish()
    first, second, third = ReleasedItem.objects.all()
    assert (first.pk, second.pk, third.pk) == (kept, old, also_kept)
    assert second.title == second.content["title"] == "Följ upp igen"
    assert follow_ups() == SAID


def test_what_belongs_to_an_item_is_written_anew_only_where_it_has_changed(goal: Any, released: Released) -> None:
    parts = ReleasedItemBody.objects.order_by("item__position", "pk").values_list("pk", flat=True)
    said = ReleasedFollowUp.objects.order_by("item__position", "pk").values_list("pk", flat=True)
    kept = [list(parts)[:2], list(said)[:2]]
    goal.sections[0].value["items"][0]["title"] = "Öppna igen"
    goal.sections[0].value["items"][1]["responsible"][0]["role"] = ResponsibleRole.CO
    with released():
        goal.save_revision().publish()
    assert [list(parts.all())[:2], list(said.all())[:2]] == kept
    assert follow_ups() == [*SAID[:2], (2, "KFN", "co", "2026-T1", "paused", False)]


def test_rows_are_written_anew_from_the_first_one_that_moves(goal: Any, released: Released) -> None:
    written = ReleasedItem.objects.values_list("item_id", flat=True)
    first, second, bridge = written
    goal.sections[0].value["items"].bound_blocks.reverse()
    with released():
        goal.save_revision().publish()
    assert list(written.all()) == [second, first, bridge]
    assert {row[0]: row[1] for row in follow_ups()} == {1: "KFN", 2: "KS"}
    del goal.sections[0]
    with released():
        goal.save_revision().publish()
    assert list(written.all()) == [bridge]
    assert follow_ups() == []


def test_a_rebuild_writes_rows_anew_that_an_older_version_wrote_otherwise(goal: Any, released: Released) -> None:
    ReleasedFollowUp.objects.all().delete()
    ReleasedItem.objects.update(text="")
    call_command("kommunmal_release", "--all")
    assert follow_ups() == SAID
    assert all(text for text, _section in items())
