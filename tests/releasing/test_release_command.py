from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import PageLogEntry

from tests.releasing.reading import content_of, current_of, head_of, pending_of, reasons_of
from tests.site_pages import Page
from wagtail_kommunmal.authoring.closing import close_plan
from wagtail_kommunmal.documents.compose import compose
from wagtail_kommunmal.models import PendingRelease, Release, ReleasedItem, ReleaseHead
from wagtail_kommunmal.releasing import heads, rebuild
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

UNKNOWN = "9f1c8a52-7d0f-4c44-a0c0-2f6d7f4f3f10"
NOTHING_DONE = "released: 0, unchanged: 0, withdrawn: 0, closed: 0, failed: 0\n"


@pytest.fixture(scope="module")
def plan(shared_plan: Any) -> Any:
    return shared_plan


@pytest.fixture(scope="module")
def goal(shared_goal: Any) -> Any:
    return shared_goal


class Terminal(StringIO):
    """Output that somebody looks at."""

    def isatty(self) -> bool:
        return True


def run(*arguments: str, output: StringIO | None = None) -> str:
    """Run the command and return what it says."""
    output = output or StringIO()
    call_command("kommunmal_release", *arguments, stdout=output)
    return output.getvalue()


def refusal(*arguments: str) -> tuple[str, str]:
    """Run the command, which must fail, and return what it said and why it failed."""
    output = StringIO()
    with pytest.raises(CommandError) as caught:
        run(*arguments, output=output)
    return output.getvalue(), str(caught.value)


def change_silently(page: Any, **fields: Any) -> None:
    """Change a live row as no signal tells of."""
    type(page).objects.filter(pk=page.pk).update(**fields)


def test_nothing_is_done_where_nothing_is_left(plan: Any, goal: Any) -> None:
    assert run() == NOTHING_DONE
    assert run("--check") == "All releases are up to date.\n"


def test_pending_work_is_carried_out_with_its_own_reason(goal: Any) -> None:
    change_silently(goal, statement="Nytt.")
    PendingRelease.objects.create(
        translation_key=goal.translation_key, locale_id=goal.locale_id, reason=ReleaseReason.BODY_CHANGED
    )
    said, refused = refusal("--check")
    assert (said, refused) == ("pending: “Trygg skola”\n", "Not up to date: 1.")
    assert reasons_of(goal) == ["published"]
    assert run() == "1 of 1\nreleased: 1, unchanged: 0, withdrawn: 0, closed: 0, failed: 0\n"
    assert reasons_of(goal) == ["published", "body_changed"]


def test_live_pages_without_a_release_get_one(plan: Any) -> None:
    goal = GoalPageFactory(parent=plan)
    PendingRelease.objects.all().delete()
    assert refusal("--check")[0] == f"missing: “{goal.title}”\n"
    run()
    assert reasons_of(goal) == ["rebuilt"]


def test_a_publication_whose_signal_was_never_sent_is_found_by_its_revision(goal: Any) -> None:
    revision = goal.save_revision()
    change_silently(goal, statement="Nytt.", live_revision=revision)
    assert refusal("--check")[0] == "outdated: “Trygg skola”\n"
    run()
    assert content_of(goal)["statement"] == "Nytt."
    assert run("--check") == "All releases are up to date.\n"


def test_goals_that_missed_their_plans_new_year_are_found(plan: Any, goal_with: GoalWith) -> None:
    goal = goal_with()
    change_silently(plan, year=2031)
    run()
    assert head_of(goal).year == 2031
    assert run("--check") == "All releases are up to date.\n"


def test_a_publication_in_a_closed_plan_is_noted_once_and_changes_nothing(
    plan: Any, goal: Any, released: Released
) -> None:
    with released():
        close_plan(plan, None)
    change_silently(goal, statement="Nytt.", live_revision=goal.save_revision())
    assert run() == "1 of 1\nreleased: 0, unchanged: 0, withdrawn: 0, closed: 1, failed: 0\n"
    assert reasons_of(goal) == ["published"]
    assert run() == NOTHING_DONE


def test_releases_of_pages_that_are_gone_or_not_live_are_withdrawn(plan: Any, goal: Any, goal_with: GoalWith) -> None:
    other = goal_with(title="Bättre vägar")
    change_silently(goal, live=False)
    ReleaseHead.objects.filter(translation_key=other.translation_key).update(page=None)
    Page.objects.filter(pk=other.pk).update(live=False)
    assert refusal("--check")[0] == "to withdraw: “Trygg skola”\nto withdraw: “Bättre vägar”\n"
    assert run() == "2 of 2\nreleased: 0, unchanged: 0, withdrawn: 2, closed: 0, failed: 0\n"
    assert (current_of(goal), current_of(other)) == (None, None)
    assert run() == NOTHING_DONE


