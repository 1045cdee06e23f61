"""The choices that the overviews have in common: a plan, and one of its periods."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelChoiceFilter
from wagtail.admin.filters import WagtailFilterSet

from ...models import FollowUpReport
from ...periods import Period
from .access import default_plan_of, plans_of


class PlanFilterSet(WagtailFilterSet):
    """Chooses a plan: the one that is reported on now for those who have chosen none."""

    request: HttpRequest
    plan = ModelChoiceFilter(label=_("Plan"), queryset=plans_of, empty_label=None, widget=forms.RadioSelect)

    class Meta:
        model = FollowUpReport
        fields = ["plan"]

    def __init__(self, data: Any = None, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(data, FollowUpReport.objects.none(), *args, request=request, **kwargs)
        self.data = data.copy()
        self._choose("plan", self.default_plan and self.default_plan.pk)

    @cached_property
    def default_plan(self) -> Any:
        return default_plan_of(self.request)

    @cached_property
    def chosen_plan(self) -> Any:
        """The plan as its own page class, or ``None`` where the site has none."""
        chosen = str(self.data.get("plan", ""))
        if self.default_plan is None or chosen == str(self.default_plan.pk):
            return self.default_plan
        plan = plans_of(self.request).filter(pk=chosen).first() if chosen.isdecimal() else None
        return plan.specific if plan else self.default_plan

    def _choose(self, name: str, value: Any) -> None:
        """Choose what is shown when nothing is chosen; it is no filter that could be taken away."""
        if value and not self.data.get(name):
            self.data[name] = str(value)
        self.form.fields[name].initial = value


class PeriodFilterSet(PlanFilterSet):
    """Chooses one of the periods of the plan as well."""

    period = ChoiceFilter(label=_("Period"), empty_label=None, widget=forms.RadioSelect)

    class Meta(PlanFilterSet.Meta):
        fields = ["plan", "period"]

    def offer_periods(self, periods: list[Period], default: Period) -> Period:
        """Offer the periods of the chosen plan, and return the one that is chosen; one of another plan is not."""
        self.form.fields["period"].choices = [(period.code, period.label) for period in reversed(periods)]
        by_code = {period.code: period for period in periods}
        if self.data.get("period") not in by_code:
            self.data["period"] = default.code
        self.form.fields["period"].initial = default.code
        return by_code[self.data["period"]]
