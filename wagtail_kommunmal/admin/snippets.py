"""What the admin views of everything that belongs to a municipality have in common."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from .forms import SiteForm
from .sites import admin_site, of_site


def all_there(rows: QuerySet[Any], keys: Collection[str]) -> bool:
    """Tell whether each of the primary keys in an address is that of one of the rows; it may be anything."""
    try:
        return rows.filter(pk__in=keys).count() == len(keys)
    except (ValueError, OverflowError):
        return False


class HeadingMixin:
    """Gives a form the first heading that Wagtail gives its page forms and not its snippet forms."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "title": self.get_page_subtitle()}  # type: ignore[misc, attr-defined]


class SiteEditView(HeadingMixin, EditView):
    """Changes a row."""


class SiteCreateView(HeadingMixin, CreateView):
    """Creates a row of the site that the request came to."""

    def get_initial_form_instance(self) -> Any:
        return self.model(site=admin_site(self.request))


class SiteSnippetViewSet(SnippetViewSet):
    """Lists, creates and opens the rows of one site only, and of those the ones that ``get_queryset()`` gives a user.

    Wagtail asks what a user may do with the model, not with the row that an address names. So every address that
    names a row is answered with 404 here, unless the user may see the row.
    """

    add_view_class = SiteCreateView
    edit_view_class = SiteEditView
    # A copy would share what identifies the original.
    copy_view_enabled = False
    # Plain database search finds parts of words, and Swedish names are compounds.
    search_backend_name = None
    base_form_class: type[WagtailAdminModelForm] = SiteForm

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return of_site(self.model.objects.all(), request)

    def get_edit_handler(self) -> Any:
        return ObjectList(self.model.panels, base_form_class=self.base_form_class).bind_to_model(self.model)

    def get_urlpatterns(self) -> list[Any]:
        patterns: list[Any] = super().get_urlpatterns()
        for pattern in patterns:
            # Not its converters: an address that is a regular expression has none.
            if "pk" in pattern.pattern.regex.groupindex:
                pattern.callback = self._own_rows_only(pattern.callback)
        return patterns

    def _own_rows_only(self, view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not all_there(self.get_queryset(request), {unquote(str(kwargs["pk"]))}):
                raise Http404
            return view(request, *args, **kwargs)

        return checked
