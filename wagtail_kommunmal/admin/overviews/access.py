"""Who may open the overviews, and which plans they are of."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.menu import MenuItem

from ...models import FollowUpReport, KeyFigure, ResponsibleBody
from ...periods import Period
from ..reports.plans import reported_plans
from ..sites import admin_site

TO_SEE = ("view", "add", "change", "publish")


def policy_of(model: type[Any]) -> Any:
    """Return the permission policy of reports or key figures, under both versions of Wagtail."""
    return model.snippet_viewset.permission_policy


def may_see_reports(user: Any) -> bool:
    return bool(policy_of(FollowUpReport).user_has_any_permission(user, TO_SEE))


def may_create_reports(user: Any) -> bool:
    return bool(policy_of(FollowUpReport).user_has_permission(user, "add"))


def may_change_key_figures(user: Any) -> bool:
    return bool(policy_of(KeyFigure).user_has_permission(user, "change"))


def plans_of(request: HttpRequest) -> Any:
    """Return the plans that the request's site reports on as base pages, the latest last."""
    return reported_plans(admin_site(request))


def latest_plan(request: HttpRequest) -> Any:
    """Return the open plan of the latest year, else any plan."""
    plans = list(plans_of(request).specific())
    plans.sort(key=lambda plan: (not plan.is_closed, plan.year))
    return plans[-1] if plans else None


def report_url(name: str, *args: Any) -> str:
    """Return the address of a view of the reports."""
    return reverse(FollowUpReport.snippet_viewset.get_url_name(name), args=args)


def new_report_url(plan: Any, body: ResponsibleBody, period: Period) -> str:
    """Return the address of a new report's form with everything chosen."""
    return f"{report_url('add')}?{urlencode({'plan': plan.pk, 'body': body.pk, 'period': period.code})}"


class OverviewMenuItem(MenuItem):
    """Is shown to those who see any report."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_reports(request.user)
