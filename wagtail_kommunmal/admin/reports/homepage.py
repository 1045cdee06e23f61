"""The lists on the admin's front page that name reports: those that the user may see."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel

from ...models import FollowUpReport
from ..sites import admin_site
from .policy import report_policy


class ToModeratePanel(WorkflowObjectsToModeratePanel):
    """What waits for the user's approval."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        request = parent_context["request"]
        return {**context, "states": [state for state in context["states"] if _may_see(request, state["obj"])]}


class OwnInModerationPanel(UserObjectsInWorkflowModerationPanel):
    """What the user has submitted."""

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(parent_context)
        request = parent_context["request"]
        states = [state for state in context["workflow_states"] if _may_see(request, state.content_object)]
        return {**context, "workflow_states": states}


NARROWED = {
    WorkflowObjectsToModeratePanel: ToModeratePanel,
    UserObjectsInWorkflowModerationPanel: OwnInModerationPanel,
}


def narrow_panels(request: HttpRequest, panels: list[Any]) -> None:
    """``construct_homepage_panels``: put lists for Wagtail's that leave out reports of others and of other sites."""
    panels[:] = [NARROWED[type(panel)]() if type(panel) in NARROWED else panel for panel in panels]


def _may_see(request: HttpRequest, instance: Any) -> bool:
    if not isinstance(instance, FollowUpReport):
        return True
    is_here = instance.site_id == admin_site(request).pk
    return is_here and report_policy.user_has_permission_for_instance(request.user, "view", instance)
