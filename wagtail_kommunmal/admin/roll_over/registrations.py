"""How a plan leads to the plan of the next year, and what the history of the new pages says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus.pages import PageMenuItem

from ...authoring.roll_over import ROLL_OVER_ACTION
from ...models import PlanPageMixin


class NextPlanItem(PageMenuItem):
    """Leads to the making of next year's plan."""

    label = _("Create next year's plan")
    icon_name = "calendar"
    priority = 44
    url_name = "wagtail_kommunmal_roll_over"

    def is_shown(self, user: Any) -> bool:
        return bool(self.page.get_parent().permissions_for_user(user).can_add_subpage())


def plan_buttons(page: Any, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[PageMenuItem]:
    """Yield the way to next year's plan, for a plan's header and its row in a listing."""
    if isinstance(page, PlanPageMixin) and not page.alias_of_id:  # type: ignore[attr-defined]
        yield NextPlanItem(page=page)


def register_log_actions(actions: Any) -> None:
    """``register_log_actions``: name what the first entry in the history of the new pages is."""
    actions.register_action(ROLL_OVER_ACTION, _("Create next year's plan"), _("Made from the page of the plan before"))
