"""Imports of what has drafts: saved as drafts, or published by those who may."""

from __future__ import annotations

from typing import Any

import pytest
from django.test.client import Client
from wagtail.models import Site

from tests.site_pages import GoalPage, Page
from wagtail_kommunmal.models import ImportBatch
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory, assignment, assignments_section

from .conftest import address, apply, bring, speaks_english

pytestmark = pytest.mark.django_db

HEADER = ["Plan year", "Number of the goal", "Id", "Title"]
PARK = "11111111-1111-4111-8111-111111111111"


@pytest.fixture
def goal(home: Page, site: Site) -> Any:
    plan = PlanPageFactory(parent=home, year=2026)
    sections = [assignments_section(assignment("Bygg en park", block_id=PARK))]
    return GoalPageFactory(parent=plan, number="1", title="Kultur för alla", sections=sections)


@pytest.fixture
def publisher_client(reviewer_client: Client) -> Client:
    return speaks_english(reviewer_client)


def title(goal: Any, *, is_draft: bool) -> str:
    found = GoalPage.objects.get(pk=goal.pk)
    page = found.get_latest_revision_as_object() if is_draft else found
    return str(page.sections[0].value["items"][0]["title"])


def bring_title(client: Client) -> Any:
    return bring(client, "assignments", HEADER, [2026, 1, PARK, "Bygg två parker"])


def test_who_may_not_publish_saves_drafts_and_is_told_why(writer_client: Client, goal: Any) -> None:
    page = bring_title(writer_client)
    assert "result" not in page.context["form"].fields
    assert len(page.context["form"].reasons) == 1
    apply(writer_client, page, result="published")
    assert (title(goal, is_draft=True), title(goal, is_draft=False)) == ("Bygg två parker", "Bygg en park")
    assert not ImportBatch.objects.get().is_published


@pytest.mark.parametrize(("result", "live"), [("drafts", "Bygg en park"), ("published", "Bygg två parker")])
def test_who_may_publish_chooses_between_drafts_and_what_is_published(
    publisher_client: Client, goal: Any, result: str, live: str
) -> None:
    apply(publisher_client, bring_title(publisher_client), result=result)
    assert (title(goal, is_draft=True), title(goal, is_draft=False)) == ("Bygg två parker", live)
    publisher_client.post(address("undo", ImportBatch.objects.get().pk))
    assert (title(goal, is_draft=True), title(goal, is_draft=False)) == ("Bygg en park", "Bygg en park")


def test_what_is_refused_while_it_is_written_is_told(
    writer_client: Client, goal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wagtail_kommunmal.admin.imports import preview
    from wagtail_kommunmal.exchange.errors import WritingRefusedError

    def refused(*args: Any, **options: Any) -> Any:
        raise WritingRefusedError(["The page is locked."])

    page = bring_title(writer_client)
    monkeypatch.setattr(preview, "apply_plan", refused)
    again = apply(writer_client, page)
    assert again.context["form"].non_field_errors() == ["The page is locked."]
    assert "The page is locked." in again.content.decode()
