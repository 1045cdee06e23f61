"""Stored documents of older formats, lifted to today's when they are read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from .tallies import NOT_ASSESSED, PROGRESS

Content = dict[str, Any]

FORMAT: Final = 3
"""The format that compose writes. A change that is more than a new member raises it and adds an upgrade."""

NOTHING_SAID: Final[Content] = {"currentFollowUp": None, "followUps": []}
"""What an assignment or investment of format 1 lacks."""

NOBODYS: Final[Content] = {"responsible": None}
"""What a key figure of format 1 or 2 lacks."""


def upgrade(content: Content, from_format: int) -> Content:
    """Return ``content`` in today's format; raises ``ValueError`` for a format from the future."""
    if from_format > FORMAT:
        raise ValueError(f"Document format {from_format} is newer than this version's {FORMAT}.")
    for step in range(from_format, FORMAT):
        content = _UPGRADES[step](content)
    return content


def upgrade_item(item: Content, from_format: int) -> Content:
    """Return an assignment, key figure or investment of a document of some format as it is today."""
    if "lineageId" in item:
        return {**NOTHING_SAID, **item} if from_format < 2 else item
    return {**NOBODYS, **item} if from_format < 3 else item


def _add_follow_up(content: Content) -> Content:
    """Format 1 is from before the bodies reported: nothing has been said of anything, in nobody's own words."""
    if "tallies" not in content:
        return {**content, "words": None}
    lifted = {**content, "assessment": None, "tallies": _tallies_without_follow_up(content["tallies"])}
    if "sections" in content:
        lifted["assessments"] = []
        lifted["sections"] = [_section_without_follow_up(section) for section in content["sections"]]
    return lifted


def _section_without_follow_up(section: Content) -> Content:
    lists = [name for name in ("assignments", "investments") if name in section]
    return {**section, **{name: [{**item, **NOTHING_SAID} for item in section[name]] for name in lists}}


def _add_who_answers_for_key_figures(content: Content) -> Content:
    """Format 2 is from before documents said which body is responsible for a key figure."""
    if "sections" not in content:
        return content
    return {**content, "sections": [_section_without_who_answers(section) for section in content["sections"]]}


def _section_without_who_answers(section: Content) -> Content:
    if "keyFigures" not in section:
        return section
    return {**section, "keyFigures": [{**NOBODYS, **figure} for figure in section["keyFigures"]]}


def _tallies_without_follow_up(tallies: Content) -> Content:
    def nothing_said(total: int) -> Content:
        return {"total": total, "byStatus": {**dict.fromkeys(PROGRESS, 0), NOT_ASSESSED: total}}

    return {**tallies, **{name: nothing_said(tallies[name]["total"]) for name in ("assignments", "investments")}}


_UPGRADES: dict[int, Callable[[Content], Content]] = {1: _add_follow_up, 2: _add_who_answers_for_key_figures}
"""Format -> what turns a document or a summary of that format into the next one."""
