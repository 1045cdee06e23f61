"""What of a plan has been left behind: nobody has said anything of it lately, or nothing has been measured."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from ..models import (
    AssignmentFollowUp,
    DependencyKind,
    FollowUpReport,
    GoalAssessment,
    InvestmentFollowUp,
    KeyFigure,
    KeyFigureValue,
    ReleaseDependency,
    ResponsibleBody,
)
from ..periods import Period
from ..vocabulary import MissingReason, Series
from .due import RowKey, due_by_body, live_goals
from .reports import key_of_row


class Lack(TextChoices):
    """What is lacking."""

    ASSIGNMENT = "assignment", _("Assignment without follow-up")
    INVESTMENT = "investment", _("Investment without follow-up")
    GOAL = "goal", _("Goal without assessment")
    VALUE = "value", _("Key figure without a value")
    OVERDUE = "overdue", _("Key figure with a later value at its source")
    SOURCE = "source", _("Key figure without a source")


LACK_OF_ROW = {AssignmentFollowUp: Lack.ASSIGNMENT, InvestmentFollowUp: Lack.INVESTMENT, GoalAssessment: Lack.GOAL}


@dataclass(frozen=True)
class Stale:
    """Something that is lacking, and whose it is to mend; nobody is responsible for some key figures."""

    lack: Lack
    body: ResponsibleBody | None
    title: str
    goal: str = ""
    lineage_id: UUID | None = None
    report_pk: int | None = None
    key_figure_pk: int | None = None


def not_followed_up(
    plan: Any, period: Period, bodies: QuerySet[ResponsibleBody], reports: QuerySet[FollowUpReport]
) -> list[Stale]:
    """Return what live reports of a period say nothing of, body by body in the order of the plan.

    A goal is assessed as soon as any body has given it a status. ``reports`` are those that may be led to.
    """
    active = [body for body in bodies.order_by("name", "pk") if body.existed_in(plan.year)]
    due = due_by_body(plan, active)
    said = _said(plan, period)
    assessed = {key for _body, key in said if key[0] is GoalAssessment}
    of_period = reports.filter(plan__translation_key=plan.translation_key, period=period.code).order_by()
    report_of: dict[int, int] = dict(of_period.values_list("body_id", "pk"))
    return [
        Stale(
            lack=LACK_OF_ROW[item.key[0]],
            body=body,
            title=item.title,
            goal=str(item.goal.title),
            lineage_id=item.key[2],
            report_pk=report_of.get(body.pk),
        )
        for body in active
        for item in due[body.pk]
        if (body.pk, item.key) not in said and item.key not in assessed
    ]


def stale_key_figures(
    plan: Any, year: int, bodies: Iterable[ResponsibleBody], *, today: date, with_nobodys: bool
) -> list[Stale]:
    """Return the key figures in the plan's current releases that have been left behind.

    One has no own value for a year or later, or no source, or the day has come on which its source publishes the next
    value. A stated reason stands for a value, except that it is not published yet; a Kolada id is a source.
    ``with_nobodys`` tells whether those that no body, or the one that stands for all, is responsible for are asked for
    too; they are listed without a body.
    """
    by_pk = {body.pk: body for body in bodies}
    condition = Q(responsible__in=by_pk)
    if with_nobodys:
        condition |= Q(responsible__isnull=True) | Q(responsible__is_all=True)
    figures = KeyFigure.objects.filter(condition, pk__in=_key_figures_of(plan)).order_by("name", "pk")
    measured = _measured(year)
    return [
        Stale(lack, by_pk.get(figure.responsible_id or 0), figure.name, key_figure_pk=figure.pk)
        for figure in figures
        for lack in _lacks_of(figure, measured, today)
    ]


def last_full_year(period: Period, today: date) -> int:
    """Return the last year that has ended when a period ends, or today if that is still to come."""
    day = min(period.ends_on, today)
    return day.year if (day.month, day.day) == (12, 31) else day.year - 1


def _said(plan: Any, period: Period) -> set[tuple[int, RowKey]]:
    """Return the keys of what live reports say something of, with the body; of a goal, it is a status that counts."""
    return {
        (row.report.body_id, key_of_row(row))
        for kind in LACK_OF_ROW
        for row in kind.objects.filter(  # type: ignore[attr-defined]
            report__plan__translation_key=plan.translation_key, report__period=period.code, report__live=True
        ).select_related("report")
        if (row.status if kind is GoalAssessment else row.is_reported)
    }


def _key_figures_of(plan: Any) -> set[int]:
    used = ReleaseDependency.objects.filter(
        kind=DependencyKind.KEY_FIGURE,
        head__current__isnull=False,
        head__locale=plan.locale_id,
        head__translation_key__in=[goal.translation_key for goal in live_goals(plan)],
    )
    return set(used.values_list("object_id", flat=True))


def _measured(year: int) -> set[int]:
    values = KeyFigureValue.objects.filter(series=Series.OWN, ends_on__year__gte=year)
    values = values.exclude(value__isnull=True, value_text="", missing_reason__in=("", MissingReason.NOT_PUBLISHED))
    return set(values.order_by().values_list("key_figure_id", flat=True).distinct())


def _lacks_of(figure: KeyFigure, measured: set[int], today: date) -> Iterator[Lack]:
    if figure.pk not in measured:
        yield Lack.VALUE
    if figure.next_publication_on and figure.next_publication_on <= today:
        yield Lack.OVERDUE
    if not (figure.source or figure.kolada_id):
        yield Lack.SOURCE
