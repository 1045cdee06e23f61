"""The rows that live reports hold of goals, and in a preview those of a report that is not live yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import CharField, F, QuerySet, UUIDField, Value
from wagtail.models import Site

from ..fields import ExactDecimalField
from ..models import AssignmentFollowUp, FollowUpReport, GoalAssessment, InvestmentFollowUp, ResponsibleBody
from ..periods import Period
from .chosen import Chosen

KINDS: Final = (AssignmentFollowUp, InvestmentFollowUp, GoalAssessment)
AMOUNTS: Final = ("quantity_done", "forecast", "outcome_to_date")
COLUMNS: Final = ("goal_key", "lineage_id", "status", "comment", *AMOUNTS)
"""What documents say of a row; each kind of rows has some of them."""
OF_REPORT: Final = ("report_id", "report__period", "report__ends_on", "report__last_published_at")
ORDER: Final = ("body_name", "row")


class Report(NamedTuple):
    """What documents say of a report, as the report itself has it too."""

    pk: int
    period: str
    ends_on: date
    last_published_at: datetime | None
    body: ResponsibleBody


class ReportedRow(NamedTuple):
    """What a report says of one thing; what its kind of rows does not hold is ``None``."""

    kind: str
    report: Report | FollowUpReport
    goal_key: UUID
    lineage_id: UUID | None
    status: str
    comment: str
    quantity_done: Decimal | None
    forecast: Decimal | None
    outcome_to_date: Decimal | None

    @property
    def is_reported(self) -> bool:
        """Tell whether it says anything."""
        amounts = (self.quantity_done, self.forecast, self.outcome_to_date)
        return bool(self.status or self.comment) or any(amount is not None for amount in amounts)


ByLineage = dict[str, list[ReportedRow]]


@dataclass(frozen=True)
class ReportedRows:
    """Rows that say something, the earliest period first; those of items by lineage id."""

    assignments: ByLineage
    investments: ByLineage
    assessments: list[ReportedRow]

    @classmethod
    def of_goals(
        cls, goal_keys: Collection[UUID], site: Site, chosen: Chosen, as_if_live: FollowUpReport | None = None
    ) -> dict[UUID, ReportedRows]:
        """Find those of each goal, in one query and one for the bodies that are not among what is ``chosen`` yet.

        ``as_if_live`` is a report that counts as it stands in memory, whatever is published of it.
        """
        rows = _live_rows(goal_keys, site, chosen)
        if as_if_live is not None:
            others = [row for row in rows if row.report.pk != as_if_live.pk]
            places = _places_of_reports(site)
            rows = sorted([*others, *_rows_in_memory(as_if_live)], key=lambda row: places[row.report.pk])
        found: defaultdict[tuple[str, UUID], list[ReportedRow]] = defaultdict(list)
        for row in rows:
            if row.is_reported:
                found[row.kind, row.goal_key].append(row)
        assignments, investments, assessments = (_name_of(kind) for kind in KINDS)
        return {
            key: cls(
                _by_lineage(found[assignments, key]),
                _by_lineage(found[investments, key]),
                found[assessments, key],
            )
            for key in goal_keys
        }


def _name_of(kind: type[Any]) -> str:
    return str(kind._meta.model_name)


def _live_rows(goal_keys: Collection[UUID], site: Site, chosen: Chosen) -> list[ReportedRow]:
    """Return rows of every kind, of each period in the order in which the database sorts the names of their bodies."""
    first, *others = (
        _columns_of(kind, kind._default_manager.filter(goal_key__in=goal_keys, report__live=True, report__site=site))
        for kind in KINDS
    )
    rows = list(first.union(*others, all=True).order_by(*ORDER))
    bodies = chosen.with_bodies({body for _kind, body, *_columns in rows})
    # A report says something of many goals and assignments.
    reports: dict[int, Report] = {}
    found = []
    for kind, body, pk, period, ends_on, published_at, *columns, _body_name, _row in rows:
        # A body that was deleted in between, with its reports, said nothing.
        if body in bodies:
            report = reports.setdefault(pk, Report(pk, period, ends_on, published_at, bodies[body]))
            found.append(ReportedRow(kind, report, *columns))
    return sorted(found, key=lambda row: Period.parse(row.report.period).place)


def _columns_of(kind: type[Any], rows: QuerySet[Any]) -> QuerySet[Any]:
    """Choose the same columns of every kind of rows, for one query to read them all."""
    lacking = {name: Value(None, output_field=ExactDecimalField()) for name in AMOUNTS} | {
        "lineage_id": Value(None, output_field=UUIDField())
    }
    own = {field.attname for field in kind._meta.concrete_fields}
    return (
        rows.annotate(
            kind=Value(_name_of(kind), output_field=CharField()),
            body_name=F("report__body__name"),
            row=F("pk"),
            **{name: nothing for name, nothing in lacking.items() if name not in own},
        )
        .order_by()
        .values_list("kind", "report__body_id", *OF_REPORT, *COLUMNS, *ORDER)
    )


def _rows_in_memory(report: FollowUpReport) -> Iterator[ReportedRow]:
    for row in report.rows():
        yield ReportedRow(_name_of(type(row)), report, *(getattr(row, name, None) for name in COLUMNS))  # type: ignore[arg-type]


def _places_of_reports(site: Site) -> dict[int, int]:
    # The database knows how it sorts names.
    by_name = FollowUpReport.objects.filter(site=site).order_by("body__name").values_list("pk", "period")
    reports = sorted(by_name, key=lambda report: Period.parse(report[1]).place)
    return {pk: place for place, (pk, _period) in enumerate(reports)}


def _by_lineage(rows: Iterable[ReportedRow]) -> ByLineage:
    by_lineage: defaultdict[str, list[ReportedRow]] = defaultdict(list)
    for row in rows:
        by_lineage[str(row.lineage_id)].append(row)
    return dict(by_lineage)
