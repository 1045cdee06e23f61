"""Draw the pictures of the demo: `python example_project/demo/images/draw.py` writes them beside this file.

Flat landscapes in few colours, so that 1,600 × 900 pixels weigh some kilobytes. Every curve is computed, so two runs
give the same picture.
"""

import math
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

from PIL import Image, ImageDraw

SIZE = WIDTH, HEIGHT = 1600, 900
# Drawn at double size and scaled down: that smooths the edges.
SCALE = 2
COLOURS = 96
Colour = str | tuple[int, ...]
Canvas = ImageDraw.ImageDraw


def sky(canvas: Canvas, top: tuple[int, int, int], bottom: tuple[int, int, int], bands: int = 12) -> None:
    """Fill the picture with bands from one colour to another."""
    for band in range(bands):
        share = band / (bands - 1)
        colour = tuple(round(a + (b - a) * share) for a, b in zip(top, bottom, strict=True))
        box(canvas, 0, HEIGHT * band / bands, WIDTH, HEIGHT * (band + 1) / bands, colour)


def box(canvas: Canvas, left: float, top: float, right: float, bottom: float, colour: Colour) -> None:
    """Fill a rectangle."""
    canvas.rectangle([left * SCALE, top * SCALE, right * SCALE, bottom * SCALE], fill=colour)


def shape(canvas: Canvas, points: Sequence[tuple[float, float]], colour: Colour) -> None:
    """Fill a polygon."""
    canvas.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=colour)


def disc(canvas: Canvas, x: float, y: float, radius: float, colour: Colour) -> None:
    """Fill a circle."""
    corners = (x - radius, y - radius, x + radius, y + radius)
    canvas.ellipse([corner * SCALE for corner in corners], fill=colour)


def hills(canvas: Canvas, height: float, swing: float, length: float, phase: float, colour: Colour) -> None:
    """Fill everything below a rolling line."""
    line = [
        (x, height - swing * (math.sin(x / length + phase) + 0.4 * math.sin(2.3 * x / length + 1.7 * phase)))
        for x in range(-10, WIDTH + 20, 10)
    ]
    shape(canvas, [(-10, HEIGHT), *line, (WIDTH + 10, HEIGHT)], colour)


