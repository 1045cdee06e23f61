"""Who sees and writes which reports, at every address of the admin that the package adds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser, Group, Permission
from django.test.client import Client
from django.urls import URLPattern, get_resolver, reverse
from wagtail.models import ModelLogEntry, ReferenceIndex, Revision, Site, TaskState, WorkflowState

from tests.admin.test_reports import create, filled, name_of, url
from tests.admin.test_site_scoping import body_form
from wagtail_kommunmal.admin.groups import ACCESS_ADMIN
from wagtail_kommunmal.admin.reports.policy import report_policy
from wagtail_kommunmal.models import FollowUpReport, Release, ResponsibleBody, plan_models
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    FollowUpReportFactory,
    GoalPageFactory,
    ItemDict,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]

NAME = "Kultur- och fritidsnämnden"
OVERVIEWS = "kommunmal_overviews:"


def logged_in(*groups: Group, name: str = "somebody") -> Client:
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "password")
    user.groups.set(groups)
    client = Client()
    client.force_login(user)
    return client


def group_with(name: str, *permissions: str) -> Group:
    group = Group.objects.create(name=name)
    codenames = [f"{action}_followupreport" for action in permissions]
    group.permissions.set([Permission.objects.get(**ACCESS_ADMIN), *Permission.objects.filter(codename__in=codenames)])
    return group


@pytest.fixture(scope="module")
def groups(shared_groups: None) -> None:
    """Those of the package."""


@pytest.fixture(scope="module")
def committee(groups: None) -> Any:
    return ResponsibleBodyFactory(name=NAME, code="KFN", reporters=group_with("Rapportörer KFN"))


@pytest.fixture(scope="module")
def item(committee: Any) -> ItemDict:
    return assignment("Bygg ut biblioteket.", responsible=[committee])


@pytest.fixture(scope="module")
def goal(item: ItemDict) -> Any:
    plan = PlanPageFactory(year=2026)
    return GoalPageFactory(parent=plan, title="Mål: Kultur nära", sections=[assignments_section(item)])


@pytest.fixture
def report(goal: Any, item: ItemDict, committee: Any) -> FollowUpReport:
    """A live report of the committee, with two revisions, submitted once more for review."""
    found = FollowUpReportFactory(
        plan=goal.get_plan(), body=committee, rows=[follow_up(goal, item, AssignmentStatus.DELAYED)]
    )
    requester = get_user_model().objects.create_user("requester", "requester@example.org", "password")
    found.save_revision(user=requester, log_action=True)
    found.get_workflow().start(found, requester)
    return FollowUpReport.objects.get(pk=found.pk)


@pytest.fixture
def reporter_client(committee: Any) -> Client:
    return logged_in(committee.reporters, name="reporter")


@pytest.fixture
def stranger_client(committee: Any) -> Client:
    """A reporter of another committee."""
    other = ResponsibleBodyFactory(name="Barn- och utbildningsnämnden", reporters=group_with("Rapportörer BUN"))
    return logged_in(other.reporters, name="stranger")


@pytest.fixture
def half_client(committee: Any) -> Client:
    """Somebody who has every permission on reports but the one to publish them, and reports for nobody."""
    return logged_in(group_with("Halva", "view", "add", "change", "delete", "lock", "unlock"), name="half")


@pytest.fixture
def anonymous_client() -> Client:
    return Client()


WRONG = ["stranger_client", "half_client", "writer_client", "anonymous_client"]


def patterns(resolver: Any, names: str = "", prefix: str = "", bound: frozenset[str] = frozenset()) -> Iterator[Any]:
    """Yield the name, the route, the pattern and the parameters of every address below a resolver."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        here = bound | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLPattern):
            yield f"{names}{pattern.name}", route, pattern, here
        else:
            namespace = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from patterns(pattern, namespace, route, here)


def is_own(name: str, route: str) -> bool:
    return "kommunmal" in name or "kommunmal" in route


def own_addresses() -> list[tuple[str, str, frozenset[str]]]:
    admin = [found for found in get_resolver().url_patterns if str(found.pattern) == "admin/"]
    return [(name, route, bound) for name, route, _, bound in patterns(admin[0], prefix="") if is_own(name, route)]


