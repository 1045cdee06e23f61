"""What has been said of one assignment or investment over all periods and years."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters import ModelMultipleChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from ...authoring.history import history_of, released_title
from ...documents.rich_text import plain_text
from ...models import FollowUpReport, words_of_site
from ...numbers import display_format
from ...periods import Period
from ...vocabulary import AssignmentStatus
from ...words import SiteWords
from ..reports.rights import bodies_of, reports_of
from ..sites import admin_site
from .access import may_see_reports, report_url
from .export import OverviewReportView

AMOUNTS = ("quantity_done", "forecast", "outcome_to_date")


class HistoryFilterSet(WagtailFilterSet):
    """Narrows to bodies."""

    body = ModelMultipleChoiceFilter(
        label=_("Responsible body"), queryset=bodies_of, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = FollowUpReport
        fields = ["body"]


def period_of(row: Any) -> str:
    """Return the period of a row's report in words."""
    return Period.parse(row.report.period).label


def amounts_of(row: Any) -> str:
    """Return what a row says in numbers, each with its name."""
    names = [name for name in AMOUNTS if getattr(row, name, None) is not None]
    language = get_language() or "sv"
    return ", ".join(
        f"{row._meta.get_field(name).verbose_name}: {display_format(getattr(row, name), language)}" for name in names
    )


class HistoryView(OverviewReportView):
    """Lists what live reports have said, the latest period first."""

    page_title = _("History of an assignment")
    header_icon = "history"
    filterset_class = HistoryFilterSet
    template_name = "wagtail_kommunmal/admin/overviews/report.html"
    results_template_name = "wagtail_kommunmal/admin/overviews/history_results.html"
    export_headings = {
        "period": _("Period"),
        "plan": _("Plan"),
        "body": _("Responsible body"),
        "status": _("Status"),
        "quantity_done": _("Quantity done"),
        "forecast": _("Forecast"),
        "outcome_to_date": _("Outcome to date"),
        "comment": _("Comment"),
    }
    list_export = list(export_headings)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_see_reports(request.user):
            raise PermissionDenied
        if not self.rows and not self.item_title:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def rows(self) -> list[Any]:
        """What the user may see of what was said."""
        return history_of(self.kwargs["lineage_id"], reports_of(self.request))

    @cached_property
    def item_title(self) -> str:
        return released_title(self.kwargs["lineage_id"], admin_site(self.request))

    @cached_property
    def words(self) -> SiteWords:
        """What the site calls the statuses."""
        return words_of_site(admin_site(self.request))

    def status_of(self, row: Any) -> str:
        """Return the status of a row in the site's words, or "" where it has none."""
        return self.words.label(row.status, AssignmentStatus, get_language() or "sv") if row.status else ""

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn(
                "period",
                label=_("Period"),
                accessor=period_of,
                get_url=lambda row: report_url("edit", row.report_id),
            ),
            Column("plan", label=_("Plan"), accessor="report.plan.title"),
            Column("body", label=_("Responsible body"), accessor="report.body"),
            Column("status", label=_("Status"), accessor=lambda row: self.status_of(row) or _("No status")),
            Column("amounts", label=_("Quantity and amounts"), accessor=amounts_of),
            Column("comment", label=_("Comment"), accessor=lambda row: plain_text(row.comment)),
            DateColumn("published", label=_("Published"), accessor="report.last_published_at"),
        ]

    def get_page_subtitle(self) -> str:
        return self.item_title

    def get_index_url(self) -> str:
        return reverse("kommunmal_overviews:history", kwargs=self.kwargs)

    def get_index_results_url(self) -> str:
        return reverse("kommunmal_overviews:history_results", kwargs=self.kwargs)

    def get_queryset(self) -> Any:
        bodies = self.filters.form.cleaned_data.get("body") if self.filters.is_valid() else None
        return [row for row in self.rows if not bodies or row.report.body in bodies]

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        amounts: dict[str, Decimal | None] = {name: getattr(item, name, None) for name in AMOUNTS}
        return {
            "period": period_of(item),
            "plan": item.report.plan.title,
            "body": item.report.body.name,
            "status": self.status_of(item),
            **amounts,
            "comment": plain_text(item.comment),
        }

    def get_filename(self) -> str:
        return f"history-{self.kwargs['lineage_id']}"
