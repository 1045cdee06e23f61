"""Stored documents of older formats, lifted to today's when they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

FORMAT: Final = 1
"""The format that compose writes. A change that is more than a new member raises it and adds an upgrade."""

_UPGRADES: dict[int, Callable[[dict[str, Any]], dict[str, Any]]] = {}
"""Format -> what turns a document of that format into the next one."""


def upgrade(content: dict[str, Any], from_format: int) -> dict[str, Any]:
    """Return ``content`` in today's format; raises ``ValueError`` for a format from the future."""
    if from_format > FORMAT:
        raise ValueError(f"Document format {from_format} is newer than this version's {FORMAT}.")
    for step in range(from_format, FORMAT):
        content = _UPGRADES[step](content)
    return content
