"""Whose reports a user works with."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from ...models import FollowUpReport, ResponsibleBody
from ..sites import of_site


def bodies_of(request: HttpRequest) -> QuerySet[ResponsibleBody]:
    """Return the bodies of the request's site that the user may report for; one that stands for all does not report."""
    bodies: QuerySet[ResponsibleBody] = of_site(ResponsibleBody.objects.filter(is_all=False), request)
    return bodies


def reports_of(request: HttpRequest) -> QuerySet[Any]:
    """Return the reports of the request's site that the user may see."""
    return of_site(FollowUpReport.objects.filter(body__in=bodies_of(request)), request)
