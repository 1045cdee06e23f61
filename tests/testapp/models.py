"""A second pair of page classes: what a site does that has fields of its own on its plans and goals."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel

from wagtail_kommunmal.compat import page_model_name
from wagtail_kommunmal.models import GoalPageMixin, PlanPageMixin

if page_model_name() == "wagtailcore.Page":
    from wagtail.models import Page as BasePage
else:
    from tests.custom_base.models import BasePage


class CompanyPlanPage(PlanPageMixin, BasePage):
    """The owner's directives to a municipal company, as a plan."""

    company_number = models.CharField(max_length=20, blank=True)

    subpage_types = ["testapp.CompanyGoalPage"]
    search_fields = [*BasePage.search_fields, *PlanPageMixin.plan_search_fields]
    form_tabs = [*PlanPageMixin.form_tabs, ("Company", [FieldPanel("company_number")])]


class CompanyGoalPage(GoalPageMixin, BasePage):
    """A goal of a municipal company."""

    owner_directive = models.TextField(blank=True)

    parent_page_types = ["testapp.CompanyPlanPage"]
    subpage_types: list[str] = []
    search_fields = [*BasePage.search_fields, *GoalPageMixin.goal_search_fields]
    form_tabs = [*GoalPageMixin.form_tabs, ("Company", [FieldPanel("owner_directive")])]
