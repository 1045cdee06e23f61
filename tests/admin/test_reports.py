"""A report in the admin: what its form shows, takes and keeps."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test.client import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Site
from wagtail.test.utils.form_data import rich_text

from tests.site_pages import Page
from wagtail_kommunmal.models import AssignmentFollowUp, FollowUpReport, GoalAssessment, InvestmentFollowUp, StatusWord
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    ItemDict,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assessment,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus, BodyKind, InvestmentRowKind, ResponsibleRole

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def plan(shared_site: Site) -> Any:
    return PlanPageFactory(year=2026)


@pytest.fixture(scope="module")
def committee(shared_site: Site) -> Any:
    return ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")


@pytest.fixture(scope="module")
def item(committee: Any) -> ItemDict:
    return assignment("Bygg ut biblioteket.", responsible=[committee], quantity_target="3", quantity_unit="salar")


@pytest.fixture(scope="module")
def goal(plan: Any, item: ItemDict, released: Any) -> Any:
    with released():
        return GoalPageFactory(parent=plan, title="Mål: Kultur nära", sections=[assignments_section(item)])


def url(name: str, *args: Any) -> str:
    return reverse(FollowUpReport.snippet_viewset.get_url_name(name), args=args)  # type: ignore[attr-defined]


def create(client: Client, plan: Any, body: Any, period: str) -> FollowUpReport:
    response = client.post(url("add"), {"plan": plan.pk, "body": body.pk, "period": period})
    assert response.status_code == 302, response.context["form"].errors
    return FollowUpReport.objects.latest("pk")


def name_of(goal: Any, item: ItemDict, field: str, kind: str = "assignmentfollowup") -> str:
    return f"{kind}-{goal.translation_key}-{item['id']}-{field}"


def filled(client: Client, report: FollowUpReport, **values: str) -> dict[str, str]:
    """Return what the browser sends of a report's form when these fields are filled in."""
    form = client.get(url("edit", report.pk)).context["form"]
    empty = {name: rich_text("") if name.endswith("-comment") else "" for name in form.fields}
    return {**empty, **{name: value for name, value in values.items() if name in form.fields}}


def titles(client: Client, report: FollowUpReport) -> list[tuple[str, list[str]]]:
    goals = client.get(url("edit", report.pk)).context["form"].goals
    return [(goal.goal.title, [row.title for row in goal.rows]) for goal in goals]


def test_a_new_report_has_a_row_for_everything_that_the_body_has_a_part_in(
    boss_client: Client, plan: Any, committee: Any
) -> None:
    other = ResponsibleBodyFactory()
    everyone = ResponsibleBodyFactory(everyone=True)
    GoalPageFactory(
        parent=plan,
        title="Mål: Kultur nära",
        sections=[
            assignments_section(
                assignment("Bygg ut biblioteket.", responsible=[(committee, ResponsibleRole.CO), other]),
                assignment("Någon annans.", responsible=[other]),
                assignment("Följ upp budgeten.", responsible=[everyone]),
            ),
            investments_section(
                investment("Bibliotek", row_kind=InvestmentRowKind.GROUP, responsible=[committee]),
                investment("Bokbuss", responsible=[committee]),
            ),
        ],
    )
    GoalPageFactory(parent=plan, sections=[assignments_section(assignment("Någon annans.", responsible=[other]))])
    report = create(boss_client, plan, committee, "2026-t1")
    assert titles(boss_client, report) == [
        ("Mål: Kultur nära", ["Bygg ut biblioteket.", "Följ upp budgeten.", "Bokbuss"])
    ]
    assert (report.period, report.live) == ("2026-T1", False)
    assert AssignmentFollowUp.objects.count() == 2
    assert InvestmentFollowUp.objects.count() == 1


def test_the_executive_board_assesses_goals_unless_the_site_names_others(
    boss_client: Client, plan: Any, goal: Any
) -> None:
    board = ResponsibleBodyFactory(kind=BodyKind.EXECUTIVE)
    report = create(boss_client, plan, board, "2026-T1")
    assert titles(boss_client, report) == [("Mål: Kultur nära", ["Målet som helhet"])]
    assert GoalAssessment.objects.get().goal_key == goal.translation_key


