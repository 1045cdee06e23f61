"""How far each body has come with each of its reports of a plan."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState

from ..models import FollowUpReport, ResponsibleBody
from ..models.reports import AssignmentFollowUp, GoalAssessment, InvestmentFollowUp
from ..periods import Period
from ..vocabulary import PeriodKind
from .due import RowKey, due_by_body
from .reports import related_name_of

USUAL_PERIODS = ("-T1", "-T2", "")
"""What a municipality reports after, unless its reports say otherwise: two tertials and the year."""

SAYING = ("status", "comment", "quantity_done", "forecast", "outcome_to_date")


class ReportState(TextChoices):
    """Where a body's report of a period stands."""

    MISSING = "missing", _("Missing")
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")
    PUBLISHED_CHANGED = "published_changed", _("Published, with changes in draft")
    PUBLISHED_IN_REVIEW = "published_in_review", _("Published, with changes in review")


@dataclass(frozen=True)
class Cell:
    """A body's report of a period, or that there is none."""

    body: ResponsibleBody
    period: Period
    state: ReportState
    answered: int
    total: int
    report_pk: int | None = None

    @property
    def is_missing(self) -> bool:
        return self.state is ReportState.MISSING

    @property
    def is_in_review(self) -> bool:
        return self.state in (ReportState.IN_REVIEW, ReportState.PUBLISHED_IN_REVIEW)

    @property
    def left(self) -> int:
        """How many rows nothing is said of."""
        return self.total - self.answered

    @property
    def waits_for_reporter(self) -> bool:
        """Tell whether the body's turn it is: nothing was handed in, or something is left to report."""
        return not self.is_in_review and (self.left > 0 or self.state in (ReportState.MISSING, ReportState.DRAFT))


@dataclass(frozen=True)
class MatrixRow:
    """The reports of one body, by the code of the period."""

    body: ResponsibleBody
    cells: Mapping[str, Cell]


@dataclass(frozen=True)
class Matrix:
    """The reports of a plan."""

    periods: Sequence[Period]
    rows: Sequence[MatrixRow]

    def missing(self, period: str) -> list[Cell]:
        """Return what nobody has begun with for a period, although there is something to report on."""
        return [row.cells[period] for row in self.rows if row.cells[period].is_missing and row.cells[period].total]

    def due(self, today: date) -> list[Cell]:
        """Return what waits for its reporters: of periods that have ended, and of others what has been begun."""
        cells = [row.cells[period.code] for period in self.periods for row in self.rows]
        return [
            cell
            for cell in cells
            if cell.total and cell.waits_for_reporter and (cell.period.ends_on <= today or not cell.is_missing)
        ]


def matrix_of(plan: Any, bodies: QuerySet[ResponsibleBody], reports: QuerySet[FollowUpReport]) -> Matrix:
    """Return a row for each of the bodies that has something due or a report, with a cell for each period.

    The number of queries depends on neither goals, bodies nor reports.
    """
    periods = periods_of_plan(plan)
    reports_by_place = {
        (report.body_id, report.period): report
        for report in reports.filter(
            plan__translation_key=plan.translation_key, period__in=[period.code for period in periods]
        )
        .order_by()
        .select_related("latest_revision")
    }
    in_review = _in_review(reports_by_place.values())
    reporting = {body_id for body_id, _code in reports_by_place}
    everyone = {body.pk: body for body in bodies.order_by("name", "pk")}
    due = due_by_body(plan, everyone.values())
    rows = []
    for body in everyone.values():
        keys = {item.key for item in due.get(body.pk, ())}
        if body.pk not in reporting and not (keys and body.existed_in(plan.year)):
            continue
        cells = {}
        for period in periods:
            report = reports_by_place.get((body.pk, period.code))
            answered = answered_keys(report) if report else set()
            cells[period.code] = Cell(
                body=body,
                period=period,
                state=_state_of(report, in_review),
                answered=len(answered),
                total=len(keys | answered),
                report_pk=report.pk if report else None,
            )
        rows.append(MatrixRow(body, cells))
    return Matrix(periods, rows)


