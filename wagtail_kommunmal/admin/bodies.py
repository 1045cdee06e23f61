"""Bodies and focus areas in the admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_filters import MultipleChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import IndexView

from ..models import FocusArea, ResponsibleBody
from ..vocabulary import BodyKind
from .choosers import SiteChooserViewSet
from .forms import SiteForm
from .groups import ACCESS_ADMIN
from .snippets import SiteSnippetViewSet
from .tables.registrations import listing_more_buttons


class BodyForm(SiteForm):
    """Takes as reporters only a group whose members get into the admin."""

    def clean_reporters(self) -> Group | None:
        group: Group | None = self.cleaned_data["reporters"]
        if group and not group.permissions.filter(**ACCESS_ADMIN).exists():
            raise ValidationError(
                gettext(
                    "The members of “%(group)s” cannot open the admin. Give the group the right “Can access Wagtail "
                    "admin” first, under Settings, Groups."
                )
                % {"group": group}
            )
        return group


class BodyCreationForm(SiteForm):
    """What a body needs to be chosen at once; the rest can be filled in later."""

    class Meta:
        model = ResponsibleBody
        fields = ["name", "code", "kind"]


class BodyChooserViewSet(SiteChooserViewSet):
    """Chooses or creates a body."""

    create_action_label = _("Create body")
    creation_tab_label = _("New body")
    creation_form_class = BodyCreationForm


class BodyFilterSet(WagtailFilterSet):
    """Filters bodies by kind."""

    kind = MultipleChoiceFilter(label=_("Kind"), choices=BodyKind.choices, widget=CheckboxSelectMultiple)

    class Meta:
        model = ResponsibleBody
        fields = ["kind"]


class BodyIndexView(IndexView):
    """Leads from the bodies to their table."""

    @property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *listing_more_buttons(self.request, "bodies")]


class BodyViewSet(SiteSnippetViewSet):
    """The bodies of a municipality."""

    model = ResponsibleBody
    index_view_class = BodyIndexView
    icon = "group"
    base_form_class = BodyForm
    menu_label = _("Bodies")
    chooser_viewset_class = BodyChooserViewSet
    chooser_columns = (Column("code", label=_("Code")), Column("kind", label=_("Kind"), accessor="get_kind_display"))
    list_display = ["name", "code", "kind", "valid_to", "replaced_by"]
    filterset_class = BodyFilterSet
    search_fields = ["name", "code"]
    ordering = "name"

    def get_queryset(self, request: Any) -> Any:
        return super().get_queryset(request).select_related("replaced_by")


class FocusAreaCreationForm(SiteForm):
    """A new focus area."""

    class Meta:
        model = FocusArea
        fields = ["name"]


class FocusAreaChooserViewSet(SiteChooserViewSet):
    """Chooses or creates a focus area."""

    create_action_label = _("Create focus area")
    creation_tab_label = _("New focus area")
    creation_form_class = FocusAreaCreationForm


class FocusAreaViewSet(SiteSnippetViewSet):
    """The areas that a municipality sorts its goals under."""

    model = FocusArea
    icon = "tag"
    menu_label = _("Focus areas")
    chooser_viewset_class = FocusAreaChooserViewSet
    chooser_columns = ()
    list_display = ["name"]
    search_fields = ["name"]
    ordering = "name"