def test_live_pages_outside_every_site_are_nothing_to_do(plan: Any, released: Released) -> None:
    attic = Page.get_first_root_node().add_child(title="Vinden", slug="vinden")
    with released():
        PlanPageFactory(parent=attic, year=2020)
    assert run("--check") == "All releases are up to date.\n"
    assert run("--check", "--plan", "2020") == "1 of 1\nAll releases are up to date.\n"


def test_work_for_a_page_that_never_went_live_is_forgotten(plan: Any) -> None:
    draft = GoalPageFactory(parent=plan, publish=False)
    PendingRelease.objects.create(translation_key=draft.translation_key, locale_id=draft.locale_id, reason="published")
    run()
    assert (pending_of(draft), head_of(draft)) == ([], None)


@pytest.mark.parametrize("scope_line", ["Alla nämnder", None])
def test_all_writes_the_rows_of_lists_again_also_where_work_was_waiting(
    goal_with: GoalWith, scope_line: str | None
) -> None:
    goal = goal_with(assignments_section(assignment("Bygg.")))
    if scope_line:
        change_silently(goal, scope_line=scope_line)
    ReleasedItem.objects.update(title="Ändrat för hand.")
    PendingRelease.objects.create(
        translation_key=goal.translation_key, locale_id=goal.locale_id, reason=ReleaseReason.BODY_CHANGED
    )
    run("--all")
    assert [item.title for item in ReleasedItem.objects.all()] == ["Bygg."]
    assert reasons_of(goal) == (["published", "body_changed"] if scope_line else ["published"])


def test_all_composes_everything_anew_and_releases_only_what_differs(plan: Any, goal: Any, goal_with: GoalWith) -> None:
    goal_with(title="Bättre vägar")
    change_silently(goal, statement="Nytt.")
    assert run() == NOTHING_DONE
    assert refusal("--check", "--all")[0].splitlines()[-1] == "outdated: “Trygg skola”"
    assert reasons_of(goal) == ["published"]
    assert run("--all") == "3 of 3\nreleased: 1, unchanged: 2, withdrawn: 0, closed: 0, failed: 0\n"
    assert reasons_of(goal) == ["published", "rebuilt"]
    assert run("--all") == "3 of 3\nreleased: 0, unchanged: 3, withdrawn: 0, closed: 0, failed: 0\n"
    assert run("--check", "--all").endswith("All releases are up to date.\n")


def test_all_reads_the_items_of_every_release_again_closed_plans_included(
    plan: Any, goal_with: GoalWith, released: Released
) -> None:
    item = assignment("Öppna ett kontor.", responsible=[ResponsibleBodyFactory(code="KS")])
    goal = goal_with(assignments_section(item))
    with released():
        close_plan(plan, None)
    ReleasedItem.objects.update(text="", section={})
    run("--all")
    read = ReleasedItem.objects.get()
    assert (read.text, read.section["heading"]) == ("öppna ett kontor.", "Uppdrag från fullmäktige 2026")
    assert read.bodies.get().code == "KS"
    assert reasons_of(goal) == ["published"]


@pytest.mark.parametrize("name", ["year", "pk", "translation_key"])
def test_a_plan_is_named_by_year_by_page_or_by_its_id_in_the_api(
    name: str, plan: Any, goal: Any, released: Released
) -> None:
    with released():
        other = PlanPageFactory(year=2027)
    change_silently(goal, statement="Nytt.")
    change_silently(other, title="Ändrad")
    assert run("--plan", str(getattr(plan, name))) == (
        "2 of 2\nreleased: 1, unchanged: 1, withdrawn: 0, closed: 0, failed: 0\n"
    )
    assert (reasons_of(goal), reasons_of(other)) == (["published", "rebuilt"], ["published"])


def test_several_plans_may_be_named_and_their_unpublished_goals_are_withdrawn(
    plan: Any, goal: Any, released: Released
) -> None:
    with released():
        PlanPageFactory(year=2027)
    change_silently(goal, live=False)
    assert run("--plan", "2026", "--plan", "2027").splitlines()[-1] == (
        "released: 0, unchanged: 2, withdrawn: 1, closed: 0, failed: 0"
    )


