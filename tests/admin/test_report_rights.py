"""Who sees and writes which reports, at every address of the admin that the package adds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test.client import Client
from django.urls import URLPattern, get_resolver, reverse
from wagtail.models import (
    ModelLogEntry,
    Revision,
    Site,
    TaskState,
    WorkflowState,
)

from tests.site_pages import Page
from wagtail_kommunmal.admin.groups import ACCESS_ADMIN
from wagtail_kommunmal.models import FollowUpReport, plan_models
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
from wagtail_kommunmal.vocabulary import AssignmentStatus

pytestmark = pytest.mark.django_db

NAME = "Kultur- och fritidsnämnden"


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


@pytest.fixture
def committee(site: Site, groups: None) -> Any:
    return ResponsibleBodyFactory(name=NAME, code="KFN", reporters=group_with("Rapportörer KFN"))


@pytest.fixture
def item(committee: Any) -> ItemDict:
    return assignment("Bygg ut biblioteket.", responsible=[committee])


@pytest.fixture
def goal(home: Page, item: ItemDict) -> Any:
    plan = PlanPageFactory(parent=home, year=2026)
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
            response = send(address, {"id": report.pk, "action-publish": "1", "comment": "Nej"})
            expected = {404} if "pk" in bound else {200, 302, 404}
            assert response.status_code in ({302} if who == "anonymous_client" else expected), (name, send)
            assert "Kultur- och fritidsn" not in response.content.decode(), (name, send)
    assert state() == before
