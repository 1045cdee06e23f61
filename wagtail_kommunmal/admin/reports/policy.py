"""What Wagtail is told of who may do what with reports."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from ...authoring.reporting_rights import bodies_for, sees_all_reports
from ...models import FollowUpReport, ResponsibleBody

REPORTING: Final = frozenset({"view", "add", "change"})
"""What comes with reporting for a body, and with publishing."""


class ReportPermissionPolicy(ModelPermissionPolicy):
    """Lets those who may publish do what they have permissions for, and reporters write for their bodies.

    A permission to add or change alone gives nothing: it would be one to every body's reports.
    """

    permission_cache_name = "_kommunmal_reports_for"

    def get_all_permissions_for_user(self, user: Any) -> set[int]:
        """Return the bodies that the user reports for, by primary key."""
        return set(bodies_for(user).values_list("pk", flat=True))

    def user_has_permission(self, user: Any, action: str) -> bool:
        if sees_all_reports(user):
            return action in REPORTING or super().user_has_permission(user, action)
        return action in REPORTING and bool(self.get_cached_permissions_for_user(user))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: FollowUpReport) -> bool:
        if sees_all_reports(user):
            return self.user_has_permission(user, action)
        return action in REPORTING and instance.body_id in self.get_cached_permissions_for_user(user)

    def instances_user_has_any_permission_for(self, user: Any, actions: Collection[str]) -> QuerySet[Any]:
        reports = FollowUpReport.objects.all()
        if not self.user_has_any_permission(user, actions):
            return reports.none()
        return reports if sees_all_reports(user) else reports.filter(body__in=bodies_for(user))

    def users_with_any_permission(self, actions: Collection[str]) -> QuerySet[Any]:
        reporting_groups = ResponsibleBody.objects.filter(is_all=False, reporters__isnull=False).values("reporters")
        return self._users(actions, Q(groups__in=reporting_groups))

    def users_with_any_permission_for_instance(
        self, actions: Collection[str], instance: FollowUpReport
    ) -> QuerySet[Any]:
        return self._users(actions, Q(groups=instance.body.reporters_id) & Q(groups__isnull=False))

    def _users(self, actions: Collection[str], reporters: Q) -> QuerySet[Any]:
        permitted = super().users_with_any_permission({"publish"})
        if REPORTING.isdisjoint(actions):
            return permitted.filter(pk__in=super().users_with_any_permission(actions))
        users = get_user_model()._default_manager
        return users.filter(Q(pk__in=permitted) | reporters, is_active=True).distinct()


report_policy: Final = ReportPermissionPolicy(FollowUpReport)
