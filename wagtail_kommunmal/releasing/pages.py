"""The live plans and goals that releases are composed from."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, Final

from ..compat import page_model
from ..models import GoalPageMixin, PageKind, ReleaseHead, goal_models, plan_models
from .keys import PageKey, is_released_kind, key_of

NAMED_BY_GOALS: Final = ("focus_area", "image")
"""What a goal names besides what stands in its sections, read with it."""

OTHER_GOALS: Final = ("parent_goal", "previous_goal")
"""The goals that a goal names, of which documents say nothing but the key."""


def live_page(key: PageKey) -> Any:
    """Return the live plan or goal of a key as its specific class, or ``None``; aliases do not count."""
    pages = page_model().objects.live().filter(translation_key=key[0], locale_id=key[1])
    page = pages.specific().first()
    return page if page is not None and is_released_kind(page) else None


def live_pages_of(heads: Mapping[PageKey, ReleaseHead]) -> dict[PageKey, Any]:
    """Return for many heads what ``live_page`` returns for the key of one; goals know their plans."""
    keys = {key for key, _locale_id in heads}
    kinds = {head.kind for head in heads.values()}
    found: dict[PageKey, Any] = {}
    for kind, models in ((PageKind.PLAN, plan_models()), (PageKind.GOAL, goal_models())):
        for model in models if kind in kinds else ():
            pages = model.objects.live().exact_type(model).filter(translation_key__in=keys, alias_of__isnull=True)
            # A class of a site may have done without one of them.
            if named := [field.name for field in model._meta.fields if field.name in NAMED_BY_GOALS]:
                pages = pages.select_related(*named)
            for page in pages.order_by("path"):
                if key_of(page) in heads:
                    found.setdefault(key_of(page), page)
    goals = [page for page in found.values() if isinstance(page, GoalPageMixin)]
    _let_goals_know_their_plans(goals)
    _let_goals_know_other_goals(goals)
    return found


def _let_goals_know_their_plans(goals: Collection[Any]) -> None:
    paths = {goal.path[: -goal.steplen] for goal in goals}
    plans = {
        plan.path: plan
        for model in (plan_models() if paths else ())
        for plan in model.objects.exact_type(model).filter(path__in=paths)
    }
    for goal in goals:
        if plan := plans.get(goal.path[: -goal.steplen]):
            # Where treebeard keeps a parent that it has looked up.
            goal._cached_parent_obj = plan


def _let_goals_know_other_goals(goals: Collection[Any]) -> None:
    named = {pk for goal in goals for name in OTHER_GOALS if (pk := getattr(goal, f"{name}_id", None))}
    others = page_model().objects.only("translation_key").in_bulk(named) if named else {}
    for goal in goals:
        for name in OTHER_GOALS:
            if other := others.get(getattr(goal, f"{name}_id", None)):
                setattr(goal, name, other)


def is_closed(page: Any) -> bool:
    """Tell whether a page is a closed plan or a goal of one."""
    return closed_at(page) is not None


def closed_at(page: Any) -> datetime | None:
    """Return when a plan, or that of a goal, was closed; ``None`` if it is open."""
    plan = page.get_plan() if isinstance(page, GoalPageMixin) else page
    return plan.closed_at if plan else None
