"""What reports say, row by row as plain data: in their latest version, and as they are published."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import models

from ..models import AssignmentFollowUp, FollowUpReport, GoalAssessment, InvestmentFollowUp, ReportRow
from .due import RowKey
from .reports import key_of_row, related_name_of
from .row_states import RowState, plain

SAYING: Final[Mapping[type[ReportRow], tuple[str, ...]]] = {
    AssignmentFollowUp: ("status", "comment", "quantity_done"),
    InvestmentFollowUp: ("status", "comment", "forecast", "outcome_to_date"),
    GoalAssessment: ("status", "comment"),
}
"""Kind of row -> the fields in which it says something."""


@dataclass(frozen=True)
class ReportStates:
    """What a report says."""

    latest: Mapping[RowKey, RowState]
    """In its latest version, draft or not."""
    published: Mapping[RowKey, RowState] | None
    """As it is published; ``None`` if it is not."""


def blank_state(kind: type[ReportRow]) -> RowState:
    """Return the state of a row that says nothing."""
    return {name: None if _field(kind, name).null else "" for name in SAYING[kind]}


def states_of(reports: Collection[FollowUpReport]) -> dict[int, ReportStates]:
    """Return what reports say, by their primary keys, in as many queries for few as for many.

    They are to be read with their latest revisions.
    """
    # As Wagtail does: where no draft is kept beside it, the tables are right.
    drafts = {report.pk: report for report in reports if report.has_unpublished_changes and report.latest_revision}
    stored = _stored([report for report in reports if report.live or report.pk not in drafts])
    return {
        report.pk: ReportStates(
            latest=_drafted(drafts[report.pk]) if report.pk in drafts else stored[report.pk],
            published=stored[report.pk] if report.live else None,
        )
        for report in reports
    }


def latest_version(report: FollowUpReport) -> Any:
    """Return the latest version of a report as an object, as Wagtail does, without a query for each of its rows."""
    if not (report.has_unpublished_changes and report.latest_revision):
        return report
    content = dict(report.latest_revision.content)
    for kind in SAYING:
        # Whose row it is would be looked up for each.
        rows = content.get(related_name_of(kind), ())
        content[related_name_of(kind)] = [{**row, "report": None} for row in rows]
    version = report.with_content_json(content)
    for row in version.rows():
        row.report_id = report.pk
    return version


def rows_by_key(report: FollowUpReport) -> dict[RowKey, Any]:
    """Return the rows of a report by what they are about."""
    return {key_of_row(row): row for row in report.rows()}


def write_states(report: FollowUpReport, states: Mapping[RowKey, RowState]) -> None:
    """Make rows of a report, in memory, say what their states say; rows that it lacks are added."""
    rows = rows_by_key(report)
    for key, state in states.items():
        kind, goal_key, lineage_id = key
        row = rows.get(key)
        if row is None:
            row = kind(goal_key=goal_key, **({"lineage_id": lineage_id} if lineage_id else {}))
            getattr(report, related_name_of(kind)).add(row)
        for name in SAYING[kind]:
            setattr(row, name, _field(kind, name).to_python(state[name]))


def said(states: Mapping[RowKey, RowState]) -> dict[RowKey, RowState]:
    """Return the states that say anything."""
    return {key: state for key, state in states.items() if any(value not in (None, "") for value in state.values())}


def _stored(reports: Iterable[FollowUpReport]) -> dict[int, dict[RowKey, RowState]]:
    found: dict[int, dict[RowKey, RowState]] = {report.pk: {} for report in reports}
    for kind, names in SAYING.items():
        rows: Any = kind._default_manager
        for row in rows.filter(report__in=list(found)):
            found[row.report_id][key_of_row(row)] = {name: plain(getattr(row, name)) for name in names}
    return found


def _drafted(report: FollowUpReport) -> dict[RowKey, RowState]:
    # As an object, each would ask for what its rows refer to.
    content: Mapping[str, Any] = report.latest_revision.content
    return {
        (kind, UUID(row["goal_key"]), UUID(row["lineage_id"]) if row.get("lineage_id") else None): {
            name: plain(_field(kind, name).to_python(row.get(name))) for name in names
        }
        for kind, names in SAYING.items()
        for row in content.get(related_name_of(kind), ())
    }


def _field(kind: type[ReportRow], name: str) -> models.Field[Any, Any]:
    field: Any = kind._meta.get_field(name)
    return field