def test_a_second_report_of_the_same_is_refused(boss_client: Client, plan: Any, goal: Any, committee: Any) -> None:
    create(boss_client, plan, committee, "2026-T1")
    response = boss_client.post(url("add"), {"plan": plan.pk, "body": committee.pk, "period": "2026-T1"})
    assert "Den ansvariga har redan en rapport om planen för den här perioden." in str(response.context["form"].errors)


def test_a_period_of_another_form_is_refused_at_its_field(
    boss_client: Client, plan: Any, goal: Any, committee: Any
) -> None:
    response = boss_client.post(url("add"), {"plan": plan.pk, "body": committee.pk, "period": "tertial 1"})
    assert "period" in response.context["form"].errors


@pytest.mark.parametrize(
    ("period", "is_taken"),
    [
        ("2026", True),
        ("2026-12-31", True),
        ("2023-2026", True),
        ("2025-2028", True),
        ("2031-03", False),
        ("2025", False),
        ("2027-2030", False),
    ],
)
def test_period_is_of_the_plans_year(
    boss_client: Client, plan: Any, goal: Any, committee: Any, period: str, is_taken: bool
) -> None:
    answer = boss_client.post(
        url("add"), {"plan": plan.pk, "body": committee.pk, "period": period}, HTTP_ACCEPT_LANGUAGE="en"
    )
    assert FollowUpReport.objects.filter(period=period).exists() is is_taken
    if not is_taken:
        assert answer.context["form"].errors == {
            "period": [
                "The plan is for 2026. Write a period of that year, for example 2026-T1 or 2026, "
                "or years that it is one of, for example 2023-2026."
            ]
        }


