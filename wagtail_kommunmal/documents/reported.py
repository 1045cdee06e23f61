"""The rows that live reports hold of one goal, and in a preview those of a report that is not live yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
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
    def of_goals(
        cls, goal_keys: Collection[UUID], site: Site, as_if_live: FollowUpReport | None = None
    ) -> dict[UUID, ReportedRows]:
        """Find those of each goal, in one query for each kind and one for the reports.

        ``as_if_live`` is a report that counts as it stands in memory, whatever is published of it.
        """
        rows = _Rows(goal_keys, site, as_if_live)
        assignments = rows.by_goal(AssignmentFollowUp)
        investments = rows.by_goal(InvestmentFollowUp)
        assessments = rows.by_goal(GoalAssessment)
        return {
            key: cls(_by_lineage(assignments[key]), _by_lineage(investments[key]), assessments[key])
            for key in goal_keys
        }


@dataclass(frozen=True)
class _Rows:
    goal_keys: Collection[UUID]
    site: Site
    as_if_live: FollowUpReport | None
    _reports: dict[int, FollowUpReport] = field(default_factory=dict)

    def by_goal(self, model: type[Any]) -> dict[UUID, list[Any]]:
        rows = self._live(model)
        if self.as_if_live is not None:
            others = [row for row in rows if row.report_id != self.as_if_live.pk]
            rows = sorted([*others, *self._in_memory(model)], key=self._place)
        by_goal: defaultdict[UUID, list[Any]] = defaultdict(list)
        for row in rows:
            if row.is_reported:
                by_goal[row.goal_key].append(row)
        return by_goal

    def _live(self, model: type[Any]) -> list[Any]:
        rows = model.objects.filter(goal_key__in=self.goal_keys, report__live=True, report__site=self.site)
        by_name = list(rows.order_by("report__body__name", "pk"))
        # A report says something of many goals and assignments: it is read once, with its body.
        if unread := {row.report_id for row in by_name} - self._reports.keys():
            self._reports.update(FollowUpReport.objects.select_related("body").in_bulk(unread))
        # One that was deleted in between said nothing.
        found = [row for row in by_name if row.report_id in self._reports]
        for row in found:
            row.report = self._reports[row.report_id]
        return sorted(found, key=lambda row: Period.parse(row.report.period).place)

    def _in_memory(self, model: type[Any]) -> list[Any]:
        rows = self.as_if_live.rows() if self.as_if_live else ()
        return [row for row in rows if isinstance(row, model) and row.goal_key in self.goal_keys]

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
