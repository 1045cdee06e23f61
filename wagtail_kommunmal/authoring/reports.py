"""The rows of a report: one for each thing that its body has to report on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..models import FollowUpReport, ReportRow
from .due import Due, RowKey, due_by_body


def add_missing_rows(report: FollowUpReport, due: Sequence[Due] | None = None) -> Sequence[Due]:
    """Give a report, in memory, the rows that it lacks, and return what is due; rows that it has are kept.

    Whoever makes many reports reads the plan once and hands over what is ``due`` for the body.
    """
    if due is None:
        due = due_by_body(report.specific_plan, [report.body]).get(report.body_id, [])
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
