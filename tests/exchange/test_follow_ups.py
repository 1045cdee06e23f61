"""Tables of what bodies report: which row is about what, and what is written where."""

from __future__ import annotations

from collections.abc import Callable
from csv import reader
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from wagtail.models import Site

from tests.releasing.reading import content_of
from wagtail_kommunmal.authoring.words import write_words
from wagtail_kommunmal.exchange.applying import apply_plan
from wagtail_kommunmal.exchange.planning import ALL_ROWS
from wagtail_kommunmal.exchange.plans import Plan
from wagtail_kommunmal.exchange.registry import KINDS
from wagtail_kommunmal.exchange.writing import csv_of
from wagtail_kommunmal.models import FollowUpReport
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory, assignment, assignments_section, follow_up
from wagtail_kommunmal.vocabulary import AssignmentStatus, StatusVocabulary
from wagtail_kommunmal.words import Word

from .conftest import errors, statuses, told
from .reported_plan import HEADER, Reported, latest, live, reported_plan

pytestmark = pytest.mark.django_db

MakePlan = Callable[..., Plan]


@pytest.fixture(scope="module")
def content(shared_site: Site, released: Any) -> Reported:
    with released():
        return reported_plan()


def exported(site: Site, period: str = "", editor: Any = None) -> list[list[str]]:
    kind = KINDS["follow-ups"](site, editor)
    kind.period = period
    return list(reader(StringIO(csv_of(kind).decode("utf-8-sig")), delimiter=";"))


def test_a_table_has_a_row_for_everything_that_a_body_answers_for(site: Site, content: Reported) -> None:
    content.report()
    goal = [str(content.goal.translation_key), "3", "Mål: Kultur nära"]
    _header, *rows = exported(site)
    start = ["2026", "2026-T1", "KFN", *goal]
    assert rows == [
        [
            *start,
            "Assignment",
            content.library["id"],
            "Bygg ut biblioteket.",
            "Delayed",
            "<p>Marken <b>saknas</b>.</p>",
            "",
            "",
            "",
        ],
        [*start, "Assignment", content.visits["id"], "Besök skolor.", "", "", "", "", ""],
        [*start, "Investment", content.bridge["id"], "Bro", "", "", "", "", ""],
    ]


def test_a_table_of_a_period_has_the_rows_of_reports_that_are_still_to_be_made(site: Site, content: Reported) -> None:
    content.report()
    assert [row[2] for row in exported(site, "2026-T2")[1:]] == ["KS"] + ["KFN"] * 3
    assert exported(site, "2025-T2")[1:] == []
    assert FollowUpReport.objects.count() == 1


@pytest.mark.parametrize("period", ["", "2026-T2"])
def test_an_unchanged_table_changes_nothing(site: Site, content: Reported, plan: MakePlan, period: str) -> None:
    content.report()
    kind = KINDS["follow-ups"](site)
    kind.period = period
    planned = plan("follow-ups", data=csv_of(kind))
    assert {row.status for row in planned.rows} == {"unchanged"}
    assert planned.unknown_columns == []


def test_a_draft_is_written_and_nothing_of_it_is_published(content: Reported, plan: MakePlan, released: Any) -> None:
    with released():
        report = content.report()
    before = content_of(content.goal)
    planned = plan("follow-ups", HEADER, content.row(content.visits, "in progress", "Ett < två."))
    assert told(planned) == {2: [("Status", "", "In progress"), ("Comment", "", "Ett < två.")]}
    with released():
        apply_plan(planned)
    report.refresh_from_db()
    assert (report.live, report.has_unpublished_changes) == (True, True)
    assert latest(report) == {**live(report), content.visits["id"]: ("in_progress", "<p>Ett &lt; två.</p>")}
    assert content.visits["id"] not in live(report)
    assert content_of(content.goal) == before


def test_what_is_published_is_released_at_the_commit(content: Reported, plan: MakePlan, released: Any) -> None:
    with released():
        report = content.report()
    with released():
        apply_plan(plan("follow-ups", HEADER, content.row(content.visits, "in progress")), publishes=True)
    report.refresh_from_db()
    assert (report.live, report.has_unpublished_changes) == (True, False)
    assert follow_ups_in(content) == {"Bygg ut biblioteket.": "delayed", "Besök skolor.": "in_progress"}


