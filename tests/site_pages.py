"""The page classes of the site that the suite runs on: with Wagtail's stock base page, or with one of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail_kommunmal.compat import page_model
from wagtail_kommunmal.models import goal_models, plan_models

if TYPE_CHECKING:
    from wagtail.models import Page

    from wagtail_kommunmal.pages.models import GoalPage, PlanPage
else:
    Page = page_model()
    PlanPage, GoalPage = plan_models()[0], goal_models()[0]

__all__ = ["GoalPage", "Page", "PlanPage"]
