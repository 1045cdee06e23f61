"""Choosers that search and create what belongs to the site, without leaving the form that they were opened from."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.log_actions import log
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
    SnippetCreateView,
)

from .sites import admin_site


class SearchForm(BaseFilterForm):
    """Finds parts of words in the fields that the viewset of the model searches."""

    q = forms.CharField(
        label=_("Search term"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": _("Search")}),
    )

    def filter(self, objects: QuerySet[Any]) -> QuerySet[Any]:
        objects = super().filter(objects)
        self.search_query = self.cleaned_data.get("q")
        if not self.search_query:
            return objects
        self.is_searching = True
        matches = Q()
        for field in objects.model.snippet_viewset.search_fields:
            matches |= Q(**{f"{field}__icontains": self.search_query})
        return objects.filter(matches)


def rows_of(model: Any, request: Any) -> QuerySet[Any]:
    """Return the rows that the list of the model shows the user."""
    rows: QuerySet[Any] = model.snippet_viewset.get_queryset(request)
    return rows


class CreationMixin:
    """Gives the creation form a row of the request's site."""

    request: Any
    model_class: Any

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_creation_form_kwargs()  # type: ignore[misc]
        model = self.model_class
        return {**kwargs, "instance": model(site=admin_site(self.request)), "prefix": f"new-{model._meta.model_name}"}


class ListingMixin(CreationMixin):
    """Offers the rows of the request's site, with the columns that tell them apart."""

    filter_form_class = SearchForm

    def get_object_list(self) -> QuerySet[Any]:
        return rows_of(self.model_class, self.request)

    @property
    def columns(self) -> list[Any]:
        return [*super().columns, *self.model_class.snippet_viewset.chooser_columns]  # type: ignore[misc]


class SiteChooseView(ListingMixin, ChooseView):
    """The chooser's modal."""


class SiteChooseResultsView(ListingMixin, ChooseResultsView):
    """The results within the chooser's modal."""


class SiteChosenView(SnippetChosenView):
    """Answers with the chosen row, unless it belongs to another site."""

    def get_object(self, pk: Any) -> Any:
        return rows_of(self.model_class, self.request).get(pk=pk)


class SiteChosenMultipleView(SnippetChosenMultipleView):
    """Answers with the chosen rows of this site."""

    def get_objects(self, pks: Any) -> QuerySet[Any]:
        return rows_of(self.model_class, self.request).filter(pk__in=pks)


class SiteCreateInChooserView(CreationMixin, SnippetCreateView):
    """Creates a row from within the chooser."""

    def save_form(self, form: Any) -> Any:
        instance = super().save_form(form)
        log(instance=instance, action="wagtail.create", user=self.request.user, content_changed=True)
        return instance


class SiteChooserViewSet(SnippetChooserViewSet):
    """A chooser within one site; a subclass names its texts and its creation form."""

    choose_view_class = SiteChooseView
    choose_results_view_class = SiteChooseResultsView
    chosen_view_class = SiteChosenView
    chosen_multiple_view_class = SiteChosenMultipleView
    create_view_class = SiteCreateInChooserView
