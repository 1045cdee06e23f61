"""The picture of a key figure: its series over time as lines, with targets. Pure; a template draws it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from ..vocabulary import Gender, Series
from .scales import Scale, kept_apart, place, round_marks

Member = dict[str, Any]

WIDTH, HEIGHT = 720, 340
LEFT, RIGHT, TOP, BOTTOM = 64.0, 520.0, 24.0, 292.0
"""The field that is drawn in; right of it stand the names of the lines."""

LINE_HEIGHT: Final = 17.0
LABEL_DISTANCE: Final = 8.0
LETTER_WIDTH: Final = 8.0
"""At least as wide as the letters and digits are, on average."""

LABEL_GAP: Final = 12.0
"""What is kept free between the names of two periods."""

TARGET_WIDTH: Final = 14.0
"""Half of the bar that marks a target."""

TARGET_NAME_WIDTH: Final = 88.0
"""How much room the word over a target takes."""


@dataclass(frozen=True)
class Mark:
    """A measured value."""

    x: str
    y: str
    value: Member


@dataclass(frozen=True)
class Stroke:
    """A part of a line without gaps."""

    points: str
    is_preliminary: bool


@dataclass(frozen=True)
class Line:
    """A series for one gender."""

    series: Member
    gender: Member
    is_divided: bool
    """Whether other genders have lines of the same series, so that this one's has to be named."""

    marks: list[Mark]
    strokes: list[Stroke]
    missing: list[Mark]
    """Where it is said that there is no value, and why; on the base of the picture."""

    label_x: str
    label_y: str

    @property
    def kind(self) -> str:
        """What decides how it looks: the own values by gender, the nation, or whom one compares with."""
        code: str = self.series["code"]
        if code == Series.OWN:
            return {Gender.WOMEN: "women", Gender.MEN: "men"}.get(self.gender["code"], "own")
        return "nation" if code == Series.NATION else "others"


@dataclass(frozen=True)
class Target:
    """A target that is a number, as a bar at the end of its period; a span of numbers has two."""

    target: Member
    left: str
    right: str
    ys: list[str]
    label_y: str
    is_named: bool
    """Whether there is room for the word; another target that stands close by has it then."""


@dataclass(frozen=True)
class Grid:
    """A round number, and where its line goes."""

    number: Decimal
    y: str
    label_y: str


@dataclass(frozen=True)
class PeriodLabel:
    """A period named below the picture."""

    label: str
    x: str


@dataclass(frozen=True)
class KeyFigureChart:
    """Everything that is drawn of a key figure."""

    lines: list[Line]
    targets: list[Target]
    grid: list[Grid]
    periods: list[PeriodLabel]

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def height(self) -> int:
        return HEIGHT

    @property
    def left(self) -> str:
        return place(LEFT)

    @property
    def right(self) -> str:
        return place(RIGHT)

    @property
    def base(self) -> str:
        return place(BOTTOM)

    @property
    def has_preliminary(self) -> bool:
        return any(mark.value["preliminary"] for line in self.lines for mark in line.marks)

    @property
    def has_missing(self) -> bool:
        return any(line.missing for line in self.lines)


def key_figure_chart(figure: Member) -> KeyFigureChart | None:
    """Return the picture of a key figure, or ``None`` where it has no numbers of two periods of one kind.

    Years, tertials and other kinds of periods do not stand on one line: those with the most numbers are drawn.
    """
    kind = _kind_of_periods(figure["values"])
    values = [value for value in figure["values"] if value["period"]["kind"]["code"] == kind]
    numbers = [value for value in values if value["value"] is not None]
    if len({value["period"]["code"] for value in numbers}) < 2:
        return None
    targets = [target for target in figure["targets"] if target["value"] is not None]
    across, up = _scales(values, numbers, targets)
    marks = round_marks(up.low, up.high)
    return KeyFigureChart(
        lines=_lines(values, across, up),
        targets=_targets(targets, across, up),
        grid=[Grid(number, place(up.at(number)), place(up.at(number) + 4)) for number in marks],
        periods=_period_labels(values, targets, across),
    )


def _kind_of_periods(values: Iterable[Member]) -> str | None:
    counted = Counter(value["period"]["kind"]["code"] for value in values if value["value"] is not None)
    return counted.most_common(1)[0][0] if counted else None


