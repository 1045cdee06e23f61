from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelMultipleChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn

from ...models import FollowUpReport
from ...periods import Period
from ..snippets import SiteCreateView, SiteSnippetViewSet
from .forms import NewReportForm, ReportForm
from .panel import ReportPanels, ReportRowsPanel
from .rights import bodies_of, reports_of


class ReportCreateView(SiteCreateView):
    """Asks what the report is about; its rows are written in the next step."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        # Saved while somebody types, "2026" would be the period on the way to "2026-T1".
        self.autosave_enabled = False

    def get_initial(self) -> dict[str, str]:
        """Fill in what the address of the form says, as the links of the overviews do."""
        return {name: value for name in ("plan", "body", "period") if (value := self.request.GET.get(name))}


def periods(request: HttpRequest | None = None) -> list[tuple[str, str]]:
    """Return the periods that there are reports for, the latest first, as the choices of a filter."""
    codes = FollowUpReport.objects.order_by("-ends_on", "period").values_list("period", flat=True)
    return [(code, Period.parse(code).label) for code in dict.fromkeys(codes)]


class ReportFilterSet(WagtailFilterSet):
    """Filters reports by period and body."""

    period = ChoiceFilter(label=_("Period"), choices=periods, empty_label=_("Any"), widget=forms.RadioSelect)
    body = ModelMultipleChoiceFilter(
        label=_("Responsible body"),
        queryset=bodies_of,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = FollowUpReport
        fields = ["period", "body"]


class FollowUpReportViewSet(SiteSnippetViewSet):
    """The reports of a municipality's bodies."""

    model = FollowUpReport
    icon = "form"
    menu_label = _("Reports")
    add_view_class = ReportCreateView
    list_display = [
        "__str__",
        Column("plan", label=_("Plan"), accessor="plan.title"),
        UpdatedAtColumn(),
        LiveStatusTagColumn(),
    ]
    filterset_class = ReportFilterSet
    search_fields = ["body__name", "body__code", "period"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return reports_of(request).select_related("body", "plan")

    def get_edit_handler(self) -> Any:
        return ReportPanels([ReportRowsPanel()], base_form_class=ReportForm).bind_to_model(self.model)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        panels = [FieldPanel("plan"), FieldPanel("body"), FieldPanel("period")]
        new = ObjectList(panels, base_form_class=NewReportForm).bind_to_model(self.model)
        view_kwargs: dict[str, Any] = super().get_add_view_kwargs(
            **{"panel": new, "form_class": new.get_form_class(), **kwargs}
        )
        return view_kwargs
