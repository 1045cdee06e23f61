"""What an editor is told, as it is stored: a code and what its text names."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from ..models import KoladaWarning

MOST_VALUES: Final = 50

Warnings: TypeAlias = list[dict[str, Any]]


def warning(code: KoladaWarning, **params: Any) -> dict[str, Any]:
    """Return a warning as it is stored; of ``values`` no more than tells that there are many."""
    if "values" in params:
        params["values"] = params["values"][:MOST_VALUES]
    return {"code": code.value, "params": params}
