from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import factory
from factory.django import DjangoModelFactory

from ..authoring.reports import related_name_of
from ..models import AssignmentFollowUp, FollowUpReport, GoalAssessment, InvestmentFollowUp, ReportRow
from ..vocabulary import AchievementStatus, AssignmentStatus
from .bodies import ResponsibleBodyFactory
from .pages import PlanPageFactory
from .sections import ItemDict


class FollowUpReportFactory(DjangoModelFactory[FollowUpReport]):
    """Makes a report with the results of ``follow_up()`` and ``assessment()`` as ``rows``, and publishes it.

    ``publish=False`` leaves it a draft.
    """

    class Meta:
        model = FollowUpReport

    plan = factory.SubFactory(PlanPageFactory)
    body = factory.SubFactory(ResponsibleBodyFactory)
    site = factory.SelfAttribute("body.site")
    period = "2026-T1"
    rows: Iterable[ReportRow] = ()
    publish = True

    @classmethod
    def _create(cls, model_class: type[FollowUpReport], *args: Any, **fields: Any) -> FollowUpReport:
        rows, publish = fields.pop("rows"), fields.pop("publish")
        report = model_class(live=False, **fields)
        for row in rows:
            getattr(report, related_name_of(type(row))).add(row)
        report.save()
        revision = report.save_revision()
        if publish:
            revision.publish()
            report.refresh_from_db()
        return report


def follow_up(
    goal: Any, item: ItemDict, status: AssignmentStatus | str = "", *, comment: str = "", **amounts: Any
) -> ReportRow:
    """Return what a report says of an assignment or investment of a goal.

    ``amounts`` are ``quantity_done``, or ``forecast`` and ``outcome_to_date``.
    """
    kind = InvestmentFollowUp if "row_kind" in item["value"] else AssignmentFollowUp
    return kind(goal_key=goal.translation_key, lineage_id=item["id"], status=str(status), comment=comment, **amounts)


def assessment(goal: Any, status: AchievementStatus | str = "", *, comment: str = "") -> GoalAssessment:
    """Return what a report says of a goal as a whole."""
    return GoalAssessment(goal_key=goal.translation_key, status=str(status), comment=comment)
