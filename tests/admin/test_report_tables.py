"""The table that the listing of reports offers."""

from __future__ import annotations

from typing import Any

import pytest
from django.test.client import Client
from django.urls import reverse
from wagtail.models import Site

from tests.admin.test_report_rights import group_with, logged_in
from tests.exchange.reported_plan import Reported, reported_plan
from wagtail_kommunmal.exchange.planning import plan_file
from wagtail_kommunmal.exchange.registry import KINDS
from wagtail_kommunmal.models import FollowUpReport

pytestmark = pytest.mark.django_db

TABLE = "/admin/kommunmal/tables/follow-ups.csv"


@pytest.fixture
def content(site: Site) -> Reported:
    content = reported_plan()
    content.report()
    content.report(body=content.board, period="2026-T2", rows=[])
    return content


@pytest.fixture
def reporter_client(content: Reported) -> Client:
    content.committee.reporters = group_with("Rapportörer KFN")
    content.committee.save()
    return logged_in(content.committee.reporters, name="reporter")


def listing(client: Client, query: str = "") -> str:
    return client.get(reverse(FollowUpReport.snippet_viewset.get_url_name("list")) + query).content.decode()


def rows(client: Client, query: str = "") -> list[str]:
    response = client.get(TABLE + query)
    assert response.status_code == 200
    return response.content.decode("utf-8-sig").splitlines()[1:]


def test_the_listing_leads_to_a_table_that_imports_with_no_changes(
    boss_client: Client, site: Site, content: Reported
) -> None:
    assert f'href="{TABLE}"' in listing(boss_client)
    response = boss_client.get(TABLE)
    plan = plan_file(KINDS["follow-ups"](site), response.content, "fil")
    assert [row.status for row in plan.rows] == ["unchanged"] * 4


def test_a_listing_of_a_period_leads_to_a_table_of_that_period(boss_client: Client, content: Reported) -> None:
    assert f'href="{TABLE}?period=2026-T2"' in listing(boss_client, "?period=2026-T2")
    assert {row.split(";")[1] for row in rows(boss_client, "?period=2026-T2")} == {"2026-T2"}
    # Of a period, what is still to be reported is there, too.
    assert {row.split(";")[2] for row in rows(boss_client, "?period=2026-T2")} == {"KS", "KFN"}
    assert boss_client.get(f"{TABLE}?period=sommaren").status_code == 404


def test_a_reporter_takes_home_what_her_body_reports(reporter_client: Client, content: Reported) -> None:
    assert f'href="{TABLE}"' in listing(reporter_client)
    assert {row.split(";")[2] for row in rows(reporter_client)} == {"KFN"}
    assert {row.split(";")[2] for row in rows(reporter_client, "?period=2026-T2")} == {"KFN"}


@pytest.mark.parametrize("permissions", [(), ("view", "add", "change", "delete")])
def test_who_reports_for_nobody_gets_no_table(content: Reported, permissions: tuple[str, ...]) -> None:
    client = logged_in(group_with("Halva", *permissions))
    assert client.get(TABLE).status_code == 302


def test_a_table_holds_the_reports_of_the_site_of_the_request(
    boss_client: Client, other_site: Site, content: Reported
) -> None:
    assert len(rows(boss_client)) == 4
    response: Any = boss_client.get(TABLE, headers={"host": "other.example"})
    assert len(response.content.decode().splitlines()) == 1