def of_reports() -> list[tuple[str, frozenset[str]]]:
    """Return the addresses of the viewset of reports: its own, and those of its chooser."""
    return [
        (name, bound)
        for name, _route, bound in own_addresses()
        if name.startswith(("wagtailsnippets_wagtail_kommunmal_followupreport:", "wagtailsnippetchoosers_"))
        and "followupreport" in name
    ]


def state() -> list[list[dict[str, Any]]]:
    """Return everything that the package has in the database, and what Wagtail says of it."""
    models = [*apps.get_app_config("wagtail_kommunmal").get_models(), *plan_models()]
    return [
        list(model._default_manager.order_by("pk").values())
        for model in (*models, Revision, TaskState, WorkflowState, ModelLogEntry)
    ]


@pytest.fixture
def arguments(report: FollowUpReport) -> dict[str, Any]:
    """What stands for each parameter of the addresses of a report."""
    newest, oldest = report.revisions.order_by("-pk")
    task_state = report.current_workflow_task_state
    return {
        "pk": report.pk,
        "revision_id": newest.pk,
        "revision_id_a": oldest.pk,
        "revision_id_b": newest.pk,
        "action_name": "approve",
        "task_state_id": task_state.pk,
        "task_id": task_state.task_id,
        "workflow_state_id": report.current_workflow_state.pk,
    }


def status_and_text(response: Any) -> tuple[int, str]:
    return response.status_code, b"".join(response).decode()


@pytest.mark.parametrize("who", WRONG)
def test_a_report_of_others_does_not_exist_at_any_address(
    who: str, request: pytest.FixtureRequest, report: FollowUpReport, arguments: dict[str, Any]
) -> None:
    client: Client = request.getfixturevalue(who)
    before = state()
    addresses = of_reports()
    assert len(addresses) > 20
    for name, bound in addresses:
        address = reverse(name, kwargs={parameter: arguments[parameter] for parameter in bound})
        for send in (client.get, client.post):
            status, text = status_and_text(send(address, {"id": report.pk, "action-publish": "1", "comment": "Nej"}))
            expected = {404} if "pk" in bound else {200, 302, 404, 405}
            if "choosers" in name:
                expected = expected | {405}
            assert status in ({302} if who == "anonymous_client" else expected), (address, send)
            assert str(report) not in text, (address, send)
    assert state() == before


@pytest.mark.parametrize("who", ["reporter_client", "reviewer_client", "boss_client"])
def test_the_same_addresses_answer_those_who_work_with_the_report(
    who: str, request: pytest.FixtureRequest, report: FollowUpReport, arguments: dict[str, Any]
) -> None:
    client: Client = request.getfixturevalue(who)
    for name, bound in of_reports():
        address = reverse(name, kwargs={parameter: arguments[parameter] for parameter in bound})
        # Before it is begun, a report has no goal to preview.
        found = {404} if "preview" in name and not bound else {200, 302, 405}
        assert client.get(address, {"id": report.pk}).status_code in found, address


@pytest.mark.parametrize("who", ["stranger_client", "half_client", "reporter_client", "anonymous_client"])
def test_reporting_opens_nothing_else_of_the_package(
    who: str, request: pytest.FixtureRequest, report: FollowUpReport, goal: Any, committee: Any
) -> None:
    client: Client = request.getfixturevalue(who)
    rows = {"keyfigure": KeyFigureFactory(), "responsiblebody": committee, "focusarea": FocusAreaFactory()}
    before = state()
    addresses = [
        (name, bound)
        for name, _route, bound in own_addresses()
        if "followupreport" not in name and not name.startswith(OVERVIEWS)
    ]
    assert len(addresses) > 30
    for name, bound in addresses:
        row = next((row for model, row in rows.items() if model in name), rows["keyfigure"])
        plan = goal.get_plan()
        values = {"pk": row.pk, "page_id": plan.pk, "vocabulary": "assignment", "number": 1, "kolada_id": "N00945"}
        values |= {"kind": "key-figures", "ending": "csv", "upload_id": 1, "batch_id": 1}
        address = reverse(name, kwargs={key: values[key] for key in bound})
        for send in (client.get, client.post):
            status, _text = status_and_text(send(address, {"id": row.pk}))
            # Rows are chosen in forms that ask for rights of their own; lists of pages show what a user may edit.
            open_to_all = {200} if "choosers" in name or not bound else set()
            # Those who may import something import their own files, and find no others.
            of_others = {404} if name.startswith("kommunmal_imports:") else set()
            assert status in {302, 403, 405, *open_to_all, *of_others}, (address, send)
            assert who != "anonymous_client" or status == 302, (address, send)
    assert state() == before


