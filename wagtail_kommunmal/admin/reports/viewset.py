from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_permission_codename
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelMultipleChoiceFilter
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, LiveStatusTagColumn, UpdatedAtColumn

from ...models import FollowUpReport
from ...periods import Period
from ..choosers import SiteChooserViewSet
from ..snippets import SiteSnippetViewSet
from .forms import NewReportForm, ReportForm
from .panel import ReportPanels, ReportRowsPanel
from .policy import REPORTING, report_policy
from .rights import bodies_of, reports_of
from .views import NoReportPreviewView, ReportCreateView, ReportEditView, ReportIndexView, ReportUnpublishView


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


class ReportChooserViewSet(SiteChooserViewSet):
    """Chooses a report of those that the user may see, and begins none."""

    def get_urlpatterns(self) -> list[Any]:
        return [pattern for pattern in super().get_urlpatterns() if pattern.name != "create"]


class FollowUpReportViewSet(SiteSnippetViewSet):
    """The reports of a municipality's bodies."""

    model = FollowUpReport
    icon = "form"
    menu_label = _("Reports")
    index_view_class = ReportIndexView
    add_view_class = ReportCreateView
    edit_view_class = ReportEditView
    preview_on_add_view_class = NoReportPreviewView
    unpublish_view_class = ReportUnpublishView
    list_display = [
        "__str__",
        Column("plan", label=_("Plan"), accessor="plan.title"),
        UpdatedAtColumn(),
        LiveStatusTagColumn(),
    ]
    filterset_class = ReportFilterSet
    search_fields = ["body__name", "body__code", "period"]
    chooser_viewset_class = ReportChooserViewSet
    chooser_columns = ()
    # Wagtail 7.4 takes it from here, later versions from ``wagtail_hooks``.
    permission_policy = report_policy

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return reports_of(request).select_related("body", "plan")

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        return type(
            "ReportURLFinder",
            (ModelAdminURLFinder,),
            {"edit_url_name": self.get_url_name("edit"), "permission_policy": self.permission_policy},
        )

    def get_permissions_to_register(self) -> QuerySet[Any]:
        # Who may publish may write, and to write for one body takes no permission: offered alone, these mislead.
        permissions: QuerySet[Any] = super().get_permissions_to_register()
        return permissions.exclude(
            codename__in=[get_permission_codename(action, self.model_opts) for action in REPORTING]
        )

    def get_edit_handler(self) -> Any:
        return ReportPanels([ReportRowsPanel()], base_form_class=ReportForm).bind_to_model(self.model)

    def get_add_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        # Wagtail would let a draft be without a period.
        panels = [FieldPanel("plan"), FieldPanel("body"), FieldPanel("period", required_on_save=True)]
        new = ObjectList(panels, base_form_class=NewReportForm).bind_to_model(self.model)
        view_kwargs: dict[str, Any] = super().get_add_view_kwargs(
            **{"panel": new, "form_class": new.get_form_class(), **kwargs}
        )
        return view_kwargs
