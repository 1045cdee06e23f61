"""Imports into goals: drafts or published, by whom, and taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import GroupPagePermission, ModelLogEntry, PageLogEntry, Revision, Site, Workflow
from wagtail.signals import page_published

from wagtail_kommunmal.authoring.closing import close_plan
from wagtail_kommunmal.authoring.plan_items import stored_sections
from wagtail_kommunmal.exchange.applying import apply_plan, undo_batch
from wagtail_kommunmal.exchange.errors import ChangedSinceError, WritingRefusedError
from wagtail_kommunmal.exchange.planning import plan_file
from wagtail_kommunmal.exchange.plans import Plan
from wagtail_kommunmal.exchange.registry import KINDS
from wagtail_kommunmal.models import ImportBatch, ReleaseHead
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    amount,
    assignment,
    assignments_section,
    budget_change,
    follow_up,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus

from .conftest import csv, errors, statuses

pytestmark = pytest.mark.django_db

MakePlan = Callable[..., Plan]

PARK = "11111111-1111-4111-8111-111111111111"
LIBRARY = "22222222-2222-4222-8222-222222222222"
HALL = "33333333-3333-4333-8333-333333333333"
AMOUNT = "44444444-4444-4444-8444-444444444444"


@pytest.fixture(scope="module")
def goal(shared_site: Site, released: Any) -> Any:
    of_year = amount(2026, budget="12.50")
    of_year["id"] = AMOUNT
    sections = [
        assignments_section(assignment("Bygg en park", block_id=PARK), assignment("Öppna", block_id=LIBRARY)),
        investments_section(investment("Sporthall", amounts=[of_year], block_id=HALL)),
    ]
    with released():
        return GoalPageFactory(parent=PlanPageFactory(year=2026), number="1", title="Kultur", sections=sections)


TABLES: dict[str, list[list[Any]]] = {
    "assignments": [
        ["plan", "goal_number", "id", "title", "origin"],
        [2026, 1, PARK, "Bygg två parker", ""],
        [2026, 1, "", "Bygg en skola", "council"],
        [2026, 1, "", "Bygg en väg", "committee"],
    ],
    "investments": [
        ["plan", "goal_number", "id", "name", "year_from", "budget", "category"],
        [2026, 1, HALL, "Idrottshall", 2026, 13, "new"],
        [2026, 1, HALL, "", 2027, 9, ""],
        [2026, 1, "", "Badhus", 2026, 1, "new"],
        [2026, 1, "", "Badhus", 2027, 2, ""],
        [2026, 1, "", "Gym", "", "", ""],
    ],
}
KINDS_OF_GOALS = list(TABLES)


def again(goal: Any) -> Any:
    return type(goal).objects.get(pk=goal.pk)


def draft(goal: Any) -> list[Any]:
    return stored_sections(again(goal).get_latest_revision_as_object())


def live(goal: Any) -> list[Any]:
    return stored_sections(again(goal))


def titles(sections: list[Any]) -> list[str]:
    return [item["value"]["title"] for item in sections[0]["value"]["items"]]


def edit(goal: Any, change: Callable[[list[Any]], None], *, publish: bool = False) -> None:
    """Change the draft as an editor does."""
    page = again(goal).get_latest_revision_as_object()
    sections = stored_sections(page)
    change(sections)
    page.sections = json.dumps(sections)
    revision = page.save_revision()
    if publish:
        revision.publish()


def set_title(place: int, title: str) -> Callable[[list[Any]], None]:
    def change(sections: list[Any]) -> None:
        sections[0]["value"]["items"][place]["value"]["title"] = title

    return change


def applied(planned: Plan, **how: Any) -> ImportBatch:
    batch = apply_plan(planned, **how)
    assert batch is not None
    return batch


def plan_as(user: Any, kind: str, *rows: list[Any]) -> Plan:
    return plan_file(KINDS[kind](Site.objects.get(), user), csv(*(rows or TABLES[kind])), "tabell.csv")


@pytest.mark.parametrize("kind", KINDS_OF_GOALS)
def test_an_import_is_a_draft_that_nothing_public_knows_of(plan: MakePlan, goal: Any, released: Any, kind: str) -> None:
    before, release = live(goal), ReleaseHead.objects.get(page=goal.pk).current_id
    user = get_user_model().objects.create_superuser("anna")
    with released():
        batch = applied(plan(kind, *TABLES[kind]), user=user)
    assert batch.is_published is False
    assert live(goal) == before
    assert draft(goal) != before
    assert ReleaseHead.objects.get(page=goal.pk).current_id == release
    page = again(goal)
    assert (page.has_unpublished_changes, page.latest_revision.user) == (True, user)
    entry = PageLogEntry.objects.filter(page_id=goal.pk).latest("pk")
    assert (entry.action, entry.user, entry.data) == ("wagtail.edit", user, {"import": batch.pk})
    assert entry.revision == page.latest_revision
    assert set(statuses(plan(kind, *TABLES[kind])).values()) == {"unchanged"}


@pytest.mark.parametrize("kind", KINDS_OF_GOALS)
def test_an_import_that_publishes_is_released_when_it_is_committed(
    plan: MakePlan, goal: Any, released: Any, kind: str
) -> None:
    release = ReleaseHead.objects.get(page=goal.pk).current_id
    with released():
        assert applied(plan(kind, *TABLES[kind]), publishes=True).is_published
        assert ReleaseHead.objects.get(page=goal.pk).current_id == release
    assert ReleaseHead.objects.get(page=goal.pk).current_id != release
    assert live(goal) == draft(goal)
    assert not again(goal).has_unpublished_changes


@pytest.mark.parametrize("publishes", [False, True])
@pytest.mark.parametrize("kind", KINDS_OF_GOALS)
def test_an_import_is_taken_back_to_the_last_block(
    plan: MakePlan, goal: Any, released: Any, kind: str, publishes: bool
) -> None:
    before = live(goal)
    with released():
        batch = applied(plan(kind, *TABLES[kind]), publishes=publishes)
        undo_batch(batch)
    assert (live(goal), draft(goal)) == (before, before)
    assert not again(goal).has_unpublished_changes
    with released():
        applied(plan(kind, *TABLES[kind]), publishes=publishes)
    assert set(statuses(plan(kind, *TABLES[kind])).values()) == {"unchanged"}


def test_a_dry_undo_checks_everything_and_tells_nobody(plan: MakePlan, goal: Any, released: Any) -> None:
    heard: list[Any] = []
    with released():
        batch = applied(plan("assignments", *TABLES["assignments"]), publishes=True)
    before = (live(goal), Revision.objects.count())
    page_published.connect(receiver := lambda **told: heard.append(told))
    try:
        assert len(undo_batch(batch, is_dry=True)) == 3
    finally:
        page_published.disconnect(receiver)
    assert ((live(goal), Revision.objects.count()), heard) == (before, [])
    edit(goal, set_title(0, "Annat"))
    with pytest.raises(ChangedSinceError):
        undo_batch(batch, is_dry=True)


def test_what_others_write_into_the_goal_meanwhile_stays(plan: MakePlan, goal: Any, released: Any) -> None:
    with released():
        batch = applied(plan("assignments", *TABLES["assignments"]), publishes=True)
        edit(goal, set_title(1, "Öppna på söndagar"), publish=True)
        edit(goal, set_title(1, "Öppna på lördagar"))
        undo_batch(batch)
    assert titles(live(goal)) == ["Bygg en park", "Öppna på söndagar"]
    assert titles(draft(goal)) == ["Bygg en park", "Öppna på lördagar"]
    assert again(goal).has_unpublished_changes


def test_publishing_an_import_leaves_the_drafts_of_others_drafts(plan: MakePlan, goal: Any, released: Any) -> None:
    edit(goal, set_title(1, "Öppna på söndagar"))
    with released():
        applied(plan("assignments", *TABLES["assignments"]), publishes=True)
    assert titles(live(goal)) == ["Bygg två parker", "Öppna", "Bygg en skola"]
    assert titles(draft(goal)) == ["Bygg två parker", "Öppna på söndagar", "Bygg en skola"]
    assert again(goal).has_unpublished_changes


def test_what_an_unpublished_draft_says_of_the_same_is_not_published(plan: MakePlan, goal: Any) -> None:
    edit(goal, set_title(0, "Bygg tre parker"))
    planned = plan("assignments", *TABLES["assignments"])
    assert planned.rows[0].fields[0].old == "Bygg tre parker"
    with pytest.raises(WritingRefusedError) as refused:
        apply_plan(planned, publishes=True)
    assert refused.value.reasons == [
        "The draft of “1 Kultur (2026)” differs in what the file changes. Publish the draft first."
    ]
    apply_plan(planned)
    assert titles(draft(goal))[0] == "Bygg två parker"


def add_committees_section(sections: list[Any]) -> None:
    sections.append(assignments_section(origin="committee", heading="Nämndens egna"))


def set_unit(sections: list[Any]) -> None:
    sections[1]["value"]["unit"] = "mnkr"


@pytest.mark.parametrize(
    ("kind", "change", "row"),
    [
        ("assignments", add_committees_section, {"title": "Bygg en väg", "origin": "committee"}),
        ("investments", set_unit, {"name": "Badhus", "unit": "mnkr", "year_from": 2026, "budget": 2}),
        ("investments", set_unit, {"id": HALL, "unit": "mnkr", "year_from": 2026, "budget": 2}),
    ],
)
def test_what_only_the_draft_says_of_a_section_is_not_published_otherwise(
    plan: MakePlan, goal: Any, kind: str, change: Any, row: dict[str, Any]
) -> None:
    edit(goal, change)
    planned = plan(kind, ["plan", "goal_number", *row], [2026, 1, *row.values()])
    with pytest.raises(WritingRefusedError, match="Publish the draft first"):
        apply_plan(planned, publishes=True)
    apply_plan(planned)


@pytest.mark.parametrize("change", [set_unit, lambda sections: sections.pop()])
def test_amounts_are_not_written_into_a_section_that_has_changed_since(
    plan: MakePlan, goal: Any, change: Callable[[list[Any]], Any]
) -> None:
    planned = plan("investments", *TABLES["investments"])
    edit(goal, change)
    before = draft(goal)
    with pytest.raises(ChangedSinceError) as refused:
        apply_plan(planned)
    assert len(refused.value.changes) == len(planned.rows)
    assert draft(goal) == before


@pytest.mark.parametrize("kind", KINDS_OF_GOALS)
def test_what_was_changed_after_the_plan_was_made_is_not_written_over(plan: MakePlan, goal: Any, kind: str) -> None:
    def change(sections: list[Any]) -> None:
        sections[0]["value"]["items"][0]["value"]["quantity_unit"] = "parker"
        sections[1]["value"]["items"][0]["value"]["amounts"][0]["value"]["outcome"] = "1"

    planned = plan(kind, *TABLES[kind])
    edit(goal, change)
    before = draft(goal)
    with pytest.raises(ChangedSinceError) as refused:
        apply_plan(planned)
    assert [change.label for change in refused.value.changes] == [planned.rows[0].label]
    assert (draft(goal), ImportBatch.objects.count()) == (before, 0)


@pytest.mark.parametrize("kind", KINDS_OF_GOALS)
def test_what_was_changed_since_is_not_taken_back(plan: MakePlan, goal: Any, kind: str) -> None:
    def change(sections: list[Any]) -> None:
        if kind == "assignments":
            sections[0]["value"]["items"][2]["value"]["quantity_unit"] = "skolor"
        else:
            sections[1]["value"]["items"][1]["value"]["budget_changes"] = [budget_change(5)]

    planned = plan(kind, *TABLES[kind])
    batch = applied(planned)
    edit(goal, change)
    before = draft(goal)
    with pytest.raises(ChangedSinceError) as refused:
        undo_batch(batch)
    expected = {"assignments": [planned.rows[1]], "investments": planned.rows[2:4]}[kind]
    assert {change.label for change in refused.value.changes} == {row.label for row in expected}
    assert draft(goal) == before


def test_what_somebody_has_reported_on_is_not_taken_away(plan: MakePlan, goal: Any) -> None:
    batch = applied(plan("assignments", *TABLES["assignments"]))
    made = draft(goal)[0]["value"]["items"][2]
    body = ResponsibleBodyFactory(code="KS")
    row = follow_up(goal, made, status=AssignmentStatus.COMPLETED)
    FollowUpReportFactory(plan=goal.get_parent().specific, body=body, period="2026", assignments=[row])
    with pytest.raises(ChangedSinceError) as refused:
        undo_batch(batch)
    assert [change.label for change in refused.value.changes] == ["1 Kultur (2026): Bygg en skola"]


def test_what_would_stand_in_a_section_that_is_not_there_is_not_written(plan: MakePlan, goal: Any) -> None:
    own = assignments_section(origin="committee")
    edit(goal, lambda sections: sections.append(own))
    planned = plan("assignments", ["plan", "goal_number", "title", "origin"], [2026, 1, "Bygg en väg", "committee"])
    with pytest.raises(WritingRefusedError, match="differs in what the file changes"):
        apply_plan(planned, publishes=True)
    edit(goal, lambda sections: sections.pop())
    with pytest.raises(ChangedSinceError):
        apply_plan(planned)


def test_what_the_draft_of_a_published_report_says_something_of_is_not_taken_away(plan: MakePlan, goal: Any) -> None:
    batch = applied(plan("assignments", *TABLES["assignments"]))
    made = draft(goal)[0]["value"]["items"][2]
    body = ResponsibleBodyFactory(code="KS")
    report = FollowUpReportFactory(plan=goal.get_parent().specific, body=body, period="2026")
    report.assignments.add(follow_up(goal, made, status=AssignmentStatus.COMPLETED))
    report.save_revision()
    with pytest.raises(ChangedSinceError) as refused:
        undo_batch(batch)
    assert [change.label for change in refused.value.changes] == ["1 Kultur (2026): Bygg en skola"]


def test_a_goal_that_is_gone_takes_no_import(plan: MakePlan, goal: Any) -> None:
    planned = plan("assignments", *TABLES["assignments"])
    again(goal).delete()
    with pytest.raises(ChangedSinceError) as refused:
        apply_plan(planned)
    assert len(refused.value.changes) == 3


def test_a_closed_plan_takes_no_import_and_gives_none_back(plan: MakePlan, goal: Any) -> None:
    batch = applied(plan("assignments", *TABLES["assignments"]))
    planned = plan("assignments", ["id", "title"], [PARK, "Annat"])
    close_plan(goal.get_parent().specific, None)
    told = errors(plan("assignments", ["id", "title"], [PARK, "Annat"]))
    assert told == {2: ["The plan is closed: it stays as it was decided. Open the plan to make changes."]}
    assert statuses(plan("assignments", ["id", "title"], [PARK, "Bygg två parker"])) == {2: "unchanged"}
    for write in (lambda: apply_plan(planned), lambda: undo_batch(batch)):
        with pytest.raises(WritingRefusedError, match="The plan is closed"):
            write()


def test_who_may_not_edit_a_goal_imports_nothing_into_it(editor: Any, goal: Any, home: Any) -> None:
    assert set(statuses(plan_as(editor, "assignments")).values()) == {"changed", "new"}
    planned = plan_as(editor, "assignments")
    GroupPagePermission.objects.all().update(page=PlanPageFactory(year=2027))
    editor = get_user_model().objects.get(pk=editor.pk)
    told = errors(plan_as(editor, "assignments"))
    assert set(map(tuple, told.values())) == {("You may not edit the goal “Kultur”.",)}
    with pytest.raises(WritingRefusedError, match="You may not edit"):
        apply_plan(planned, user=editor)
    batch = applied(planned)
    with pytest.raises(WritingRefusedError, match="You may not edit"):
        undo_batch(batch, user=editor)


def test_who_may_not_edit_a_goal_is_told_nothing_of_its_draft(editor: Any, goal: Any, home: Any) -> None:
    edit(goal, set_title(0, "Hemligt"))
    page = again(goal).get_latest_revision_as_object()
    page.title = "Hemligt mål"
    page.save_revision()
    GroupPagePermission.objects.all().update(page=PlanPageFactory(year=2027))
    header = ["plan", "goal_id", "goal_number", "id", "title"]
    rows = [["", "", "", PARK, "Hemligt"], [2027, goal.translation_key, "", PARK, ""], [2026, "", 1, "", "Hemligt"]]
    planned = plan_as(get_user_model().objects.get(pk=editor.pk), "assignments", header, *rows)
    assert errors(planned) == {number: ["You may not edit the goal “Kultur”."] for number in (2, 3, 4)}
    assert {row.label for row in planned.rows} == {""}


def test_who_may_not_publish_a_goal_imports_into_its_draft(editor: Any, goal: Any, released: Any) -> None:
    GroupPagePermission.objects.filter(permission__codename__startswith="publish").delete()
    planned = plan_as(editor, "assignments")
    kind = KINDS["assignments"](Site.objects.get(), editor)
    assert kind.reasons_against_publishing(planned.changes) == ["You may not publish “1 Kultur (2026)”."]
    with pytest.raises(WritingRefusedError):
        apply_plan(planned, user=editor, publishes=True)
    assert not again(goal).has_unpublished_changes
    apply_plan(planned, user=editor)
    assert again(goal).has_unpublished_changes


def test_who_may_not_publish_a_goal_takes_back_nothing_that_is_public(
    plan: MakePlan, editor: Any, goal: Any, released: Any
) -> None:
    with released():
        batch = applied(plan("assignments", *TABLES["assignments"]), publishes=True)
    GroupPagePermission.objects.filter(permission__codename__startswith="publish").delete()
    with pytest.raises(WritingRefusedError, match="You may not publish “Kultur”"):
        undo_batch(batch, user=get_user_model().objects.get(pk=editor.pk))
    assert titles(live(goal))[0] == "Bygg två parker"


def test_a_review_is_not_ended_by_taking_back_what_is_public(
    plan: MakePlan, editor: Any, goal: Any, released: Any
) -> None:
    with released():
        batch = applied(plan("assignments", *TABLES["assignments"]), publishes=True)
    edit(goal, set_title(1, "Öppna på söndagar"))
    Workflow.objects.get().start(again(goal), editor)
    with pytest.raises(WritingRefusedError, match="is being reviewed"):
        undo_batch(batch, user=get_user_model().objects.create_superuser("berit"))
    assert again(goal).workflow_in_progress


def test_a_locked_goal_takes_imports_of_nobody_else(editor: Any, goal: Any) -> None:
    other = get_user_model().objects.create_superuser("berit")
    type(goal).objects.filter(pk=goal.pk).update(locked=True, locked_by=other, locked_at=timezone.now())
    # A command without a user is nobody who may lift a lock.
    for user in (editor, None):
        assert set(map(tuple, errors(plan_as(user, "assignments")).values())) == {
            ("The goal “Kultur” is locked. Only berit can make changes while the page is locked.",)
        }
    assert errors(plan_as(other, "assignments")) == {}


def test_a_goal_in_review_is_changed_by_its_reviewers_and_published_by_the_review(editor: Any, goal: Any) -> None:
    workflow = Workflow.objects.get()
    edit(goal, set_title(1, "Öppna på söndagar"))
    workflow.start(again(goal), editor)
    for user in (editor, None):
        told = errors(plan_as(user, "assignments"))
        assert [text.startswith("The goal “Kultur” is locked. Only review") for (text,) in told.values()] == [True] * 3
    reviewer = get_user_model().objects.create_superuser("berit")
    planned = plan_as(reviewer, "assignments")
    assert planned.blocking == []
    with pytest.raises(WritingRefusedError, match="is being reviewed"):
        apply_plan(planned, user=reviewer, publishes=True)
    apply_plan(planned, user=reviewer)
    assert again(goal).workflow_in_progress


def test_a_goal_that_is_scheduled_stays_as_it_was_scheduled(goal: Any) -> None:
    page = again(goal)
    page.go_live_at = timezone.now() + timezone.timedelta(days=1)
    page.save_revision().publish()
    told = errors(plan_as(None, "assignments"))
    assert [text.startswith("The goal “Kultur” is locked.") for (text,) in told.values()] == [True] * 3


def test_a_goal_that_is_not_public_is_not_published_by_an_import(plan: MakePlan, goal: Any) -> None:
    again(goal).unpublish()
    planned = plan("assignments", *TABLES["assignments"])
    with pytest.raises(WritingRefusedError, match="is not published"):
        apply_plan(planned, publishes=True)
    apply_plan(planned)
    assert not again(goal).live


def test_the_command_writes_drafts_or_publishes(goal: Any, tmp_path: Path, released: Any) -> None:
    file = tmp_path / "uppdrag.csv"
    file.write_bytes(csv(["id", "title"], [PARK, "Bygg två parker"]))

    def run(*options: str) -> str:
        out = StringIO()
        with released():
            call_command("kommunmal_import", str(file), "--kind", "assignments", *options, stdout=out)
        return out.getvalue()

    run()
    assert (titles(live(goal))[0], titles(draft(goal))[0]) == ("Bygg en park", "Bygg två parker")
    file.write_bytes(csv(["id", "title"], [LIBRARY, "Stäng"]))
    run("--publish")
    assert titles(live(goal)) == ["Bygg en park", "Stäng"]
    again(goal).unpublish()
    file.write_bytes(csv(["id", "title"], [LIBRARY, "Öppna"]))
    with pytest.raises(CommandError, match="Nothing was written"):
        run("--publish", "--dry-run")
    with pytest.raises(CommandError, match="has no drafts to --publish"):
        call_command("kommunmal_import", str(file), "--kind", "bodies", "--publish")
    get_user_model().objects.create_user("carl")
    with pytest.raises(CommandError, match="to be confirmed: 1"):
        run("--user", "carl")
    assert ModelLogEntry.objects.count() == 0
