from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from wagtail.models import ModelLogEntry

from tests.releasing.reading import content_of, current_of, head_of, publish, reasons_of
from wagtail_kommunmal.authoring.closing import close_plan, open_plan
from wagtail_kommunmal.documents.upgrade import FORMAT
from wagtail_kommunmal.models import (
    PendingRelease,
    PublicChange,
    Release,
    ReleaseDependency,
    ReleasedItem,
    ResponsibleBody,
)
from wagtail_kommunmal.releasing.heads import Outcome, release_page
from wagtail_kommunmal.releasing.keys import key_of
from wagtail_kommunmal.releasing.writing import checksum_of
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    amount,
    assignment,
    assignments_section,
    investment,
    investments_section,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import ReleaseReason

GoalWith = Callable[..., Any]
Released = Callable[[], Any]


@pytest.fixture
def body(site: Any) -> ResponsibleBody:
    return ResponsibleBodyFactory(name="Barnnämnden", code="BN")


def test_the_same_content_gives_no_new_release(goal: Any, released: Released) -> None:
    with released():
        publish(goal)
    assert release_page(key_of(goal)) is Outcome.UNCHANGED
    assert release_page(key_of(goal)) is Outcome.UNCHANGED
    assert reasons_of(goal) == ["published"]
    assert head_of(goal).live_revision == goal.live_revision_id


def test_a_release_becomes_the_current_one_also_where_new_keys_are_not_returned(
    goal: Any, released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(connection.features), "can_return_rows_from_bulk_insert", False)
    for statement in ("Två.", "Tre."):
        goal.statement = statement
        with released():
            publish(goal)
    newest = Release.objects.filter(head=head_of(goal)).order_by("number").last()
    assert current_of(goal) == newest
    assert content_of(goal)["statement"] == "Tre."
    assert PublicChange.objects.filter(head=head_of(goal)).latest("pk").release == newest


def test_the_order_of_members_is_no_content() -> None:
    assert checksum_of({"id": "1", "title": "Å"}) == checksum_of({"title": "Å", "id": "1"})
    assert checksum_of({"value": None}) != checksum_of({"value": "0"}) != checksum_of({})


def test_releases_are_numbered_and_each_ends_where_the_next_begins(goal: Any, released: Released) -> None:
    for statement in ("Två.", "Tre."):
        goal.statement = statement
        with released():
            publish(goal)
    first, second, third = Release.objects.filter(head=head_of(goal)).order_by("number")
    assert [first.number, second.number, third.number] == [1, 2, 3]
    assert (first.published_to, second.published_to) == (second.published_from, third.published_from)
    assert third.published_to is None
    assert current_of(goal) == third
    assert third.checksum == checksum_of(third.content)
    assert third.format == FORMAT


def test_numbers_go_on_after_a_withdrawal_which_leaves_a_gap_in_time(goal: Any, released: Released) -> None:
    with released():
        goal.unpublish()
    with released():
        publish(goal)
    first, second = Release.objects.filter(head=head_of(goal)).order_by("number")
    assert (first.number, second.number) == (1, 2)
    assert first.published_to < second.published_from


def test_items_and_dependencies_are_those_of_the_current_content(
    goal_with: GoalWith, body: ResponsibleBody, image: Any, released: Released
) -> None:
    figure = KeyFigureFactory(name="Trygghet", kolada_id="N00945")
    area = FocusAreaFactory()
    company = ResponsibleBodyFactory(company=True, name="Sundby Energi AB", code="SEAB")
    goal = goal_with(
        assignments_section(assignment("Bygg.", responsible=[body, (company, "co")]), origin="committee"),
        key_figures_section(figure),
        investments_section(investment("Skolor", row_kind="group"), investment("Skola", category="new"), unit="mnkr"),
        image=image,
        focus_area=area,
    )
    items = list(ReleasedItem.objects.filter(head=head_of(goal)))
    assert [
        (item.position, item.kind, item.title, item.origin, item.category, item.unit, item.kolada_id) for item in items
    ] == [
        (1, "assignment", "Bygg.", "committee", "", "", ""),
        (2, "key_figure", "Trygghet", "", "", "percent", "N00945"),
        (3, "investment", "Skolor", "", "", "mnkr", ""),
        (4, "investment", "Skola", "", "new", "mnkr", ""),
    ]
    sections = content_of(goal)["sections"]
    sources = [*sections[0]["assignments"], *sections[1]["keyFigures"], *sections[2]["investments"]]
    assert [item.content for item in items] == sources
    assert [str(item.item_id) for item in items] == [source["id"] for source in sources]
    assert [str(item.lineage_id) for item in items] == [source.get("lineageId", source["id"]) for source in sources]
    bodies = items[0].bodies.order_by("pk").values_list("body_id", "name", "code", "kind", "role")
    assert list(bodies) == [
        (body.uuid, "Barnnämnden", "BN", "committee", "lead"),
        (company.uuid, "Sundby Energi AB", "SEAB", "company", "co"),
    ]
    dependencies = ReleaseDependency.objects.filter(head=head_of(goal)).values_list("kind", "object_id")
    assert set(dependencies) == {
        ("body", body.pk),
        ("body", company.pk),
        ("key_figure", figure.pk),
        ("focus_area", area.pk),
        ("image", image.pk),
    }

    goal.sections = [assignments_section(assignment("Riv."))]
    goal.image = None
    with released():
        publish(goal)
    assert [item.title for item in ReleasedItem.objects.filter(head=head_of(goal))] == ["Riv."]
    remaining = ReleaseDependency.objects.filter(head=head_of(goal)).values_list("kind", "object_id")
    assert list(remaining) == [("focus_area", area.pk)]


