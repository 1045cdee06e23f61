"""What is lacking in the follow-up of a plan is listed with the way to where it is mended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.client import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Site

from tests.site_pages import Page
from wagtail_kommunmal.admin.overviews import freshness
from wagtail_kommunmal.authoring.freshness import Lack, last_full_year, not_followed_up, stale_key_figures
from wagtail_kommunmal.authoring.matrix import latest_period
from wagtail_kommunmal.models import FollowUpReport, ResponsibleBody
from wagtail_kommunmal.periods import Period
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    ItemDict,
    KeyFigureFactory,
    KeyFigureValueFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assessment,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import BodyKind, Gender, MissingReason, Series

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

BOARD = "kommunmal_overviews:freshness"


@pytest.fixture
def plan(home: Page) -> Any:
    return PlanPageFactory(parent=home, year=2024)


@pytest.fixture
def culture(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")


@pytest.fixture
def schools(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Barnnämnden", code="BN")


@pytest.fixture
def item(culture: Any, schools: Any) -> ItemDict:
    return assignment("Läs för barnen.", responsible=[culture, schools])


@pytest.fixture
def goal(plan: Any, item: ItemDict, culture: Any, released: Any) -> Any:
    sections = [assignments_section(item), investments_section(investment("Bokbuss", responsible=[culture]))]
    with released():
        return GoalPageFactory(parent=plan, title="Mål: Kultur nära", sections=sections)


def listed(client: Client, **choices: Any) -> list[tuple[str, str, str]]:
    rows = client.get(reverse(BOARD), choices).context["object_list"]
    return [(row.body.code if row.body else "", row.lack.value, row.title) for row in rows]


def test_whatever_no_live_report_of_the_period_says_anything_of_is_listed(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, culture: Any, schools: Any
) -> None:
    FollowUpReportFactory(plan=plan, body=culture, period="2024-T2", rows=[follow_up(goal, item, "delayed")])
    FollowUpReportFactory(
        plan=plan, body=schools, period="2024-T2", publish=False, rows=[follow_up(goal, item, "delayed")]
    )
    assert listed(boss_client, period="2024-T2") == [
        ("BN", "assignment", "Läs för barnen."),
        ("KFN", "investment", "Bokbuss"),
    ]


def test_the_last_period_that_has_ended_is_shown_unless_another_is_chosen(boss_client: Client, goal: Any) -> None:
    response = boss_client.get(reverse(BOARD))
    assert (response.context["view"].period.code, response.context["is_filtering"]) == ("2024", False)
    assert boss_client.get(reverse(BOARD), {"period": "2024-T1"}).context["view"].period.code == "2024-T1"
    assert boss_client.get(reverse(BOARD), {"period": "1999-T1"}).context["view"].period.code == "2024"


def test_the_current_period_is_the_last_that_has_ended_whatever_has_been_begun_early() -> None:
    periods = [Period.parse(code) for code in ("2026-T1", "2026-T2", "2026")]
    assert latest_period(periods, set(), date(2026, 4, 29)).code == "2026-T1"
    assert latest_period(periods, set(), date(2026, 8, 31)).code == "2026-T2"
    assert latest_period(periods, {"2026-T2", "2026"}, date(2026, 5, 1)).code == "2026-T1"
    assert latest_period(periods, {"2026-T2", "2026"}, date(2026, 4, 29)).code == "2026-T2"


def test_a_goal_is_listed_until_anybody_gives_it_a_status(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict
) -> None:
    council = ResponsibleBodyFactory(name="Fullmäktige", code="KF", kind=BodyKind.COUNCIL)
    ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS", kind=BodyKind.EXECUTIVE)
    lacking = [("KF", "goal", goal.title), ("KS", "goal", goal.title)]
    assert listed(boss_client, lack="goal") == lacking
    commented = FollowUpReportFactory(
        plan=plan, body=council, period="2024", rows=[assessment(goal, comment="<p>Vi väntar.</p>")]
    )
    assert listed(boss_client, lack="goal") == lacking
    commented.goal_assessments.get_object_list()[0].status = "achieved"
    commented.save_revision().publish()
    assert listed(boss_client, lack="goal") == []


def test_key_figures_without_a_value_or_a_source_are_listed(boss_client: Client, plan: Any, released: Any) -> None:
    body = ResponsibleBodyFactory(code="KS")
    fine = KeyFigureFactory(name="Färskt", source="SCB", values={"2024": "71,5"})
    old = KeyFigureFactory(name="Gammalt", kolada_id="N00945", values={"2023": "71,5"}, responsible=body)
    waiting = KeyFigureFactory(name="Väntar", source="SCB", values={"2024": MissingReason.NOT_PUBLISHED})
    secret = KeyFigureFactory(name="Hemligt", source="SCB", values={"2024": MissingReason.SUPPRESSED})
    women = KeyFigureFactory(name="Kvinnor")
    KeyFigureValueFactory(key_figure=women, period="2024-T3", gender=Gender.WOMEN)
    nation = KeyFigureFactory(name="Riket", source="SCB")
    KeyFigureValueFactory(key_figure=nation, period="2024", series=Series.NATION)
    with released():
        GoalPageFactory(parent=plan, sections=[key_figures_section(fine, old, waiting, secret, women, nation)])
    KeyFigureFactory(name="I inget mål")
    assert listed(boss_client) == [
        ("KS", "value", "Gammalt"),
        ("", "source", "Kvinnor"),
        ("", "value", "Riket"),
        ("", "value", "Väntar"),
    ]


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2026, 2, 14), []), (date(2026, 2, 15), [Lack.OVERDUE]), (date(2026, 3, 1), [Lack.OVERDUE])],
)
def test_a_key_figure_is_listed_from_the_day_on_which_its_source_publishes_a_value(
    plan: Any, released: Any, today: date, expected: list[Lack]
) -> None:
    figure = KeyFigureFactory(source="Kolada", values={"2024": "71,5"}, next_publication_on=date(2026, 2, 15))
    with released():
        GoalPageFactory(parent=plan, sections=[key_figures_section(figure)])
    assert [row.lack for row in stale_key_figures(plan, 2024, [], today=today, with_nobodys=True)] == expected


@pytest.mark.parametrize(
    ("period", "today", "year"),
    [
        ("2026-T1", date(2026, 11, 1), 2025),
        ("2025", date(2026, 1, 1), 2025),
        ("2026", date(2026, 11, 1), 2025),
        ("2025-T2", date(2026, 11, 1), 2024),
    ],
)
def test_a_value_is_due_for_the_last_year_that_has_ended(period: str, today: date, year: int) -> None:
    assert last_full_year(Period.parse(period), today) == year


def test_each_row_leads_to_where_it_is_mended(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, culture: Any, schools: Any, released: Any
) -> None:
    figure = KeyFigureFactory(name="Nytt")
    with released():
        GoalPageFactory(parent=plan, sections=[key_figures_section(figure)])
    report = FollowUpReportFactory(plan=plan, body=culture, period="2024")
    response = boss_client.get(reverse(BOARD))
    view = response.context["view"]
    viewset = FollowUpReport.snippet_viewset  # type: ignore[attr-defined]
    edit = reverse(viewset.get_url_name("edit"), args=[report.pk])
    assert [view.mending_url(row) for row in response.context["object_list"]] == [
        f"{reverse(viewset.get_url_name('add'))}?plan={plan.pk}&body={schools.pk}&period=2024",
        edit,
        edit,
        reverse("kommunmal_key_figure:rows", args=[figure.pk]),
        reverse(view_name_of_figures(), args=[figure.pk]),
    ]
    html = response.content.decode()
    assert f'href="{edit}"' in html
    assert f'href="{reverse("kommunmal_overviews:history", args=[item["id"]])}"' in html


def view_name_of_figures() -> str:
    return "wagtailsnippets_wagtail_kommunmal_keyfigure:edit"


def test_it_is_narrowed_to_bodies_and_to_what_is_lacking(boss_client: Client, goal: Any, schools: Any) -> None:
    assert listed(boss_client, lack="investment") == [("KFN", "investment", "Bokbuss")]
    assert listed(boss_client, body=schools.pk) == [("BN", "assignment", "Läs för barnen.")]


def test_it_holds_only_what_the_reader_may_see(
    boss_client: Client, goal: Any, schools: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freshness, "bodies_of", lambda request: ResponsibleBody.objects.filter(pk=schools.pk))
    content = boss_client.get(reverse(BOARD), {"export": "csv"}, headers={"accept-language": "en"})
    lines = b"".join(content.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert lines == [
        "Responsible body,Code,What is lacking,Concerns,Goal",
        "Barnnämnden,BN,Assignment without follow-up,Läs för barnen.,Mål: Kultur nära",
    ]


def test_key_figures_are_only_for_their_bodies_and_for_those_who_write_them(
    plan: Any, culture: Any, schools: Any, released: Any
) -> None:
    figures = [KeyFigureFactory(name=body.name, source="SCB", responsible=body) for body in (culture, schools)]
    nobodys = KeyFigureFactory(name="Ingens", source="SCB")
    with released():
        GoalPageFactory(parent=plan, sections=[key_figures_section(*figures, nobodys)])
    everybodys = KeyFigureFactory(name="Allas", source="SCB", responsible=ResponsibleBodyFactory(everyone=True))
    with released():
        GoalPageFactory(parent=plan, sections=[key_figures_section(everybodys)])
    seen = stale_key_figures(plan, 2024, [schools], today=date(2026, 11, 1), with_nobodys=False)
    assert [row.title for row in seen] == ["Barnnämnden"]
    seen = stale_key_figures(plan, 2024, [schools], today=date(2026, 11, 1), with_nobodys=True)
    assert [(row.title, row.body) for row in seen] == [("Allas", None), ("Barnnämnden", schools), ("Ingens", None)]


def test_those_who_write_key_figures_see_what_is_lacking_in_all_of_them_and_nothing_of_reports(
    writer_client: Client, plan: Any, goal: Any, culture: Any, released: Any
) -> None:
    figures = [KeyFigureFactory(name="Lån", source="SCB", responsible=culture), KeyFigureFactory(name="Nytt")]
    with released():
        GoalPageFactory(parent=plan, sections=[key_figures_section(*figures)])
    assert listed(writer_client) == [("KFN", "value", "Lån"), ("", "value", "Nytt"), ("", "source", "Nytt")]
    assert listed(writer_client, body=culture.pk) == [("KFN", "value", "Lån")]
    response = writer_client.get(reverse(BOARD), headers={"accept-language": "en"})
    html = response.content.decode()
    assert f'href="{reverse("kommunmal_key_figure:rows", args=[figures[0].pk])}"' in html
    assert "Key figures of “Mål och budget 2024” that have no value" in html
    assert "What published reports" not in html
    menu = writer_client.get(reverse("wagtailadmin_home")).content.decode()
    assert (f'"{reverse(BOARD)}"' in menu, f'"{reverse("kommunmal_overviews:matrix")}"' in menu) == (True, False)


def test_without_a_plan_the_board_says_so(boss_client: Client, site: Site) -> None:
    html = boss_client.get(reverse(BOARD), headers={"accept-language": "en"}).content.decode()
    assert "There is no published plan to report on." in html


def test_those_who_have_nothing_to_do_with_reports_see_no_board(editor_client: Client, goal: Any) -> None:
    assert editor_client.get(reverse(BOARD)).headers["Location"] == reverse("wagtailadmin_home")


def test_the_number_of_queries_does_not_grow(plan: Any, goal: Any, released: Any) -> None:
    def queries() -> int:
        bodies = ResponsibleBody.objects.filter(is_all=False)
        with CaptureQueriesContext(connection) as captured:
            not_followed_up(plan, Period.parse("2024"), bodies, FollowUpReport.objects.all())
            stale_key_figures(plan, 2024, bodies, today=date(2026, 11, 1), with_nobodys=True)
        return len(captured)

    def grow() -> None:
        body = ResponsibleBodyFactory()
        item = assignment("Ett till.", responsible=[body])
        figure = KeyFigureFactory(responsible=body)
        with released():
            goal = GoalPageFactory(parent=plan, sections=[assignments_section(item), key_figures_section(figure)])
        FollowUpReportFactory(plan=plan, body=body, period="2024", rows=[follow_up(goal, item, "delayed")])

    grow()
    queries()
    first = queries()
    for _ in range(3):
        grow()
    assert queries() == first <= 15
