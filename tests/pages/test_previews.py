from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Site
from wagtail.test.utils.form_data import rich_text, streamfield

from tests.admin.form_data import goal_form, plan_form
from tests.pages.markup import facts, outline, read, words
from tests.pages.test_outline import ways_heading
from tests.site_pages import GoalPage, Page, PlanPage
from wagtail_kommunmal.models import Release
from wagtail_kommunmal.testing import GoalPageFactory, KeyFigureFactory, PlanPageFactory, text_section


def item(**value: Any) -> dict[str, Any]:
    """Return an item of a list in which nothing but ``value`` has been filled in."""
    return {"type": "item", "value": value, "id": str(uuid4())}


def section(name: str, *items: dict[str, Any]) -> dict[str, Any]:
    """Return a section in which nothing but items has been filled in."""
    return {"type": name, "value": {"items": list(items)}, "id": str(uuid4())}


NOTHING_YET = [
    {"type": "text", "value": {}},
    section("assignments"),
    section("assignments", item()),
    section("assignments", item(responsible=[item(body=None)], start_year=2026)),
    section("assignments", item(responsible=[item(body=999)], end_year=2026)),
    section("key_figures", item(key_figure=None)),
    section("key_figures", item(key_figure=999)),
    section("investments", item()),
    section("investments", item(row_kind="group", amounts=[item()], budget_changes=[item()])),
    section("accomplishments", item()),
    section("accomplishments", item(body=999, image={"image": 999})),
]


def preview(client: Client, name: str, *args: Any, form: dict[str, Any]) -> Any:
    """Return what the editor's preview panel shows for what stands in the form."""
    address = reverse(f"wagtailadmin_pages:{name}", args=args)
    answer = client.post(address, form).json()
    assert answer["is_valid"]
    return read(client.get(address, {"in_preview_panel": "true"}))


def draft_of(client: Client, page: Page) -> Any:
    return read(client.get(reverse("wagtailadmin_pages:view_draft", args=[page.pk])))


@pytest.fixture
def plan(site: Site, released: Any) -> PlanPage:
    with released():
        return PlanPageFactory(year=2026)


def test_new_goal_can_be_seen_before_it_is_saved(plan: PlanPage, editor_client: Client) -> None:
    sections = streamfield(
        [
            (
                "assignments",
                {
                    "heading": "",
                    "intro": rich_text(""),
                    "origin": "council",
                    "empty_text": "",
                    "items": streamfield([("item", assignment_form(title="Öppna ett kontor."))]),
                },
            )
        ]
    )
    form = goal_form(title="Ett nytt mål", number="7", sections=sections)
    article = preview(editor_client, "preview_on_add", GoalPage._meta.app_label, "goalpage", plan.pk, form=form)
    assert outline(article)[:2] == [("h1", "Ett nytt mål"), ("h2", ways_heading(2026))]
    assert "Öppna ett kontor." in words(article)
    assert "Mål och budget 2026" in words(article)
    assert not Release.objects.filter(head__title="Ett nytt mål").exists()


def assignment_form(**fields: Any) -> dict[str, Any]:
    blank = {
        "title": "",
        "description": rich_text(""),
        "responsible": streamfield([]),
        "start_year": "",
        "end_year": "",
        "decision_reference": "",
        "quantity_target": "",
        "quantity_unit": "",
    }
    return {**blank, **fields}


def test_new_goal_with_nothing_but_empty_fields_can_be_seen(plan: PlanPage, editor_client: Client) -> None:
    sections = streamfield(
        [
            (
                "assignments",
                {
                    "heading": "",
                    "intro": rich_text(""),
                    "origin": "council",
                    "empty_text": "",
                    "items": streamfield([("item", assignment_form())]),
                },
            ),
            ("text", {"heading": "", "text": rich_text("")}),
        ]
    )
    form = goal_form(title="", slug="", sections=sections)
    article = preview(editor_client, "preview_on_add", GoalPage._meta.app_label, "goalpage", plan.pk, form=form)
    assert article.find("h1") is not None


def test_new_plan_can_be_seen_before_it_is_saved(home: Page, editor_client: Client) -> None:
    form = plan_form(title="Mål och budget 2027", year="2027")
    article = preview(editor_client, "preview_on_add", PlanPage._meta.app_label, "planpage", home.pk, form=form)
    assert words(article.h1) == "Mål och budget 2027"
    assert ["2027"] in facts(article).values()


def test_draft_of_a_live_goal_is_seen_in_the_preview_and_nowhere_else(
    plan: PlanPage, editor_client: Client, client: Client, released: Any
) -> None:
    with released():
        goal = GoalPageFactory(parent=plan, title="Som beslutat")
        goal.title = "Ett utkast"
        goal.save_revision()
    assert words(draft_of(editor_client, goal).h1) == "Ett utkast"
    assert words(read(client.get(goal.url)).h1) == "Som beslutat"
    assert "Ett utkast" not in client.get(plan.url).content.decode()


def test_what_stands_in_the_form_is_seen_before_it_is_saved(
    plan: PlanPage, editor_client: Client, released: Any
) -> None:
    with released():
        goal = GoalPageFactory(parent=plan, title="Som beslutat")
    form = goal_form(title="Ännu inte sparat", slug=goal.slug)
    assert words(preview(editor_client, "preview_on_edit", goal.pk, form=form).h1) == "Ännu inte sparat"


def test_draft_of_a_plan_is_seen_with_the_goals_that_are_published(
    plan: PlanPage, editor_client: Client, released: Any
) -> None:
    with released():
        GoalPageFactory(parent=plan, title="Publicerat mål")
        GoalPageFactory(parent=plan, title="Opublicerat mål", publish=False)
    article = preview(editor_client, "preview_on_edit", plan.pk, form=plan_form(title="Nytt namn", slug=plan.slug))
    assert words(article.h1) == "Nytt namn"
    assert [words(heading) for heading in article.find_all("h3")] == ["Publicerat mål"]


def test_draft_of_an_unpublished_plan_is_seen(site: Site, editor_client: Client) -> None:
    plan = PlanPageFactory(year=2027, publish=False)
    assert words(draft_of(editor_client, plan).h1) == "Mål och budget 2027"


@pytest.mark.parametrize("sections", [[unfinished] for unfinished in NOTHING_YET] + [NOTHING_YET])
def test_half_finished_goal_can_be_seen(plan: PlanPage, editor_client: Client, sections: list[Any]) -> None:
    goal = GoalPageFactory(parent=plan, statement="", publish=False, sections=sections)
    assert draft_of(editor_client, goal).find("h1") is not None


def test_key_figure_without_any_row_can_be_seen(plan: PlanPage, editor_client: Client) -> None:
    sections = [section("key_figures", item(key_figure=KeyFigureFactory().pk))]
    goal = GoalPageFactory(parent=plan, publish=False, sections=sections)
    article = draft_of(editor_client, goal)
    assert article.find("h4") is not None
    assert article.find("table") is None


def test_preview_opens_links_outside_of_the_panel(plan: PlanPage, editor_client: Client) -> None:
    goal = GoalPageFactory(parent=plan, publish=False, sections=[text_section("<p>Text</p>")])
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[goal.pk])
    editor_client.post(address, goal_form(title="Mål", slug=goal.slug))
    assert '<base target="_blank">' in editor_client.get(address, {"in_preview_panel": "true"}).content.decode()