def test_a_withdrawal_empties_items_and_dependencies(
    goal_with: GoalWith, body: ResponsibleBody, released: Released
) -> None:
    goal = goal_with(assignments_section(assignment("Bygg.", responsible=[body])))
    with released():
        goal.unpublish()
    assert not ReleasedItem.objects.exists()
    assert not ReleaseDependency.objects.exists()


def test_the_head_holds_what_lists_need(goal_with: GoalWith, plan: Any, site: Any) -> None:
    parent = goal_with(title="Hela kommunen")
    previous = goal_with(title="I fjol")
    goal = goal_with(
        investments_section(investment("Bro", amounts=[amount(2026, budget=3)])),
        title="Trygg skola",
        number="2",
        parent_goal=parent,
        previous_goal=previous,
    )
    head = head_of(goal)
    assert (head.kind, head.site, head.page_id, head.title, head.number) == ("goal", site, goal.pk, "Trygg skola", "2")
    assert (head.parent_goal_key, head.previous_goal_key) == (parent.translation_key, previous.translation_key)
    assert (head.first_published_at, head.live_revision) == (goal.first_published_at, goal.live_revision_id)
    assert head.summary == {key: value for key, value in content_of(goal).items() if key in head.summary}
    assert {"id", "title", "tallies"} < head.summary.keys()
    assert not head.summary.keys() & {"sections", "politicalTextHtml"}
    plan_head = head_of(plan)
    assert (plan_head.kind, plan_head.year, plan_head.summary) == ("plan", 2026, content_of(plan))


def test_a_reference_to_another_goal_is_kept_in_the_head_and_not_in_the_content(
    goal: Any, goal_with: GoalWith, released: Released
) -> None:
    parent = goal_with(title="Hela kommunen")
    goal.parent_goal = parent
    with released():
        publish(goal)
    assert head_of(goal).parent_goal_key == parent.translation_key
    assert reasons_of(goal) == ["published"]


def test_a_renamed_body_is_renamed_in_open_plans_and_unchanged_in_a_closed_one_until_that_is_opened(
    goal_with: GoalWith, plan: Any, body: ResponsibleBody, released: Released
) -> None:
    sections = [assignments_section(assignment("Bygg.", responsible=[body]))]
    closed_goal = goal_with(*sections)
    with released():
        open_goals = [GoalPageFactory(parent=PlanPageFactory(year=year), sections=sections) for year in (2027, 2028)]
        close_plan(plan, None)
    body.name = "Skolnämnden"
    with released():
        body.save()

    def named_in(goal: Any) -> str:
        return content_of(goal)["sections"][0]["assignments"][0]["responsible"][0]["name"]

    assert [named_in(goal) for goal in [closed_goal, *open_goals]] == ["Barnnämnden", "Skolnämnden", "Skolnämnden"]
    assert not PendingRelease.objects.exists()
    with released():
        open_plan(plan, None)
    assert named_in(closed_goal) == "Skolnämnden"
    assert reasons_of(closed_goal) == ["published", "plan_changed"]


def test_closing_a_plan_gives_no_release(plan: Any, goal: Any, released: Released) -> None:
    with released():
        close_plan(plan, None)
    assert (reasons_of(plan), reasons_of(goal)) == (["published"], ["published"])
    assert not ModelLogEntry.objects.exists()


def test_a_goal_of_a_closed_plan_is_released_once_if_it_never_was(plan: Any, released: Released) -> None:
    goal = GoalPageFactory(parent=plan)
    with released():
        close_plan(plan, None)
    assert release_page(key_of(goal), reason=ReleaseReason.REBUILT) is Outcome.RELEASED
    assert release_page(key_of(goal)) is Outcome.CLOSED


def test_an_unpublished_goal_of_a_closed_plan_is_withdrawn(plan: Any, goal: Any, released: Released) -> None:
    with released():
        close_plan(plan, None)
        goal.unpublish()
    assert current_of(goal) is None


def test_a_page_of_another_kind_is_nothing_to_release(home: Any) -> None:
    assert release_page(key_of(home)) is Outcome.ABSENT
