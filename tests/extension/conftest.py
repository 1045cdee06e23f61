"""A goal of the test app's own page classes, with something in everything that they add."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test.client import Client

from tests.site_pages import Page
from tests.testapp.models import CompanyGoalPage, CompanyPlanPage
from wagtail_kommunmal.models import ResponsibleBody
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory, ResponsibleBodyFactory, text_section

SECTION_ID = "00000000-0000-0000-0000-000000000001"
RISK_ID = "00000000-0000-0000-0000-000000000002"


@pytest.fixture
def body(home: Page) -> ResponsibleBody:
    return ResponsibleBodyFactory(uuid=UUID(int=3), name="Sundby Energi AB", code="SEAB", company=True)


@pytest.fixture
def risks(body: ResponsibleBody) -> dict[str, Any]:
    """A section of the type that the test app adds, as it is stored."""
    risk = {
        "title": "Elpriset stiger.",
        "level": "high",
        "countermeasure": "<p>Bind <b>priset</b>.</p>",
        "responsible": [{"type": "item", "value": {"body": body.pk, "role": "lead"}, "id": RISK_ID[:-1] + "9"}],
    }
    value = {"heading": "", "intro": "", "items": [{"type": "item", "value": risk, "id": RISK_ID}], "empty_text": ""}
    return {"type": "risks", "value": value, "id": SECTION_ID}


@pytest.fixture
def company_plan(home: Page, released: Any) -> CompanyPlanPage:
    with released():
        return PlanPageFactory(page_class=CompanyPlanPage, title="Ägardirektiv 2026", company_number="556677-8899")


@pytest.fixture
def company_goal(company_plan: CompanyPlanPage, risks: dict[str, Any], released: Any) -> CompanyGoalPage:
    with released():
        return GoalPageFactory(
            parent=company_plan,
            title="Trygg elförsörjning",
            owner_directive="Bolaget ska bygga.",
            owner_comment='<p>Se <a href="/direktiv/">direktivet</a>.</p>',
            sections=[text_section("<p>Så började det.</p>", heading="Bakgrund"), risks],
        )


@pytest.fixture
def answer_for(client: Client) -> Any:
    """Return what API v1 answers for a page."""

    def answer(page: Any, kind: str = "goals") -> Any:
        response = client.get(f"/kommunmal/v1/{kind}/{page.translation_key}")
        assert response.status_code == 200
        return response.json()

    return answer