def test_a_report_that_there_is_not_is_made(content: Reported, plan: MakePlan, released: Any) -> None:
    with released():
        apply_plan(plan("follow-ups", HEADER, content.row(content.library, "delayed", period="2026-T2")))
    report = FollowUpReport.objects.get()
    assert (report.live, len(list(report.rows()))) == (False, 3)
    assert latest(report) == {content.library["id"]: ("delayed", "")}
    assert follow_ups_in(content) == {}
    with released():
        rows = [content.row(content.library, "paused", period="2026-T3")]
        apply_plan(plan("follow-ups", HEADER, *rows), publishes=True)
    assert FollowUpReport.objects.get(period="2026-T3").live
    assert follow_ups_in(content) == {"Bygg ut biblioteket.": "paused"}


def test_a_row_that_is_not_filled_in_makes_no_report(content: Reported, plan: MakePlan) -> None:
    planned = plan("follow-ups", HEADER, content.row(content.library, period="2026-T2"))
    assert statuses(planned) == {2: "unchanged"}
    assert apply_plan(planned) is None


def test_a_draft_that_somebody_else_writes_is_not_published_along(
    content: Reported, plan: MakePlan, released: Any
) -> None:
    report = content.report()
    draft = FollowUpReport.objects.get(pk=report.pk)
    write(draft, content.library, "paused")
    draft.save_revision()
    with released():
        apply_plan(plan("follow-ups", HEADER, content.row(content.visits, "in progress")), publishes=True)
    report.refresh_from_db()
    assert report.has_unpublished_changes
    assert follow_ups_in(content) == {"Bygg ut biblioteket.": "delayed", "Besök skolor.": "in_progress"}
    assert {key: status for key, (status, _comment) in latest(report).items()} == {
        content.library["id"]: "paused",
        content.visits["id"]: "in_progress",
    }
    # What is kept can be published in turn.
    report.get_latest_revision().publish()
    assert live(report) == latest(report)


def test_what_the_draft_of_the_same_row_says_besides_is_not_published_along(
    content: Reported, plan: MakePlan, released: Any
) -> None:
    report = content.report()
    draft = FollowUpReport.objects.get(pk=report.pk)
    write(draft, content.library, "paused")
    draft.save_revision()
    with released():
        apply_plan(plan("follow-ups", HEADER, content.row(content.library, "", "Köpt.")), publishes=True)
    assert live(report) == {content.library["id"]: ("delayed", "<p>Köpt.</p>")}
    assert latest(report) == {content.library["id"]: ("paused", "<p>Köpt.</p>")}


def test_what_is_compared_is_the_draft(content: Reported, plan: MakePlan) -> None:
    report = content.report(publish=False)
    assert statuses(plan("follow-ups", HEADER, content.row(content.library, "delayed"))) == {2: "unchanged"}
    planned = plan("follow-ups", HEADER, content.row(content.library, "(töm)", "Mark köpt."))
    assert told(planned) == {2: [("Status", "Delayed", ""), ("Comment", "<p>Marken <b>saknas</b>.</p>", "Mark köpt.")]}
    apply_plan(planned)
    assert latest(report) == {content.library["id"]: ("", "<p>Mark köpt.</p>")}


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"Title": "Bygg ut biblioteket."}, ""),
        ({"Title": "bygg  ut BIBLIOTEKET."}, ""),
        ({"Title": "Bygg ut biblioteket.", "Number of the goal": "3"}, ""),
        ({"Title": "Bygg ut biblioteket.", "About": "investering"}, "B2 (Title): Kultur- och fritidsnämnden has"),
        ({"Title": "Bygg ut."}, "B2 (Title): Kultur- och fritidsnämnden has nothing like this to report on."),
        ({"Goal": "Mål: Kultur nära"}, "C2 (Goal): Kultur- och fritidsnämnden has nothing"),
        ({"Title": ""}, "Nothing in the row tells what it is about."),
    ],
)
def test_a_title_is_only_proposed(content: Reported, plan: MakePlan, cells: dict[str, str], problem: str) -> None:
    cells = {"Title": "", **cells}
    rows = [["Responsible body", *cells, "Period", "Status"], ["KFN", *cells.values(), "T1 2026", "paused"]]
    planned = plan("follow-ups", *rows)
    if problem:
        assert errors(planned)[2][0].startswith(problem)
        return
    assert statuses(planned) == {2: "proposed"}
    apply_plan(plan("follow-ups", *rows, accepted=ALL_ROWS))
    assert latest(FollowUpReport.objects.get()) == {content.library["id"]: ("paused", "")}


