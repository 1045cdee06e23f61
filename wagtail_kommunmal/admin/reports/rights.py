"""Which bodies and reports of the request's site a user works with."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from ...authoring.reporting_rights import bodies_for, sees_all_reports
from ...models import FollowUpReport, ResponsibleBody
from ..sites import of_site


def bodies_of(request: HttpRequest) -> QuerySet[ResponsibleBody]:
    """Return the bodies of the request's site that the user may report for."""
    return of_site(bodies_for(request.user), request)


def reports_of(request: HttpRequest) -> QuerySet[Any]:
    """Return the reports of the request's site that the user may see."""
    reports: QuerySet[Any] = of_site(FollowUpReport.objects.all(), request)
    return reports if sees_all_reports(request.user) else reports.filter(body__in=bodies_for(request.user))
