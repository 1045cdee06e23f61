from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Revision

from tests.site_pages import GoalPage, Page, PlanPage
from tests.testapp.models import CompanyGoalPage, CompanyPlanPage
from wagtail_kommunmal.models import goal_models, plan_models
from wagtail_kommunmal.models.mixins import PublicationRefusedError, number_is_taken
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    amount,
    investment,
    investments_section,
    text_section,
)

NUMBER_IS_TAKEN = "Another published goal of this plan has this number."
PAIRS = {PlanPage: GoalPage, CompanyPlanPage: CompanyGoalPage}


@pytest.fixture(params=PAIRS, ids=lambda plan_class: plan_class.__name__)
def plan(request: pytest.FixtureRequest, home: Page) -> Any:
    """A plan of each of the site's page classes in turn."""
    return PlanPageFactory(page_class=request.param)


def test_the_page_classes_of_a_site_are_found() -> None:
    assert plan_models() == [PlanPage, CompanyPlanPage]
    assert goal_models() == [GoalPage, CompanyGoalPage]


def test_goals_stand_below_plans_of_their_own_kind_and_nowhere_else(plan: Any, home: Page) -> None:
    goal_class = PAIRS[type(plan)]
    assert plan.specific_class.allowed_subpage_models() == [goal_class]
    assert goal_class.allowed_parent_page_models() == [type(plan)]
    assert goal_class.allowed_subpage_models() == []
    assert not goal_class.can_create_at(home)
    assert type(plan).can_create_at(home)


def test_the_factories_publish_as_an_editor_does(plan: Any) -> None:
    goal = GoalPageFactory(parent=plan)
    assert type(goal) is PAIRS[type(plan)]
    assert goal.live
    assert goal.live_revision == goal.latest_revision
    assert goal.get_plan() == plan


def test_the_factories_can_leave_a_draft(plan: Any) -> None:
    draft = GoalPageFactory(parent=plan, publish=False)
    assert not draft.live
    assert draft.latest_revision.as_object() == draft


def test_the_factories_put_pages_side_by_side(plan: Any) -> None:
    goals = [GoalPageFactory(parent=type(plan).objects.get(pk=plan.pk)) for _ in range(3)]
    goals.append(GoalPageFactory(parent=plan))
    assert [goal.pk for goal in goals] == [child.pk for child in plan.get_children()]


def test_the_factories_build_pages_without_a_place_in_the_tree(home: Page) -> None:
    assert type(GoalPageFactory.build(title="Ett mål")) is GoalPage
    assert PlanPageFactory.build(year=2027).title == "Mål och budget 2027"
    assert home.is_leaf()


def test_the_factories_say_where_no_page_fits(plan: Any) -> None:
    with pytest.raises(ValueError, match="No page class of GoalPageFactory may stand below"):
        GoalPageFactory(parent=GoalPageFactory(parent=plan))


def test_a_goal_without_a_place_in_the_tree_has_no_plan(home: Page) -> None:
    assert GoalPageFactory.build().get_plan() is None


@pytest.mark.usefixtures("in_english")
def test_a_last_day_before_the_first_is_told_at_the_last_day(plan: Any) -> None:
    plan.period_from, plan.period_to = date(2026, 1, 1), date(2025, 12, 31)
    with pytest.raises(ValidationError) as refusal:
        plan.full_clean()
    assert refusal.value.message_dict == {"period_to": ["The last day is before the first."]}


@pytest.mark.parametrize("year", [None, 1899, 2201])
def test_a_plan_needs_a_year_within_reason(plan: Any, year: int | None) -> None:
    plan.year = year
    with pytest.raises(ValidationError) as refusal:
        plan.full_clean()
    assert list(refusal.value.message_dict) == ["year"]


@pytest.mark.usefixtures("in_english")
def test_a_number_that_another_live_goal_has_is_told_at_the_number(plan: Any) -> None:
    GoalPageFactory(parent=plan, number="1")
    draft = GoalPageFactory(parent=plan, number="1", publish=False)
    with pytest.raises(PublicationRefusedError, match=NUMBER_IS_TAKEN):
        draft.save_revision().publish()
    assert not type(draft).objects.get(pk=draft.pk).live
    draft.live = True
    with pytest.raises(ValidationError) as refusal:
        draft.full_clean()
    assert refusal.value.message_dict == {"number": [NUMBER_IS_TAKEN]}


def test_a_goal_keeps_its_own_number_when_it_is_published_again(plan: Any) -> None:
    goal = GoalPageFactory(parent=plan, number="1")
    goal.save_revision().publish()


