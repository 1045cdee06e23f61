"""What is lacking in the follow-up of a plan, and where it is mended."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ModelMultipleChoiceFilter, MultipleChoiceFilter
from wagtail.admin.ui.tables import Column

from ...authoring.freshness import Lack, Stale, last_full_year, not_followed_up, stale_key_figures
from ...authoring.matrix import latest_period, periods_of_plan, reported_periods
from ...models import KeyFigure, ResponsibleBody
from ...periods import Period
from ..reports.rights import bodies_of, reports_of
from ..sites import of_site
from .access import (
    may_change_key_figures,
    may_create_reports,
    may_see_reports,
    may_see_what_is_lacking,
    new_report_url,
    report_url,
)
from .export import OverviewReportView
from .filters import PeriodFilterSet


def bodies_on_board(request: HttpRequest) -> QuerySet[ResponsibleBody]:
    """Return the bodies that the user may report for, and to those who write key figures the bodies that have any."""
    own = bodies_of(request)
    if not may_change_key_figures(request.user):
        return own
    with_key_figures = of_site(KeyFigure.objects.filter(responsible__isnull=False), request).values("responsible")
    bodies = of_site(ResponsibleBody.objects.filter(is_all=False), request)
    return bodies.filter(Q(pk__in=own.values("pk")) | Q(pk__in=with_key_figures))


class FreshnessFilterSet(PeriodFilterSet):
    """Chooses a plan and a period, and narrows to what is lacking and to bodies."""

    lack = MultipleChoiceFilter(label=_("What is lacking"), choices=Lack.choices, widget=forms.CheckboxSelectMultiple)
    body = ModelMultipleChoiceFilter(
        label=_("Responsible body"), queryset=bodies_on_board, widget=forms.CheckboxSelectMultiple
    )

    class Meta(PeriodFilterSet.Meta):
        fields = ["plan", "period", "lack", "body"]


class MendingColumn(Column):
    """What is lacking something, as a link to where that is mended."""

    cell_template_name = "wagtail_kommunmal/admin/overviews/mending.html"

    def __init__(self, view: FreshnessView, **kwargs: Any) -> None:
        super().__init__("title", **kwargs)
        self.view = view

    def get_cell_context_data(self, instance: Stale, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        return {**context, "url": self.view.mending_url(instance), "history_url": history_url(instance)}


class FreshnessView(OverviewReportView):
    """Lists what is lacking."""

    page_title = _("What is lacking in the follow-up")
    header_icon = "time"
    index_url_name = "kommunmal_overviews:freshness"
    index_results_url_name = "kommunmal_overviews:freshness_results"
    filterset_class = FreshnessFilterSet
    template_name = "wagtail_kommunmal/admin/overviews/report.html"
    results_template_name = "wagtail_kommunmal/admin/overviews/freshness_results.html"
    list_export = ["body", "code", "lack", "title", "goal"]
    export_headings = {
        "body": _("Responsible body"),
        "code": _("Code"),
        "lack": _("What is lacking"),
        "title": _("Concerns"),
        "goal": _("Goal"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see_what_is_lacking(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def plan(self) -> Any:
        """The plan that is shown, or ``None`` where there is none."""
        return self.filters.chosen_plan

    @cached_property
    def period(self) -> Period:
        """The period that is shown: the last one that has ended, unless another is chosen."""
        periods = periods_of_plan(self.plan)
        default = latest_period(periods, reported_periods(self.plan), timezone.localdate())
        period: Period = self.filters.offer_periods(periods, default)
        return period

    @cached_property
    def year(self) -> int:
        """The year that a key figure should have a value for."""
        return last_full_year(self.period, timezone.localdate())

    def get_page_subtitle(self) -> str:
        return f"{self.plan.title}, {self.period.label}" if self.plan else ""

    def get_queryset(self) -> Any:
        if self.plan is None:
            return []
        rows = not_followed_up(self.plan, self.period, bodies_of(self.request), reports_of(self.request))
        rows += stale_key_figures(
            self.plan,
            self.year,
            bodies_on_board(self.request),
            today=timezone.localdate(),
            with_nobodys=may_change_key_figures(self.request.user),
        )
        rows.sort(key=lambda row: (row.body is None, str(row.body)))
        return [row for row in rows if self._is_asked_for(row)]

    def _is_asked_for(self, row: Stale) -> bool:
        chosen = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        lacks, bodies = chosen.get("lack"), chosen.get("body")
        return (not lacks or row.lack.value in lacks) and (not bodies or row.body in bodies)

    @cached_property
    def columns(self) -> list[Column]:
        return [
            Column("body", label=_("Responsible body")),
            Column("lack", label=_("What is lacking"), accessor="lack.label"),
            MendingColumn(self, label=_("Concerns")),
            Column("goal", label=_("Goal")),
        ]

    def mending_url(self, row: Stale) -> str:
        """Return where the user mends what is lacking, or "" where that is not up to her."""
        if row.key_figure_pk:
            if not may_change_key_figures(self.request.user):
                return ""
            if row.lack is Lack.SOURCE:
                return reverse("wagtailsnippets_wagtail_kommunmal_keyfigure:edit", args=[row.key_figure_pk])
            return reverse("kommunmal_key_figure:rows", args=[row.key_figure_pk])
        if row.report_pk:
            return report_url("edit", row.report_pk)
        if row.body and not self.plan.is_closed and may_create_reports(self.request.user):
            return new_report_url(self.plan, row.body, self.period)
        return ""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(*args, **kwargs)
        return {**context, "plan": self.plan, "sees_reports": may_see_reports(self.request.user)}

    def to_row_dict(self, item: Stale) -> dict[str, Any]:
        return {
            "body": item.body.name if item.body else "",
            "code": item.body.code if item.body else "",
            "lack": item.lack.label,
            "title": item.title,
            "goal": item.goal,
        }

    def get_filename(self) -> str:
        return f"lacking-{self.period.code}" if self.plan else "lacking"


def history_url(row: Stale) -> str:
    """Return the address of the history of an item, or "" for what is none."""
    return reverse("kommunmal_overviews:history", args=[row.lineage_id]) if row.lineage_id else ""
