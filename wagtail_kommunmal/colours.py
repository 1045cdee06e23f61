"""Colours written as #rrggbb, and how well they stand out. Pure."""

from __future__ import annotations

import re
from typing import Final

HEX_COLOUR: Final = re.compile(r"#[0-9a-f]{6}", re.ASCII | re.IGNORECASE)

SURFACES: Final = ("#ffffff", "#f3f3f1", "#121212", "#2a2c2e")
"""What ``kommunmal.css`` shows a sign on: the page and its tinted boxes, light and dark."""

LEAST_CONTRAST: Final = 3.0
"""What WCAG 2.2 asks of a sign (1.4.11, non-text contrast)."""


def least_contrast(colour: str) -> tuple[float, str]:
    """Return the lowest contrast that a colour has with any of the surfaces, and with which."""
    return min((contrast(colour, surface), surface) for surface in SURFACES)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours as WCAG 2.2 defines it, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[start : start + 2], 16) / 255) for start in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