def test_a_closed_plan_is_passed_over_unless_it_is_included_with_a_reason(
    plan: Any, goal: Any, released: Released
) -> None:
    with released():
        close_plan(plan, None)
    change_silently(goal, statement="Rättat.")
    assert run("--all").splitlines()[-1] == "released: 0, unchanged: 0, withdrawn: 0, closed: 2, failed: 0"
    assert run("--all", "--check").endswith("All releases are up to date.\n")
    included = ("--plan", "2026", "--include-closed", "--reason", "Fel belopp, KF 2026-03-01 § 12.")
    assert refusal("--check", *included)[0].splitlines()[-1] == "outdated: “Trygg skola”"
    assert run(*included).splitlines()[-1] == "released: 1, unchanged: 1, withdrawn: 0, closed: 0, failed: 0"
    assert (content_of(goal)["statement"], current_of(goal).label) == ("Rättat.", "Fel belopp, KF 2026-03-01 § 12.")
    entries = PageLogEntry.objects.filter(action=rebuild.REBUILD_ACTION)
    assert [(entry.page_id, entry.data) for entry in entries] == [
        (goal.pk, {"reason": "Fel belopp, KF 2026-03-01 § 12."})
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--all", "--include-closed"], "--include-closed and --reason go together: say why closed plans are touched."),
        (["--all", "--reason", "Fel."], "--include-closed and --reason go together: say why closed plans are touched."),
        (
            ["--all", "--include-closed", "--reason", " "],
            "--include-closed and --reason go together: say why closed plans are touched.",
        ),
        (["--include-closed", "--reason", "Fel."], "--include-closed needs --plan or --all."),
        (["--all", "--include-closed", "--reason", "x" * 256], "A reason has at most 255 characters."),
        (["--all", "--plan", "2026"], "Give either --plan or --all."),
        (["--plan", "1999"], "No plan has the year or id 1999."),
        (["--plan", "nästa"], "No plan has the year or id nästa."),
        (
            ["--plan", "9f1c8a52-7d0f-4c44-a0c0-2f6d7f4f3f10"],
            "No plan has the year or id 9f1c8a52-7d0f-4c44-a0c0-2f6d7f4f3f10.",
        ),
    ],
)
def test_options_that_contradict_each_other_are_refused(plan: Any, arguments: list[str], message: str) -> None:
    assert refusal(*arguments)[1] == message


@pytest.fixture
def one_broken(goal: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A goal that cannot be composed."""

    def fail_for_one(page: Any, site: Any, **options: Any) -> Any:
        if page.pk == goal.pk:
            raise ValueError("Okänd enhet.")
        return compose(page, site, **options)

    monkeypatch.setattr(heads, "compose", fail_for_one)
    monkeypatch.setattr(rebuild, "compose", fail_for_one)
    return goal


def test_one_goal_that_fails_never_stops_the_others_and_stays_pending(
    one_broken: Any, goal_with: GoalWith, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = goal_with(title="Bättre vägar")
    change_silently(other, statement="Nytt.")
    said, refused = refusal("--all")
    assert said.splitlines()[-1] == "released: 1, unchanged: 1, withdrawn: 0, closed: 0, failed: 1"
    assert refused == "These stay pending:\n“Trygg skola”: ValueError: Okänd enhet."
    (row,) = pending_of(one_broken)
    assert (row.reason, row.failures, row.last_error) == ("rebuilt", 1, "ValueError: Okänd enhet.")
    assert content_of(other)["statement"] == "Nytt."
    refusal()
    (row,) = pending_of(one_broken)
    assert row.failures == 2
    monkeypatch.undo()
    run()
    assert pending_of(one_broken) == []


def test_a_check_names_what_cannot_be_composed(one_broken: Any) -> None:
    assert refusal("--check", "--all")[0].splitlines()[-1] == "cannot be composed: “Trygg skola”"


def test_a_batch_that_cannot_be_stored_leaves_all_of_it_pending(
    plan: Any, goal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*heads: ReleaseHead, **options: Any) -> None:
        raise ValueError("Databasen är borta.")

    monkeypatch.setattr(rebuild, "lock", fail)
    assert refusal("--all")[0].splitlines()[-1] == "released: 0, unchanged: 0, withdrawn: 0, closed: 0, failed: 2"
    assert {row.last_error for row in PendingRelease.objects.all()} == {"ValueError: Databasen är borta."}


def test_many_documents_are_released_in_batches_that_the_progress_follows(
    plan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        GoalPageFactory(parent=plan, number=str(number))
    monkeypatch.setattr(rebuild, "BATCH_SIZE", 2)
    assert run("--all").splitlines() == [
        "2 of 5",
        "4 of 5",
        "5 of 5",
        "released: 4, unchanged: 1, withdrawn: 0, closed: 0, failed: 0",
    ]
    assert Release.objects.count() == 5


def test_a_terminal_gets_a_bar(plan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    GoalPageFactory(parent=plan)
    monkeypatch.setattr(rebuild, "BATCH_SIZE", 1)
    shown = run("--all", output=Terminal())
    assert shown == (
        f"\r{'█' * 20}{'·' * 20} 1 of 2\r{'█' * 40} 2 of 2\n"
        "released: 1, unchanged: 1, withdrawn: 0, closed: 0, failed: 0\n"
    )
