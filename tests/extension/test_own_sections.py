from __future__ import annotations

from typing import Any
from uuid import UUID, uuid5

import pytest
from django.template.loader import render_to_string
from django.test.client import Client
from django.utils.translation import override

from tests.site_pages import GoalPage, Page
from tests.testapp.blocks import CompanySectionsBlock
from tests.testapp.models import CompanyGoalPage, CompanyPlanPage
from wagtail_kommunmal.blocks import SectionsBlock, initial_sections
from wagtail_kommunmal.models import DependencyKind, KommunmalSiteSettings, ReleaseHead, ResponsibleBody
from wagtail_kommunmal.testing import GoalPageFactory

from .conftest import RISK_ID, SECTION_ID


def test_own_blocks_stand_beside_those_of_the_package() -> None:
    assert list(CompanySectionsBlock().child_blocks) == [*SectionsBlock().child_blocks, "risks"]
    assert list(GoalPage._meta.get_field("sections").stream_block.child_blocks) == list(SectionsBlock().child_blocks)


def test_an_own_section_is_published_as_its_type_says(
    company_goal: CompanyGoalPage, body: ResponsibleBody, answer_for: Any
) -> None:
    text, risks = answer_for(company_goal)["sections"]
    assert text["type"] == "text"
    assert risks == {
        "id": str(uuid5(company_goal.translation_key, SECTION_ID)),
        "heading": "Risker",
        "introHtml": None,
        "introText": None,
        "isEmpty": False,
        "emptyText": "Inga risker.",
        "type": "risks",
        "risks": [
            {
                "id": str(uuid5(company_goal.translation_key, RISK_ID)),
                "title": "Elpriset stiger.",
                "level": {"code": "high", "label": "Hög"},
                "countermeasureHtml": "<p>Bind <b>priset</b>.</p>",
                "countermeasureText": "Bind priset.",
                "responsible": [
                    {
                        "id": str(UUID(int=3)),
                        "name": "Sundby Energi AB",
                        "code": "SEAB",
                        "kind": {"code": "company", "label": "Bolag"},
                        "role": {"code": "lead", "label": "Huvudansvarig"},
                    }
                ],
            }
        ],
    }


def test_what_an_own_section_names_is_a_dependency(
    company_goal: CompanyGoalPage, body: ResponsibleBody, answer_for: Any, released: Any
) -> None:
    head = ReleaseHead.objects.get(page=company_goal)
    assert head.dependencies.filter(kind=DependencyKind.BODY, object_id=body.pk).exists()
    with released():
        body.name = "Sundby Energi och Vatten AB"
        body.save()
    risk = answer_for(company_goal)["sections"][1]["risks"][0]
    assert risk["responsible"][0]["name"] == "Sundby Energi och Vatten AB"


def test_an_empty_section_of_ones_own_is_left_out_where_the_site_wants_it(
    company_plan: CompanyPlanPage, home: Page, answer_for: Any, released: Any
) -> None:
    KommunmalSiteSettings.objects.create(site=home.get_site(), omit_empty_sections=True)
    with released():
        goal = GoalPageFactory(parent=company_plan, sections=[{"type": "risks", "value": {}}])
    assert answer_for(goal)["sections"] == []


@pytest.mark.parametrize("value", [{}, {"items": [{"type": "item", "value": {}}]}], ids=["empty", "an empty item"])
def test_a_half_finished_section_of_ones_own_can_be_published(
    value: Any, company_plan: CompanyPlanPage, answer_for: Any, released: Any
) -> None:
    with released():
        goal = GoalPageFactory(parent=company_plan, sections=[{"type": "risks", "value": value}])
    (section,) = answer_for(goal)["sections"]
    assert section["isEmpty"] == (not value)


def test_a_new_goal_starts_with_the_sections_of_the_package(company_plan: CompanyPlanPage) -> None:
    goal = GoalPageFactory(parent=company_plan, publish=False, sections=initial_sections())
    assert len(CompanyGoalPage.objects.get(pk=goal.pk).sections) == len(initial_sections())


def test_an_own_section_is_shown_by_the_template_with_its_name(company_goal: CompanyGoalPage, client: Client) -> None:
    text = client.get(company_goal.url).content.decode()
    assert "<h2>Risker</h2>" in text
    assert "<h3>Elpriset stiger.</h3>" in text
    assert "<dd>Sundby Energi AB</dd>" in text


def test_a_page_class_has_a_template_of_its_own_that_adds_to_ours(
    company_goal: CompanyGoalPage, client: Client
) -> None:
    text = client.get(company_goal.url).content.decode()
    assert "<h2>Ägardirektiv</h2>" in text
    assert '<p>Se <a href="http://testserver/direktiv/">direktivet</a>.</p>' in text
    assert "<h1>Trygg elförsörjning</h1>" in text


def test_a_page_class_without_a_template_is_shown_by_ours(company_plan: CompanyPlanPage, client: Client) -> None:
    assert "<h1>Ägardirektiv 2026</h1>" in client.get(company_plan.url).content.decode()


def test_an_own_section_is_previewed_by_the_template_with_the_name_of_its_block() -> None:
    block = CompanySectionsBlock().child_blocks["risks"]
    assert block.is_previewable
    with override("sv"):
        value = block.normalize({"heading": "Risker", "items": [{"title": "Elpriset stiger."}]})
        context = {"bound_block": block.bind(value), "block_def": block, "page_title": "Risker"}
        assert "<li>Elpriset stiger.</li>" in render_to_string(block.meta.preview_template, context)
