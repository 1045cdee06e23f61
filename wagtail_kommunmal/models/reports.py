"""Follow-up: what the responsible bodies report, each in a report of its own for a plan and a period.

Rows name their goal and their assignment by ids that stay the same, never by primary key: the goal's translation key
and the lineage id. Rows of a report that is not live are no publication: Wagtail writes the drafts of never-published
reports into the same tables.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.fields import RichTextField
from wagtail.locks import BaseLock
from wagtail.models import DraftStateMixin, LockableMixin, RevisionMixin, Site, WorkflowMixin

from ..blocks.fields import RICH_TEXT_FEATURES
from ..compat import page_model_name
from ..fields import ExactDecimalField
from ..periods import Period, validate_period
from ..vocabulary import FINAL_OUTCOMES, FORECASTS, AchievementStatus, AssignmentStatus
from .bodies import ResponsibleBody
from .locks import ClosedPlanLock
from .mixins import PLAN_IS_CLOSED, SCHEDULED_PUBLICATION, PublicationRefusedError
from .report_previews import ReportPreviewMixin

logger = logging.getLogger(__name__)

SCHEDULED: Final = (SCHEDULED_PUBLICATION, "wagtail.unpublish.scheduled")
"""What Wagtail logs of a report that goes live or expires at a time set before."""


class FollowUpReport(
    ReportPreviewMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel
):
    """What one body says of a plan after one period."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", verbose_name=_("site"))
    plan: models.ForeignKey[Any, Any] = models.ForeignKey(
        page_model_name(), on_delete=models.CASCADE, related_name="+", verbose_name=_("plan")
    )
    body = models.ForeignKey(
        ResponsibleBody, on_delete=models.PROTECT, related_name="+", verbose_name=_("responsible body")
    )
    period = models.CharField(
        _("period"),
        max_length=20,
        validators=[validate_period],
        help_text=_("For example 2026-T1, or 2026 for the year."),
    )
    ends_on = models.DateField(_("last day of the period"), editable=False)

    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="follow_up_report",
        for_concrete_model=False,
    )
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="follow_up_report")

    class Meta:
        verbose_name = _("follow-up report")
        verbose_name_plural = _("follow-up reports")
        ordering = ["-ends_on", "period", "body__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "body", "period"],
                name="kommunmal_report_once",
                violation_error_message=_("This body already has a report of the plan for this period."),
            )
        ]

    def __str__(self) -> str:
        return (
            f"{Period.parse(self.period).label} {self.body}" if self.period and self.body_id else str(_("New report"))
        )

    @property
    def revisions(self) -> Any:
        return self._revisions

    @cached_property
    def specific_plan(self) -> Any:
        """The plan as its own page class."""
        return self.plan.specific

    @property
    def is_forecast(self) -> bool:
        """Tell whether the period ends before the plan's year does: what is said of the year is then expected."""
        return self.ends_on < date(self.specific_plan.year, 12, 31)

    def rows(self) -> Iterator[ReportRow]:
        """Yield the rows of every kind, as the instances that are saved with the report."""
        for related in (self.goal_assessments, self.assignments, self.investments):
            yield from related.get_object_list()

    def clean(self) -> None:
        super().clean()
        self._check_period()
        if self._state.adding and self._is_made_of_another_edition():
            raise ValidationError(
                {"plan": _("This body already has a report of the plan in another language for this period.")}
            )

    def save(self, *args: Any, **kwargs: Any) -> None:
        # It needs all models to be loaded.
        from wagtail.signal_handlers import disable_reference_index_auto_update, update_reference_index_on_save

        self._read_period()
        # Wagtail would index what the whole report refers to once more for each of its rows.
        with disable_reference_index_auto_update():
            super().save(*args, **kwargs)
        update_reference_index_on_save(self)

    # A report is many rows. Whoever is stopped half-way leaves none of them published or withdrawn without the others,
    # and none without the pending work that brings it to the readers.
    @transaction.atomic
    def publish(self, *args: Any, **kwargs: Any) -> Any:
        """Publish a revision, unless the plan is closed; then as pages do."""
        return None if self._is_refused(kwargs.get("log_action")) else super().publish(*args, **kwargs)

    @transaction.atomic
    def unpublish(self, *args: Any, **kwargs: Any) -> Any:
        """Withdraw the report, unless the plan is closed."""
        return None if self._is_refused(kwargs.get("log_action")) else super().unpublish(*args, **kwargs)

    @property
    def is_in_closed_plan(self) -> bool:
        return bool(self.plan_id and self.specific_plan.is_closed)

    def get_lock(self) -> BaseLock | None:
        return ClosedPlanLock(self) if self.is_in_closed_plan else super().get_lock()

    def _is_refused(self, log_action: Any) -> bool:
        """Tell whether the plan is closed, where Wagtail's scheduled run is to go on; anything else raises."""
        if not self.is_in_closed_plan:
            return False
        if log_action not in SCHEDULED:
            raise PublicationRefusedError(str(PLAN_IS_CLOSED))
        logger.error("“%s” was not published or withdrawn as scheduled. %s", self, PLAN_IS_CLOSED)
        return True

    def _check_period(self) -> None:
        try:
            period = self._read_period()
        except ValidationError:
            # It has been told at its field.
            return
        # The form of a report that exists has no field for its period.
        if not (self._state.adding and self.plan_id) or period.is_of(year := self.specific_plan.year):
            return
        raise ValidationError(
            {
                "period": ValidationError(
                    _(
                        "The plan is for %(year)s. Write a period of that year, for example %(year)s-T1 or %(year)s, "
                        "or years that it is one of, for example %(first)s-%(year)s."
                    ),
                    params={"year": str(year), "first": str(year - 3)},
                )
            }
        )

    def _is_made_of_another_edition(self) -> bool:
        """Tell whether the body has a report of the period that was made of the plan in another language."""
        if not (self.plan_id and self.body_id):
            return False
        reports = FollowUpReport.objects.filter(body=self.body_id, period=self.period).exclude(plan=self.plan_id)
        return reports.filter(plan__translation_key=self.plan.translation_key).exists()

    def _read_period(self) -> Period:
        period = Period.parse(self.period)
        self.period, self.ends_on = period.code, period.ends_on
        return period