def state_of(*, is_live: bool, has_changes: bool, is_in_review: bool) -> ReportState:
    """Return where a report stands that exists."""
    if not is_live:
        return ReportState.IN_REVIEW if is_in_review else ReportState.DRAFT
    if is_in_review:
        return ReportState.PUBLISHED_IN_REVIEW
    return ReportState.PUBLISHED_CHANGED if has_changes else ReportState.PUBLISHED


def answered_keys(report: FollowUpReport) -> set[RowKey]:
    """Return the keys of the rows that a report's latest revision says something in."""
    content: Mapping[str, Any] = report.latest_revision.content if report.latest_revision else {}
    return {
        (kind, UUID(row["goal_key"]), UUID(row["lineage_id"]) if row.get("lineage_id") else None)
        for kind in (AssignmentFollowUp, InvestmentFollowUp, GoalAssessment)
        for row in content.get(related_name_of(kind), ())
        if any(row.get(name) not in (None, "") for name in SAYING)
    }


def periods_of_plan(plan: Any) -> list[Period]:
    """Return the periods that a plan is reported for, the first first.

    They are those of its reports, and those that the site's reports of earlier years are of, in the year of this plan.
    """
    site = plan.get_site()
    reports = FollowUpReport.objects.filter(site=site).order_by()
    codes = list(reports.values_list("plan__translation_key", "period").distinct())
    own = {code for key, code in codes if key == plan.translation_key}
    earlier = (code for _key, code in codes if Period.parse(code).year < plan.year)
    usual = usual_periods(earlier, plan.year)
    periods = {code: Period.parse(code) for code in own | usual}
    return sorted(periods.values(), key=lambda period: period.place)


def usual_periods(codes: Iterable[str], year: int) -> set[str]:
    """Return the periods of a year that correspond to those of other years; two tertials and the year by default."""
    kinds_of_day = (PeriodKind.DAY, PeriodKind.YEARS)
    parts = {code[4:] for code in codes if Period.parse(code).kind not in kinds_of_day} or USUAL_PERIODS
    return {f"{year}{part}" for part in parts}


def latest_period(periods: Sequence[Period], reported: Collection[str], today: date) -> Period:
    """Return the last period that has ended, else the first that somebody has begun to report on, else the first."""
    ended = [period for period in periods if period.ends_on <= today]
    begun = [period for period in periods if period.code in reported]
    return ended[-1] if ended else (begun or periods)[0]


def periods_in_turn(periods: Iterable[Period], today: date) -> list[Period]:
    """Return the periods that have ended, and the next to end if that is still this year."""
    periods = list(periods)
    to_come = (period.ends_on for period in periods if period.ends_on > today and period.year == today.year)
    last_day = min(to_come, default=today)
    return [period for period in periods if period.ends_on <= last_day]


def plan_in_turn(plans: Iterable[Any], today: date) -> Any:
    """Return the plan that is reported on now: the one with the latest period that has ended, or ``None`` of none.

    Of plans that no period has ended of, it is the one that somebody has begun to report on, else the first.
    """

    def turn(plan: Any) -> tuple[date, date, int]:
        ended = [period.ends_on for period in periods_of_plan(plan) if period.ends_on <= today]
        begun = [Period.parse(code).ends_on for code in reported_periods(plan)]
        return max(ended, default=date.min), max(begun, default=date.min), -plan.year

    return max(plans, key=turn, default=None)


def reported_periods(plan: Any) -> set[str]:
    """Return the codes of the periods that a plan has any report of, whichever edition it was made of."""
    reports = FollowUpReport.objects.filter(site=plan.get_site(), plan__translation_key=plan.translation_key)
    return set(reports.order_by().values_list("period", flat=True).distinct())


def _in_review(reports: Iterable[FollowUpReport]) -> set[str]:
    """Return the primary keys, as workflows write them, of the reports that wait for a reviewer."""
    states = WorkflowState.objects.filter(
        base_content_type=ContentType.objects.get_for_model(FollowUpReport),
        object_id__in=[str(report.pk) for report in reports],
        status=WorkflowState.STATUS_IN_PROGRESS,
    )
    return set(states.order_by().values_list("object_id", flat=True))


def _state_of(report: FollowUpReport | None, in_review: Collection[str]) -> ReportState:
    if report is None:
        return ReportState.MISSING
    return state_of(
        is_live=report.live, has_changes=report.has_unpublished_changes, is_in_review=str(report.pk) in in_review
    )