def test_report_whose_period_is_of_another_year_is_still_written(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    report = FollowUpReportFactory(plan=plan, body=committee, period="2027-T1")
    form = filled(boss_client, report, **{name_of(goal, item, "status"): "delayed"})
    assert boss_client.post(url("edit", report.pk), form).status_code == 302


def test_a_form_asks_no_more_of_the_database_the_more_goals_the_plan_has(
    boss_client: Client, plan: Any, committee: Any, django_assert_max_num_queries: Any
) -> None:
    everyone = ResponsibleBodyFactory(everyone=True)

    def add_goals(count: int) -> None:
        sections = [
            assignments_section(
                assignment("Bygg ut.", responsible=[committee]), assignment("x", responsible=[everyone])
            ),
            investments_section(investment("Bokbuss", responsible=[committee])),
        ]
        GoalPageFactory.create_batch(count, parent=plan, sections=sections)

    def open_form() -> int:
        form = boss_client.get(url("edit", report.pk)).context["form"]
        return len(form.goals)

    add_goals(2)
    report = create(boss_client, plan, committee, "2026-T1")
    open_form()
    with django_assert_max_num_queries(100) as few:
        assert open_form() == 2
    add_goals(8)
    with django_assert_max_num_queries(len(few)):
        assert open_form() == 10


def test_a_report_without_a_period_is_not_saved(boss_client: Client, plan: Any, goal: Any, committee: Any) -> None:
    response = boss_client.post(url("add"), {"plan": plan.pk, "body": committee.pk, "period": ""})
    assert list(response.context["form"].errors) == ["period"]
    assert not FollowUpReport.objects.exists()


def test_what_is_written_is_kept_and_published(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    report = create(boss_client, plan, committee, "2026-T1")
    form = filled(
        boss_client,
        report,
        **{
            name_of(goal, item, "status"): "delayed",
            name_of(goal, item, "comment"): rich_text("<p>Upphandlingen är överklagad.</p>"),
            name_of(goal, item, "quantity_done"): "1 234,50",
        },
    )
    assert boss_client.post(url("edit", report.pk), form).status_code == 302
    report.refresh_from_db()
    assert not report.live
    assert boss_client.post(url("edit", report.pk), {**form, "action-publish": "1"}).status_code == 302
    report.refresh_from_db()
    (row,) = report.assignments.all()  # type: ignore[attr-defined]
    assert report.live
    assert (row.status, str(row.quantity_done)) == ("delayed", "1234.50")
    assert "Upphandlingen är överklagad." in row.comment


def test_an_editor_that_nothing_was_written_in_says_nothing(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    report = create(boss_client, plan, committee, "2026-T1")
    boss_client.post(url("edit", report.pk), filled(boss_client, report))
    assert not AssignmentFollowUp.objects.get().is_reported


def test_a_draft_over_a_live_report_is_kept_apart_from_it(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    report = FollowUpReportFactory(plan=plan, body=committee, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)])
    form = filled(boss_client, report, **{name_of(goal, item, "status"): "paused"})
    assert boss_client.post(url("edit", report.pk), form).status_code == 302
    assert AssignmentFollowUp.objects.get().status == "delayed"
    draft = boss_client.get(url("edit", report.pk)).context["form"]
    assert draft[name_of(goal, item, "status")].initial == "paused"


def test_a_number_that_is_none_is_told_at_its_field_and_nothing_is_lost(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    report = create(boss_client, plan, committee, "2026-T1")
    done = name_of(goal, item, "quantity_done")
    form = filled(boss_client, report, **{done: "tre", name_of(goal, item, "status"): "delayed"})
    response = boss_client.post(url("edit", report.pk), form)
    assert list(response.context["form"].errors) == [done]
    assert response.context["form"][name_of(goal, item, "status")].value() == "delayed"


@pytest.mark.parametrize(
    ("period", "offered", "not_offered"),
    [("2026-T1", "expected_complete", "not_completed"), ("2026", "not_completed", "expected_complete")],
)
def test_only_statuses_that_fit_the_period_are_offered(
    boss_client: Client,
    plan: Any,
    goal: Any,
    item: ItemDict,
    committee: Any,
    period: str,
    offered: str,
    not_offered: str,
) -> None:
    report = create(boss_client, plan, committee, period)
    form = boss_client.get(url("edit", report.pk)).context["form"]
    codes = [code for code, _label in form.fields[name_of(goal, item, "status")].choices]
    assert offered in codes
    assert not_offered not in codes


def test_what_was_said_before_stands_beside_and_is_not_copied(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    row = follow_up(goal, item, AssignmentStatus.DELAYED, comment="<p>Sent.</p>")
    FollowUpReportFactory(plan=plan, body=committee, rows=[row])
    report = create(boss_client, plan, committee, "2026-T2")
    response = boss_client.get(url("edit", report.pk))
    assert "Tidigare (T1 2026): Försenat" in response.content.decode()
    assert response.context["form"][name_of(goal, item, "status")].initial == ""


def test_what_was_said_before_is_told_in_the_words_of_the_site_with_links_that_lead_somewhere(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any, site: Site
) -> None:
    StatusWord.objects.create(site=site, vocabulary="assignment", code="delayed", label="Senarelagd")
    link = f'<p><a linktype="page" id="{plan.pk}">planen</a></p>'
    for period in ("2026-T1", "2026-T2"):
        row = follow_up(goal, item, "delayed", comment=link)
        report = FollowUpReportFactory(plan=plan, body=committee, period=period, rows=[row])
    page = boss_client.get(url("edit", report.pk)).content.decode()
    assert "Tidigare (T1 2026): Senarelagd" in page
    assert page.count(f'<a href="{plan.url}">planen</a>') == 2


def test_an_item_leads_to_its_history_and_a_goal_has_none(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict
) -> None:
    board = ResponsibleBodyFactory(kind=BodyKind.EXECUTIVE)
    report = FollowUpReportFactory(plan=plan, body=board, rows=[follow_up(goal, item)])
    GoalPageFactory(parent=plan, sections=[assignments_section(mine := assignment("Mät.", responsible=[board]))])
    page = boss_client.get(url("edit", report.pk)).content.decode()
    assert page.count("kommunmal-report-history") == 1
    assert reverse("kommunmal_overviews:history", args=[mine["id"]]) in page


def test_what_was_said_of_the_year_stands_beside_what_goes_on_in_the_next_plan(
    boss_client: Client, home: Page, plan: Any, goal: Any, item: ItemDict
) -> None:
    board = ResponsibleBodyFactory(kind=BodyKind.EXECUTIVE)
    mine = assignment("Mät.", responsible=[board])
    rows = [assessment(goal, "partly_achieved"), follow_up(goal, mine, "delayed")]
    FollowUpReportFactory(plan=plan, body=board, period="2026-T2", rows=[assessment(goal, "not_achieved")])
    FollowUpReportFactory(plan=plan, body=board, period="2026", rows=rows)
    FollowUpReportFactory(plan=plan, period="2026", rows=[follow_up(goal, mine, "paused")])
    plan_after = PlanPageFactory(parent=home, year=2027)
    for previous in (goal, None):
        GoalPageFactory(parent=plan_after, previous_goal=previous, sections=[assignments_section(mine)])
    report = create(boss_client, plan_after, board, "2027-T1")
    shown = boss_client.get(url("edit", report.pk)).context["form"].form_rows
    assert [(row.before and row.before.status) for row in shown] == ["partly_achieved", "delayed", None, "delayed"]


def test_the_plan_may_change_afterwards(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    report = FollowUpReportFactory(plan=plan, body=committee, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)])
    new = assignment("Nytt uppdrag.", responsible=[committee])
    goal.sections = json.loads(json.dumps([assignments_section(new)]))
    goal.save_revision().publish()
    form = boss_client.get(url("edit", report.pk)).context["form"]
    rows = [(row.title, row.is_removed, row.row.status) for row in form.form_rows]
    assert rows == [("Nytt uppdrag.", False, ""), ("Bygg ut biblioteket.", True, "delayed")]


def test_a_late_autosave_does_not_withdraw_the_report(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    report = create(boss_client, plan, committee, "2026-T1")
    stale = boss_client.get(url("edit", report.pk)).context["form"]
    FollowUpReport.objects.get(pk=report.pk).get_latest_revision().publish()
    assert not stale.instance.live
    late = type(stale)(data=filled(boss_client, report), instance=stale.instance, for_user=stale.for_user)
    late.defer_required_fields()
    assert late.is_valid(), late.errors
    with pytest.raises(PermissionDenied, match="publicerats under tiden"):
        late.save()
    report.refresh_from_db()
    assert report.live


def test_a_closed_plan_locks_its_reports(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    report = create(boss_client, plan, committee, "2026-T1")
    type(plan).objects.filter(pk=plan.pk).update(closed_at="2027-01-15T10:00:00Z")
    boss_client.post(url("edit", report.pk), filled(boss_client, report, **{name_of(goal, item, "status"): "paused"}))
    assert AssignmentFollowUp.objects.get().status == ""
    assert "Planen är stängd" in boss_client.get(url("edit", report.pk)).content.decode()


def test_reports_of_another_site_are_neither_listed_nor_opened(
    boss_client: Client, plan: Any, other_site: Site, goal: Any, committee: Any
) -> None:
    own = create(boss_client, plan, committee, "2026-T1")
    foreign = FollowUpReportFactory(
        plan=PlanPageFactory(parent=other_site.root_page), body=ResponsibleBodyFactory(site=other_site)
    )
    listed = boss_client.get(url("list")).context["object_list"]
    assert list(listed) == [own]
    assert boss_client.get(url("edit", foreign.pk)).status_code == 404


@pytest.mark.parametrize("key", ["abc", "9" * 30])
def test_address_that_names_no_row_is_not_found(boss_client: Client, site: Site, key: str) -> None:
    bulk = reverse("wagtail_bulk_action", args=["wagtail_kommunmal", "followupreport", "delete"])
    rows = [url(name, 1).replace("/1/", f"/{key}/") for name in ("edit", "delete")]
    for address in (*rows, f"{bulk}?id={key}"):
        assert boss_client.get(address).status_code == 404, address


def test_thirty_rows_are_a_light_page(boss_client: Client, plan: Any, committee: Any) -> None:
    items = [assignment(f"Uppdrag {number} för biblioteken.", responsible=[committee]) for number in range(30)]
    GoalPageFactory(parent=plan, sections=[assignments_section(*items)])
    report = create(boss_client, plan, committee, "2026-T1")
    html = boss_client.get(url("edit", report.pk)).content
    assert len(html) <= 200_000
    assert html.count(b'-status" id=') == 30


def test_what_the_browser_does_not_send_stays_as_somebody_else_has_saved_it_meanwhile(
    boss_client: Client, plan: Any, committee: Any
) -> None:
    items = [assignment(title, quantity_target="3", responsible=[committee]) for title in ("Ett.", "Två.")]
    goal = GoalPageFactory(parent=plan, sections=[assignments_section(*items)])
    report = create(boss_client, plan, committee, "2026-T1")
    first, second = (
        {
            name_of(goal, item, "status"): status,
            name_of(goal, item, "comment"): rich_text(f"<p>{status}</p>"),
            name_of(goal, item, "quantity_done"): "2",
        }
        for item, status in zip(items, ("delayed", "paused"), strict=True)
    )
    for tab in (first, second):
        assert boss_client.post(url("edit", report.pk), tab).status_code == 302
    rows = AssignmentFollowUp.objects.order_by("pk")
    assert [(row.status, "delayed" in row.comment, str(row.quantity_done)) for row in rows] == [
        ("delayed", True, "2"),
        ("paused", False, "2"),
    ]
    boss_client.post(url("edit", report.pk), {name_of(goal, items[0], "quantity_done"): ""})
    assert rows.all()[0].quantity_done is None


def test_form_with_an_error_shows_the_draft_where_nothing_was_sent(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    report = create(boss_client, plan, committee, "2026-T1")
    boss_client.post(url("edit", report.pk), {name_of(goal, item, "status"): "delayed"})
    response = boss_client.post(url("edit", report.pk), {name_of(goal, item, "quantity_done"): "tre"})
    form = response.context["form"]
    assert form[name_of(goal, item, "status")].value() == "delayed"
    assert form[name_of(goal, item, "quantity_done")].value() == "tre"


def test_status_that_is_not_offered_any_longer_hinders_nobody_who_leaves_it(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    row = follow_up(goal, item, AssignmentStatus.NOT_COMPLETED)
    report = FollowUpReportFactory(plan=plan, body=committee, rows=[row], publish=False)
    written = {name_of(goal, item, "quantity_done"): "2"}
    assert boss_client.post(url("edit", report.pk), written).status_code == 302
    assert AssignmentFollowUp.objects.get().status == "not_completed"


def test_message_links_to_the_rows_to_look_at(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    report = create(boss_client, plan, committee, "2026-T1")
    done = name_of(goal, item, "quantity_done")
    html = boss_client.post(url("edit", report.pk), {done: "tre"}).content.decode()
    assert f'href="#id_{done}">Bygg ut biblioteket. – ' in html
    assert f'aria-describedby="id_{done}_error"' in html
    assert f'id="id_{done}_error"' in html


def autosave(client: Client, report: FollowUpReport, form: dict[str, Any]) -> Any:
    return client.post(url("edit", report.pk), form, headers={"accept": "application/json"}).json()


def test_autosave_that_cannot_be_names_the_row(
    boss_client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    report = create(boss_client, plan, committee, "2026-T1")
    answer = autosave(boss_client, report, {name_of(goal, item, "quantity_done"): "tre"})
    assert answer["error_code"] == "validation_error"
    assert "Bygg ut biblioteket. – " in answer["error_message"]


def test_autosave_of_a_tab_that_another_has_overtaken_is_refused_and_its_rows_can_still_be_saved(
    boss_client: Client, plan: Any, committee: Any
) -> None:
    items = [assignment(title, responsible=[committee]) for title in ("Ett.", "Två.")]
    goal = GoalPageFactory(parent=plan, sections=[assignments_section(*items)])
    report = create(boss_client, plan, committee, "2026-T1")
    loaded = {
        "loaded_revision_id": report.latest_revision.pk,
        "loaded_revision_created_at": report.latest_revision.created_at.isoformat(),
    }
    first = {**loaded, name_of(goal, items[0], "status"): "delayed"}
    second = {**loaded, name_of(goal, items[1], "status"): "paused"}
    answer = autosave(boss_client, report, first)
    assert answer["success"]
    assert autosave(boss_client, report, second)["error_code"] == "invalid_revision"
    assert boss_client.post(url("edit", report.pk), second).status_code == 302
    later = {**first, "overwrite_revision_id": answer["revision_id"], name_of(goal, items[0], "status"): "completed"}
    assert autosave(boss_client, report, later)["error_code"] == "invalid_revision"
    draft = boss_client.get(url("edit", report.pk)).context["form"]
    assert [row.row.status for row in draft.form_rows] == ["delayed", "paused"]


def test_autosave_without_a_session_saves_nothing_and_is_no_success(
    boss_client: Client, client: Client, plan: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    report = create(boss_client, plan, committee, "2026-T1")
    written = {name_of(goal, item, "status"): "delayed"}
    answer = client.post(url("edit", report.pk), written, headers={"accept": "application/json"})
    assert answer.status_code in (302, 403)
    assert AssignmentFollowUp.objects.get().status == ""


@pytest.fixture
def translated(plan: Any, home: Page, english: Any) -> Any:
    """The plan in English, published as well."""
    home.copy_for_translation(english).save_revision().publish()
    edition = plan.copy_for_translation(english)
    edition.save_revision().publish()
    return type(plan).objects.get(pk=edition.pk)


def offered(client: Client) -> list[int]:
    return list(client.get(url("add")).context["form"].fields["plan"].queryset.values_list("pk", flat=True))


def test_a_plan_in_two_languages_is_offered_once(boss_client: Client, plan: Any, translated: Any) -> None:
    assert translated.live
    CreatePageAliasAction(plan, parent=plan.get_parent(), update_slug="alias").execute(skip_permission_checks=True)
    later = PlanPageFactory(parent=plan.get_parent(), year=2027)
    assert offered(boss_client) == [later.pk, plan.pk]
    plan.unpublish()
    assert offered(boss_client) == [translated.pk, later.pk]


def test_a_plan_is_offered_while_the_edition_that_is_reported_on_is_open(
    boss_client: Client, plan: Any, translated: Any
) -> None:
    type(plan).objects.filter(pk=plan.pk).update(closed_at=timezone.now())
    assert offered(boss_client) == []


def test_a_second_report_of_the_same_plan_in_another_language_is_refused(
    boss_client: Client, plan: Any, translated: Any, goal: Any, committee: Any
) -> None:
    FollowUpReportFactory(plan=translated, body=committee, period="2026-T1")
    sent = {"plan": plan.pk, "body": committee.pk, "period": "2026-t1"}
    response = boss_client.post(url("add"), sent)
    assert list(response.context["form"].errors) == ["plan"]
    assert boss_client.post(url("add"), {**sent, "period": "2026-T2"}).status_code == 302


def test_a_report_of_a_further_edition_is_still_written(
    boss_client: Client, plan: Any, translated: Any, goal: Any, item: ItemDict, committee: Any
) -> None:
    FollowUpReportFactory(plan=translated, body=committee, period="2026-T1")
    report = FollowUpReportFactory(plan=plan, body=committee, period="2026-T1", rows=[follow_up(goal, item)])
    response = boss_client.post(
        url("edit", report.pk), filled(boss_client, report, **{name_of(goal, item, "status"): "delayed"})
    )
    assert response.status_code == 302