def test_a_scheduled_goal_whose_number_was_taken_stays_a_draft_and_stops_no_other(plan: Any) -> None:
    taken = GoalPageFactory(parent=plan, number="1", publish=False)
    other = GoalPageFactory(parent=plan, number="2", publish=False)
    for goal in (taken, other):
        Revision.objects.filter(pk=goal.latest_revision_id).update(approved_go_live_at=timezone.now())
    GoalPageFactory(parent=plan, number="1")
    call_command("publish_scheduled")
    taken.refresh_from_db()
    other.refresh_from_db()
    assert (taken.live, other.live) == (False, True)


def test_goals_without_a_number_take_none_from_each_other(plan: Any) -> None:
    assert [GoalPageFactory(parent=plan).live for _ in range(2)] == [True, True]


def test_a_number_is_free_again_once_its_goal_is_unpublished(plan: Any) -> None:
    GoalPageFactory(parent=plan, number="1").unpublish()
    assert GoalPageFactory(parent=plan, number="1").live


def test_two_plans_may_number_their_goals_alike(plan: Any) -> None:
    GoalPageFactory(parent=plan, number="1")
    assert GoalPageFactory(parent=PlanPageFactory(page_class=type(plan), year=2027), number="1").live


def test_no_number_is_taken_where_there_is_no_plan() -> None:
    assert not number_is_taken(None, "1")


def test_publishing_a_revision_neither_closes_nor_opens_a_plan(plan: Any) -> None:
    written_while_open = plan.save_revision()
    type(plan).objects.update(closed_at=timezone.now())
    assert Revision.objects.get(pk=written_while_open.pk).as_object().is_closed
    plan.refresh_from_db()
    assert plan.is_closed

    written_while_closed = plan.save_revision()
    type(plan).objects.update(closed_at=None)
    Revision.objects.get(pk=written_while_closed.pk).publish()
    plan.refresh_from_db()
    assert not plan.is_closed


def test_a_closed_plan_and_its_goals_are_locked_for_everybody(plan: Any, admin_user: Any) -> None:
    goal = GoalPageFactory(parent=plan)
    assert plan.get_lock() is goal.get_lock() is None
    type(plan).objects.update(closed_at=timezone.now())
    locks = [type(page).objects.get(pk=page.pk).get_lock() for page in (plan, goal)]
    with override("en"):
        for lock in locks:
            assert lock.for_user(admin_user)
            assert lock.get_message(admin_user) == (
                "The plan is closed: it stays as it was decided. Open the plan to make changes."
            )
            assert lock.get_locked_by(admin_user) == "The plan is closed"
            assert lock.get_description(admin_user)


def test_an_open_plan_is_locked_as_any_page(plan: Any, admin_user: Any) -> None:
    plan.locked, plan.locked_by = True, admin_user
    assert plan.get_lock() is not None
    assert not plan.get_lock().for_user(admin_user)


def test_a_copy_of_a_closed_plan_is_open(plan: Any) -> None:
    type(plan).objects.update(closed_at=timezone.now())
    plan.refresh_from_db()
    assert not plan.copy(update_attrs={"slug": "kopia"}).is_closed


def test_the_form_follows_the_page_in_tabs(plan: Any) -> None:
    goal_class = PAIRS[type(plan)]
    with override("en"):
        tabs = [str(tab.heading) for tab in goal_class.get_edit_handler().children]
    own = ["Company"] if goal_class is CompanyGoalPage else []
    assert tabs == ["Goal", "Sections", "Context", *own, "Promote", "Settings"]


def test_a_field_of_the_sites_own_is_published_with_the_rest(home: Page) -> None:
    plan = PlanPageFactory(page_class=CompanyPlanPage, company_number="556677-8899")
    goal = GoalPageFactory(parent=plan, owner_directive="Bolaget ska bygga.", sections=[text_section("<p>Så.</p>")])
    stored = CompanyGoalPage.objects.get(pk=goal.pk)
    assert (stored.owner_directive, stored.get_plan().company_number) == ("Bolaget ska bygga.", "556677-8899")
    assert stored.sections[0].value["text"].source == "<p>Så.</p>"


def test_a_goal_warns_of_sums_that_differ_and_is_published_all_the_same(plan: Any) -> None:
    goal = GoalPageFactory(
        parent=plan,
        sections=[
            investments_section(
                investment("Skolor", row_kind="group", amounts=[amount(2026, budget="300")]),
                investment("Ny skola", amounts=[amount(2026, budget="200")]),
            )
        ],
    )
    assert goal.live
    with override("en"):
        assert goal.get_warnings() == ["Skolor, 2026, expenditure, budget: the group says 300, its rows sum to 200."]


def test_ids_of_sections_and_items_survive_publication(plan: Any) -> None:
    section = investments_section(investment("Ny skola"))
    goal = GoalPageFactory(parent=plan, sections=[section])
    goal.save_revision().publish()
    (stored,) = type(goal).objects.get(pk=goal.pk).sections
    assert stored.id == section["id"]
    assert [item.id for item in stored.value["items"].bound_blocks] == [section["value"]["items"][0]["id"]]
