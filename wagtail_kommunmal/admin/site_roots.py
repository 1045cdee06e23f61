"""A page that is the root of a municipality's site holds up its bodies and key figures."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Site

from ..models import FocusArea, KeyFigure, ResponsibleBody


def refuse_deletion(request: HttpRequest, page: Any) -> HttpResponse | None:
    """``before_delete_page``: a site goes with its root page, and bodies, figures and focus areas need their site."""
    sites = Site.objects.filter(root_page__path__startswith=page.path)
    if not any(model.objects.filter(site__in=sites).exists() for model in (ResponsibleBody, KeyFigure, FocusArea)):
        return None
    messages.error(
        request,
        _("The page is, or holds, the start page of a site with responsible bodies, key figures or focus areas."),
    )
    return redirect("wagtailadmin_explore", page.pk)