def test_a_title_that_stands_twice_is_told_apart_by_its_goal(site: Site, content: Reported, plan: MakePlan) -> None:
    again = assignment("Bygg ut biblioteket.", responsible=[content.committee])
    GoalPageFactory(parent=content.plan, title="Mål: Annat", number="4", sections=[assignments_section(again)])
    header = ["body", "period", "title", "goal_number", "status"]
    row = ["KFN", "2026-T1", "Bygg ut biblioteket."]
    planned = plan("follow-ups", header, [*row, "", "paused"], [*row, "4", "paused"], [*row, "5", "paused"])
    assert errors(planned) == {
        2: ["C2 (Title): 2 have this here. Give the id in the column “Id”."],
        4: ["C4 (Title): Kultur- och fritidsnämnden has nothing like this to report on."],
    }
    apply_plan(plan("follow-ups", header, [*row, "4", "paused"], accepted=ALL_ROWS))
    assert latest(FollowUpReport.objects.get()) == {again["id"]: ("paused", "")}


def test_a_goal_as_a_whole_is_assessed_by_its_id_or_number(content: Reported, plan: MakePlan) -> None:
    header = ["body", "period", "goal_id", "goal_number", "status"]
    by_id = plan("follow-ups", header, ["KS", "2026", content.goal.translation_key, "", "uppfyllt"])
    by_number = plan("follow-ups", header, ["KS", "2026", "", "3", "achieved"])
    assert (statuses(by_id), statuses(by_number)) == ({2: "changed"}, {2: "proposed"})
    apply_plan(by_id)
    assert latest(FollowUpReport.objects.get()) == {str(content.goal.translation_key): ("achieved", "")}


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ({"body": ""}, "B2 (Responsible body): Say which body the row is about."),
        ({"body": "XX"}, "B2 (Responsible body): No body has the code “XX”. Write one of: KFN, KS."),
        ({"period": ""}, "C2 (Period): Say which period the row is about."),
        ({"period": "2027-T1"}, "C2 (Period): There is no published plan for 2027."),
        ({"plan": "2027"}, "A2 (Plan year): There is no published plan for 2027."),
        ({"period": "2025-T1", "plan": "2026"}, "C2 (Period): The plan is for 2026."),
        ({"id": "{other}"}, "D2 (Id): Kultur- och fritidsnämnden has nothing"),
        ({"body": "KS"}, "D2 (Id): Kommunstyrelsen has nothing like this to report on"),
        ({"status": "grön"}, "E2 (Status): “grön” is not allowed here. Write one of: Not started, In progress, Partly"),
        ({"status": "achieved"}, "E2 (Status): “achieved” is not allowed here."),
        ({"status": "not completed"}, "E2 (Status): “not completed” cannot be said of this period. Write one of"),
        ({"forecast": "5"}, "G2 (Forecast): Only an investment has this."),
        ({"quantity_done": "5"}, "F2 (Quantity done): The assignment has no quantity to reach."),
    ],
)
def test_what_cannot_be_reported_is_an_error(
    content: Reported, plan: MakePlan, row: dict[str, str], problem: str
) -> None:
    cells = {
        "plan": "",
        "body": "KFN",
        "period": "2026-T1",
        "id": content.library["id"],
        "status": "paused",
        "quantity_done": "",
        "forecast": "",
        **{name: text.format(other=content.goal.translation_key) for name, text in row.items()},
    }
    told_errors = errors(plan("follow-ups", list(cells), list(cells.values())))
    assert told_errors[2][0].startswith(problem)


def test_amounts_are_reported_of_what_has_them(content: Reported, plan: MakePlan) -> None:
    header = ["body", "period", "id", "quantity_done", "forecast", "outcome_to_date"]
    visits, bridge = (
        ["KFN", "2026", content.visits["id"], "3,50", "", ""],
        ["KFN", "2026", content.bridge["id"], "", "-1 200", 0],
    )
    planned = plan("follow-ups", header, visits, bridge)
    apply_plan(planned)
    report = FollowUpReport.objects.get().get_latest_revision_as_object()
    assert [str(row.quantity_done) for row in report.assignments.all() if row.is_reported] == ["3.50"]
    assert [(str(row.forecast), str(row.outcome_to_date)) for row in report.investments.all()] == [("-1200", "0")]


