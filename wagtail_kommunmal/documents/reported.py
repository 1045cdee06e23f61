"""The rows that live reports hold of one goal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from wagtail.models import Site

from ..models import AssignmentFollowUp, GoalAssessment, InvestmentFollowUp

ByLineage = dict[str, list[Any]]


@dataclass(frozen=True)
class ReportedRows:
    """Rows that say something, the earliest period first; those of items by lineage id."""

    assignments: ByLineage
    investments: ByLineage
    assessments: list[Any]

    @classmethod
    def of_goal(cls, goal_key: UUID, site: Site) -> ReportedRows:
        """Find them, in one query for each kind."""
        return cls(
            assignments=_by_lineage(_live_rows(AssignmentFollowUp, goal_key, site)),
            investments=_by_lineage(_live_rows(InvestmentFollowUp, goal_key, site)),
            assessments=_live_rows(GoalAssessment, goal_key, site),
        )


def _live_rows(model: type[Any], goal_key: UUID, site: Site) -> list[Any]:
    rows = model.objects.filter(goal_key=goal_key, report__live=True, report__site=site)
    rows = rows.select_related("report__body").order_by("report__ends_on", "report__period", "report__body__name", "pk")
    return [row for row in rows if row.is_reported]


def _by_lineage(rows: Iterable[Any]) -> ByLineage:
    by_lineage: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_lineage[str(row.lineage_id)].append(row)
    return dict(by_lineage)
