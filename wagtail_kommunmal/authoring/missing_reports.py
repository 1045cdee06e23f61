from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Site

from ..compat import page_model
from ..models import FollowUpReport, ResponsibleBody
from .due import Due, due_by_body
from .reports import add_missing_rows


@transaction.atomic
def create_missing_reports(
    plan: Any, period: str, bodies: Iterable[ResponsibleBody], *, site: Site, user: Any
) -> list[FollowUpReport]:
    """Give each of the bodies that has none a draft of its report, with its rows; the others' are left as they are."""
    # Two who ask at the same time take turns, and the second finds what the first has made.
    locked = page_model().objects.select_for_update().get(pk=plan.pk)
    present = set(FollowUpReport.objects.filter(plan=plan.pk, period=period).values_list("body_id", flat=True))
    lacking = [body for body in bodies if body.pk not in present]
    due = due_by_body(locked.specific, lacking)
    return [_create(locked, period, body, due.get(body.pk, ()), site, user) for body in lacking]


def _create(plan: Any, period: str, body: ResponsibleBody, due: Sequence[Due], site: Site, user: Any) -> FollowUpReport:
    report = FollowUpReport(site=site, plan=plan, body=body, period=period, live=False)
    add_missing_rows(report, due)
    report.save()
    revision = report.save_revision(user=user)
    log(instance=report, action="wagtail.create", user=user, revision=revision, content_changed=True)
    return report
