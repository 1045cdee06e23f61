"""What all bodies have to report on at once: a plan is read once, however many bodies and goals there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from ..models import (
    AssignmentFollowUp,
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
    """Something that a body reports on: a goal, or an item of it, with what it is called."""

    key: RowKey
    goal: Any
    title: str
    is_counted: bool = False
    """Whether it is an assignment with a quantity to reach."""


def due_by_body(plan: Any, bodies: Iterable[ResponsibleBody]) -> dict[int, list[Due]]:
    """Return what each body reports on, by its primary key: live goals in their order, and their items as listed there.

    A body that assesses goals reports on each goal as well: the site setting names it, or names none and it is council
    or executive. What is addressed to “all” is due for every body that existed in the plan's year; the body that stands
    for them reports on nothing.
    """
    reporting = [body for body in bodies if not body.is_all]
    due: dict[int, list[Due]] = {body.pk: [] for body in reporting}
    assessing = _assessing(reporting)
    each_of_all = {body.pk for body in reporting if body.existed_in(plan.year)}
    for_all = set(ResponsibleBody.objects.filter(is_all=True).values_list("pk", flat=True))
    for goal in live_goals(plan):
        for pk in assessing:
            due[pk].append(Due((GoalAssessment, goal.translation_key, None), goal, str(goal.title)))
        for item, responsible in _stored_items(goal):
            for pk in (due.keys() & responsible) | (each_of_all if responsible & for_all else set()):
                due[pk].append(item)
    return due


def live_goals(plan: Any) -> Iterator[Any]:
    """Yield the live goals of a plan in their order."""
    goals = [goal for model in goal_models() for goal in model.objects.child_of(plan).live()]
    yield from sorted(goals, key=lambda goal: str(goal.path))


def _assessing(bodies: list[ResponsibleBody]) -> set[int]:
    """Return the primary keys of the bodies that assess goals."""
    sites = {body.site_id for body in bodies}
    named = set(
        KommunmalSiteSettings.assessing_bodies.through.objects.filter(
            kommunmalsitesettings__site_id__in=sites
        ).values_list("responsiblebody_id", flat=True)
    )
    by_kind = {body.pk for body in bodies if body.kind in (BodyKind.COUNCIL, BodyKind.EXECUTIVE)}
    return {body.pk for body in bodies} & named if named else by_kind


def _stored_items(goal: Any) -> Iterator[tuple[Due, set[int]]]:
    # As blocks, the items of each goal would ask for their bodies by themselves.
    for section in goal.sections.raw_data:
        if section["type"] not in ROWS_OF:
            continue
        kind = ROWS_OF[section["type"]]
        for item in section["value"].get("items") or ():
            value: Mapping[str, Any] = item["value"]
            if not item.get("id") or value.get("row_kind") == InvestmentRowKind.GROUP:
                continue
            title = str(value.get("title") or value.get("name") or "")
            key = (kind, goal.translation_key, UUID(item["id"]))
            yield Due(key, goal, title, bool(value.get("quantity_target"))), _responsible(value)


def _responsible(value: Mapping[str, Any]) -> set[int]:
    parts = [part["value"] for part in value.get("responsible") or ()]
    return {part["body"] for part in parts if part.get("body")}
