"""Who may open the overviews, and which plans they are of."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.menu import MenuItem

from ...authoring.matrix import plan_in_turn
from ...authoring.reported_plans import reported_plans
from ...models import FollowUpReport, KeyFigure, ResponsibleBody
from ...periods import Period
from ..sites import admin_site, of_site

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


def open_plans_of(request: HttpRequest) -> list[Any]:
    """Return the plans that can be reported on, as their own page classes, the earliest year first."""
    plans = reported_plans(admin_site(request), only_open=True).specific()
    return sorted(plans, key=lambda plan: plan.year)


def default_plan_of(request: HttpRequest) -> Any:
    """Return the open plan that is reported on now, else the closed plan of the latest year, if there is any."""
    if open_plans := open_plans_of(request):
        return plan_in_turn(open_plans, timezone.localdate())
    return max(plans_of(request).specific(), key=lambda plan: plan.year, default=None)


def own_bodies_of(request: HttpRequest) -> QuerySet[ResponsibleBody]:
    """Return the bodies of the request's site that the user is one of the reporters of, whatever else she may see."""
    return of_site(ResponsibleBody.objects.filter(is_all=False, reporters__user=request.user), request)


def report_url(name: str, *args: Any) -> str:
    """Return the address of a view of the reports."""
    return reverse(FollowUpReport.snippet_viewset.get_url_name(name), args=args)


def new_report_url(plan: Any, body: ResponsibleBody, period: Period) -> str:
    """Return the address of a new report's form with everything chosen."""
    return f"{report_url('add')}?{urlencode({'plan': plan.pk, 'body': body.pk, 'period': period.code})}"


def may_see_what_is_lacking(user: Any) -> bool:
    """Tell whether a user has a part in the follow-up: with reports, or with key figures."""
    return may_see_reports(user) or may_change_key_figures(user)


class OverviewMenuItem(MenuItem):
    """Is shown to those who see any report."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_reports(request.user)


class LackingMenuItem(MenuItem):
    """Is shown to those who have a part in the follow-up."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_what_is_lacking(request.user)
