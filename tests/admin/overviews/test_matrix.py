"""Which body has reported what of a plan, at one look."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.client import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, ModelLogEntry, Site, Workflow, WorkflowState

from tests.site_pages import Page
from wagtail_kommunmal.admin.overviews.access import plans_of
from wagtail_kommunmal.authoring.due import due_by_body
from wagtail_kommunmal.authoring.matrix import (
    ReportState,
    matrix_of,
    periods_in_turn,
    periods_of_plan,
    plan_in_turn,
    state_of,
    usual_periods,
)
from wagtail_kommunmal.models import FollowUpReport, ResponsibleBody
from wagtail_kommunmal.periods import Period
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    ItemDict,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import BodyKind, InvestmentRowKind, ResponsibleRole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

MATRIX = "kommunmal_overviews:matrix"


@pytest.fixture
def plan(home: Page) -> Any:
    return PlanPageFactory(parent=home, year=2026)


@pytest.fixture
def culture(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")


@pytest.fixture
def schools(site: Site) -> Any:
    return ResponsibleBodyFactory(name="Barnnämnden", code="BN")


@pytest.fixture
def items(culture: Any, schools: Any) -> list[ItemDict]:
    return [
        assignment("Bygg ut biblioteket.", responsible=[culture]),
        assignment("Läs för barnen.", responsible=[(culture, ResponsibleRole.CO), schools]),
    ]


@pytest.fixture
def goal(plan: Any, items: list[ItemDict]) -> Any:
    return GoalPageFactory(parent=plan, title="Mål: Kultur nära", sections=[assignments_section(*items)])


def cells(client: Client, **choices: Any) -> dict[str, dict[str, tuple[str, int, int]]]:
    """Return state and counts by the body's code and the period's."""
    rows = client.get(reverse(MATRIX), choices).context["object_list"]
    return {
        row.body.code: {code: (cell.state.value, cell.answered, cell.total) for code, cell in row.cells.items()}
        for row in rows
    }


def put_in_review(report: FollowUpReport, user: Any) -> None:
    workflow = Workflow.objects.create(name="Granskning")
    WorkflowState.objects.create(
        content_object=report,
        content_type=ContentType.objects.get_for_model(FollowUpReport),
        workflow=workflow,
        requested_by=user,
    )


def test_all_bodies_are_read_as_each_of_them_is(plan: Any, culture: Any, schools: Any) -> None:
    everyone = ResponsibleBodyFactory(everyone=True)
    ResponsibleBodyFactory(kind=BodyKind.EXECUTIVE)
    for _ in range(2):
        GoalPageFactory(
            parent=plan,
            sections=[
                assignments_section(
                    assignment("Vår.", responsible=[(schools, ResponsibleRole.CO), culture]),
                    assignment("Ingens."),
                    assignment("Allas.", responsible=[everyone]),
                ),
                investments_section(
                    investment("Skolor", row_kind=InvestmentRowKind.GROUP, responsible=[schools]),
                    investment("Skola", responsible=[schools]),
                ),
            ],
        )
    GoalPageFactory(parent=plan, publish=False, sections=[assignments_section(assignment("x", responsible=[culture]))])
    bodies = ResponsibleBody.objects.all()
    due = due_by_body(plan, bodies)
    assert {pk: [item.key for item in due[pk]] for pk in due} == {
        body.pk: [item.key for item in due_by_body(plan, [body])[body.pk]] for body in bodies if not body.is_all
    }
    assert [item.title for item in due[schools.pk]] == ["Vår.", "Allas.", "Skola"] * 2


def test_every_report_says_where_it_stands_and_how_much_is_answered(
    boss_client: Client, admin_user: Any, plan: Any, goal: Any, items: list[ItemDict], culture: Any, schools: Any
) -> None:
    FollowUpReportFactory(
        plan=plan, body=culture, period="2026-T1", rows=[follow_up(goal, item, "delayed") for item in items]
    )
    changed = FollowUpReportFactory(plan=plan, body=schools, period="2026-T1", rows=[follow_up(goal, items[1])])
    changed.assignments.get_object_list()[0].comment = "<p>På väg.</p>"
    changed.save_revision()
    FollowUpReportFactory(
        plan=plan,
        body=culture,
        period="2026-T2",
        publish=False,
        rows=[follow_up(goal, items[0], "delayed"), follow_up(goal, items[1])],
    )
    waiting = FollowUpReportFactory(plan=plan, body=schools, period="2026-T2", publish=False)
    put_in_review(waiting, admin_user)
    assert cells(boss_client) == {
        "BN": {
            "2026-T1": ("published_changed", 1, 1),
            "2026-T2": ("in_review", 0, 1),
            "2026": ("missing", 0, 1),
        },
        "KFN": {"2026-T1": ("published", 2, 2), "2026-T2": ("draft", 1, 2), "2026": ("missing", 0, 2)},
    }


@pytest.mark.parametrize(
    ("is_live", "has_changes", "is_in_review", "state"),
    [
        (False, True, False, ReportState.DRAFT),
        (False, True, True, ReportState.IN_REVIEW),
        (True, False, False, ReportState.PUBLISHED),
        (True, True, False, ReportState.PUBLISHED_CHANGED),
        (True, True, True, ReportState.PUBLISHED_IN_REVIEW),
    ],
)
def test_a_state_follows_from_three_facts(
    is_live: bool, has_changes: bool, is_in_review: bool, state: ReportState
) -> None:
    assert state_of(is_live=is_live, has_changes=has_changes, is_in_review=is_in_review) is state


def test_what_was_answered_counts_though_the_plan_no_longer_has_it(
    boss_client: Client, plan: Any, goal: Any, items: list[ItemDict], culture: Any
) -> None:
    removed = assignment("Borttaget.", responsible=[culture])
    FollowUpReportFactory(plan=plan, body=culture, period="2026-T1", rows=[follow_up(goal, removed, "cancelled")])
    assert cells(boss_client)["KFN"]["2026-T1"] == ("published", 1, 3)


def test_a_body_is_listed_while_it_exists_or_has_reported(
    boss_client: Client, plan: Any, goal: Any, culture: Any, schools: Any
) -> None:
    ResponsibleBodyFactory(name="Utan del", code="UD")
    ResponsibleBody.objects.filter(pk__in=[culture.pk, schools.pk]).update(valid_to="2025-12-31")
    FollowUpReportFactory(plan=plan, body=schools, period="2026-T1")
    assert list(cells(boss_client)) == ["BN"]


def test_a_cell_leads_to_its_report_or_to_a_new_one_with_everything_chosen(
    boss_client: Client, plan: Any, goal: Any, culture: Any
) -> None:
    report = FollowUpReportFactory(plan=plan, body=culture, period="2026-T1")
    html = boss_client.get(reverse(MATRIX)).content.decode()
    viewset = FollowUpReport.snippet_viewset  # type: ignore[attr-defined]
    assert f'href="{reverse(viewset.get_url_name("edit"), args=[report.pk])}"' in html
    new = f"{reverse(viewset.get_url_name('add'))}?plan={plan.pk}&body={culture.pk}&period=2026-T2"
    assert f'href="{new.replace("&", "&amp;")}"' in html
    form = boss_client.get(new).context["form"]
    assert {name: str(form[name].value()) for name in form.fields} == {
        "plan": str(plan.pk),
        "body": str(culture.pk),
        "period": "2026-T2",
    }


def test_the_latest_open_plan_is_shown_unless_another_is_chosen(boss_client: Client, home: Page, plan: Any) -> None:
    closed = PlanPageFactory(parent=home, year=2027)
    type(closed).objects.filter(pk=closed.pk).update(closed_at=timezone.now())
    response = boss_client.get(reverse(MATRIX))
    assert (response.context["plan"], response.context["is_filtering"]) == (plan, False)
    response = boss_client.get(reverse(MATRIX), {"plan": closed.pk})
    assert (response.context["plan"], response.context["view"].may_create) == (closed, False)
    assert boss_client.get(reverse(MATRIX), {"plan": "999999"}).context["plan"] == plan


def test_a_plan_in_two_languages_is_one_with_all_its_reports(
    boss_client: Client, home: Page, plan: Any, goal: Any, english: Locale, culture: Any, schools: Any
) -> None:
    home.copy_for_translation(english).save_revision().publish()
    translated = plan.copy_for_translation(english)
    translated.save_revision().publish()
    FollowUpReportFactory(plan=translated, body=schools, period="2026-Q1")
    assert list(plans_of(boss_client.get(reverse(MATRIX)).wsgi_request)) == [Page.objects.get(pk=plan.pk)]
    assert cells(boss_client)["BN"] == {
        "2026-Q1": ("published", 0, 1),
        "2026-T1": ("missing", 0, 1),
        "2026-T2": ("missing", 0, 1),
        "2026": ("missing", 0, 1),
    }


def test_next_years_plan_is_shown_once_a_period_of_it_has_ended(home: Page, culture: Any) -> None:
    assert plan_in_turn([], date(2026, 11, 24)) is None
    running, following, later = plans = [PlanPageFactory(parent=home, year=year) for year in (2026, 2027, 2028)]
    for today in (date(2026, 11, 24), date(2027, 4, 29)):
        assert plan_in_turn(plans, today) == running
    assert plan_in_turn(plans, date(2027, 4, 30)) == following
    assert plan_in_turn([following, later], date(2026, 11, 24)) == following
    FollowUpReportFactory(plan=later, body=culture, period="2028-T1", publish=False)
    assert plan_in_turn([following, later], date(2026, 11, 24)) == later
    assert plan_in_turn(plans, date(2026, 11, 24)) == running


def test_next_years_plan_does_not_take_the_place_of_the_one_that_is_reported_on(
    boss_client: Client, home: Page, plan: Any
) -> None:
    PlanPageFactory(parent=home, year=2199)
    assert boss_client.get(reverse(MATRIX)).context["plan"] == plan


@pytest.mark.parametrize(
    ("today", "codes"),
    [
        (date(2025, 11, 24), []),
        (date(2026, 1, 1), ["2026-T1"]),
        (date(2026, 4, 30), ["2026-T1", "2026-T2"]),
        (date(2026, 9, 1), ["2026-T1", "2026-T2", "2026-T3", "2026"]),
        (date(2027, 1, 1), ["2026-T1", "2026-T2", "2026-T3", "2026"]),
    ],
)
def test_reports_are_made_of_periods_that_have_ended_or_are_next(today: date, codes: list[str]) -> None:
    periods = [Period.parse(code) for code in ("2026-T1", "2026-T2", "2026-T3", "2026")]
    assert [period.code for period in periods_in_turn(periods, today)] == codes


def test_no_reports_are_offered_or_made_of_a_year_to_come(boss_client: Client, home: Page, culture: Any) -> None:
    plan = PlanPageFactory(parent=home, year=2199)
    GoalPageFactory(parent=plan, sections=[assignments_section(assignment("Läs.", responsible=[culture]))])
    address = reverse("kommunmal_overviews:create_missing", args=[plan.pk, "2199-T1"])
    assert address not in boss_client.get(reverse(MATRIX)).content.decode()
    assert boss_client.post(address).status_code == 404


def test_without_a_plan_the_matrix_says_so(boss_client: Client, site: Site) -> None:
    response = boss_client.get(reverse(MATRIX), headers={"accept-language": "en"})
    assert "There is no published plan to report on." in response.content.decode()


def test_periods_are_those_of_the_reports_and_those_that_the_site_uses(home: Page, plan: Any, culture: Any) -> None:
    assert [period.code for period in periods_of_plan(plan)] == ["2026-T1", "2026-T2", "2026"]
    earlier = PlanPageFactory(parent=home, year=2025)
    for code in ("2025-H1", "2025"):
        FollowUpReportFactory(plan=earlier, body=culture, period=code)
    FollowUpReportFactory(plan=plan, body=culture, period="2026-03-31")
    assert [period.code for period in periods_of_plan(plan)] == ["2026-03-31", "2026-H1", "2026"]


def test_a_report_of_a_year_to_come_is_no_habit(home: Page, plan: Any, culture: Any) -> None:
    FollowUpReportFactory(plan=PlanPageFactory(parent=home, year=2027), body=culture, period="2027-T1")
    assert [period.code for period in periods_of_plan(plan)] == ["2026-T1", "2026-T2", "2026"]


def test_a_day_is_no_habit() -> None:
    assert usual_periods(["2025-08-31"], 2026) == {"2026-T1", "2026-T2", "2026"}
    assert usual_periods(["2025-T3", "2024-Q1"], 2026) == {"2026-T3", "2026-Q1"}


def test_the_number_of_queries_does_not_grow(boss_client: Client, plan: Any, goal: Any, items: list[ItemDict]) -> None:
    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as captured:
            matrix_of(plan, ResponsibleBody.objects.filter(is_all=False), FollowUpReport.objects.all())
        return len(captured)

    def grow() -> None:
        body = ResponsibleBodyFactory()
        item = assignment("Ett till.", responsible=[body])
        goal = GoalPageFactory(parent=plan, sections=[assignments_section(item)])
        FollowUpReportFactory(plan=plan, body=body, rows=[follow_up(goal, item, "delayed")])

    grow()
    queries()
    first = queries()
    for _ in range(3):
        grow()
    assert queries() == first <= 12


def test_the_missing_reports_are_made_as_drafts_once(
    boss_client: Client, plan: Any, goal: Any, items: list[ItemDict], culture: Any, schools: Any
) -> None:
    kept = FollowUpReportFactory(
        plan=plan, body=culture, period="2026-T1", publish=False, rows=[follow_up(goal, items[0], "delayed")]
    )
    ResponsibleBodyFactory(name="Utan del")
    url = reverse("kommunmal_overviews:create_missing", args=[plan.pk, "2026-T1"])
    page = boss_client.get(url, headers={"accept-language": "en"})
    assert [body.code for body in page.context["view"].bodies] == ["BN"]
    assert FollowUpReport.objects.count() == 1
    english = {"accept-language": "en"}
    response = boss_client.post(url, follow=True, headers=english)
    assert next(str(message) for message in response.context["messages"]).strip() == "1 report was created as a draft."
    made = FollowUpReport.objects.exclude(pk=kept.pk).get()
    assert (made.body, made.period, made.live, made.latest_revision is None) == (schools, "2026-T1", False, False)
    assert [row.lineage_id.hex for row in made.assignments.all()] == [items[1]["id"].replace("-", "")]
    assert ModelLogEntry.objects.for_instance(made).filter(action="wagtail.create").count() == 1
    boss_client.post(url)
    assert FollowUpReport.objects.count() == 2


def test_the_missing_reports_are_made_all_or_none(
    boss_client: Client, plan: Any, goal: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_revision: Callable[..., Any] = FollowUpReport.save_revision

    def fail_the_second_time(self: FollowUpReport, *args: Any, **kwargs: Any) -> Any:
        if FollowUpReport.objects.count() == 2:
            raise RuntimeError
        return save_revision(self, *args, **kwargs)

    monkeypatch.setattr(FollowUpReport, "save_revision", fail_the_second_time)
    with pytest.raises(RuntimeError):
        boss_client.post(reverse("kommunmal_overviews:create_missing", args=[plan.pk, "2026-T1"]))
    assert FollowUpReport.objects.count() == 0


@pytest.mark.parametrize("period", ["2026-Q9", "2030"])
def test_no_reports_are_made_of_a_period_that_the_matrix_does_not_have(
    boss_client: Client, plan: Any, goal: Any, period: str
) -> None:
    assert boss_client.post(reverse("kommunmal_overviews:create_missing", args=[plan.pk, period])).status_code == 404


def test_no_reports_are_made_of_a_closed_plan(boss_client: Client, plan: Any, goal: Any) -> None:
    type(plan).objects.update(closed_at=timezone.now())
    boss_client.post(reverse("kommunmal_overviews:create_missing", args=[plan.pk, "2026-T1"]))
    assert FollowUpReport.objects.count() == 0


def test_those_who_have_nothing_to_do_with_reports_see_no_matrix(editor_client: Client, plan: Any, goal: Any) -> None:
    for url in (
        reverse(MATRIX),
        reverse("kommunmal_overviews:matrix_results"),
        reverse("kommunmal_overviews:create_missing", args=[plan.pk, "2026-T1"]),
    ):
        response = editor_client.post(url) if "create" in url else editor_client.get(url)
        assert response.status_code == 302
        assert response.headers["Location"] == reverse("wagtailadmin_home")
    assert FollowUpReport.objects.count() == 0
    assert reverse(MATRIX) not in editor_client.get(reverse("wagtailadmin_home")).content.decode()


def test_another_municipality_sees_nothing_of_it(
    boss_client: Client, plan: Any, goal: Any, culture: Any, other_site: Site
) -> None:
    there = {"host": "other.example"}
    FollowUpReportFactory(plan=plan, body=culture)
    assert list(boss_client.get(reverse(MATRIX), {"plan": plan.pk}, headers=there).context["object_list"]) == []
    url = reverse("kommunmal_overviews:create_missing", args=[plan.pk, "2026-T1"])
    assert boss_client.post(url, headers=there).status_code == 404


def test_the_matrix_stands_in_the_menu_and_among_the_reports(boss_client: Client, site: Site) -> None:
    assert boss_client.get(reverse("wagtailadmin_home")).content.decode().count(f'"{reverse(MATRIX)}"') == 2