@pytest.mark.parametrize("who", WRONG)
def test_the_overviews_tell_nobody_of_the_reports_of_others(
    who: str, request: pytest.FixtureRequest, report: FollowUpReport, goal: Any, item: ItemDict
) -> None:
    client: Client = request.getfixturevalue(who)
    before = state()
    values = {"lineage_id": item["id"], "plan_id": goal.get_plan().pk, "period": report.period}
    addresses = [(name, bound) for name, _route, bound in own_addresses() if name.startswith(OVERVIEWS)]
    assert len(addresses) > 5
    for name, bound in addresses:
        address = reverse(name, kwargs={key: values[key] for key in bound})
        for send in (client.get, client.post):
            status, text = status_and_text(send(address))
            # Those who write key figures see what is lacking in them.
            is_open = who == "stranger_client" or (who == "writer_client" and "freshness" in name)
            assert status in ({200, 302, 403, 404, 405} if is_open else {302, 403}), (address, send)
            assert NAME not in text, address
    assert state() == before


def listed(client: Client, name: str, **query: Any) -> list[Any]:
    context = client.get(url(name), query).context
    return list(context["object_list"])


def chosen(client: Client) -> list[Any]:
    chooser = "wagtailsnippetchoosers_wagtail_kommunmal_followupreport:"
    return list(client.get(reverse(f"{chooser}choose_results"), {"q": "Kultur"}).context["results"])


def test_lists_choosers_filters_and_search_hold_the_reports_of_the_user(
    report: FollowUpReport, committee: Any, reporter_client: Client, stranger_client: Client, reviewer_client: Client
) -> None:
    for client, reports, bodies in (
        (reporter_client, [report], {committee}),
        (stranger_client, [], {ResponsibleBody.objects.get(name="Barn- och utbildningsnämnden")}),
        (reviewer_client, [report], set(ResponsibleBody.objects.all())),
    ):
        assert listed(client, "list") == listed(client, "list", q="kultur") == reports
        assert listed(client, "list_results", body=committee.pk) == (reports if committee in bodies else [])
        assert chosen(client) == reports
        assert set(client.get(url("add")).context["form"].fields["body"].queryset) == bodies


def test_membership_ends_with_the_body_and_with_the_account(
    report: FollowUpReport, committee: Any, reporter_client: Client
) -> None:
    committee.reporters = None
    committee.save()
    assert reporter_client.get(url("edit", report.pk)).status_code == 404


def test_no_report_is_begun_for_the_body_of_others(goal: Any, committee: Any, stranger_client: Client) -> None:
    sent = {"plan": goal.get_plan().pk, "body": committee.pk, "period": "2026-T1"}
    response = stranger_client.post(url("add"), sent)
    assert list(response.context["form"].errors) == ["body"]
    assert not FollowUpReport.objects.exists()


@pytest.fixture
def draft(goal: Any, committee: Any, reporter_client: Client) -> FollowUpReport:
    """A report that the reporter has begun."""
    return create(reporter_client, goal.get_plan(), committee, "2026-T1")


def test_a_reporter_writes_and_submits_and_does_nothing_else(
    draft: FollowUpReport, goal: Any, item: ItemDict, reporter_client: Client
) -> None:
    sent = filled(reporter_client, draft, **{name_of(goal, item, "status"): "delayed"})
    reporter_client.post(url("edit", draft.pk), {**sent, "action-publish": "1"})
    draft.refresh_from_db()
    assert (draft.live, draft.assignments.get().status) == (False, "delayed")  # type: ignore[attr-defined]
    for name in ("delete", "unpublish", "lock", "unlock"):
        reporter_client.post(url(name, draft.pk))
    draft.refresh_from_db()
    assert not draft.locked
    html = reporter_client.get(url("edit", draft.pk)).content.decode()
    assert ('name="action-publish"' in html, 'name="action-submit"' in html) == (False, True)
    reporter_client.post(url("edit", draft.pk), {**sent, "action-submit": "1"})
    draft = FollowUpReport.objects.get(pk=draft.pk)
    assert (draft.workflow_in_progress, draft.live) == (True, False)
    assert reporter_client.get(url("edit", draft.pk)).status_code == 200