def test_a_status_is_read_in_the_words_of_the_site(site: Site, content: Reported, plan: MakePlan) -> None:
    own = {code: Word() for code in AssignmentStatus.values}
    # The board calls what is done what others call delayed, and no longer offers what is paused.
    own |= {
        "in_progress": Word({"": "Pågår som det ska"}),
        "completed": Word({"": "Försenat"}),
        "paused": Word(is_offered=False),
    }
    write_words(site, StatusVocabulary.ASSIGNMENT, own, None)
    header = ["body", "period", "id", "status"]

    def read(text: str) -> Any:
        planned = plan("follow-ups", header, ["KFN", "2026", content.library["id"], text])
        (row,) = planned.rows
        return row.change.after["status"] if row.change else errors(planned)[2]

    assert read("pågår som det ska") == read("Pågår") == read("in_progress") == "in_progress"
    assert read("försenat") == read("Completed") == "completed"
    assert read("delayed") == "delayed"
    assert "Försenat" not in read("pausat")[0]
    with override("sv"):
        content.report(
            period="2026",
            rows=[
                follow_up(content.goal, content.library, "delayed"),
                follow_up(content.goal, content.visits, "completed"),
            ],
        )
        # A word that would be read as another status gives way to the code.
        assert [row[9] for row in exported(site)[1:3]] == ["delayed", "Försenat"]


def test_the_year_of_the_plan_tells_plans_apart_that_go_on_with_the_same(content: Reported, plan: MakePlan) -> None:
    next_plan = PlanPageFactory(year=2027)
    GoalPageFactory(parent=next_plan, sections=[assignments_section(content.library)])
    row = ["2026-2027", "KFN", content.library["id"], "paused"]
    planned = plan("follow-ups", ["plan", "period", "body", "id", "status"], ["", *row], [2027, *row])
    assert errors(planned) == {2: ["A2 (Plan year): Say of which year the plan is that the goal stands in."]}
    apply_plan(planned, skip_blocking=True)
    assert FollowUpReport.objects.get().plan_id == next_plan.pk


def test_what_the_plan_no_longer_has_can_still_be_put_right_by_its_id(content: Reported, plan: MakePlan) -> None:
    report = content.report()
    content.goal.sections = "[]"
    content.goal.save_revision().publish()
    apply_plan(plan("follow-ups", HEADER, content.row(content.library, "cancelled")))
    assert latest(report)[content.library["id"]][0] == "cancelled"


def test_a_report_of_another_edition_of_the_plan_is_found(content: Reported, plan: MakePlan, english: Any) -> None:
    translated = content.plan.copy_for_translation(english, copy_parents=True)
    translated.get_latest_revision().publish()
    report = content.report(plan=translated)
    apply_plan(plan("follow-ups", HEADER, content.row(content.visits, "paused")))
    assert latest(report)[content.visits["id"]] == ("paused", "")
    assert FollowUpReport.objects.count() == 1


def follow_ups_in(content: Reported) -> dict[str, str]:
    """Return the current status of each assignment that readers are shown one of."""
    (assignments, *_others) = content_of(content.goal)["sections"]
    return {
        item["title"]: (item["followUps"][-1]["status"] or {}).get("code", "")
        for item in assignments["assignments"]
        if item["followUps"]
    }


def write(report: FollowUpReport, item: Any, status: str) -> None:
    """Give an item another status, in memory."""
    for row in report.assignments.get_object_list():
        if str(row.lineage_id) == item["id"]:
            row.status = status


def test_the_commands_take_a_period_out_and_publish_what_comes_back(
    content: Reported, tmp_path: Path, released: Any
) -> None:
    file = tmp_path / "uppfoljning.csv"
    call_command("kommunmal_export_table", "follow-ups", str(file), "--period", "2026-t2", stdout=StringIO())
    rows = [line.split(";") for line in file.read_text("utf-8-sig").splitlines()]
    assert {row[1] for row in rows[1:]} == {"2026-T2"}
    rows[2][9] = "paused"
    file.write_text("\n".join(";".join(row) for row in rows))
    with released():
        call_command("kommunmal_import", str(file), "--kind", "follow-ups", "--publish", stdout=StringIO())
    assert FollowUpReport.objects.get().live
    assert follow_ups_in(content) == {"Bygg ut biblioteket.": "paused"}
    with pytest.raises(CommandError, match="not narrowed to a period"):
        call_command("kommunmal_export_table", "bodies", str(file), "--period", "2026")
    with pytest.raises(CommandError, match="is not a period"):
        call_command("kommunmal_export_table", "follow-ups", str(file), "--period", "sommaren")
