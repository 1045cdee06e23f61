"""Flat listings of plans and goals, one for each concrete page class that the site has."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Length, Substr
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_filters import BooleanFilter, ChoiceFilter, ModelMultipleChoiceFilter
from wagtail.admin.auth import user_has_any_page_permission
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.admin.widgets import Button

from ..models import FocusArea, plan_models
from ..models.site_pages import on_site
from ..vocabulary import GoalKind
from .sites import admin_site, of_site
from .tables.registrations import listing_more_buttons

COLUMNS = {column.name: column for column in IndexView.base_columns}


class SitePageIndexView(IndexView):
    """Lists the pages of the request's site."""

    searched_fields: tuple[str, ...] = ("title",)

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().filter(on_site(admin_site(self.request)))

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if not self.is_searching:
            return queryset
        matches = Q()
        for field in self.searched_fields:
            matches |= Q(**{f"{field}__icontains": self.search_query})
        return queryset.filter(matches)

    def get_ordering(self) -> Any:
        # The search is a filter here: its results keep the order of the list.
        ordering = self.request.GET.get("ordering")
        return ordering if ordering in self.get_valid_orderings() else self.default_ordering

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by(*([self.ordering] if isinstance(self.ordering, str) else self.ordering))


class PlanIndexView(SitePageIndexView):
    """All plans, the latest year first."""

    default_ordering = ("-year", "path")
    base_columns = [
        COLUMNS["bulk_actions"],
        COLUMNS["title"],
        Column("year", label=_("Year"), sort_key="year", width="10%"),
        DateColumn("closed_at", label=_("Closed"), sort_key="closed_at", width="12%"),
        COLUMNS["latest_revision_created_at"],
        COLUMNS["status"],
    ]


class GoalIndexView(SitePageIndexView):
    """All goals, those of the latest plan first and in the order of the plan; leads to the tables of their content."""

    searched_fields = ("title", "number", "statement")
    default_ordering = ("-plan_year", "path")
    base_columns = [
        COLUMNS["bulk_actions"],
        Column("number", label=_("Number"), sort_key="number", width="8%"),
        COLUMNS["title"],
        Column("plan_year", label=_("Plan year"), sort_key="plan_year", width="10%"),
        COLUMNS["latest_revision_created_at"],
        COLUMNS["status"],
    ]

    @property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *listing_more_buttons(self.request, "assignments", "investments")]

    def get_base_queryset(self) -> QuerySet[Any]:
        return super().get_base_queryset().annotate(plan_year=year_of_parent())


def year_of_parent() -> Coalesce:
    """Return an expression for the year of the plan that a goal stands below."""
    years = [
        Subquery(
            model.objects.filter(path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - model.steplen)).values(
                "year"
            )[:1]
        )
        for model in plan_models()
    ]
    return Coalesce(*years, Value(None), output_field=IntegerField())


def plan_years(request: HttpRequest | None = None) -> list[tuple[int, str]]:
    """Return the years that there are plans for, as the choices of a filter."""
    years = {year for model in plan_models() for year in model.objects.order_by().values_list("year", flat=True)}
    return [(year, str(year)) for year in sorted(years, reverse=True)]


class PlanFilterSet(PageFilterSet):
    """Filters plans by state; a municipality has few of them."""

    site = has_child_pages = owner = None
    live = BooleanFilter(
        label=_("Published"), widget=forms.RadioSelect(choices=[("", _("Any")), (True, _("Yes")), (False, _("No"))])
    )


class GoalFilterSet(PlanFilterSet):
    """Filters goals by plan, kind and focus area."""

    plan_year = ChoiceFilter(label=_("Plan year"), choices=plan_years, empty_label=_("Any"), widget=forms.RadioSelect)
    kind = ChoiceFilter(label=_("Kind"), choices=GoalKind.choices, empty_label=_("Any"), widget=forms.RadioSelect)
    focus_area = ModelMultipleChoiceFilter(
        label=_("Focus area"),
        queryset=lambda request: of_site(FocusArea.objects.all(), request),
        widget=forms.CheckboxSelectMultiple,
    )


class PageMenuItem(MenuItem):
    """Is shown to those who may work with pages."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(user_has_any_page_permission(request.user))


class SitePageViewSet(PageListingViewSet):
    """The menu item and the listing of one page class."""

    menu_item_class = PageMenuItem

    def __init__(self, model: type[Any]) -> None:
        super().__init__(name=f"kommunmal_{model._meta.model_name}", model=model)
        self.menu_label = capfirst(model._meta.verbose_name_plural)


class PlanViewSet(SitePageViewSet):
    """The plans of a municipality."""

    icon = "kommunmal-plan"
    index_view_class = PlanIndexView
    filterset_class = PlanFilterSet


class GoalViewSet(SitePageViewSet):
    """The goals of a municipality."""

    icon = "kommunmal-goal"
    index_view_class = GoalIndexView
    filterset_class = GoalFilterSet
