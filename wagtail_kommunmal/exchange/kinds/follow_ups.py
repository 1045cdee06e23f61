"""What bodies say of their assignments and investments, and of goals as a whole, after a period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, Final
from uuid import UUID, uuid4

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...authoring.due import RowKey
from ...authoring.reporting_rights import bodies_for, sees_all_reports
from ...models import (
    AssignmentFollowUp,
    FollowUpReport,
    GoalAssessment,
    InvestmentFollowUp,
    ReportRow,
    words_of_site,
)
from ...models.reports import fits_period
from ...numbers import MAX_LENGTH
from ...vocabulary import AchievementStatus, AssignmentStatus
from ..columns.headings import Column, column_of
from ..columns.markup import MarkupTextType, stored_text
from ..columns.references import BodyType, IdType, PeriodType
from ..columns.statuses import StatusTexts, StatusType
from ..columns.types import CodeType, ColumnType
from ..errors import WritingRefusedError
from ..plans import Change, Key, State
from .base import Kind, Match, RowError, Values, Writing, row_error
from .goals import GOAL_COLUMNS
from .report_places import Place, PlaceKey, ReportPlaces
from .report_subjects import ROWS_OF, SUBJECT_OF, TELLING, FollowUps, Found, Subject
from .report_writing import RowChange, reason_against_changing, reason_against_publishing, write_reports

# Reports are made of one edition of a plan, so that no row has to say in which language.
_PLAN, *_GOAL = (column for column in GOAL_COLUMNS if column.name != "language")
_ONLY_INVESTMENTS: Final = gettext_lazy("Only an investment has this.")
_AMOUNTS: Final[Mapping[str, tuple[type[Any], Any]]] = {
    "quantity_done": (AssignmentFollowUp, gettext_lazy("Only an assignment has this.")),
    "forecast": (InvestmentFollowUp, _ONLY_INVESTMENTS),
    "outcome_to_date": (InvestmentFollowUp, _ONLY_INVESTMENTS),
}
"""Column -> the rows that have it, and what is told of others."""


class FollowUpTableKind(Kind):
    """What reports say: a row for everything that a body has to answer for after a period, answered or not.

    A row is known by its body, its period and the id of the assignment or investment; one of a goal as a whole by the
    id of the goal. A title names what it is about if the body has only one of that title. A report that there is not
    yet is made. What is exported and compared is what was written last, be it a draft.
    """

    code = "follow-ups"
    label = gettext_lazy("Follow-ups")
    description = gettext_lazy("What each body says of its assignments and investments, and of goals, after a period.")
    model = FollowUpReport
    has_drafts = True
    has_periods = True
    remarks = "comment"

    @classmethod
    def may_be_exported_by(cls, user: Any) -> bool:
        return sees_all_reports(user) or bodies_for(user).exists()

    @cached_property
    def columns(self) -> Sequence[Column]:
        tells: dict[str, Any] = {"is_field": False, "can_clear": False}
        return [
            _PLAN,
            column_of(FollowUpReport, "period", type=PeriodType(), **tells),
            column_of(FollowUpReport, "body", type=BodyType(lambda: self._follow_ups.codes), **tells),
            *_GOAL,
            Column("subject", gettext_lazy("about"), CodeType(Subject), **tells),
            Column("id", gettext_lazy("id"), IdType(), **tells),
            Column("title", gettext_lazy("title"), ColumnType(), **tells),
            column_of(AssignmentFollowUp, "status", type=StatusType(lambda: self._status_texts)),
            column_of(AssignmentFollowUp, "comment", type=MarkupTextType()),
            column_of(AssignmentFollowUp, "quantity_done"),
            column_of(InvestmentFollowUp, "forecast"),
            column_of(InvestmentFollowUp, "outcome_to_date"),
        ]

    @property
    def identities(self) -> Sequence[frozenset[str]]:
        return [frozenset({"body", "period", name}) for name in TELLING]

    def exported(self) -> Iterable[Values]:
        open_plans = {plan.translation_key for plan in self._places.plans if not plan.is_closed}
        of_period = Q(period=self.period) if self.period else Q()
        self._places.read(of_period & Q(plan__translation_key__in=open_plans))
        for place in self._places.open_places(self.period):
            for due in self._places.due(place.plan, place.body).all:
                yield {**self._follow_ups.named(place, due), **self._places.state(place, due.key)}

    def prepare(self, rows: Sequence[Values]) -> None:
        self._places.read(Q(period__in={row["period"] for row in rows if row.get("period")}))

    def match(self, values: Values) -> Match:
        found = self._follow_ups.find(values)
        kind, goal_key, lineage_id = found.due.key
        key = (*found.place.key, SUBJECT_OF[kind], str(goal_key), str(lineage_id or ""))
        self._matched[key] = found
        label = f"{found.place.new_report()}: {found.due.title}"
        return Match(key, label, self._places.state(found.place, found.due.key), doubt=found.doubt)

    def resolved(self, match: Match, values: Values) -> Values:
        place, due, _doubt = self._matched[match.key]
        kind, says = due.key[0], dict(values)
        for name, (of, message) in _AMOUNTS.items():
            if kind is not of and says.pop(name, None) is not None:
                raise RowError({name: [message]})
        state = match.state or {}
        if says.get("quantity_done") and not due.is_counted and state["quantity_done"] is None:
            raise RowError({"quantity_done": [_("The assignment has no quantity to reach.")]})
        if text := says.get("status"):
            says["status"] = self._status(text, place, kind, state["status"])
        return says

    def after(self, match: Match, values: Values) -> State:
        place = self._matched[match.key].place
        self._refuse(place)
        state = {**(match.state or {}), **values}
        if "comment" in values:
            try:
                state["comment"] = stored_text(values["comment"])
            except ValidationError as error:
                raise RowError({"comment": error.messages}) from error
        return {**state, "report": state["report"] or self._new_reports.setdefault(place.key, str(uuid4()))}

    def write(self, changes: Sequence[Change], writing: Writing) -> list[Key]:
        rows = [_row_change(change) for change in changes]
        reasons = self._places.reasons_against_reporting_for({row.place[1] for row in rows})
        if writing.publishes:
            reasons += self.reasons_against_publishing(changes)
        if reasons:
            raise WritingRefusedError(reasons)
        return write_reports(self.site, rows, writing)

    def reasons_against_publishing(self, changes: Sequence[Change]) -> list[str]:
        if self.editor is not None and not sees_all_reports(self.editor):
            return [_("You may not publish reports. Import them as drafts, and submit them for review.")]
        reports = [
            self._places.reports.get(place) for place in dict.fromkeys(_row_change(each).place for each in changes)
        ]
        return [reason for report in reports if report and (reason := reason_against_publishing(report))]

    @cached_property
    def _places(self) -> ReportPlaces:
        return ReportPlaces(self.site, self.editor)

    @cached_property
    def _follow_ups(self) -> FollowUps:
        return FollowUps(self._places)

    @cached_property
    def _status_texts(self) -> dict[type[models.TextChoices], StatusTexts]:
        words = words_of_site(self.site)
        return {statuses: StatusTexts(statuses, words) for statuses in (AssignmentStatus, AchievementStatus)}

    @cached_property
    def _matched(self) -> dict[Key, Found]:
        """What the rows that were looked at are about."""
        return {}

    @cached_property
    def _new_reports(self) -> dict[PlaceKey, str]:
        """The ids of the reports that rows of the file make."""
        return {}

    @cached_property
    def _refusals(self) -> dict[PlaceKey, RowError | None]:
        return {}

    def _status(self, text: str, place: Place, kind: type[ReportRow], stored: str) -> str:
        """Return the code of a status, which has to be one that the form of the report would offer."""
        statuses = AchievementStatus if kind is GoalAssessment else AssignmentStatus
        texts, is_forecast = self._status_texts[statuses], place.new_report().is_forecast
        allowed = {
            code: label
            for code, label in texts.words.choices(statuses, chosen=stored)
            if code == stored or fits_period(code, is_forecast=is_forecast)
        }
        code = texts.find(text)
        if code not in allowed:
            message = (
                _("“%(text)s” is not allowed here. Write one of: %(allowed)s.")
                if code is None
                else _("“%(text)s” cannot be said of this period. Write one of: %(allowed)s.")
            )
            told = {"text": text[:MAX_LENGTH], "allowed": ", ".join(allowed.values())}
            raise RowError({"status": [message % told]})
        return code

    def _refuse(self, place: Place) -> None:
        """Raise ``RowError`` if the report of a place cannot be changed, or made."""
        if place.key not in self._refusals:
            report = self._places.reports.get(place.key)
            self._refusals[place.key] = _refusal(report or place.new_report(), self.editor)
        if error := self._refusals[place.key]:
            raise error


def _refusal(report: FollowUpReport, editor: Any) -> RowError | None:
    if reason := reason_against_changing(report, editor):
        return RowError({"": [reason]})
    if report._state.adding:
        try:
            report.clean()
        except ValidationError as error:
            return row_error(error)
    return None


def _row_change(change: Change) -> RowChange:
    plan, body, period, subject, goal_key, lineage_id, *rest = change.key
    key: RowKey = (ROWS_OF[subject], UUID(goal_key), UUID(lineage_id) if lineage_id else None)
    return RowChange(change, (plan, body, period), key, next(iter(rest), ""))
