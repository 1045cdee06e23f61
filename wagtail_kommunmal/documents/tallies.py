"""Counts of a document's items; whatever nobody assessed is counted as such."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from ..vocabulary import AchievementStatus, AssignmentStatus, InvestmentRowKind
from .shapes import ContractSerializer

Tallies = dict[str, Any]


def camel_case(code: str) -> str:
    """Write a code as a member's name: ``not_assessed`` is ``notAssessed``."""
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), code)


NOT_ASSESSED = camel_case(AchievementStatus.NOT_ASSESSED)
ACHIEVEMENTS = tuple(map(camel_case, AchievementStatus.values))
PROGRESS = (*map(camel_case, AssignmentStatus.values), NOT_ASSESSED)
ITEM_KINDS = ("assignments", "keyFigures", "investments")
MEMBERS = {"goals": ACHIEVEMENTS, "assignments": PROGRESS, "keyFigures": ACHIEVEMENTS, "investments": PROGRESS}
"""What is counted -> the members of its tally by status."""


def tally(sections: Iterable[dict[str, Any]]) -> Tallies:
    """Count the items of a document's sections; groups of investments are not counted beside their rows."""
    counts = {kind: Counter[str]() for kind in ITEM_KINDS}
    for section in sections:
        counts["assignments"].update(status_of(item["currentFollowUp"]) for item in section.get("assignments", ()))
        counts["keyFigures"].update(status_of(item["currentAssessment"]) for item in section.get("keyFigures", ()))
        counts["investments"].update(
            status_of(item["currentFollowUp"])
            for item in section.get("investments", ())
            if item["rowKind"]["code"] == InvestmentRowKind.ROW
        )
    return _tallies(counts)


def add_up(goals: Iterable[dict[str, Any]]) -> Tallies:
    """Count goals by their assessment, and add up what is counted under them."""
    counts = {kind: Counter[str]() for kind in MEMBERS}
    for goal in goals:
        counts["goals"][status_of(goal["assessment"])] += 1
        for kind in ITEM_KINDS:
            counts[kind].update(goal["tallies"][kind]["byStatus"])
    return _tallies(counts)


def status_of(said: dict[str, Any] | None) -> str:
    """Return the member that counts a follow-up or an assessment, or its absence."""
    status = said["status"] if said else None
    return camel_case(status["code"]) if status else NOT_ASSESSED


def by_status(kind: str, count: Counter[str]) -> Tallies:
    """Return one tally, with every status that there is."""
    return {"total": count.total(), "byStatus": {member: count[member] for member in MEMBERS[kind]}}


def _tallies(counts: dict[str, Counter[str]]) -> Tallies:
    return {kind: by_status(kind, count) for kind, count in counts.items()}


class TotalSerializer(ContractSerializer):
    total = serializers.IntegerField()


def _by_status(name: str, members: Iterable[str]) -> type[serializers.Serializer[Any]]:
    fields = {member: serializers.IntegerField() for member in members}
    return type(f"{name}Serializer", (ContractSerializer,), fields)


AchievementTallySerializer = _by_status("AchievementTally", ACHIEVEMENTS)
ProgressTallySerializer = _by_status("ProgressTally", PROGRESS)


class GoalTallySerializer(TotalSerializer):
    """Goals by the status of their current assessment."""

    byStatus = AchievementTallySerializer()


class KeyFigureTallySerializer(TotalSerializer):
    """Key figures by the status of their current assessment."""

    byStatus = AchievementTallySerializer()


class FollowUpTallySerializer(TotalSerializer):
    """Items by the status of their current follow-up."""

    byStatus = ProgressTallySerializer()


class TalliesSerializer(ContractSerializer):
    """How many items there are, by status; whatever nobody gave a status is counted as such."""

    assignments = FollowUpTallySerializer()
    keyFigures = KeyFigureTallySerializer()
    investments = FollowUpTallySerializer()