def moderate(client: Client, report: FollowUpReport, action: str, **data: str) -> Any:
    task_state = FollowUpReport.objects.get(pk=report.pk).current_workflow_task_state
    return client.post(url("workflow_action", report.pk, action, task_state.pk), data)


def test_a_reviewer_asks_for_changes_and_then_approves(
    draft: FollowUpReport,
    goal: Any,
    item: ItemDict,
    reporter_client: Client,
    reviewer_client: Client,
    released: Callable[[], Any],
) -> None:
    sent = filled(reporter_client, draft, **{name_of(goal, item, "status"): "delayed"})
    reporter_client.post(url("edit", draft.pk), {**sent, "action-submit": "1"})
    moderate(reviewer_client, draft, "reject", comment="Vad gör ni åt det?")
    draft = FollowUpReport.objects.get(pk=draft.pk)
    assert (draft.live, draft.current_workflow_state.status) == (False, "needs_changes")
    assert "Vad gör ni åt det?" in reporter_client.get(url("edit", draft.pk)).content.decode()
    reporter_client.post(url("edit", draft.pk), {**sent, "action-submit": "1"})
    with released():
        moderate(reviewer_client, draft, "approve")
    draft.refresh_from_db()
    assert draft.live
    label = Release.objects.order_by("published_from").last().label  # type: ignore[union-attr]
    assert label == f"T1 2026 {NAME}"


def test_a_reporter_does_not_approve(report: FollowUpReport, reporter_client: Client) -> None:
    moderate(reporter_client, report, "approve")
    assert FollowUpReport.objects.get(pk=report.pk).workflow_in_progress


def bulk_url(*ids: Any) -> str:
    address = reverse("wagtail_bulk_action", args=["wagtail_kommunmal", "followupreport", "delete"])
    return f"{address}?{'&'.join(f'id={pk}' for pk in ids)}"


@pytest.mark.parametrize("who", ["reporter_client", "stranger_client", "half_client", "writer_client"])
@pytest.mark.parametrize("chosen", ["one", "all"])
def test_nobody_deletes_reports_in_bulk_or_reads_their_names_there(
    who: str, chosen: str, request: pytest.FixtureRequest, report: FollowUpReport
) -> None:
    client: Client = request.getfixturevalue(who)
    for send in (client.get, client.post):
        status, text = status_and_text(send(bulk_url(report.pk if chosen == "one" else "all")))
        assert status in {302, 404}
        assert str(report) not in text
    assert FollowUpReport.objects.filter(pk=report.pk).exists()


def test_who_may_delete_deletes_in_bulk(report: FollowUpReport, boss_client: Client) -> None:
    assert str(report) in boss_client.get(bulk_url(report.pk)).content.decode()
    boss_client.post(bulk_url("all"))
    assert not FollowUpReport.objects.exists()


REPORTS_OF_WAGTAIL = ["site_history", "workflow", "workflow_tasks"]


@pytest.mark.parametrize("name", REPORTS_OF_WAGTAIL)
def test_wagtails_own_reports_name_those_of_others_to_nobody(
    name: str,
    report: FollowUpReport,
    stranger_client: Client,
    writer_client: Client,
    reviewer_client: Client,
) -> None:
    address = reverse(f"wagtailadmin_reports:{name}_results")
    for client, is_named in ((stranger_client, False), (writer_client, False), (reviewer_client, True)):
        for query in ({}, {"export": "csv"}):
            assert (str(report) in status_and_text(client.get(address, query))[1]) is is_named


def test_the_front_page_names_reports_to_those_who_work_with_them(
    report: FollowUpReport, reviewer_client: Client, half_client: Client
) -> None:
    # Somebody who approves without the right to publish, and somebody who once reported.
    report.current_workflow_task_state.task.specific.groups.add(Group.objects.get(name="Halva"))
    former = get_user_model().objects.get(username="requester")
    former.groups.add(Group.objects.get(name="Målredaktörer"))
    former_client = Client()
    former_client.force_login(former)
    home = reverse("wagtailadmin_home")
    assert str(report) in reviewer_client.get(home).content.decode()
    assert str(report) not in half_client.get(home).content.decode()
    assert str(report) not in former_client.get(home).content.decode()
    former.groups.add(report.body.reporters)
    assert str(report) in former_client.get(home).content.decode()


