"""The ways to Kolada from the key figures: where the site uses it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import HeaderButton

from ...models import KeyFigure
from ..value_grid.access import permission_policy
from .access import is_used


def listing_header_buttons(request: HttpRequest) -> list[HeaderButton]:
    """Lead from the key figures to what comes from Kolada."""
    if not permission_policy.user_has_permission(request.user, "change") or not is_used(request):
        return []
    return [HeaderButton(_("Kolada"), url=reverse("kommunmal_kolada:index"), icon_name="download")]


def edit_header_buttons(request: HttpRequest, key_figure: KeyFigure) -> list[HeaderButton]:
    """Lead from a key figure to the search for the one at Kolada."""
    if not is_used(request):
        return []
    query = urlencode({"pk": key_figure.pk, "q": key_figure.kolada_id or key_figure.name[:60]})
    url = f"{reverse('kommunmal_kolada:search')}?{query}"
    return [HeaderButton(_("Find at Kolada"), url=url, icon_name="search")]
