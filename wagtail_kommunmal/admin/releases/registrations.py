"""How a plan or goal leads to its releases."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.menus.pages import PageMenuItem

from ...releasing.keys import is_released_kind
from .access import may_change_history


class ReleasesItem(PageMenuItem):
    """Leads to the releases of a page."""

    label = _("Releases")
    icon_name = "history"
    priority = 65
    url_name = "wagtail_kommunmal_releases"

    def is_shown(self, user: Any) -> bool:
        return may_change_history(self.page, user)


def page_buttons(page: Any, user: Any, next_url: str | None = None, view_name: str = "") -> Iterator[PageMenuItem]:
    """Yield the way to the releases, for a page's header and its row in a listing."""
    if is_released_kind(page):
        yield ReleasesItem(page=page)
