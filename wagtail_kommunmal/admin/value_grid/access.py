"""Who may open the rows of which key figure."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.permission_policies import ModelPermissionPolicy

from ...models import KeyFigure
from ..sites import of_site

permission_policy = ModelPermissionPolicy(KeyFigure)


class KeyFigureMixin:
    """Finds the key figure of the request's site for a user who may change it."""

    request: HttpRequest
    key_figure: KeyFigure

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not permission_policy.user_has_permission(request.user, "change"):
            raise PermissionDenied
        self.key_figure = get_object_or_404(of_site(KeyFigure.objects.all(), request), pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
