"""What the lock of a closed plan does not reach: adding, moving and deleting its pages, and bulk actions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages

from ..compat import page_model
from ..models import GoalPageMixin, PlanPageMixin, plan_models
from .bulk import destination_of, pages_to_publish

OPEN_PLAN_FIRST = _("The plan is closed. Open it before you add, move, publish or remove anything in it.")


def closed_plan_of(page: Any) -> Any:
    """Return the closed plan that a page is or stands in, or ``None``."""
    page = page.specific
    plan = page.get_plan() if isinstance(page, GoalPageMixin) else page
    return plan if isinstance(plan, PlanPageMixin) and plan.is_closed else None


def refuse_new_goal(request: HttpRequest, parent: Any, page_class: type[Any]) -> HttpResponse | None:
    """``before_create_page``: nothing is added to a closed plan."""
    return _refuse(request, [parent], "wagtailadmin_explore", parent.pk)


def closed_plans_below(page: Any) -> list[Any]:
    """Return the closed plans among the pages below a page."""
    return [
        plan for model in plan_models() for plan in model.objects.descendant_of(page).filter(closed_at__isnull=False)
    ]


def refuse_deletion(request: HttpRequest, page: Any) -> HttpResponse | None:
    """``before_delete_page``: a closed plan and its goals stay, and so do the pages above them."""
    return _refuse(request, [page, *closed_plans_below(page)], "wagtailadmin_explore", page.get_parent().pk)


def refuse_move(request: HttpRequest, page: Any, destination: Any) -> HttpResponse | None:
    """``before_move_page``: no goal leaves or enters a closed plan."""
    return _refuse(request, [page, destination], "wagtailadmin_explore", page.get_parent().pk)


def refuse_bulk_action(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """``before_bulk_action``: the same for many pages at once."""
    if not issubclass(action.model, page_model()):
        return None
    pages: Iterable[Any]
    match action_type:
        case "publish":
            pages = pages_to_publish(objects, action)
        case "move":
            pages = [*objects, destination_of(action)]
        case "unpublish":
            pages = objects
        case "delete":
            pages = [*objects, *(plan for page in objects for plan in closed_plans_below(page))]
        case _:
            return None
    return _refuse(request, pages, action.next_url)


def _refuse(request: HttpRequest, pages: Iterable[Any], *target: Any) -> HttpResponse | None:
    if not any(closed_plan_of(page) for page in pages):
        return None
    messages.error(request, OPEN_PLAN_FIRST)
    return redirect(*target)
