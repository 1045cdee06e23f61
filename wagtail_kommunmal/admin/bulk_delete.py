"""The deletion of several rows at once, of those that their list shows the user."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.functional import classproperty
from wagtail.snippets.bulk_actions.delete import DeleteBulkAction
from wagtail.snippets.models import get_snippet_models

from .snippets import SiteSnippetViewSet, all_there


def models_of_sites(_action: Any) -> list[Any]:
    """Return the models whose rows belong to a site."""
    return [model for model in get_snippet_models() if isinstance(model.snippet_viewset, SiteSnippetViewSet)]


class DeleteListedRows(DeleteBulkAction):
    """Deletes as Wagtail does, but does not name rows to those who may not see them."""

    models = classproperty(models_of_sites)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        ids = {pk for pk in request.GET.getlist("id") if pk != "all"}
        if not self.model.snippet_viewset.permission_policy.user_has_permission(request.user, "delete"):
            raise PermissionDenied
        if not all_there(self._listed(), ids):
            raise Http404
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def check_perm(self, snippet: Any) -> bool:
        return True

    def get_all_objects_in_listing_query(self, parent_id: Any) -> QuerySet[Any]:
        return self._listed().values_list("pk", flat=True)

    def _listed(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = self.model.snippet_viewset.get_queryset(self.request)
        return rows
