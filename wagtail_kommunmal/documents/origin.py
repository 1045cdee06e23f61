"""Addresses in a stored document are relative to an origin that only its reader knows."""

from __future__ import annotations

from typing import Final

ORIGIN_TOKEN: Final = "kommunmal-origin:"  # noqa: S105
"""Stands for scheme and host of the site in stored documents."""


def relative_to_origin(url: str) -> str:
    """Return ``url`` with the origin token in front if it is a path of the site itself."""
    return ORIGIN_TOKEN + url if url.startswith("/") and not url.startswith("//") else url


def with_origin(text: str, origin: str) -> str:
    """Return ``text`` with every origin token replaced, for example by ``https://www.example.se``."""
    return text.replace(ORIGIN_TOKEN, origin)
