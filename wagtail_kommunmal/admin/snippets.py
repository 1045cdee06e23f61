"""What the admin views of everything that belongs to a municipality have in common."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin.utils import unquote
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from wagtail.admin.panels import ObjectList
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from .forms import SiteForm
from .sites import admin_site, of_site


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
    """Lists, creates and opens the rows of one site only."""

    add_view_class = SiteCreateView
    edit_view_class = SiteEditView
    # A copy would share what identifies the original.
    copy_view_enabled = False
    # Plain database search finds parts of words, and Swedish names are compounds.
    search_backend_name = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return of_site(self.model.objects.all(), request)

    def get_edit_handler(self) -> Any:
        return ObjectList(self.model.panels, base_form_class=SiteForm).bind_to_model(self.model)

    def get_urlpatterns(self) -> list[Any]:
        patterns: list[Any] = super().get_urlpatterns()
        for pattern in patterns:
            if "pk" in pattern.pattern.converters:
                pattern.callback = self._own_rows_only(pattern.callback)
        return patterns

    def _own_rows_only(self, view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not of_site(self.model.objects.filter(pk=unquote(str(kwargs["pk"]))), request).exists():
                raise Http404
            return view(request, *args, **kwargs)

        return checked


def refuse_deletion_across_sites(request: HttpRequest, instances: list[Any]) -> None:
    """Answer 404 when somebody tries to delete, one by one or in bulk, what belongs to another site."""
    site = admin_site(request)
    for instance in instances:
        if isinstance(getattr(type(instance), "snippet_viewset", None), SiteSnippetViewSet) and instance.site != site:
            raise Http404
