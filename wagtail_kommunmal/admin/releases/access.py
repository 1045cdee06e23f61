"""Who may change what the public history holds."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.models import Permission
from django.db.models import QuerySet

PERMISSION: Final = "wagtail_kommunmal.change_release"


def may_change_history(page: Any, user: Any) -> bool:
    """Tell whether somebody may take releases of a page out of the public history: not everybody who publishes it."""
    return user.has_perm(PERMISSION) and bool(page.permissions_for_user(user).can_edit())


def permissions() -> QuerySet[Permission]:
    """``register_permissions``: what the form of a group offers."""
    app_label, codename = PERMISSION.split(".")
    return Permission.objects.filter(content_type__app_label=app_label, codename=codename)
