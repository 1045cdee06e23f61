"""Counts of a document's items; whatever nobody assessed is counted as such."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Any

from rest_framework import serializers

from ..vocabulary import AchievementStatus, InvestmentRowKind
from .shapes import ContractSerializer

Tallies = dict[str, Any]


def camel_case(code: str) -> str:
    """Write a code as a member's name: ``not_assessed`` is ``notAssessed``."""
    return re.sub(r"_([a-z])", lambda match: match[1].upper(), code)


STATUS_MEMBERS = tuple(camel_case(code) for code in AchievementStatus.values)


def tally(sections: Iterable[dict[str, Any]]) -> Tallies:
    """Count the items of a document's sections; groups of investments are not counted beside their rows."""
    assignments, investments, statuses = 0, 0, Counter[str]()
    for section in sections:
        assignments += len(section.get("assignments", ()))
        investments += sum(row["rowKind"]["code"] == InvestmentRowKind.ROW for row in section.get("investments", ()))
        statuses.update(_status_of(figure) for figure in section.get("keyFigures", ()))
    return _tallies(assignments, investments, statuses)


def add_up(tallies: Iterable[Tallies]) -> Tallies:
    """Add the tallies of several goals."""
    assignments, investments, statuses = 0, 0, Counter[str]()
    for part in tallies:
        assignments += part["assignments"]["total"]
        investments += part["investments"]["total"]
        statuses.update(part["keyFigures"]["byStatus"])
    return _tallies(assignments, investments, statuses)


def _status_of(figure: dict[str, Any]) -> str:
    assessment = figure["currentAssessment"]
    status = assessment["status"] if assessment else None
    return camel_case(status["code"] if status else AchievementStatus.NOT_ASSESSED)


def _tallies(assignments: int, investments: int, statuses: Counter[str]) -> Tallies:
    return {
        "assignments": {"total": assignments},
        "keyFigures": {
            "total": statuses.total(),
            "byStatus": {member: statuses[member] for member in STATUS_MEMBERS},
        },
        "investments": {"total": investments},
    }


class TotalSerializer(ContractSerializer):
    total = serializers.IntegerField()


AchievementTallySerializer = type(
    "AchievementTallySerializer",
    (ContractSerializer,),
    {member: serializers.IntegerField() for member in STATUS_MEMBERS},
)


class KeyFigureTallySerializer(ContractSerializer):
    total = serializers.IntegerField()
    byStatus = AchievementTallySerializer()


class TalliesSerializer(ContractSerializer):
    """How many items there are, by status where statuses exist."""

    assignments = TotalSerializer()
    keyFigures = KeyFigureTallySerializer()
    investments = TotalSerializer()
