"""Who may take which table home."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy

from ...exchange.registry import KINDS


def may_export(user: Any, kind: str) -> bool:
    """Tell whether a user sees in the admin what a table holds; who sees it, may take it home."""
    table = KINDS[kind]
    return bool(ModelPermissionPolicy(table.model).user_has_any_permission(user, table.export_rights))
