"""Next year's plan is made from this year's, in every language, as drafts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageLogEntry

from tests.site_pages import GoalPage, Page, PlanPage
from wagtail_kommunmal.authoring.closing import close_plan
from wagtail_kommunmal.authoring.next_plan import Choices, LastPlan, Name
from wagtail_kommunmal.authoring.plan_items import ItemKey, sections_moved_on
from wagtail_kommunmal.authoring.roll_over import RollOverRefusedError, roll_over
from wagtail_kommunmal.models import FollowUpReport, Release
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    accomplishment,
    accomplishments_section,
    amount,
    assignment,
    assignments_section,
    budget_change,
    follow_up,
    investment,
    investments_section,
    key_figures_section,
    text_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus, InvestmentRowKind

pytestmark = pytest.mark.django_db

OPEN = assignment("Öppna ett medborgarkontor.", start_year=2025, end_year=2028)
DONE = assignment("Gör tio besök.")


@pytest.fixture(autouse=True)
def _in_english(in_english: None) -> None:
    """The messages are told in the language of the sources."""


@pytest.fixture
def plan(home: Page) -> Any:
    return PlanPageFactory(
        year=2026,
        title="Mål och budget 2026",
        slug="mal-och-budget-2026",
        period_from=date(2026, 1, 1),
        period_to=date(2026, 12, 31),
        intro="<p>Kommunens mål.</p>",
        decision_reference="KF 2025-11-24 § 112",
        adopted_on=date(2025, 11, 24),
    )


@pytest.fixture
def goal(plan: Any) -> Any:
    return GoalPageFactory(parent=plan, number="1", title="Trygghet", sections=[assignments_section(OPEN, DONE)])


def rolled_over(plan: Any, choices: Choices | None = None, user: Any = None) -> Any:
    return list(roll_over(plan, choices or LastPlan(plan).proposal(), user))[-1].plan


def stored(goal: Any) -> Any:
    goal = type(goal).objects.get(pk=goal.pk)
    return json.loads(goal._meta.get_field("sections").value_to_string(goal))


def goals_of(plan: Any) -> list[Any]:
    return [page.specific for page in Page.objects.child_of(plan).order_by("path")]


def titles(section: Any) -> list[str]:
    return [item["value"].get("title") or item["value"]["name"] for item in section["value"]["items"]]


def test_the_new_plan_is_a_draft_of_the_coming_year_that_nobody_has_decided(plan: Any) -> None:
    new = PlanPage.objects.get(pk=rolled_over(plan).pk)
    assert {
        "title": new.title,
        "draft_title": new.draft_title,
        "slug": new.slug,
        "year": new.year,
        "period": (new.period_from, new.period_to),
        "intro": new.intro,
        "decision": (new.decision_reference, new.adopted_on),
        "closed_at": new.closed_at,
        "live": new.live,
        "parent": new.get_parent().pk,
        "is the same": new.translation_key == plan.translation_key,
    } == {
        "title": "Mål och budget 2027",
        "draft_title": "Mål och budget 2027",
        "slug": "mal-och-budget-2027",
        "year": 2027,
        "period": (date(2027, 1, 1), date(2027, 12, 31)),
        "intro": "<p>Kommunens mål.</p>",
        "decision": ("", None),
        "closed_at": None,
        "live": False,
        "parent": plan.get_parent().pk,
        "is the same": False,
    }


def test_a_goal_goes_on_with_what_is_said_of_it_and_knows_last_years(plan: Any, goal: Any) -> None:
    (new,) = goals_of(rolled_over(plan))
    assert (new.title, new.number, new.statement, new.live) == ("Trygghet", "1", goal.statement, False)
    assert new.previous_goal_id == goal.pk
    assert new.translation_key != goal.translation_key
    assert stored(new) == stored(goal)


def test_the_draft_that_editors_open_is_what_was_made(plan: Any, goal: Any, admin_user: Any) -> None:
    new = rolled_over(plan, user=admin_user)
    for page in (new, *goals_of(new)):
        draft = page.get_latest_revision_as_object()
        assert (draft.title, draft.slug, draft.live) == (page.title, page.slug, False)
        assert page.revisions.count() == 1
        entries = PageLogEntry.objects.filter(page=page.pk).values_list("action", "user")
        assert set(entries) == {("wagtail.create", admin_user.pk), ("wagtail_kommunmal.roll_over", admin_user.pk)}
        assert page.owner == admin_user
    draft = new.get_latest_revision_as_object()
    assert (draft.year, draft.adopted_on, draft.decision_reference) == (2027, None, "")


def test_every_section_goes_on_but_what_has_been_accomplished(plan: Any) -> None:
    figure = KeyFigureFactory()
    goal = GoalPageFactory(
        parent=plan,
        sections=[
            assignments_section(OPEN, heading="Uppdrag 2026"),
            key_figures_section(figure),
            investments_section(
                investment("Simhall", amounts=[amount(2026, budget="1")], budget_changes=[budget_change("2")]),
                heading="Investeringar 2026–2028",
            ),
            accomplishments_section(accomplishment("<p>Byggt klart.</p>"), heading="Klart 2026", intro="<p>Vi har</p>"),
            text_section("<p>Text om 2026.</p>", heading="Bakgrund"),
        ],
    )
    (new,) = goals_of(rolled_over(plan))
    expected = stored(goal)
    expected[0]["value"]["heading"] = "Uppdrag 2027"
    expected[2]["value"]["heading"] = "Investeringar 2027–2029"
    expected[3]["value"] |= {"heading": "Klart 2027", "items": []}
    assert stored(new) == expected
    assert stored(new)[1]["value"]["heading"] == ""


def test_what_the_editor_leaves_out_does_not_go_on(plan: Any, goal: Any) -> None:
    choices = LastPlan(plan).proposal()
    left_out = frozenset({ItemKey(goal.translation_key, DONE["id"])})
    (new,) = goals_of(rolled_over(plan, replace(choices, left_out=left_out)))
    assert titles(stored(new)[0]) == ["Öppna ett medborgarkontor."]
    assert titles(stored(goal)[0]) == ["Öppna ett medborgarkontor.", "Gör tio besök."]


@pytest.mark.parametrize(
    ("period", "status", "goes_on"),
    [
        ("2026", AssignmentStatus.COMPLETED, False),
        ("2026", AssignmentStatus.CANCELLED, False),
        ("2026", AssignmentStatus.NOT_COMPLETED, False),
        ("2026", AssignmentStatus.PARTLY_COMPLETED, True),
        ("2026-T1", AssignmentStatus.EXPECTED_COMPLETE, True),
        ("2026-T1", "", True),
    ],
)
def test_what_its_lead_says_is_finished_is_not_proposed(
    plan: Any, released: Callable[[], Any], period: str, status: str, goes_on: bool
) -> None:
    body = ResponsibleBodyFactory()
    item = assignment("Gör tio besök.", responsible=[body])
    with released():
        goal = GoalPageFactory(parent=plan, sections=[assignments_section(item)])
    with released():
        row = follow_up(goal, item, status, comment="<p>Gjort.</p>")
        FollowUpReportFactory(plan=plan, body=body, period=period, rows=[row])
    key = ItemKey(goal.translation_key, item["id"])
    assert (key not in LastPlan(plan).proposal().left_out) == goes_on


def test_what_ends_with_the_year_is_not_proposed(plan: Any) -> None:
    ends, goes_on = assignment("Slutar.", end_year=2026), assignment("Fortsätter.", end_year=2027)
    goal = GoalPageFactory(parent=plan, sections=[assignments_section(ends, goes_on)])
    assert LastPlan(plan).proposal().left_out == {ItemKey(goal.translation_key, ends["id"])}


def test_a_group_of_investments_goes_with_its_last_row() -> None:
    groups = [investment(name, row_kind=InvestmentRowKind.GROUP) for name in ("Bad", "Gator", "Tomma")]
    rows = [investment(name) for name in ("Simhall", "Utebad", "Torget")]
    section: Any = investments_section(groups[0], rows[0], rows[1], groups[1], rows[2], groups[2])
    (moved,) = sections_moved_on([section], {rows[0]["id"], rows[2]["id"]}, 2026, 2027)
    assert titles(moved) == ["Bad", "Utebad", "Tomma"]


def test_items_without_ids_and_sections_without_values_go_on() -> None:
    sections = [
        {"type": "assignments", "value": {"heading": None, "items": [{"title": "Gammal form"}]}, "id": "1"},
        {"type": "investments", "value": {}, "id": "2"},
        {"type": "own", "value": "2026", "id": "3"},
    ]
    moved = sections_moved_on(sections, {"4"}, 2026, 2027)
    assert moved == [sections[0], {"type": "investments", "value": {"items": []}, "id": "2"}, sections[2]]


def test_parents_are_followed_into_the_new_plan(plan: Any, home: Page) -> None:
    elsewhere = GoalPageFactory(parent=PlanPageFactory(parent=home, year=2020), title="Annan plan")
    first = GoalPageFactory(parent=plan, title="Först")
    second = GoalPageFactory(parent=plan, title="Sedan", parent_goal=first)
    GoalPageFactory(parent=plan, title="Sist", parent_goal=elsewhere)
    first.parent_goal = second
    first.save_revision().publish()
    new_first, new_second, new_third = goals_of(rolled_over(plan))
    assert new_second.parent_goal_id == new_first.pk
    assert new_first.parent_goal_id == new_second.pk
    assert new_first.get_latest_revision_as_object().parent_goal_id == new_second.pk
    assert new_third.parent_goal_id == elsewhere.pk


def test_all_languages_share_new_keys_and_keep_the_lineage(home: Page, plan: Any, goal: Any, english: Any) -> None:
    home.copy_for_translation(english)
    english_plan = plan.copy_for_translation(english)
    english_plan.title, english_plan.slug = "Goals and budget 2026", "goals-2026"
    english_plan.save_revision().publish()
    english_goal = goal.copy_for_translation(english)
    english_goal.save_revision().publish()
    choices = LastPlan(plan).proposal()
    assert choices.names == {
        "sv": Name("Mål och budget 2027", "mal-och-budget-2027"),
        "en": Name("Goals and budget 2027", "goals-2027"),
    }
    left_out = frozenset({ItemKey(goal.translation_key, DONE["id"])})
    new = rolled_over(plan, replace(choices, left_out=left_out))
    translated = new.get_translation(english)
    assert (translated.title, translated.slug, translated.year) == ("Goals and budget 2027", "goals-2027", 2027)
    (new_goal,), (new_english_goal,) = goals_of(new), goals_of(translated)
    assert new_english_goal.translation_key == new_goal.translation_key != goal.translation_key
    assert (new_goal.previous_goal_id, new_english_goal.previous_goal_id) == (goal.pk, english_goal.pk)
    for one in (new_goal, new_english_goal):
        assert [item["id"] for item in stored(one)[0]["value"]["items"]] == [OPEN["id"]]


def test_a_language_that_only_shows_the_other_goes_on_showing_it(
    home: Page, plan: Any, goal: Any, english: Any
) -> None:
    home.copy_for_translation(english)
    plan.copy_for_translation(english, alias=True)
    goal.copy_for_translation(english, alias=True)
    new = rolled_over(plan)
    (new_goal,) = goals_of(new)
    alias = new.get_translation(english)
    (alias_goal,) = goals_of(alias)
    assert (alias.alias_of_id, alias_goal.alias_of_id) == (new.pk, new_goal.pk)
    assert (alias.year, alias.slug, alias.live) == (2027, "mal-och-budget-2027", False)
    assert stored(alias_goal) == stored(new_goal)


def test_a_language_that_shows_some_goals_of_the_other_is_rolled_over_from_either(
    home: Page, plan: Any, goal: Any, english: Any
) -> None:
    second = GoalPageFactory(parent=plan, number="2", title="Hälsa")
    home.copy_for_translation(english)
    translated = plan.copy_for_translation(english)
    translated.save_revision().publish()
    goal.copy_for_translation(english, alias=True)
    second.copy_for_translation(english).save_revision().publish()
    third = GoalPageFactory(parent=plan, number="3", title="Miljö")
    third.copy_for_translation(english, alias=True)
    new = rolled_over(PlanPage.objects.get(pk=translated.pk))
    original = new.get_translation(plan.locale)
    assert [page.title for page in goals_of(original)] == ["Trygghet", "Hälsa", "Miljö"]
    aliases = [page.alias_of_id for page in goals_of(new)]
    assert aliases == [goals_of(original)[0].pk, None, goals_of(original)[2].pk]


def test_an_alias_that_stands_before_its_source_is_rolled_over(plan: Any) -> None:
    goal = GoalPageFactory(parent=plan, number="")
    alias = goal.create_alias(parent=Page.objects.get(pk=plan.pk), update_slug="alias")
    alias.move(Page.objects.get(pk=goal.pk), pos="left")
    assert [page.alias_of_id for page in goals_of(plan)] == [goal.pk, None]
    new_goal, new_alias = goals_of(rolled_over(plan))
    assert (new_goal.previous_goal_id, new_alias.alias_of_id) == (goal.pk, new_goal.pk)


def test_goals_that_show_other_pages_and_pages_that_are_no_goals_are_left_out_and_told_of(
    plan: Any, goal: Any, home: Page
) -> None:
    elsewhere = GoalPageFactory(parent=PlanPageFactory(parent=home, year=2020), title="Annan plan")
    alias = elsewhere.create_alias(parent=Page.objects.get(pk=plan.pk))
    alias.create_alias(parent=Page.objects.get(pk=plan.pk), update_slug="alias-av-alias")
    Page.objects.get(pk=plan.pk).add_child(title="Bilaga", slug="bilaga", locale=plan.locale)
    goal.title = "Trygghet i hela kommunen"
    goal.save_revision()
    GoalPageFactory(parent=Page.objects.get(pk=plan.pk), title="Utkast", publish=False)
    assert LastPlan(plan).warnings() == [
        "“Trygghet i hela kommunen (Svenska)” has changes that are not published. What is published goes on.",
        *["“Annan plan (Svenska)” is an alias of a page outside the plan, and is left out."] * 2,
        "“Utkast (Svenska)” is not published. Its draft is what goes on.",
        "1 page below the plan is no goal of it, and is left out.",
    ]
    assert [page.title for page in goals_of(rolled_over(plan))] == ["Trygghet", "Utkast"]


def test_the_old_plan_is_closed_only_if_asked(plan: Any, goal: Any, admin_user: Any) -> None:
    rolled_over(plan)
    plan.refresh_from_db()
    assert not plan.is_closed
    Page.objects.get(slug="mal-och-budget-2027").delete()
    new = rolled_over(plan, replace(LastPlan(plan).proposal(), closes_old=True), admin_user)
    plan.refresh_from_db()
    assert plan.is_closed
    assert not PlanPage.objects.get(pk=new.pk).is_closed


def test_a_closed_plan_is_rolled_over_as_well(plan: Any, goal: Any) -> None:
    close_plan(plan, None)
    plan.refresh_from_db()
    closed_at = plan.closed_at
    new = rolled_over(plan, replace(LastPlan(plan).proposal(), closes_old=True))
    plan.refresh_from_db()
    assert plan.closed_at == closed_at
    assert not PlanPage.objects.get(pk=new.pk).is_closed


def test_nothing_that_was_reported_goes_on(plan: Any, goal: Any) -> None:
    body = ResponsibleBodyFactory()
    report = FollowUpReportFactory(plan=plan, body=body, rows=[follow_up(goal, OPEN, AssignmentStatus.IN_PROGRESS)])
    rolled_over(plan)
    assert [found.plan_id for found in FollowUpReport.objects.all()] == [report.plan_id] == [plan.pk]


def test_what_was_decided_for_last_years_pages_is_not_copied(plan: Any, goal: Any, admin_user: Any) -> None:
    later = timezone.now().replace(year=2099)
    Page.objects.filter(pk=goal.pk).update(
        locked=True, locked_by=admin_user, locked_at=later, go_live_at=later, expire_at=later
    )
    (new,) = goals_of(rolled_over(plan))
    assert (new.locked, new.locked_by, new.locked_at) == (False, None, None)
    assert (new.go_live_at, new.expire_at, new.first_published_at) == (None, None, None)


def test_lineage_and_history_go_from_year_to_year(plan: Any, released: Callable[[], Any]) -> None:
    with released():
        goal = GoalPageFactory(parent=plan, sections=[assignments_section(OPEN)])
    new_plan = rolled_over(plan)
    assert not Release.objects.filter(head__page__in=[new_plan.pk]).exists()
    (new_goal,) = goals_of(new_plan)
    with released():
        for page in (new_plan, new_goal):
            page.get_latest_revision().publish()
    old, new = (Release.objects.get(head__page=page.pk, current_of__isnull=False) for page in (goal, new_goal))
    (before,), (after,) = (release.content["sections"][0]["assignments"] for release in (old, new))
    assert after["lineageId"] == before["lineageId"] == OPEN["id"]
    assert after["id"] != before["id"]
    assert new.content["sections"][0]["heading"] == "Uppdrag från fullmäktige 2027"
    assert new.head.previous_goal_key == goal.translation_key


def refusal(plan: Any, choices: Choices, user: Any = None) -> Any:
    before = Page.objects.count()
    with pytest.raises(RollOverRefusedError) as error:
        list(roll_over(plan, choices, user))
    assert Page.objects.count() == before
    return error.value.refusals


def test_a_second_plan_for_the_year_is_refused(plan: Any, home: Page) -> None:
    choices = LastPlan(plan).proposal()
    PlanPageFactory(parent=home, year=2027, slug="annan")
    assert refusal(plan, choices) == {"year": ["There is already a plan for 2027 below “Sundby kommun”."]}


def test_a_slug_that_is_taken_is_refused(plan: Any, home: Page) -> None:
    choices = LastPlan(plan).proposal()
    Page.objects.get(pk=home.pk).add_child(title="Nyheter", slug="mal-och-budget-2027", locale=home.locale)
    assert refusal(plan, choices) == {
        "slug-sv": ["Another page below “Sundby kommun” has the slug “mal-och-budget-2027”."]
    }


def test_a_year_that_is_not_later_and_a_plan_without_a_title_are_refused(plan: Any) -> None:
    choices = Choices(2026, {"sv": Name(" ", "ny")})
    assert refusal(plan, choices) == {
        "year": ["The year must be after 2026.", "There is already a plan for 2026 below “Sundby kommun”."],
        "title-sv": ["The plan needs a title."],
    }


def test_somebody_who_may_not_add_pages_or_close_the_plan_is_refused(
    plan: Any, django_user_model: Any, editor: Any
) -> None:
    choices = replace(LastPlan(plan).proposal(), closes_old=True)
    reader = django_user_model.objects.create_user("reader")
    assert refusal(plan, choices, reader) == {
        "": ["You may not close the plan.", "You may not add pages below “Sundby kommun”."]
    }
    assert rolled_over(plan, choices, editor).year == 2027


def test_an_alias_is_refused(plan: Any, home: Page) -> None:
    alias = plan.create_alias(parent=home, update_slug="alias").specific
    assert "" in refusal(alias, LastPlan(alias).proposal())


def test_whoever_stops_asking_leaves_nothing_behind(plan: Any, goal: Any) -> None:
    before = Page.objects.count()
    steps: Iterator[Any] = roll_over(plan, LastPlan(plan).proposal(), None)
    next(steps)
    assert next(steps).done == 2
    assert Page.objects.count() == before + 2
    steps.close()  # type: ignore[attr-defined]
    assert Page.objects.count() == before


def test_every_page_is_told_of_and_then_the_plan(plan: Any, goal: Any) -> None:
    steps = [(step.done, step.total, step.plan) for step in roll_over(plan, LastPlan(plan).proposal(), None)]
    assert steps == [(1, 2, None), (2, 2, None), (2, 2, Page.objects.get(slug="mal-och-budget-2027").specific)]


def test_each_further_goal_costs_the_same(plan: Any) -> None:
    def queries_of_roll_over() -> int:
        with CaptureQueriesContext(connection) as queries:
            steps = roll_over(plan, LastPlan(plan).proposal(), None)
            *_all, last = steps
        Page.objects.get(pk=last.plan.pk).delete()
        return len(queries)

    counts = []
    for number in range(4):
        GoalPageFactory(parent=plan, title=f"Mål {number}", sections=[assignments_section(OPEN)])
        counts.append(queries_of_roll_over())
    further = {after - before for before, after in pairwise(counts[1:])}
    assert len(further) == 1
    assert further.pop() <= 60
    assert GoalPage.objects.count() == 4
