"""What a body has to report on: a row for each of its items, in the order of the plan."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from ..models import (
    AssignmentFollowUp,
    FollowUpReport,
    GoalAssessment,
    InvestmentFollowUp,
    KommunmalSiteSettings,
    ReportRow,
    ResponsibleBody,
    goal_models,
)
from ..vocabulary import BodyKind, InvestmentRowKind

RowKey = tuple[type[ReportRow], UUID, UUID | None]
"""Kind of row, the goal's translation key, and the item's lineage id where it is about an item."""

ROWS_OF: Final[dict[str, type[ReportRow]]] = {"assignments": AssignmentFollowUp, "investments": InvestmentFollowUp}
"""Type of section -> the rows that say something of its items."""


@dataclass(frozen=True)
class Due:
    """Something that a body reports on: a goal, or an item of it with the body's role."""

    key: RowKey
    goal: Any
    value: Any = None
    role: str = ""


def what_is_due(plan: Any, body: ResponsibleBody) -> list[Due]:
    """Return what a body reports on under a plan: live goals in their order, and their items as the page lists them.

    A body that assesses goals reports on each goal as well. What is addressed to “all” is due for every body that
    existed in the plan's year; the body that stands for them reports on nothing.
    """
    if body.is_all:
        return []
    due: list[Due] = []
    assesses = assesses_goals(body)
    is_one_of_all = body.existed_in(plan.year)
    for goal in live_goals(plan):
        if assesses:
            due.append(Due((GoalAssessment, goal.translation_key, None), goal))
        due += _items_of(goal, body, is_one_of_all=is_one_of_all)
    return due


def assesses_goals(body: ResponsibleBody) -> bool:
    """Tell whether a body assesses goals: the site setting names it, or names none and it is council or executive."""
    named = set(
        KommunmalSiteSettings.assessing_bodies.through.objects.filter(
            kommunmalsitesettings__site_id=body.site_id
        ).values_list("responsiblebody_id", flat=True)
    )
    return body.pk in named if named else body.kind in (BodyKind.COUNCIL, BodyKind.EXECUTIVE)


def add_missing_rows(report: FollowUpReport) -> list[Due]:
    """Give a report, in memory, the rows that it lacks, and return what is due; rows that it has are kept."""
    due = what_is_due(report.specific_plan, report.body)
    present = {key_of_row(row) for row in report.rows()}
    for kind, goal_key, lineage_id in (thing.key for thing in due):
        if (kind, goal_key, lineage_id) in present:
            continue
        names = {"goal_key": goal_key} | ({"lineage_id": lineage_id} if lineage_id else {})
        getattr(report, related_name_of(kind)).add(kind(**names))
    return due


def key_of_row(row: ReportRow) -> RowKey:
    return type(row), row.goal_key, getattr(row, "lineage_id", None)


def related_name_of(kind: type[Any]) -> str:
    """Return the name under which a report has its rows of a kind."""
    related_name: str = kind._meta.get_field("report").remote_field.related_name
    return related_name


def live_goals(plan: Any) -> Iterator[Any]:
    """Yield the live goals of a plan in their order."""
    goals = [goal for model in goal_models() for goal in model.objects.child_of(plan).live()]
    yield from sorted(goals, key=lambda goal: str(goal.path))


def _items_of(goal: Any, body: ResponsibleBody, *, is_one_of_all: bool) -> Iterator[Due]:
    for section in goal.sections:
        if section.block_type not in ROWS_OF:
            continue
        kind = ROWS_OF[section.block_type]
        for child in section.value["items"].bound_blocks:
            role = _role_of(body, child.value, is_one_of_all=is_one_of_all)
            if role and child.id and child.value.get("row_kind") != InvestmentRowKind.GROUP:
                yield Due((kind, goal.translation_key, UUID(child.id)), goal, child.value, role)


def _role_of(body: ResponsibleBody, value: Any, *, is_one_of_all: bool) -> str:
    """Return the part that a body has in an item, by itself or as one of all; "" for none."""
    parts = [part for part in value.get("responsible") or [] if part.get("body")]
    own = [part["role"] for part in parts if part["body"].pk == body.pk]
    of_all = [part["role"] for part in parts if part["body"].is_all and is_one_of_all]
    return next(iter([*own, *of_all]), "")
