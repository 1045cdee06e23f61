"""Which body has reported what of a plan, and the making of the reports that are missing."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import Button

from ...authoring.matrix import Cell, Matrix, MatrixRow, ReportState, matrix_of, periods_in_turn
from ...authoring.missing_reports import create_missing_reports
from ..reports.rights import bodies_of, reports_of
from ..sites import admin_site
from .access import may_create_reports, may_see_reports, new_report_url, plans_of, report_url
from .export import OverviewReportView
from .filters import PlanFilterSet

ICONS = {
    ReportState.MISSING: "circle-xmark",
    ReportState.DRAFT: "draft",
    ReportState.IN_REVIEW: "glasses",
    ReportState.PUBLISHED: "circle-check",
    ReportState.PUBLISHED_CHANGED: "edit",
    ReportState.PUBLISHED_IN_REVIEW: "glasses",
}
"""The icon that stands beside the words of each state."""


class CellColumn(Column):
    """The reports of one period; each says in words where it stands, and leads to it."""

    cell_template_name = "wagtail_kommunmal/admin/overviews/cell.html"

    def __init__(self, code: str, open_plan: Any, **kwargs: Any) -> None:
        super().__init__(code, **kwargs)
        self.open_plan = open_plan

    def get_value(self, instance: MatrixRow) -> Cell:
        return instance.cells[self.name]

    def get_cell_context_data(self, instance: MatrixRow, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        cell = self.get_value(instance)
        return {**context, "cell": cell, "icon": ICONS[cell.state], "url": self._url(cell)}

    def _url(self, cell: Cell) -> str:
        if cell.report_pk:
            return report_url("edit", cell.report_pk)
        return new_report_url(self.open_plan, cell.body, cell.period) if self.open_plan and cell.total else ""


class BodyColumn(Column):
    """The body that a row is of, as the heading of the row."""

    cell_template_name = "wagtail_kommunmal/admin/overviews/row_heading.html"


class MatrixView(OverviewReportView):
    """A row for each body, a column for each period."""

    page_title = _("Reports by body and period")
    header_icon = "table"
    index_url_name = "kommunmal_overviews:matrix"
    index_results_url_name = "kommunmal_overviews:matrix_results"
    filterset_class = PlanFilterSet
    table_classname = "listing kommunmal-matrix"
    template_name = "wagtail_kommunmal/admin/overviews/report.html"
    results_template_name = "wagtail_kommunmal/admin/overviews/matrix_results.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see_reports(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def plan(self) -> Any:
        """The plan that is shown, or ``None`` where there is none."""
        return self.filters.chosen_plan

    @cached_property
    def matrix(self) -> Matrix:
        """What the user may see of the plan's reports."""
        if self.plan is None:
            return Matrix([], [])
        return matrix_of(self.plan, bodies_of(self.request), reports_of(self.request))

    @property
    def may_create(self) -> bool:
        return self.plan is not None and not self.plan.is_closed and may_create_reports(self.request.user)

    def get_page_subtitle(self) -> str:
        return str(self.plan.title) if self.plan else ""

    def get_queryset(self) -> Any:
        return self.matrix.rows

    @cached_property
    def columns(self) -> list[Column]:
        open_plan = self.plan if self.may_create else None
        return [
            BodyColumn("body", label=_("Responsible body")),
            *(CellColumn(period.code, open_plan, label=period.label) for period in self.matrix.periods),
        ]

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*self._create_buttons(), *super().header_more_buttons]

    def _create_buttons(self) -> list[Button]:
        if not self.may_create:
            return []
        return [
            Button(
                _("Create the missing reports: %(period)s") % {"period": period.label},
                url=reverse("kommunmal_overviews:create_missing", args=[self.plan.pk, period.code]),
                icon_name="plus",
                priority=10 + place,
            )
            for place, period in enumerate(periods_in_turn(self.matrix.periods, timezone.localdate()))
            if self.matrix.missing(period.code)
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(*args, **kwargs), "plan": self.plan}

    @cached_property
    def export_headings(self) -> dict[str, Any]:
        headings: dict[str, Any] = {"body": _("Responsible body"), "code": _("Code")}
        for period in self.matrix.periods:
            headings[period.code] = period.label
            headings[f"{period.code}:answered"] = _("%(period)s: answered rows") % {"period": period.label}
            headings[f"{period.code}:total"] = _("%(period)s: rows") % {"period": period.label}
        return headings

    @cached_property
    def list_export(self) -> list[str]:
        return list(self.export_headings)

    def to_row_dict(self, item: MatrixRow) -> dict[str, Any]:
        row: dict[str, Any] = {"body": item.body.name, "code": item.body.code}
        for code, cell in item.cells.items():
            row |= {code: cell.state.label, f"{code}:answered": cell.answered, f"{code}:total": cell.total}
        return row

    def get_filename(self) -> str:
        return f"reports-{self.plan.year}" if self.plan else "reports"


class CreateMissingReportsView(WagtailAdminTemplateMixin, TemplateView):
    """Asks for confirmation and makes a draft for each body that has none for the period."""

    template_name = "wagtail_kommunmal/admin/overviews/create_missing.html"
    page_title = _("Create the missing reports")
    header_icon = "plus"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_create_reports(request.user):
            raise PermissionDenied
        base = plans_of(request).filter(pk=kwargs["plan_id"]).first()
        if base is None:
            raise Http404
        self.plan = base.specific
        if self.plan.is_closed:
            raise PermissionDenied
        self.matrix = matrix_of(self.plan, bodies_of(request), reports_of(request))
        in_turn = periods_in_turn(self.matrix.periods, timezone.localdate())
        periods = {period.code: period for period in in_turn}
        if kwargs["period"] not in periods:
            raise Http404
        self.period = periods[kwargs["period"]]
        self.bodies = [cell.body for cell in self.matrix.missing(self.period.code)]
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        made = create_missing_reports(
            self.plan, self.period.code, self.bodies, site=admin_site(request), user=request.user
        )
        done = ngettext(
            "%(count)d report was created as a draft.", "%(count)d reports were created as drafts.", len(made)
        )
        messages.success(request, done % {"count": len(made)})
        return redirect(self.back_url)

    @property
    def back_url(self) -> str:
        return f"{reverse('kommunmal_overviews:matrix')}?{urlencode({'plan': self.plan.pk})}"

    def get_page_subtitle(self) -> str:
        return f"{self.plan.title}, {self.period.label}"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.back_url, "label": MatrixView.page_title},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]
