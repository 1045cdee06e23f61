"""Spreadsheets that do nothing but show what is in them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.encoding import force_str
from wagtail.admin.views.reports.base import ReportView

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet program takes for the beginning of a formula."""


def as_text(value: Any) -> Any:
    """Return a cell that is read as it is written: a text that would be a formula begins with an apostrophe."""
    if value is None or isinstance(value, int | Decimal):
        return value
    text = force_str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


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
