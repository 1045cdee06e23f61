"""What a goal's page says first: who is responsible, when it was last followed up, how its assignments stand. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from .periods import Period
from .vocabulary import AssignmentStatus, InvestmentRowKind, ResponsibleRole

Member = dict[str, Any]


@dataclass(frozen=True)
class GoalSummary:
    """What a goal's document says of the goal as a whole and of its assignments and investments, in few words."""

    leads: list[Member]
    """The bodies that lead something, or are the only ones responsible for it, in the order of the page.

    Where there are no assignments or investments, those that are responsible for the key figures.
    """
    others: list[Member]
    """The bodies that are co-responsible and lead nothing."""
    latest_period: Member | None
    """The latest period that anything was reported for, the goal itself or an assignment or an investment."""
    reported_at: str | None
    """When the last report for that period was published, an RFC 3339 timestamp."""
    assignments: list[tuple[Member | None, int]]


def goal_summary(document: Member) -> GoalSummary:
    """Sum up a goal's document. Nothing is inferred: a status is one that somebody has given."""
    assignments = list(_items(document, "assignments"))
    investments = [item for item in _items(document, "investments") if item["rowKind"]["code"] == InvestmentRowKind.ROW]
    parts = [(body, _is_lead(body, item)) for item in [*assignments, *investments] for body in item["responsible"]]
    if not parts:
        parts = [(figure["responsible"], True) for figure in _items(document, "keyFigures") if figure["responsible"]]
    leads = {body["id"]: body for body, is_lead in parts if is_lead}
    others = {body["id"]: body for body, _is_lead in parts if body["id"] not in leads}
    said = [*document["assessments"], *(said for item in [*assignments, *investments] for said in item["followUps"])]
    latest = max((row["period"] for row in said), key=_place, default=None)
    of_latest = [row["publishedAt"] for row in said if latest and row["period"]["code"] == latest["code"]]
    return GoalSummary(
        leads=list(leads.values()),
        others=list(others.values()),
        latest_period=latest,
        reported_at=max(filter(None, of_latest), default=None),
        assignments=counts_of_items(assignments),
    )


def counts_of_items(items: Iterable[Member]) -> list[tuple[Member | None, int]]:
    """Count assignments or investments by their current status, in the order of the vocabulary.

    A status is called what the items themselves call it; ``None`` stands for those without any, and comes last.
    """
    statuses: dict[str | None, Member | None] = {}
    counts: dict[str | None, int] = {}
    for item in items:
        status = item["currentFollowUp"]["status"] if item["currentFollowUp"] else None
        code = status["code"] if status else None
        statuses.setdefault(code, status)
        counts[code] = counts.get(code, 0) + 1
    codes = [code for code in (*AssignmentStatus.values, None) if code in counts]
    return [(statuses[code], counts[code]) for code in codes]


def _items(document: Member, kind: str) -> Iterator[Member]:
    for section in document["sections"]:
        yield from section.get(kind, ())


def _is_lead(body: Member, item: Member) -> bool:
    return body["role"]["code"] == ResponsibleRole.LEAD or len(item["responsible"]) == 1


def _place(period: Member) -> Any:
    return Period.parse(period["code"]).place
