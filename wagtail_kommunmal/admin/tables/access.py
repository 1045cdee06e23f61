"""Who may take which table home."""

from __future__ import annotations

from typing import Any

from ...exchange.registry import KINDS


def may_export(user: Any, kind: str) -> bool:
    """Tell whether a user sees in the admin what a table holds; who sees it, may take it home."""
    return KINDS[kind].may_be_exported_by(user)