class ReportRow(models.Model):
    """What a report says of one thing under one goal; with neither status nor comment, it says nothing."""

    goal_key = models.UUIDField(_("goal"), help_text=_("The goal's translation key."))
    comment = RichTextField(_("comment"), blank=True, features=RICH_TEXT_FEATURES)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.report}: {self.get_status_display()}"  # type: ignore[attr-defined]

    @property
    def is_reported(self) -> bool:
        return bool(self.status or self.comment)  # type: ignore[attr-defined]

    def clean(self) -> None:
        super().clean()
        status = self.status  # type: ignore[attr-defined]
        if status and not fits_period(status, is_forecast=self.report.is_forecast):  # type: ignore[attr-defined]
            raise ValidationError({"status": _("This status does not fit the period of the report.")})


class ItemRow(ReportRow):
    """What a report says of an item, which is named by its lineage id."""

    lineage_id = models.UUIDField(_("item"), help_text=_("The lineage id of the assignment or investment."))
    status = models.CharField(_("status"), max_length=20, blank=True, choices=AssignmentStatus.choices)

    class Meta:
        abstract = True


class AssignmentFollowUp(ItemRow):
    """What a body says of one of its assignments."""

    report = ParentalKey(FollowUpReport, on_delete=models.CASCADE, related_name="assignments")
    quantity_done = ExactDecimalField(_("quantity done"))

    class Meta:
        verbose_name = _("follow-up of an assignment")
        verbose_name_plural = _("follow-ups of assignments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "goal_key", "lineage_id"], name="kommunmal_assignment_once")
        ]
        indexes = [models.Index(fields=["goal_key"], name="kommunmal_assignment_goal")]

    @property
    def is_reported(self) -> bool:
        return super().is_reported or self.quantity_done is not None


class InvestmentFollowUp(ItemRow):
    """What a body says of one of its investments; amounts are in the unit and with the sign of the goal's section."""

    report = ParentalKey(FollowUpReport, on_delete=models.CASCADE, related_name="investments")
    forecast = ExactDecimalField(_("forecast"))
    outcome_to_date = ExactDecimalField(_("outcome to date"))

    class Meta:
        verbose_name = _("follow-up of an investment")
        verbose_name_plural = _("follow-ups of investments")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "goal_key", "lineage_id"], name="kommunmal_investment_once")
        ]
        indexes = [models.Index(fields=["goal_key"], name="kommunmal_investment_goal")]

    @property
    def is_reported(self) -> bool:
        return super().is_reported or self.forecast is not None or self.outcome_to_date is not None


class GoalAssessment(ReportRow):
    """Whether a goal is reached, as a body that assesses goals says."""

    report = ParentalKey(FollowUpReport, on_delete=models.CASCADE, related_name="goal_assessments")
    status = models.CharField(_("status"), max_length=20, blank=True, choices=AchievementStatus.choices)

    class Meta:
        verbose_name = _("assessment of a goal")
        verbose_name_plural = _("assessments of goals")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["report", "goal_key"], name="kommunmal_goal_assessment_once")]
        indexes = [models.Index(fields=["goal_key"], name="kommunmal_assessment_goal")]


def fits_period(status: str, *, is_forecast: bool) -> bool:
    """Tell whether a status can be given for a period that ends before the plan's year, or with it."""
    return status not in (FINAL_OUTCOMES if is_forecast else FORECASTS)
