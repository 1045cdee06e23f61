from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from ..models import goal_models, plan_models
from .bodies import BodyViewSet, FocusAreaViewSet
from .imports.registrations import import_item
from .key_figures import KeyFigureViewSet
from .overviews.registrations import matrix_of_reports
from .pages import GoalViewSet, PlanViewSet
from .reports.viewset import FollowUpReportViewSet


class GoalsAndFollowUp(SnippetViewSetGroup):
    """The menu of everything that a plan is made of."""

    menu_label = _("Goals and follow-up")
    menu_name = "kommunmal"
    menu_icon = "kommunmal-goal"
    menu_order = 150

    @cached_property
    def items(self) -> list[Any]:
        """The viewsets, of whatever page classes the site has once all models are loaded."""
        return [
            *(PlanViewSet(model) for model in plan_models()),
            *(GoalViewSet(model) for model in goal_models()),
            FollowUpReportViewSet(),
            KeyFigureViewSet(),
            BodyViewSet(),
            FocusAreaViewSet(),
        ]

    def get_submenu_items(self) -> list[Any]:
        items: list[Any] = super().get_submenu_items()
        return [*items, matrix_of_reports(order=len(items) + 1), import_item(order=len(items) + 2)]

    def get_menu_item(self, order: int | None = None) -> Any:
        item = super().get_menu_item(order)
        item.classname = "kommunmal-menu"
        return item


def menu_css() -> SafeString:
    """Return the link to what the menu needs in Wagtail's sidebar."""
    return format_html('<link rel="stylesheet" href="{}">', static("wagtail_kommunmal/admin/menu.css"))
