"""The rows that live reports hold of one goal, and in a preview those of a report that is not live yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from wagtail.models import Site

from ..models import AssignmentFollowUp, FollowUpReport, GoalAssessment, InvestmentFollowUp
from ..periods import Period

ByLineage = dict[str, list[Any]]


@dataclass(frozen=True)
class ReportedRows:
    """Rows that say something, the earliest period first; those of items by lineage id."""

    assignments: ByLineage
    investments: ByLineage
    assessments: list[Any]

    @classmethod
    def of_goal(cls, goal_key: UUID, site: Site, as_if_live: FollowUpReport | None = None) -> ReportedRows:
        """Find them, in one query for each kind.

        ``as_if_live`` is a report that counts as it stands in memory, whatever is published of it.
        """
        rows = _Rows(goal_key, site, as_if_live)
        return cls(
            assignments=_by_lineage(rows.of(AssignmentFollowUp)),
            investments=_by_lineage(rows.of(InvestmentFollowUp)),
            assessments=rows.of(GoalAssessment),
        )


@dataclass(frozen=True)
class _Rows:
    goal_key: UUID
    site: Site
    as_if_live: FollowUpReport | None

    def of(self, model: type[Any]) -> list[Any]:
        rows = self._live(model)
        if self.as_if_live is not None:
            others = [row for row in rows if row.report_id != self.as_if_live.pk]
            rows = sorted([*others, *self._in_memory(model)], key=self._place)
        return [row for row in rows if row.is_reported]

    def _live(self, model: type[Any]) -> list[Any]:
        rows = model.objects.filter(goal_key=self.goal_key, report__live=True, report__site=self.site)
        by_name = rows.select_related("report__body").order_by("report__body__name", "pk")
        return sorted(by_name, key=lambda row: Period.parse(row.report.period).place)

    def _in_memory(self, model: type[Any]) -> list[Any]:
        rows = self.as_if_live.rows() if self.as_if_live else ()
        return [row for row in rows if isinstance(row, model) and row.goal_key == self.goal_key]

    def _place(self, row: Any) -> int:
        return self._places[row.report.pk]

    @cached_property
    def _places(self) -> dict[int, int]:
        # The database knows how it sorts names.
        by_name = FollowUpReport.objects.filter(site=self.site).order_by("body__name").values_list("pk", "period")
        reports = sorted(by_name, key=lambda report: Period.parse(report[1]).place)
        return {pk: place for place, (pk, _period) in enumerate(reports)}


def _by_lineage(rows: Iterable[Any]) -> ByLineage:
    by_lineage: defaultdict[str, list[Any]] = defaultdict(list)
    for row in rows:
        by_lineage[str(row.lineage_id)].append(row)
    return dict(by_lineage)
