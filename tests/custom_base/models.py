"""A site with a base page of its own (``WAGTAIL_PAGE_MODEL``), and the plans and goals that it makes of the mixins."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.models import AbstractPage

from wagtail_kommunmal.contrib.headless import HeadlessPreviewMixin
from wagtail_kommunmal.models import GoalPageMixin, PlanPageMixin


class BasePage(AbstractPage):
    """What every page of the site has."""

    contact = models.CharField(max_length=255, blank=True)

    promote_panels = [*AbstractPage.promote_panels, FieldPanel("contact")]


class PlanPage(HeadlessPreviewMixin, PlanPageMixin, BasePage):
    """A plan for a year."""

    subpage_types = ["custom_base.GoalPage"]
    search_fields = [*BasePage.search_fields, *PlanPageMixin.plan_search_fields]


class GoalPage(HeadlessPreviewMixin, GoalPageMixin, BasePage):
    """A goal of a plan."""

    parent_page_types = ["custom_base.PlanPage"]
    subpage_types: list[str] = []
    search_fields = [*BasePage.search_fields, *GoalPageMixin.goal_search_fields]
