"""Who may take which table home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from wagtail.permission_policies import ModelPermissionPolicy

from ...models import KeyFigure, ResponsibleBody

_MODELS: Final[Mapping[str, Any]] = {
    "bodies": ResponsibleBody,
    "key-figures": KeyFigure,
    "values": KeyFigure,
    "targets": KeyFigure,
}
"""Code of a kind of table -> what one has to have a right to."""


def may_export(user: Any, kind: str) -> bool:
    """Tell whether a user sees the listing that a table belongs to; who sees it, may take it home."""
    policy = ModelPermissionPolicy(_MODELS[kind])
    return bool(policy.user_has_any_permission(user, ["add", "change", "delete", "view"]))
