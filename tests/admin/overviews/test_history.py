"""An assignment keeps its lineage over the years, and its history is read along it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test.client import Client
from django.urls import reverse
from wagtail.models import Site

from tests.site_pages import Page
from wagtail_kommunmal.admin.overviews import history
from wagtail_kommunmal.authoring.history import history_of
from wagtail_kommunmal.models import FollowUpReport, StatusWord
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    ItemDict,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
)
from wagtail_kommunmal.vocabulary import StatusVocabulary

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture(scope="module")
def culture(shared_site: Site) -> Any:
    return ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")


@pytest.fixture(scope="module")
def schools(shared_site: Site) -> Any:
    return ResponsibleBodyFactory(name="Barnnämnden", code="BN")


@pytest.fixture(scope="module")
def item(culture: Any, schools: Any) -> ItemDict:
    return assignment("Läs för barnen.", responsible=[culture, schools], quantity_target="3")


def test_the_outcome_of_the_year_comes_before_that_of_its_last_tertial(
    home: Page, item: ItemDict, culture: Any
) -> None:
    plan = PlanPageFactory(parent=home, year=2026)
    goal = GoalPageFactory(parent=plan, sections=[assignments_section(item)])
    for period in ("2026", "2026-T3"):
        FollowUpReportFactory(plan=plan, body=culture, period=period, rows=[follow_up(goal, item, "completed")])
    rows = history_of(uuid.UUID(item["id"]), FollowUpReport.objects.all())
    assert [row.report.period for row in rows] == ["2026", "2026-T3"]


@pytest.fixture(scope="module")
def years(item: ItemDict, culture: Any, schools: Any, released: Any) -> list[Any]:
    """Reports of two years on the same assignment."""
    reports = []
    with released():
        for year, texts in ((2025, ("Vi har börjat.", "=1+1")), (2026, ("Vi läser.",))):
            plan = PlanPageFactory(year=year)
            goal = GoalPageFactory(parent=plan, sections=[assignments_section(item)])
            for part, text in zip(("-T1", ""), texts, strict=False):
                row = follow_up(goal, item, "in_progress", comment=f"<p>{text}</p>", quantity_done="1.50")
                reports.append(FollowUpReportFactory(plan=plan, body=culture, period=f"{year}{part}", rows=[row]))
        row = follow_up(goal, item, "delayed")
        reports.append(FollowUpReportFactory(plan=plan, body=schools, period="2026-T1", rows=[row]))
        row = follow_up(goal, item, "cancelled")
        FollowUpReportFactory(plan=plan, body=schools, period="2026-T2", publish=False, rows=[row])
        FollowUpReportFactory(plan=plan, body=culture, period="2026", rows=[follow_up(goal, item)])
    return reports


def url_of(item: ItemDict, name: str = "history") -> str:
    return reverse(f"kommunmal_overviews:{name}", args=[item["id"]])


def test_everything_that_live_reports_say_is_listed_over_the_years(
    boss_client: Client, item: ItemDict, years: list[Any]
) -> None:
    response = boss_client.get(url_of(item), headers={"accept-language": "en"})
    assert [(row.report.period, row.report.body.code, row.status) for row in response.context["object_list"]] == [
        ("2026-T1", "BN", "delayed"),
        ("2026-T1", "KFN", "in_progress"),
        ("2025", "KFN", "in_progress"),
        ("2025-T1", "KFN", "in_progress"),
    ]
    html = response.content.decode()
    assert response.context["header_title"] == "History of an assignment: Läs för barnen."
    edit = FollowUpReport.snippet_viewset.get_url_name("edit")  # type: ignore[attr-defined]
    for text in ("Vi har börjat.", "quantity done: 1.5", "Delayed", reverse(edit, args=[years[0].pk])):
        assert text in html


def test_it_is_downloaded_without_formulas(boss_client: Client, item: ItemDict, years: list[Any]) -> None:
    response = boss_client.get(url_of(item), {"export": "csv"}, headers={"accept-language": "en"})
    assert b"".join(response.streaming_content).decode().splitlines() == [  # type: ignore[attr-defined]
        "Period,Plan,Responsible body,Status,Quantity done,Forecast,Outcome to date,Comment",
        "T1 2026,Mål och budget 2026,Barnnämnden,Delayed,,,,",
        "T1 2026,Mål och budget 2026,Kultur- och fritidsnämnden,In progress,1.50,,,Vi läser.",
        "2025,Mål och budget 2025,Kultur- och fritidsnämnden,In progress,1.50,,,'=1+1",
        "T1 2025,Mål och budget 2025,Kultur- och fritidsnämnden,In progress,1.50,,,Vi har börjat.",
    ]


def test_it_is_narrowed_to_bodies(boss_client: Client, item: ItemDict, years: list[Any], schools: Any) -> None:
    response = boss_client.get(url_of(item, "history_results"), {"body": schools.pk})
    assert [row.report.body.code for row in response.context["object_list"]] == ["BN"]


def test_it_holds_only_what_the_reader_may_see(
    boss_client: Client, item: ItemDict, years: list[Any], schools: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "reports_of", lambda request: FollowUpReport.objects.filter(body=schools))
    rows = boss_client.get(url_of(item)).context["object_list"]
    assert [row.report.body.code for row in rows] == ["BN"]


def test_an_assignment_that_nobody_has_reported_on_has_an_empty_history(
    boss_client: Client, home: Page, item: ItemDict, released: Any
) -> None:
    with released():
        GoalPageFactory(parent=PlanPageFactory(parent=home), sections=[assignments_section(item)])
    response = boss_client.get(url_of(item))
    assert (response.status_code, list(response.context["object_list"])) == (200, [])


def test_what_was_never_an_assignment_has_none(boss_client: Client, site: Site) -> None:
    assert boss_client.get(reverse("kommunmal_overviews:history", args=[uuid.uuid4()])).status_code == 404


def test_another_municipality_has_no_history_of_it(
    boss_client: Client, item: ItemDict, years: list[Any], other_site: Site
) -> None:
    assert boss_client.get(url_of(item), headers={"host": "other.example"}).status_code == 404


def test_those_who_have_nothing_to_do_with_reports_see_no_history(
    editor_client: Client, item: ItemDict, years: list[Any]
) -> None:
    assert editor_client.get(url_of(item)).headers["Location"] == reverse("wagtailadmin_home")


def test_statuses_are_called_what_the_site_calls_them(
    boss_client: Client, site: Site, item: ItemDict, years: list[Any]
) -> None:
    StatusWord.objects.create(site=site, vocabulary=StatusVocabulary.ASSIGNMENT, code="delayed", label="Senare")
    html = boss_client.get(url_of(item), headers={"accept-language": "sv"}).content.decode()
    assert "Senare" in html
    response = boss_client.get(url_of(item), {"export": "csv"}, headers={"accept-language": "sv"})
    assert "Senare" in b"".join(response.streaming_content).decode()  # type: ignore[attr-defined]
