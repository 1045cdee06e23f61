"""The concrete pages, for sites that use Wagtail's stock base page.

A site with a base page of its own leaves this app out and subclasses the mixins itself.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from ..contrib.headless import HeadlessPreviewMixin
from ..models import GoalPageMixin, PlanPageMixin


class PlanPage(HeadlessPreviewMixin, PlanPageMixin, Page):
    """A plan for a year."""

    subpage_types = ["wagtail_kommunmal_pages.GoalPage"]
    search_fields = [*Page.search_fields, *PlanPageMixin.plan_search_fields]

    class Meta:
        verbose_name = _("plan")
        verbose_name_plural = _("plans")


class GoalPage(HeadlessPreviewMixin, GoalPageMixin, Page):
    """A goal of a plan."""

    parent_page_types = ["wagtail_kommunmal_pages.PlanPage"]
    subpage_types: list[str] = []
    search_fields = [*Page.search_fields, *GoalPageMixin.goal_search_fields]

    class Meta:
        verbose_name = _("goal")
        verbose_name_plural = _("goals")
