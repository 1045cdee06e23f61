"""One live goal for each number of a plan, where no form of the goal is there to say so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from ..compat import page_model
from ..models import GoalPageMixin
from ..models.mixins import number_is_taken
from .bulk import destination_of, pages_to_publish

Placing = tuple[Any, Any]
"""A goal as it would be live, and the plan that it would be live in."""


def refuse_move(request: HttpRequest, page: Any, destination: Any) -> HttpResponse | None:
    """``before_move_page``: a live goal does not move to a plan where its number is taken."""
    return _refuse(request, _moved([page], destination), "wagtailadmin_pages:move", page.pk)


def refuse_bulk_action(request: HttpRequest, action_type: str, objects: list[Any], action: Any) -> HttpResponse | None:
    """``before_bulk_action``: the same for many goals, and for drafts whose number was taken meanwhile."""
    if not issubclass(action.model, page_model()):
        return None
    if action_type == "move":
        return _refuse(request, _moved(objects, destination_of(action)), action.next_url)
    if action_type == "publish":
        return _refuse(request, _published(pages_to_publish(objects, action)), action.next_url)
    return None


def _moved(pages: Iterable[Any], destination: Any) -> Iterable[Placing]:
    return ((page.specific, destination) for page in pages if page.live and _is_goal(page))


def _published(pages: Iterable[Any]) -> Iterable[Placing]:
    return ((page.get_latest_revision_as_object(), page.get_parent()) for page in pages if _is_goal(page))


def _is_goal(page: Any) -> bool:
    return issubclass(page.specific_class, GoalPageMixin)


def _refuse(request: HttpRequest, placings: Iterable[Placing], *target: Any) -> HttpResponse | None:
    seen: set[tuple[int, str]] = set()
    for goal, plan in placings:
        place = (plan.pk, goal.number)
        if number_is_taken(plan, goal.number, exclude=goal.pk) or (goal.number and place in seen):
            messages.error(
                request,
                _("“%(goal)s” has number %(number)s, and so has another published goal of “%(plan)s”.")
                % {"goal": goal.get_admin_display_title(), "number": goal.number, "plan": plan.title},
            )
            return redirect(*target)
        seen.add(place)
    return None
