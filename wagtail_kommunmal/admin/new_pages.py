"""What a page form starts with."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.utils import timezone

from ..blocks import initial_sections
from ..models import GoalPageMixin, PlanPageMixin


def fill_new_page(sender: Any, page: Any, parent: Any, **kwargs: Any) -> None:
    """Give a new goal its sections and a new plan the year after the latest."""
    if isinstance(page, GoalPageMixin) and not page.sections:
        page.sections = initial_sections()
    elif isinstance(page, PlanPageMixin) and page.year is None:
        page.year = next_plan_year(type(page), parent)


def next_plan_year(model: type[Any], parent: Any) -> int:
    """Return the year after the latest plan below ``parent``, or the coming year for the first plan."""
    latest: int | None = model.objects.child_of(parent).aggregate(latest=Max("year"))["latest"]
    return (latest or timezone.localdate().year) + 1
