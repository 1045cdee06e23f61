"""Overviews that can be taken home as spreadsheets."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.reports.base import ReportView

from ...spreadsheets import as_text


class OverviewReportView(ReportView):
    """A report of Wagtail's over rows that were computed, with exports that hold no formulas."""

    # The rows are of no model, and each overview says itself who may open it.
    model = None
    paginate_by = 100

    def get_filtered_queryset(self) -> Any:
        return self.get_queryset()

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        return as_text(value)

    def get_heading(self, queryset: Any, field: str) -> str:
        return str(as_text(self.export_headings[field]))
