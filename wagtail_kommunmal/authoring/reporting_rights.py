"""Whose reports a user works with.

Who may publish reports works with all of them; a member of the group that a body names works with those of that body.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from ..models import ResponsibleBody


def sees_all_reports(user: Any) -> bool:
    """Tell whether a user works with the reports of every body."""
    return bool(user.has_perm("wagtail_kommunmal.publish_followupreport"))


def bodies_for(user: Any) -> QuerySet[ResponsibleBody]:
    """Return the bodies that a user may report for; one that stands for all does not report."""
    bodies = ResponsibleBody.objects.filter(is_all=False)
    if sees_all_reports(user):
        return bodies
    return bodies.filter(reporters__user=user) if user.is_active else bodies.none()
