"""What the bodies have reported of a goal and its items, as its document says it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from rest_framework import serializers

from ..models import DependencyKind
from ..numbers import display_format
from ..vocabulary import AchievementStatus, AssignmentStatus, ResponsibleRole
from .context import BodyReference, ComposeContext
from .shapes import (
    BodyReferenceSerializer,
    ContractSerializer,
    DecimalStringField,
    HtmlField,
    PeriodSerializer,
    TextField,
    coded,
)

Members = dict[str, Any]


def of_assignment(
    lineage_id: str | None, responsible: Sequence[BodyReference], unit: str, context: ComposeContext
) -> Members:
    """Return the members that say how far an assignment has come; ``unit`` is what is counted."""
    follow_ups = [
        {
            **_said(row, AssignmentStatus, context),
            "role": _role(row.report.body, responsible),
            "quantity_done": row.quantity_done,
            "quantity_done_text": _quantity(row.quantity_done, unit, context),
        }
        for row in context.reported.assignments.get(str(lineage_id), ())
    ]
    return {"current_follow_up": _current(follow_ups, responsible), "follow_ups": follow_ups}


def of_investment(
    lineage_id: str | None,
    responsible: Sequence[BodyReference],
    money: Callable[[Decimal | None], str | None],
    context: ComposeContext,
) -> Members:
    """Return the members that say how far an investment has come; ``money`` writes an amount to be read."""
    follow_ups = [
        {
            **_said(row, AssignmentStatus, context),
            "role": _role(row.report.body, responsible),
            "forecast": row.forecast,
            "forecast_text": money(row.forecast),
            "outcome_to_date": row.outcome_to_date,
            "outcome_to_date_text": money(row.outcome_to_date),
        }
        for row in context.reported.investments.get(str(lineage_id), ())
    ]
    return {"current_follow_up": _current(follow_ups, responsible), "follow_ups": follow_ups}


def of_goal(context: ComposeContext) -> Members:
    """Return the members that say whether the goal is reached; the assessment of the latest period is the current."""
    assessments = [_said(row, AchievementStatus, context) for row in context.reported.assessments]
    return {"assessment": assessments[-1] if assessments else None, "assessments": assessments}


def lead_of(responsible: Sequence[BodyReference]) -> BodyReference | None:
    """Return the body whose word is that of the whole item: the only one, else the first of the leads.

    Nobody speaks for “all”.
    """
    leads = [reference for reference in responsible if reference.role == ResponsibleRole.LEAD]
    lead = responsible[0] if len(responsible) == 1 else next(iter(leads), None)
    return None if lead is None or lead.instance.is_all else lead


def _said(row: Any, statuses: type[TextChoices], context: ComposeContext) -> Members:
    report = row.report
    context.depend(DependencyKind.REPORT, report.pk)
    return {
        "period": report.period,
        "body": context.body(report.body),
        "status": context.status(statuses, row.status),
        "is_forecast": context.is_forecast(report.ends_on),
        "comment": context.rich_text(row.comment),
        "published_at": report.last_published_at,
    }


def _role(body: Any, responsible: Sequence[BodyReference]) -> str | None:
    """Return the part that a body has in an item today, by itself or as one of all."""
    own = [reference.role for reference in responsible if reference.instance.pk == body.pk]
    of_all = [reference.role for reference in responsible if reference.instance.is_all]
    return next(iter([*own, *of_all]), None)


def _current(follow_ups: Sequence[Members], responsible: Sequence[BodyReference]) -> Members | None:
    lead = lead_of(responsible)
    said = [follow_up for follow_up in follow_ups if lead and follow_up["body"].id == lead.id]
    return said[-1] if said else None


def _quantity(done: Decimal | None, unit: str, context: ComposeContext) -> str | None:
    return None if done is None else f"{display_format(done, context.language)} {unit}".strip()


class SaidSerializer(ContractSerializer):
    """What a body said after a period."""

    period = PeriodSerializer()
    body = BodyReferenceSerializer()
    isForecast = serializers.BooleanField(help_text="The period ends before the plan's year does: this is expected.")
    commentHtml = HtmlField("comment")
    commentText = TextField("comment")
    publishedAt = serializers.DateTimeField(help_text="When the body's report was published last.")


class ItemFollowUpSerializer(SaidSerializer):
    """How far a body has come with an item."""

    role = coded(ResponsibleRole)(allow_null=True, help_text="Null when the body has no part in it any longer.")
    status = coded(AssignmentStatus)(allow_null=True, help_text="Null when the body gave none.")


class AssignmentFollowUpSerializer(ItemFollowUpSerializer):
    """How far a body has come with an assignment."""

    quantityDone = DecimalStringField(allow_null=True)
    quantityDoneText = serializers.CharField(allow_null=True)


class InvestmentFollowUpSerializer(ItemFollowUpSerializer):
    """How far a body has come with an investment; amounts have the unit and sign of the section."""

    forecast = DecimalStringField(allow_null=True)
    forecastText = serializers.CharField(allow_null=True)
    outcomeToDate = DecimalStringField(allow_null=True)
    outcomeToDateText = serializers.CharField(allow_null=True)


class GoalAssessmentSerializer(SaidSerializer):
    """Whether a body finds the goal reached."""

    status = coded(AchievementStatus)(allow_null=True, help_text="Null when only a comment was given.")
