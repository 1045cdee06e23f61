"""Below the document: how a goal has changed, and where the page is found as data."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import Tag
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from tests.pages.markup import read, words
from tests.site_pages import PlanPage
from wagtail_kommunmal.delivery.around import LATEST_CHANGES
from wagtail_kommunmal.models import Release
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus


@pytest.fixture
def goal(english_plan: PlanPage, released: Any) -> Any:
    """A goal that was published and followed up."""
    schools = ResponsibleBodyFactory(name="Schools", code="S")
    task = assignment("Build a school.", responsible=[schools])
    with released():
        goal = GoalPageFactory(
            parent=english_plan, locale=english_plan.locale, title="A goal", sections=[assignments_section(task)]
        )
    with released():
        said = [follow_up(goal, task, AssignmentStatus.DELAYED)]
        FollowUpReportFactory(plan=english_plan, body=schools, period="2026-T1", rows=said)
    return goal


def changes(article: Tag) -> list[str]:
    """Return what is said of each change, without its day."""
    return [words(change).partition(" ")[2] for change in article.select(".kommunmal-changes > li")]


def releases_of(goal: Any) -> Any:
    return Release.objects.filter(head__page_id=goal.pk).order_by("number")


def test_changes_are_told_with_the_latest_first(goal: Any, english_client: Client) -> None:
    article = read(english_client.get(goal.url))
    assert changes(article) == ["Follow-up reported T1 2026 Schools", "Page published"]
    day = article.select_one(".kommunmal-changes time")
    assert day["datetime"] == timezone.localdate(releases_of(goal).last().published_from).isoformat()  # type: ignore[index]


def test_a_hidden_release_is_not_among_them(goal: Any, english_client: Client) -> None:
    releases_of(goal).filter(number=1).update(hidden_at=timezone.now(), hidden_reason="A name")
    assert changes(read(english_client.get(goal.url))) == ["Follow-up reported T1 2026 Schools"]


def test_what_was_released_on_another_site_is_not_among_them(
    goal: Any, english_client: Client, other_site: Site
) -> None:
    releases_of(goal).filter(number=1).update(site=other_site)
    assert changes(read(english_client.get(goal.url))) == ["Follow-up reported T1 2026 Schools"]


def test_a_page_does_not_grow_with_its_history(goal: Any, english_client: Client) -> None:
    old = releases_of(goal).first()
    for number in range(100, 100 + LATEST_CHANGES):
        old.pk, old.number, old.label = None, number, f"no. {number}"
        old.save()
    said = changes(read(english_client.get(goal.url)))
    assert len(said) == LATEST_CHANGES
    assert said[0] == "Page published no. 119"


def test_a_plan_tells_no_changes(goal: Any, english_plan: PlanPage, english_client: Client) -> None:
    assert changes(read(english_client.get(english_plan.url))) == []


def data(article: Tag) -> dict[str, Any]:
    return {words(link): link["href"] for link in article.select(".kommunmal-data a")}


@pytest.mark.parametrize("kind", ["goal", "plan"])
def test_page_leads_to_itself_as_data(goal: Any, english_plan: PlanPage, english_client: Client, kind: str) -> None:
    page = {"goal": goal, "plan": english_plan}[kind]
    links = data(read(english_client.get(page.url)))
    assert list(links) == ["All of this page (JSON)", "Assignments as a table (CSV)"]
    document, table = (english_client.get(address.removeprefix("http://testserver")) for address in links.values())
    assert document.json()["id"] == str(page.translation_key)
    assert table["Content-Type"].startswith("text/csv")
    assert "Build a school." in b"".join(table).decode()


def test_without_the_api_there_is_no_data(goal: Any, english_client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = "wagtail.urls"
    assert data(read(english_client.get("/goals-and-budget-2026/a-goal/"))) == {}


def test_who_reads_a_restricted_page_is_not_led_to_data_that_the_public_lacks(goal: Any, admin_client: Client) -> None:
    PageViewRestriction.objects.create(page=goal, restriction_type=PageViewRestriction.LOGIN)
    assert data(read(admin_client.get(goal.url, headers={"accept-language": "en"}))) == {}
