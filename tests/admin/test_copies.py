"""A copied goal gets block ids of its own, in the live row and in every revision."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test.client import Client
from django.urls import reverse

from tests.site_pages import Page
from wagtail_kommunmal.admin.copies import refresh_copied_goals, with_fresh_ids
from wagtail_kommunmal.models import Release
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    amount,
    assignment,
    assignments_section,
    investment,
    investments_section,
)

pytestmark = pytest.mark.django_db


def ids(content: Any) -> set[str]:
    """Return the ids of all blocks in stored stream content, however deep."""
    if isinstance(content, list):
        return {found for member in content for found in ids(member)}
    if isinstance(content, dict):
        own = {content["id"]} if {"type", "value", "id"} <= content.keys() else set()
        return own | {found for member in content.values() for found in ids(member)}
    return set()


def live_ids(goal: Any) -> set[str]:
    goal = type(goal).objects.get(pk=goal.pk)
    return ids(json.loads(goal._meta.get_field("sections").value_to_string(goal)))


def draft_ids(goal: Any) -> set[str]:
    return ids(json.loads(goal.get_latest_revision().content["sections"]))


def copy(client: Client, page: Page, to: Page, **fields: str) -> Any:
    form = {"new_title": "Kopia", "new_slug": "kopia", "new_parent_page": to.pk, **fields}
    assert client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form).status_code == 302
    return Page.objects.child_of(to).get(slug="kopia").specific


@pytest.fixture
def goal(home: Page) -> Any:
    body = ResponsibleBodyFactory()
    return GoalPageFactory(
        parent=PlanPageFactory(year=2025, parent=home),
        sections=[
            assignments_section(assignment("Öppna biblioteket.", responsible=[body])),
            investments_section(investment("Simhall", responsible=[body], amounts=[amount(2026, budget="1,50")])),
        ],
    )


@pytest.fixture
def next_plan(home: Page) -> Any:
    return PlanPageFactory(year=2026, parent=home)


def test_every_block_of_a_copy_has_a_new_id_and_the_same_content(
    boss_client: Client, goal: Any, next_plan: Any
) -> None:
    before = live_ids(goal)
    copied = copy(boss_client, goal, next_plan, publish_copies="on")
    assert len(before) == 7
    assert len(live_ids(copied)) == 7
    assert not live_ids(copied) & before
    assert live_ids(goal) == before
    assert copied.sections[0].value["items"][0]["title"] == "Öppna biblioteket."
    assert str(copied.sections[1].value["items"][0]["amounts"][0]["budget"]) == "1.50"


def test_live_row_and_revisions_of_a_copy_share_the_new_ids(boss_client: Client, goal: Any, next_plan: Any) -> None:
    goal.save_revision()
    copied = copy(boss_client, goal, next_plan)
    assert draft_ids(copied) == live_ids(copied)
    assert copied.revisions.count() == 3
    for revision in copied.revisions.all():
        assert ids(json.loads(revision.content["sections"])) == live_ids(copied)


def test_goals_of_a_copied_plan_get_new_ids(boss_client: Client, goal: Any, home: Page) -> None:
    before = live_ids(goal)
    plan = copy(boss_client, goal.get_parent(), home, copy_subpages="on")
    copied = Page.objects.child_of(plan).get().specific
    assert len(live_ids(copied)) == 7
    assert not live_ids(copied) & before


def test_an_alias_keeps_the_ids_of_what_it_shows(boss_client: Client, goal: Any, next_plan: Any) -> None:
    assert live_ids(copy(boss_client, goal, next_plan, alias="on")) == live_ids(goal)


def test_a_translation_keeps_the_ids(goal: Any, home: Page, english: Any) -> None:
    home.copy_for_translation(english)
    goal.get_parent().specific.copy_for_translation(english)
    translated = goal.copy_for_translation(english)
    assert live_ids(translated) == live_ids(goal)


def test_a_published_copy_is_released_with_its_new_ids(
    boss_client: Client, goal: Any, next_plan: Any, released: Callable[[], Any]
) -> None:
    with released():
        copied = copy(boss_client, goal, next_plan, publish_copies="on")
    content = Release.objects.get(head__page=copied.pk, current_of__isnull=False).content
    lineages = {content["sections"][0]["assignments"][0]["lineageId"]}
    assert lineages <= live_ids(copied)


def test_other_copied_pages_are_left_alone(home: Page, rf: Any) -> None:
    page = home.add_child(title="Nyheter", slug="nyheter", locale=home.locale)
    copied = page.copy(update_attrs={"slug": "kopia"})
    refresh_copied_goals(rf.get("/"), page, copied)
    assert Page.objects.get(slug="kopia").title == "Nyheter"


def test_drafts_may_hold_blocks_without_ids_and_empty_values() -> None:
    content = [{"type": "text", "value": {"heading": None}, "id": None}, {"type": "old", "value": [1, "a"]}]
    assert with_fresh_ids(content, {}) == content
