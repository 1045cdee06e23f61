"""Key figures in the admin; their values are edited in the value grid."""

from __future__ import annotations

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter, ModelMultipleChoiceFilter, MultipleChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button, HeaderButton
from wagtail.snippets.views.snippets import IndexView

from ..models import KeyFigure, KeyFigureValue, ResponsibleBody
from ..numbers import display_format
from ..periods import Period
from ..vocabulary import Gender, Series, Unit
from .choosers import SiteChooserViewSet
from .forms import SiteForm
from .kolada.columns import STATES, in_state, kolada_text
from .kolada.registrations import listing_header_buttons
from .sites import of_site
from .snippets import SiteSnippetViewSet
from .tables.registrations import listing_more_buttons
from .value_grid.registrations import KeyFigureEditView


class KeyFigureCreationForm(SiteForm):
    """What a key figure needs to be chosen at once; the rest can be filled in later."""

    class Meta:
        model = KeyFigure
        fields = ["name", "unit", "unit_label", "better", "kolada_id"]


class KeyFigureChooserViewSet(SiteChooserViewSet):
    """Chooses or creates a key figure."""

    create_action_label = _("Create key figure")
    creation_tab_label = _("New key figure")
    creation_form_class = KeyFigureCreationForm


def bodies_of_request(request: HttpRequest) -> QuerySet[ResponsibleBody]:
    """Return the bodies that a filter offers."""
    return of_site(ResponsibleBody.objects.all(), request)


class KeyFigureFilterSet(WagtailFilterSet):
    """Filters key figures by unit, responsible body and how they stand at Kolada."""

    unit = MultipleChoiceFilter(label=_("Unit"), choices=Unit.choices, widget=CheckboxSelectMultiple)
    responsible = ModelMultipleChoiceFilter(
        label=_("Responsible body"), queryset=bodies_of_request, widget=CheckboxSelectMultiple
    )
    kolada = ChoiceFilter(label=_("Kolada"), choices=STATES, method=in_state, widget=RadioSelect, empty_label=_("All"))

    class Meta:
        model = KeyFigure
        fields = ["unit", "responsible"]


def printed_unit(key_figure: KeyFigure) -> str:
    """Return the unit as it is printed, else its name in the list of units."""
    return key_figure.unit_label or key_figure.get_unit_display()


def latest_value(key_figure: Any) -> str:
    """Return the latest own value with its period, for example “71,4 (2025)”."""
    if key_figure.latest_number is None:
        return ""
    number = display_format(key_figure.latest_number, get_language() or "sv", key_figure.decimals)
    return f"{number} ({Period.parse(key_figure.latest_period).label})"


class KeyFigureIndexView(IndexView):
    """Leads from the key figures to what comes from Kolada, and to their tables."""

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [*super().header_buttons, *listing_header_buttons(self.request)]

    @property
    def header_more_buttons(self) -> list[Button]:
        tables = listing_more_buttons(self.request, "key-figures", "values", "targets")
        return [*super().header_more_buttons, *tables]


class KeyFigureViewSet(SiteSnippetViewSet):
    """The key figures of a municipality."""

    model = KeyFigure
    index_view_class = KeyFigureIndexView
    edit_view_class = KeyFigureEditView
    icon = "kommunmal-key-figure"
    menu_label = _("Key figures")
    chooser_viewset_class = KeyFigureChooserViewSet
    chooser_columns = (
        Column("unit", label=_("Unit"), accessor=printed_unit),
        Column("kolada_id", label=_("Kolada id")),
    )
    list_display = [
        "name",
        Column("unit", label=_("Unit"), accessor=printed_unit, sort_key="unit"),
        Column("kolada_id", label=_("Kolada"), accessor=kolada_text, sort_key="kolada_id"),
        "responsible",
        Column("latest_value", label=_("Latest own value"), accessor=latest_value),
    ]
    filterset_class = KeyFigureFilterSet
    search_fields = ["name", "kolada_id", "definition"]
    ordering = "name"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        latest = KeyFigureValue.objects.filter(
            key_figure=OuterRef("pk"), series=Series.OWN, gender=Gender.TOTAL, value__isnull=False
        ).order_by("-ends_on", "-period")
        return (
            super()
            .get_queryset(request)
            .select_related("responsible", "kolada_link")
            .annotate(
                latest_number=Subquery(latest.values("value")[:1]),
                latest_period=Subquery(latest.values("period")[:1]),
            )
        )