def house(
    canvas: Canvas, x: float, base: float, width: float, height: float, wall: Colour, roof: Colour, window: Colour
) -> None:
    """Draw a house with a gable roof and two rows of windows."""
    box(canvas, x, base - height, x + width, base, wall)
    eaves, ridge = base - height, base - height - min(width * 0.28, 130)
    shape(canvas, [(x - 14, eaves), (x + width / 2, ridge), (x + width + 14, eaves)], roof)
    columns = max(2, int(width // 70))
    for row in (0.2, 0.58):
        for column in range(columns):
            left = x + width * (column + 0.5) / columns - 13
            box(canvas, left, eaves + height * row, left + 26, eaves + height * row + 34, window)


def spruce(canvas: Canvas, x: float, base: float, height: float, colour: Colour) -> None:
    """Draw a spruce of three triangles."""
    for step in range(3):
        top = base - height + step * height * 0.22
        half = height * (0.13 + 0.06 * step)
        shape(canvas, [(x, top), (x - half, top + height * 0.44), (x + half, top + height * 0.44)], colour)


def birch(canvas: Canvas, x: float, base: float, height: float) -> None:
    """Draw a birch with a round crown."""
    box(canvas, x - 6, base - height, x + 6, base, "#efe9dc")
    for mark in range(4):
        box(canvas, x - 6, base - height * 0.18 * (mark + 1), x + 1, base - height * 0.18 * (mark + 1) + 5, "#4b4a45")
    disc(canvas, x, base - height, height * 0.36, "#8fb07a")
    disc(canvas, x + height * 0.2, base - height * 0.82, height * 0.26, "#7fa26b")


def turbine(canvas: Canvas, x: float, base: float, height: float, turn: float) -> None:
    """Draw a wind turbine."""
    hub = base - height
    shape(canvas, [(x - 7, base), (x - 3, hub), (x + 3, hub), (x + 7, base)], "#f6f4ee")
    for blade in range(3):
        angle = turn + blade * 2 * math.pi / 3
        tip = (x + math.cos(angle) * height * 0.48, hub + math.sin(angle) * height * 0.48)
        side = (x + math.cos(angle + 0.35) * height * 0.1, hub + math.sin(angle + 0.35) * height * 0.1)
        shape(canvas, [(x, hub), side, tip], "#f6f4ee")
    disc(canvas, x, hub, 9, "#e4e0d5")


def town_hall(canvas: Canvas) -> None:
    """Draw the town hall in evening light."""
    sky(canvas, (86, 116, 156), (247, 208, 168))
    hills(canvas, 520, 60, 300, 0.4, "#7d93b5")
    hills(canvas, 600, 40, 220, 2.0, "#5d7a94")
    box(canvas, 0, 700, WIDTH, HEIGHT, "#d9cbb4")
    house(canvas, 380, 720, 840, 230, "#f3e7cf", "#7a4a3c", "#6f8aa3")
    box(canvas, 745, 300, 855, 720, "#f8eed9")
    shape(canvas, [(728, 300), (800, 190), (872, 300)], "#5f7f6c")
    disc(canvas, 800, 370, 36, "#fffaf0")
    box(canvas, 797, 344, 803, 372, "#4b4a45")
    box(canvas, 797, 367, 820, 373, "#4b4a45")
    box(canvas, 765, 620, 835, 720, "#6d4436")
    for x in (180, 280, 1330, 1430):
        spruce(canvas, x, 740, 220, "#3f5f52")
    hills(canvas, 830, 12, 260, 1.0, "#b9a98f")


def school(canvas: Canvas) -> None:
    """Draw the school among birches."""
    sky(canvas, (168, 206, 226), (233, 243, 236))
    disc(canvas, 1320, 170, 64, "#fbe3a6")
    hills(canvas, 560, 50, 260, 1.2, "#a9c5a0")
    hills(canvas, 680, 40, 330, 3.1, "#86ad7c")
    house(canvas, 420, 700, 700, 190, "#a6402f", "#4a4038", "#f5e6b8")
    box(canvas, 730, 590, 810, 700, "#f3efe4")
    for x, height in ((180, 250), (300, 200), (1210, 220), (1340, 280), (1460, 210)):
        birch(canvas, x, 730, height)
    hills(canvas, 790, 25, 380, 0.2, "#6f9a68")


def village(canvas: Canvas) -> None:
    """Draw the village at dusk in winter."""
    sky(canvas, (28, 42, 78), (108, 124, 168))
    for number in range(40):
        disc(canvas, (number * number * 397) % WIDTH, (number * number * 211) % 367, 2 + number % 2, "#dfe6f5")
    hills(canvas, 560, 60, 280, 0.9, "#4a5d8c")
    for number in range(18):
        spruce(canvas, number * 94 + 20, 640 + (number * 37) % 30, 150 + (number * 53) % 70, "#2f4468")
    hills(canvas, 690, 30, 340, 2.2, "#cfd8ea")
    house(canvas, 300, 730, 250, 150, "#8c3b34", "#e8edf6", "#ffd98a")
    house(canvas, 690, 700, 220, 140, "#c9a24b", "#e8edf6", "#ffd98a")
    house(canvas, 1050, 740, 260, 150, "#5c7468", "#e8edf6", "#ffd98a")
    hills(canvas, 800, 25, 300, 0.3, "#e8edf6")


def river(canvas: Canvas) -> None:
    """Draw the river and the wind turbines."""
    sky(canvas, (190, 214, 224), (244, 238, 220))
    hills(canvas, 430, 70, 330, 0.2, "#9db8bd")
    for x, height, turn in ((980, 260, 0.3), (1160, 300, 1.1), (1360, 270, 2.0)):
        turbine(canvas, x, 500, height + 60, turn)
    hills(canvas, 540, 60, 280, 1.5, "#6f9488")
    hills(canvas, 640, 45, 240, 3.0, "#4f7a68")
    bank = [(800 + 260 * math.sin(step / 6) * (step / 30), 610 + step * 10) for step in range(31)]
    left = [(x - 10 - step * 9, y) for step, (x, y) in enumerate(bank)]
    right = [(x + 10 + step * 9, y) for step, (x, y) in enumerate(bank)]
    shape(canvas, [*left, *reversed(right)], "#a9cfd8")
    for x, base, height in ((120, 800, 230), (240, 850, 260), (1380, 820, 240), (1500, 860, 280)):
        spruce(canvas, x, base, height, "#355c4c")


def quay(canvas: Canvas) -> None:
    """Draw new houses and their reflections."""
    sky(canvas, (206, 224, 230), (250, 240, 222))
    hills(canvas, 470, 50, 260, 2.4, "#a8bfb4")
    box(canvas, 0, 620, WIDTH, HEIGHT, "#9dc0cc")
    for x, width, height, wall in (
        (190, 260, 250, "#c8643f"),
        (500, 240, 300, "#e0b155"),
        (790, 280, 230, "#7f9a86"),
        (1120, 260, 280, "#b5523f"),
    ):
        house(canvas, x, 610, width, height, wall, "#54483f", "#f4ecd8")
        box(canvas, x, 640, x + width, 640 + height * 0.6, wall)
    for line in range(16):
        y = 646 + line * 15
        box(canvas, 0, y, WIDTH, y + 7 + line * 0.3, "#9dc0cc")
    box(canvas, 0, 606, WIDTH, 636, "#cfc4ae")


def mountain(canvas: Canvas) -> None:
    """Draw the mountain at dawn with a path to its top."""
    sky(canvas, (238, 196, 170), (251, 236, 212))
    disc(canvas, 1120, 330, 90, "#fdf3d6")
    dome = [(x, 640 - 360 * math.exp(-(((x - 760) / 420) ** 2))) for x in range(-10, WIDTH + 20, 10)]
    shape(canvas, [(-10, HEIGHT), *dome, (WIDTH + 10, HEIGHT)], "#8d94b3")
    hills(canvas, 660, 40, 260, 0.7, "#7b8f8a")
    path = [(760 + 120 * math.sin(step / 5) * (1 - step / 60), 300 + step * 9) for step in range(61)]
    for (x1, y1), (x2, y2) in pairwise(path):
        canvas.line([(x1 * SCALE, y1 * SCALE), (x2 * SCALE, y2 * SCALE)], fill="#f4e6cf", width=int(6 + y1 / 45))
    hills(canvas, 790, 35, 320, 2.6, "#5f7d6a")
    for number in range(12):
        spruce(canvas, 60 + number * 140, 860 + (number * 31) % 40, 120 + (number * 47) % 60, "#426351")


PICTURES: dict[str, Callable[[Canvas], None]] = {
    "kommunhuset": town_hall,
    "skolan": school,
    "byn": village,
    "alven": river,
    "kajen": quay,
    "fjallet": mountain,
}


def main(folder: Path) -> None:
    """Write every picture as a PNG with few colours."""
    for name, draw in PICTURES.items():
        picture = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        draw(ImageDraw.Draw(picture))
        small = picture.resize(SIZE, Image.Resampling.LANCZOS)
        small.quantize(COLOURS, dither=Image.Dither.NONE).save(folder / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main(Path(__file__).resolve().parent)
