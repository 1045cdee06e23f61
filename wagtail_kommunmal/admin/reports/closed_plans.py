"""What the lock of a closed plan does not reach: withdrawing and deleting its reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages

from ...models import FollowUpReport
from ..closed_plans import OPEN_PLAN_FIRST


def refuse_deletion(request: HttpRequest, rows: Iterable[Any]) -> HttpResponse | None:
    """``before_delete_snippet``: the reports of a closed plan stay, alone and in bulk."""
    return refuse(request, (row for row in rows if isinstance(row, FollowUpReport)))


def refuse(request: HttpRequest, reports: Iterable[Any]) -> HttpResponse | None:
    """Return to the list with a message if the plan of any of the reports is closed."""
    if not any(report.is_in_closed_plan for report in reports):
        return None
    messages.error(request, OPEN_PLAN_FIRST)
    return redirect(FollowUpReport.snippet_viewset.get_url_name("list"))
