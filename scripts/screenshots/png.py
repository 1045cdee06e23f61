"""Small PNG files: a screenshot has few colours."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from PIL import Image

COLOURS = 96


def save(screenshot: bytes, path: Path) -> int:
    """Write a screenshot with a palette of its own and return the size of the file in bytes."""
    picture = Image.open(BytesIO(screenshot)).convert("RGB")
    picture = picture.quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    picture.save(path, optimize=True)
    return path.stat().st_size
