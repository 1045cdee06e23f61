from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from ...authoring.reported_plans import reported_plans
from ...authoring.reporting_rights import bodies_for
from ...authoring.reports import add_missing_rows
from ...models import words_of_site
from ..forms import StaysLiveMixin
from .rows import FormRow, rows_of


class NewReportForm(WagtailAdminModelForm):
    """Asks for plan, body and period; the rows come by themselves."""

    plan: Any = forms.ModelChoiceField(queryset=None, label=_("Plan"), empty_label="")
    body: Any = forms.ModelChoiceField(queryset=None, label=_("Responsible body"), empty_label="")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = self.instance.site
        self.fields["plan"].queryset = reported_plans(site, only_open=True).reverse()
        self.fields["body"].queryset = bodies_for(self.for_user).filter(site=site).order_by("name")

    def save(self, commit: bool = True) -> Any:
        report = super().save(commit=False)
        add_missing_rows(report)
        if commit:
            report.save()
        return report


class ReportForm(StaysLiveMixin, WagtailAdminModelForm):
    """Takes what a body says of each of its rows."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.goals = rows_of(self.instance)
        self.form_rows = [row for goal in self.goals for row in goal.rows]
        self.words = words_of_site(self.instance.site)
        is_forecast = self.instance.is_forecast
        for row in self.form_rows:
            self.fields.update(row.fields(is_forecast=is_forecast, words=self.words))

    def rows_with_errors(self) -> list[tuple[FormRow, list[Any]]]:
        """Return the rows to look at, each with its fields that could not be taken."""
        faults = [(row, [self[name] for name in row.field_names if name in self.errors]) for row in self.form_rows]
        return [(row, fields) for row, fields in faults if fields]

    def save(self, commit: bool = True) -> Any:
        for row in self.form_rows:
            row.take(self)
        return super().save(commit=commit)
