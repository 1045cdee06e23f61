"""The way to the imports from the package's menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from .access import importable_kinds


class ImportMenuItem(MenuItem):
    """Is shown to those who may import any kind of table."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(importable_kinds(request.user))


def import_item(order: int) -> MenuItem:
    """Return the entry of the menu."""
    return ImportMenuItem(
        _("Import"), reverse("kommunmal_imports:new"), name="kommunmal-imports", icon_name="upload", order=order
    )
