"""The reports of a closed plan are neither published nor withdrawn nor deleted."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test.client import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Site

from tests.site_pages import Page
from wagtail_kommunmal.authoring.closing import close_plan, open_plan
from wagtail_kommunmal.models import FollowUpReport
from wagtail_kommunmal.models.mixins import PublicationRefusedError
from wagtail_kommunmal.testing import FollowUpReportFactory, PlanPageFactory

pytestmark = pytest.mark.django_db

WHY = "The plan is closed. Open it before you add"


@pytest.fixture
def plan(home: Page, site: Site) -> Any:
    return PlanPageFactory(parent=home, year=2026)


def url(name: str, *args: Any) -> str:
    return reverse(FollowUpReport.snippet_viewset.get_url_name(name), args=args)  # type: ignore[attr-defined]


def is_refused(client: Client, address: str) -> bool:
    answers = [getattr(client, how)(address, follow=True, HTTP_ACCEPT_LANGUAGE="en") for how in ("get", "post")]
    return all(WHY in answer.content.decode() for answer in answers)


def states(*reports: FollowUpReport) -> list[bool]:
    return [FollowUpReport.objects.get(pk=report.pk).live for report in reports]


def test_no_revision_of_a_report_goes_live_and_no_live_report_is_withdrawn(plan: Any, admin_user: Any) -> None:
    report = FollowUpReportFactory(plan=plan)
    draft = FollowUpReportFactory(plan=plan, publish=False)
    close_plan(plan, admin_user)
    with pytest.raises(PublicationRefusedError, match=r"stängd|closed"):
        FollowUpReport.objects.get(pk=draft.pk).latest_revision.publish()
    with pytest.raises(PublicationRefusedError, match=r"stängd|closed"):
        FollowUpReport.objects.get(pk=report.pk).unpublish()
    assert states(report, draft) == [True, False]


def test_what_is_scheduled_waits_until_the_plan_is_opened(plan: Any, admin_user: Any) -> None:
    going, coming = FollowUpReportFactory(plan=plan), FollowUpReportFactory(plan=plan, publish=False)
    type(coming.latest_revision).objects.filter(pk=coming.latest_revision.pk).update(approved_go_live_at=timezone.now())
    FollowUpReport.objects.filter(pk=going.pk).update(expire_at=timezone.now())
    close_plan(plan, admin_user)
    call_command("publish_scheduled")
    assert states(going, coming) == [True, False]
    open_plan(plan, admin_user)
    call_command("publish_scheduled")
    assert states(going, coming) == [False, True]


@pytest.mark.parametrize("name", ["unpublish", "delete"])
def test_no_report_is_withdrawn_or_deleted_in_the_admin(
    boss_client: Client, admin_user: Any, plan: Any, name: str
) -> None:
    report = FollowUpReportFactory(plan=plan)
    close_plan(plan, admin_user)
    assert is_refused(boss_client, url(name, report.pk))
    assert states(report) == [True]
    open_plan(plan, admin_user)
    assert boss_client.post(url(name, report.pk)).status_code == 302
    assert not FollowUpReport.objects.filter(pk=report.pk, live=True).exists()


def test_no_report_is_deleted_in_bulk_with_others(boss_client: Client, admin_user: Any, home: Page, plan: Any) -> None:
    closed, other = (
        FollowUpReportFactory(plan=plan),
        FollowUpReportFactory(plan=PlanPageFactory(parent=home, year=2027)),
    )
    close_plan(plan, admin_user)
    bulk = reverse("wagtail_bulk_action", args=["wagtail_kommunmal", "followupreport", "delete"])
    assert is_refused(boss_client, f"{bulk}?id={closed.pk}&id={other.pk}")
    assert states(closed, other) == [True, True]
    assert not is_refused(boss_client, f"{bulk}?id={other.pk}")
    assert not FollowUpReport.objects.filter(pk=other.pk).exists()