def _scales(values: Sequence[Member], numbers: Sequence[Member], targets: Sequence[Member]) -> tuple[Scale, Scale]:
    days = [_day(member) for member in [*values, *targets]]
    heights = [Decimal(value["value"]) for value in numbers]
    heights += [Decimal(target[name]) for target in targets for name in ("value", "valueMax") if target[name]]
    low, high = min(heights), max(heights)
    if 0 <= low < high / 2:
        # A height that starts at nothing is not mistaken for more than it is.
        low = Decimal(0)
    marks = round_marks(low, high)
    across = Scale(min(days), max(days), LEFT + TARGET_WIDTH, RIGHT - TARGET_WIDTH)
    return across, Scale(marks[0], marks[-1], BOTTOM, TOP)


def _day(member: Member) -> Decimal:
    return Decimal(date.fromisoformat(member["period"]["endsOn"]).toordinal())


def _lines(values: Iterable[Member], across: Scale, up: Scale) -> list[Line]:
    by_line: dict[tuple[int, str, int], list[Member]] = {}
    for value in values:
        series, gender = value["series"], value["gender"]
        key = Series.values.index(series["code"]), series["label"], Gender.values.index(gender["code"])
        by_line.setdefault(key, []).append(value)
    drawn = {key: rows for key, rows in sorted(by_line.items()) if any(row["value"] is not None for row in rows)}
    ends = [_height(next(row for row in reversed(rows) if row["value"] is not None), up) for rows in drawn.values()]
    label_places = kept_apart(ends, LINE_HEIGHT, TOP, BOTTOM)
    return [
        Line(
            series=rows[0]["series"],
            gender=rows[0]["gender"],
            is_divided=sum(other[:2] == key[:2] for other in drawn) > 1 or rows[0]["gender"]["code"] != Gender.TOTAL,
            marks=[_mark(row, across, up) for row in rows if row["value"] is not None],
            strokes=list(_strokes(rows, across, up)),
            missing=[Mark(place(across.at(_day(row))), place(BOTTOM), row) for row in rows if row["missingReason"]],
            label_x=place(RIGHT + LABEL_DISTANCE),
            label_y=place(label_place),
        )
        for (key, rows), label_place in zip(drawn.items(), label_places, strict=True)
    ]


def _height(value: Member, up: Scale) -> float:
    return up.at(Decimal(value["value"]))


def _mark(value: Member, across: Scale, up: Scale) -> Mark:
    return Mark(place(across.at(_day(value))), place(_height(value, up)), value)


def _strokes(rows: Sequence[Member], across: Scale, up: Scale) -> Iterable[Stroke]:
    """Yield the steps from each number to the next; over a value that is missing no line leads."""
    for before, after in pairwise(rows):
        if before["value"] is None or after["value"] is None:
            continue
        ends = (_mark(before, across, up), _mark(after, across, up))
        yield Stroke(
            " ".join(f"{end.x},{end.y}" for end in ends),
            is_preliminary=before["preliminary"] or after["preliminary"],
        )


def _targets(targets: Iterable[Member], across: Scale, up: Scale) -> list[Target]:
    drawn: list[Target] = []
    named: list[tuple[float, float]] = []
    # The latest first: it is the one that is still ahead.
    for target in sorted(targets, key=_day, reverse=True):
        x = across.at(_day(target))
        ys = [up.at(Decimal(target[name])) for name in ("value", "valueMax") if target[name] is not None]
        label = x, min(ys) - 7
        is_named = not any(
            abs(label[0] - other[0]) < TARGET_NAME_WIDTH and abs(label[1] - other[1]) < LINE_HEIGHT for other in named
        )
        if is_named:
            named.append(label)
        left, right = place(x - TARGET_WIDTH), place(x + TARGET_WIDTH)
        drawn.append(Target(target, left, right, [place(y) for y in ys], place(label[1]), is_named))
    return drawn[::-1]


def _period_labels(values: Iterable[Member], targets: Iterable[Member], across: Scale) -> list[PeriodLabel]:
    """Return the names of as many periods as there is room for: the latest value's, and others as they fit in."""
    measured = {value["period"]["code"]: value for value in values}
    aimed_at = {target["period"]["code"]: target for target in targets}
    named: list[tuple[float, PeriodLabel]] = []
    for member in [*sorted(measured.values(), key=_day, reverse=True), *sorted(aimed_at.values(), key=_day)]:
        x, label = across.at(_day(member)), member["period"]["label"]
        room = len(label) * LETTER_WIDTH + LABEL_GAP
        if all(abs(x - other) >= room for other, _label in named):
            named.append((x, PeriodLabel(label, place(x))))
    return [label for _x, label in sorted(named, key=lambda pair: pair[0])]
