"""The signs that statuses are shown with: a shape in a colour, always beside the word. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .vocabulary import AchievementStatus, AssignmentStatus, StatusIcon, Trend

SHAPES: Final[Mapping[str, str]] = {
    StatusIcon.CHECK: "M6 13.5 1 8.5l2.1-2.1L6 9.3l6.9-6.9L15 4.5z",
    StatusIcon.CROSS: "M3.8 1.7 8 5.9l4.2-4.2 2.1 2.1L10.1 8l4.2 4.2-2.1 2.1L8 10.1l-4.2 4.2-2.1-2.1L5.9 8 1.7 3.8z",
    StatusIcon.CIRCLE: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 2a5 5 0 1 1 0 10A5 5 0 0 1 8 3z",
    StatusIcon.HALF: "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 2a5 5 0 0 1 0 10z",
    StatusIcon.PLAY: "M3.5 1.5 14 8 3.5 14.5z",
    StatusIcon.PAUSE: "M3 2h4v12H3zm6 0h4v12H9z",
    StatusIcon.SQUARE: "M2.5 2.5h11v11h-11z",
    StatusIcon.CLOCK: (
        "M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1zm0 2a5 5 0 1 1 0 10A5 5 0 0 1 8 3zM7.1 4.3h1.8v3.4l2.6 1.6-.9 1.5-3.5-2.1z"
    ),
    StatusIcon.WARNING: "M8 1 .5 14.5h15zM7.1 6h1.8v4.2H7.1zm0 5.2h1.8V13H7.1z",
    StatusIcon.QUESTION: (
        "M6.6 10.6v-1c0-1.2.7-1.9 1.5-2.6.7-.6 1.2-1 1.2-1.7 0-.7-.6-1.2-1.4-1.2-1 0-1.6.6-1.7 1.7H3.7c.1-2.6 1.8-4.2 "
        "4.3-4.2 2.4 0 4 1.4 4 3.4 0 1.6-.9 2.4-1.8 3.1-.7.6-1.1 1-1.1 1.7v.8zM6.5 12h2.7v2.6H6.5z"
    ),
    StatusIcon.DASH: "M2 6.5h12v3H2z",
    StatusIcon.ARROW_UP: "M4.5 2H14v9.5h-3V7.1l-7.4 7.4-2.1-2.1L8.9 5H4.5z",
    StatusIcon.ARROW_RIGHT: "M8.6 1.6 15 8l-6.4 6.4-2.1-2.1 2.8-2.8H1v-3h8.3L6.5 3.7z",
    StatusIcon.ARROW_DOWN: "M4.5 14H14V4.5h-3v4.4L3.6 1.5 1.5 3.6 8.9 11H4.5z",
}
"""Icon -> its outline as an SVG path of 16 by 16, filled by the even-odd rule."""

GREEN, AMBER, RED, BLUE, GREY = "#2a8a4a", "#b27300", "#d64545", "#2f7fb8", "#767d84"


@dataclass(frozen=True)
class Sign:
    """The shape and the colour of a status."""

    icon: str
    colour: str

    @property
    def path(self) -> str:
        """The outline for the attribute ``d`` of an SVG path."""
        return SHAPES[self.icon]


STANDARD_SIGNS: Final[Mapping[str, Sign]] = {
    AssignmentStatus.NOT_STARTED: Sign(StatusIcon.CIRCLE, GREY),
    AssignmentStatus.IN_PROGRESS: Sign(StatusIcon.PLAY, BLUE),
    AssignmentStatus.PARTLY_COMPLETED: Sign(StatusIcon.HALF, AMBER),
    AssignmentStatus.COMPLETED: Sign(StatusIcon.CHECK, GREEN),
    AssignmentStatus.NOT_COMPLETED: Sign(StatusIcon.CROSS, RED),
    AssignmentStatus.EXPECTED_COMPLETE: Sign(StatusIcon.CHECK, GREEN),
    AssignmentStatus.EXPECTED_INCOMPLETE: Sign(StatusIcon.CROSS, RED),
    AssignmentStatus.DELAYED: Sign(StatusIcon.CLOCK, AMBER),
    AssignmentStatus.PAUSED: Sign(StatusIcon.PAUSE, GREY),
    AssignmentStatus.CANCELLED: Sign(StatusIcon.SQUARE, GREY),
    AchievementStatus.ACHIEVED: Sign(StatusIcon.CHECK, GREEN),
    AchievementStatus.PARTLY_ACHIEVED: Sign(StatusIcon.HALF, AMBER),
    AchievementStatus.NOT_ACHIEVED: Sign(StatusIcon.CROSS, RED),
    AchievementStatus.EXPECTED_ACHIEVED: Sign(StatusIcon.CHECK, GREEN),
    AchievementStatus.EXPECTED_PARTLY: Sign(StatusIcon.HALF, AMBER),
    AchievementStatus.EXPECTED_NOT: Sign(StatusIcon.CROSS, RED),
    AchievementStatus.UNCERTAIN: Sign(StatusIcon.QUESTION, AMBER),
    AchievementStatus.NOT_ASSESSED: Sign(StatusIcon.CIRCLE, GREY),
    Trend.IMPROVED: Sign(StatusIcon.ARROW_UP, GREEN),
    Trend.UNCHANGED: Sign(StatusIcon.ARROW_RIGHT, BLUE),
    Trend.WORSENED: Sign(StatusIcon.ARROW_DOWN, RED),
    Trend.NOT_COMPARABLE: Sign(StatusIcon.DASH, GREY),
}
"""Code -> the sign that it has where a site has chosen none."""


def sign_of(code: str, icon: str = "", colour: str = "") -> Sign:
    """Return the sign of a status, with what a site chose of it."""
    standard = STANDARD_SIGNS[code]
    return Sign(icon or standard.icon, colour or standard.colour)
