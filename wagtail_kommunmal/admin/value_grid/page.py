"""The page of a key figure's values, targets and assessments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ...authoring.recorded_changes import lock, recorded_changes
from ...models import KeyFigureValue
from ...periods import FIRST_YEAR, LAST_YEAR
from ...vocabulary import Gender, MissingReason, Series
from .access import KeyFigureMixin
from .change_texts import described_changes, summary
from .formsets import RowFormSet, row_formset
from .grid import Grid, build_grid, default_years, key_of_cell
from .payload import cell_json
from .texts import grid_texts

MOST_YEARS = 60
SCRIPTS = [
    f"wagtail_kommunmal/admin/value_grid/{name}.js" for name in ("tsv", "cell", "table", "details", "saving", "start")
]


class YearsForm(forms.Form):
    """The range of years that the grid shows."""

    first = forms.IntegerField(label=_("From year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    last = forms.IntegerField(label=_("To year"), min_value=FIRST_YEAR, max_value=LAST_YEAR)

    def clean(self) -> dict[str, Any]:
        years = super().clean() or {}
        if {"first", "last"} <= years.keys() and not 0 <= years["last"] - years["first"] < MOST_YEARS:
            self.add_error("last", _("The last year comes after the first, at most %d years later.") % (MOST_YEARS - 1))
        return years


class KeyFigureRowsView(KeyFigureMixin, WagtailAdminTemplateMixin, View):
    """Shows the value grid and the formsets, each in a tab."""

    template_name = "wagtail_kommunmal/admin/key_figures/rows.html"
    header_icon = "kommunmal-key-figure"
    page_title = _("Values, targets and assessments")

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.render_to_response(self.get_context_data())

    def get_page_subtitle(self) -> str:
        return str(self.key_figure)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        viewset = type(self.key_figure).snippet_viewset
        edit_url = AdminURLFinder(self.request.user).get_edit_url(self.key_figure)
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(viewset.get_url_name("list")), "label": viewset.menu_label},
            {"url": edit_url, "label": str(self.key_figure)},
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, bound: RowFormSet | None = None, **kwargs: Any) -> dict[str, Any]:
        values = list(KeyFigureValue.objects.filter(key_figure=self.key_figure))
        first, last = default_years(values, timezone.localdate())
        form = YearsForm(self.request.GET if "first" in self.request.GET else {"first": first, "last": last})
        if form.is_valid():
            first, last = form.cleaned_data["first"], form.cleaned_data["last"]
        grid = build_grid(values, first, last)
        formsets = {kind: row_formset(kind, self.key_figure) for kind in ("target", "assessment")}
        if bound:
            formsets[bound.kind] = bound
        return {
            **super().get_context_data(**kwargs),
            "key_figure": self.key_figure,
            "years_form": form,
            "all_years": _all_years(values) if grid.outside else None,
            "grid": grid,
            "grid_data": self._grid_data(grid),
            "missing_reasons": MissingReason.choices,
            "series_choices": Series.choices,
            "gender_choices": Gender.choices,
            "note_length": KeyFigureValue._meta.get_field("note").max_length,
            "text_length": KeyFigureValue._meta.get_field("value_text").max_length,
            "label_length": KeyFigureValue._meta.get_field("series_label").max_length,
            "formsets": formsets,
            "scripts": SCRIPTS,
            "active_tab": f"tab-{bound.kind}s" if bound else "",
            **last_change_context(self.key_figure),
        }

    def _grid_data(self, grid: Grid) -> dict[str, Any]:
        return {
            "rows": [asdict(row) for row in grid.rows],
            "columns": [
                {**asdict(column), "label": column.label, "gender_text": column.gender_label} for column in grid.columns
            ],
            "cells": [
                [row, column, cell_json(cell)]
                for row, line in enumerate(grid.rows)
                for column, head in enumerate(grid.columns)
                if (cell := grid.cells.get(key_of_cell(line, head)))
            ],
            "reasons": dict(MissingReason.choices),
            "texts": grid_texts(),
            "csrf_cookie": settings.CSRF_COOKIE_NAME,
        }


class SaveRowsView(KeyFigureRowsView):
    """Saves the targets or the assessments; errors come back on the same page with everything that was typed."""

    kind = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return redirect(self.tab_url)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        with transaction.atomic():
            # Locked before the formset reads, so that what it compares with is what it writes over.
            lock(self.key_figure)
            formset = row_formset(self.kind, self.key_figure, request.POST)
            is_valid = formset.is_valid()
            if is_valid:
                formset.save_recorded(request.user)
        if is_valid:
            messages.success(request, _("Saved."))
            return redirect(self.tab_url)
        messages.error(request, _("Nothing was saved yet: some fields need to be corrected."))
        return self.render_to_response(self.get_context_data(bound=formset))

    @property
    def tab_url(self) -> str:
        """Where the rows of this kind are shown."""
        return f"{reverse('kommunmal_key_figure:rows', args=[self.key_figure.pk])}#tab-{self.kind}s"


def last_change_context(key_figure: Any) -> dict[str, Any]:
    """Return what the page tells of the last change, if there is one."""
    entry = recorded_changes(key_figure).first()
    if entry is None:
        return {"last_change": None}
    changes, more = described_changes(entry)
    return {"last_change": entry, "last_change_summary": summary(entry), "changes": changes, "more_changes": more}


def _all_years(values: Sequence[KeyFigureValue]) -> tuple[int, int]:
    years = [value.ends_on.year for value in values]
    return max(min(years), max(years) - MOST_YEARS + 1), max(years)
