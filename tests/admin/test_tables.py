"""Tables that the listings of bodies, key figures and goals offer; those of reports have tests of their own."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test.client import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Site

from wagtail_kommunmal.admin.groups import ACCESS_ADMIN
from wagtail_kommunmal.exchange.planning import plan_file
from wagtail_kommunmal.exchange.registry import KINDS
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    investment,
    investments_section,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("site")]

LISTINGS = {
    "bodies": "wagtailsnippets_wagtail_kommunmal_responsiblebody:list",
    "key-figures": "wagtailsnippets_wagtail_kommunmal_keyfigure:list",
    "values": "wagtailsnippets_wagtail_kommunmal_keyfigure:list",
    "targets": "wagtailsnippets_wagtail_kommunmal_keyfigure:list",
    "assignments": "kommunmal_goalpage:index",
    "investments": "kommunmal_goalpage:index",
}
OF_PAGES = {"assignments": 302, "investments": 302}
"""What whoever may edit no page is answered."""
OF_OTHERS = {**OF_PAGES, "follow-ups": 302}
"""What whoever reports for nobody is answered, too."""
ENDINGS = ("xlsx", "csv")


def address(kind: str, ending: str) -> str:
    return reverse("kommunmal_tables:export", args=[kind, ending])


def goal_sections(title: str) -> list[Any]:
    return [assignments_section(assignment(title)), investments_section(investment(title))]


def client_with(*codenames: str) -> Client:
    user = get_user_model().objects.create_user("somebody", "somebody@example.org", "password")
    group = Group.objects.create(name="Några")
    group.permissions.set([Permission.objects.get(**ACCESS_ADMIN), *Permission.objects.filter(codename__in=codenames)])
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("kind", LISTINGS)
@pytest.mark.parametrize("ending", ENDINGS)
def test_a_listing_leads_to_a_table_that_imports_with_no_changes(
    writer_client: Client, site: Site, kind: str, ending: str
) -> None:
    ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
    KeyFigureFactory(name="Andel nöjda", values={"2025": "71,5"}, targets={"2026": "minst 75 %"})
    GoalPageFactory(sections=goal_sections("Bygg en park"))
    assert address(kind, ending) in writer_client.get(reverse(LISTINGS[kind])).content.decode()
    response = writer_client.get(address(kind, ending))
    assert response.headers["Content-Disposition"].startswith("attachment; filename=")
    assert response.headers["Content-Disposition"].endswith(f'.{ending}"')
    plan = plan_file(KINDS[kind](site), response.content, "fil")
    assert [row.status for row in plan.rows] == ["unchanged"]


@pytest.mark.parametrize("kind", LISTINGS)
def test_a_table_holds_what_belongs_to_the_site_of_the_request(
    boss_client: Client, site: Site, other_site: Site, kind: str
) -> None:
    ResponsibleBodyFactory(name="Norrbys nämnd", code="NN", site=other_site)
    KeyFigureFactory(name="Norrbys tal", site=other_site, values={"2025": "1"}, targets={"2026": "mer"})
    plan = PlanPageFactory(parent=other_site.root_page)
    GoalPageFactory(parent=plan, sections=goal_sections("Norrbys park"))
    here = boss_client.get(address(kind, "csv")).content.decode("utf-8-sig")
    there = boss_client.get(address(kind, "csv"), headers={"host": "other.example"}).content.decode("utf-8-sig")
    assert (len(here.splitlines()), len(there.splitlines())) == (1, 2)


def test_who_sees_no_listing_gets_no_table() -> None:
    client = client_with("view_responsiblebody")
    statuses = {kind: client.get(address(kind, "csv")).status_code for kind in KINDS}
    assert statuses == {"bodies": 200, "key-figures": 302, "values": 302, "targets": 302, **OF_OTHERS}
    assert Client().get(address("bodies", "csv")).status_code == 302


@pytest.mark.parametrize(("right", "status"), [("view_keyfigure", 302), ("change_keyfigure", 200)])
def test_who_does_not_see_the_rows_of_key_figures_gets_no_table_of_them(right: str, status: int) -> None:
    client = client_with(right)
    statuses = {kind: client.get(address(kind, "csv")).status_code for kind in KINDS}
    assert statuses == {"bodies": 302, "key-figures": 200, "values": status, "targets": status, **OF_OTHERS}
    listing = client.get(reverse(LISTINGS["values"])).content.decode()
    assert (address("values", "csv") in listing) == (status == 200)


@pytest.mark.parametrize(("kind", "ending"), [("goals", "csv"), ("bodies", "ods")])
def test_a_table_that_there_is_not_is_not_found(boss_client: Client, kind: str, ending: str) -> None:
    assert boss_client.get(address(kind, ending)).status_code == 404


def test_a_text_that_no_workbook_can_hold_is_told(boss_client: Client) -> None:
    KeyFigureFactory(name="Långt", definition="x" * 40_000)
    response: Any = boss_client.get(address("key-figures", "xlsx"), follow=True)
    assert [str(message).count("xxx") > 0 for message in response.context["messages"]] == [True]
    assert boss_client.get(address("key-figures", "csv")).status_code == 200


def test_who_may_edit_some_goals_takes_home_what_stands_in_these(editor: Any, editor_client: Client, home: Any) -> None:
    mine, others = PlanPageFactory(year=2026), PlanPageFactory(year=2027)
    GoalPageFactory(parent=mine, sections=goal_sections("Bygg en park"))
    GoalPageFactory(parent=others, sections=goal_sections("Bygg en skola"))
    GroupPagePermission.objects.filter(page=home).update(page=mine)
    for kind in OF_PAGES:
        table = editor_client.get(address(kind, "csv")).content.decode("utf-8-sig")
        assert ("Bygg en park" in table, "Bygg en skola" in table) == (True, False)
