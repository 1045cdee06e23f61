"""A second pair of page classes: what a site does that has fields and sections of its own on its plans and goals."""

from __future__ import annotations

from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField

from wagtail_kommunmal.documents import ComposeContext
from wagtail_kommunmal.models import GoalPageMixin, PlanPageMixin

from .base_page import BasePage
from .blocks import CompanySectionsBlock
from .documents import RISKS, CompanyGoalMembers, CompanyPlanMembers


class CompanyPlanPage(PlanPageMixin, BasePage):
    """The owner's directives to a municipal company, as a plan."""

    company_number = models.CharField(max_length=20, blank=True)

    subpage_types = ["testapp.CompanyGoalPage"]
    search_fields = [*BasePage.search_fields, *PlanPageMixin.plan_search_fields]
    form_tabs = [*PlanPageMixin.form_tabs, ("Company", [FieldPanel("company_number")])]
    own_members = CompanyPlanMembers


class CompanyGoalPage(GoalPageMixin, BasePage):
    """A goal of a municipal company."""

    owner_directive = models.TextField(blank=True)
    owner_comment = RichTextField(blank=True)
    sections = StreamField(CompanySectionsBlock(), blank=True)

    parent_page_types = ["testapp.CompanyPlanPage"]
    subpage_types: list[str] = []
    search_fields = [*BasePage.search_fields, *GoalPageMixin.goal_search_fields]
    form_tabs = [
        *GoalPageMixin.form_tabs,
        ("Company", [FieldPanel("owner_directive"), FieldPanel("owner_comment")]),
    ]
    own_members = CompanyGoalMembers
    own_summary_members = ("ownerDirective",)
    own_section_types = {"risks": RISKS}

    def compose_own_members(self, context: ComposeContext) -> dict[str, Any]:
        return {
            "owner_directive": self.owner_directive,
            "owner_comment": context.rich_text(self.owner_comment),
        }