def test_the_front_page_names_only_reports_of_its_own_municipality(
    report: FollowUpReport, reviewer_client: Client, other_site: Site
) -> None:
    requester = get_user_model().objects.get(username="requester")
    requester.groups.add(report.body.reporters)
    requester_client = Client()
    requester_client.force_login(requester)
    home = reverse("wagtailadmin_home")
    for client in (reviewer_client, requester_client):
        assert str(report) in client.get(home).content.decode()
        assert str(report) not in client.get(home, headers={"host": "other.example"}).content.decode()


def test_the_usage_of_a_body_names_reports_to_those_who_work_with_them(
    report: FollowUpReport, committee: Any, writer_client: Client, reviewer_client: Client
) -> None:
    address = reverse("wagtailsnippets_wagtail_kommunmal_responsiblebody:usage", args=[committee.pk])
    ReferenceIndex.create_or_update_for_object(report)
    assert str(report) not in writer_client.get(address).content.decode()
    assert str(report) in reviewer_client.get(address).content.decode()


def test_nobody_follows_who_edits_the_report_of_others(
    report: FollowUpReport, reporter_client: Client, stranger_client: Client
) -> None:
    address = reverse("wagtailadmin_editing_sessions:ping", args=["wagtail_kommunmal", "followupreport", report.pk, 0])
    assert stranger_client.post(address).status_code == 404
    assert reporter_client.post(address).status_code == 200


def test_the_policy_knows_who_works_with_which_report(
    report: FollowUpReport, reporter_client: Client, stranger_client: Client, half_client: Client, admin_user: Any
) -> None:
    reviewer = get_user_model().objects.create_user("reviewer", "reviewer@example.org", "password")
    reviewer.groups.add(Group.objects.get(name="Målgranskare"))
    users = {user.username: user for user in get_user_model().objects.all()}
    everybody = {"admin", "reviewer"}
    assert {user.username for user in report_policy.users_with_permission("publish")} == everybody
    assert {user.username for user in report_policy.users_with_permission("delete")} == everybody
    assert {user.username for user in report_policy.users_with_permission("change")} == {
        *everybody,
        "reporter",
        "stranger",
    }
    assert {user.username for user in report_policy.users_with_permission_for_instance("change", report)} == {
        *everybody,
        "reporter",
    }
    for name, reports in (("reviewer", [report]), ("reporter", [report]), ("stranger", []), ("half", [])):
        assert list(report_policy.instances_user_has_permission_for(users[name], "change")) == reports
    assert not report_policy.user_has_permission(AnonymousUser(), "change")


def body_data(committee: Any, **fields: Any) -> dict[str, Any]:
    return body_form(name=committee.name, code=committee.code, kind=committee.kind, **fields)


def test_a_group_that_cannot_open_the_admin_does_not_report(committee: Any, boss_client: Client) -> None:
    address = reverse("wagtailsnippets_wagtail_kommunmal_responsiblebody:edit", args=[committee.pk])
    group = Group.objects.create(name="Nämndsekreterare")
    response = boss_client.post(address, body_data(committee, reporters=group.pk))
    assert list(response.context["form"].errors) == ["reporters"]
    assert "Nämndsekreterare" in str(response.context["form"].errors)
    group.permissions.add(Permission.objects.get(**ACCESS_ADMIN))
    assert boss_client.post(address, body_data(committee, reporters=group.pk)).status_code == 302
    committee.refresh_from_db()
    assert committee.reporters == group


def test_who_may_not_change_groups_does_not_choose_reporters(committee: Any, writer_client: Client) -> None:
    address = reverse("wagtailsnippets_wagtail_kommunmal_responsiblebody:edit", args=[committee.pk])
    assert "reporters" not in writer_client.get(address).context["form"].fields
    writers = Group.objects.get(name="Målredaktörer")
    assert writer_client.post(address, body_data(committee, reporters=writers.pk)).status_code == 302
    committee.refresh_from_db()
    assert committee.reporters.name == "Rapportörer KFN"


def test_the_form_of_a_group_offers_no_right_that_gives_nothing(groups: None, boss_client: Client) -> None:
    reviewers = Group.objects.get(name="Målgranskare")
    form = boss_client.get(reverse("wagtailusers_groups:edit", args=[reviewers.pk])).context["form"]
    offered = form.registered_permissions.filter(codename__endswith="_followupreport")
    assert {permission.codename.partition("_")[0] for permission in offered} == {"delete", "publish", "lock", "unlock"}
