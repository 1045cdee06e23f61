"""The rows of a report as its form shows them: each named by goal and lineage id, never by primary key."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from wagtail.admin.rich_text import DraftailRichTextArea

from ...authoring.due import Due
from ...authoring.reports import add_missing_rows, key_of_row
from ...blocks.fields import RICH_TEXT_FEATURES
from ...compat import page_model
from ...documents.rich_text import plain_text
from ...models import (
    AssignmentFollowUp,
    FollowUpReport,
    GoalAssessment,
    GoalPageMixin,
    InvestmentFollowUp,
    Release,
    goal_models,
)
from ...models.reports import fits_period
from ...periods import Period
from ...vocabulary import AchievementStatus, AssignmentStatus
from ...words import SiteWords
from .fields import AmountField, CommentField, StatusField


class CommentWidget(DraftailRichTextArea):
    """An editor that is only started when somebody wants to write: thirty at once make the page slow to open.

    What starts it is the same for all and stands on the page once: ``starter``.
    """

    template_name = "wagtail_kommunmal/admin/reports/comment.html"

    def __init__(self) -> None:
        super().__init__(features=RICH_TEXT_FEATURES)
        self.attrs.pop("data-controller")

    @property
    def starter(self) -> str:
        """The options of the editor as JSON."""
        return json.dumps(self.options, cls=DjangoJSONEncoder)

    def format_value(self, value: Any) -> str:
        return json.dumps(json.loads(super().format_value(value)), ensure_ascii=False, separators=(",", ":"))

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        del context["widget"]["attrs"]["data-w-init-detail-value"]
        return {**context, "html": value or ""}


@dataclass
class FormRow:
    """A row of a report, what it is about, and what the same body said of it before."""

    row: Any
    due: Due | None
    before: Any = None

    @property
    def prefix(self) -> str:
        kind, goal_key, lineage_id = key_of_row(self.row)
        return "-".join(filter(None, (kind._meta.model_name, str(goal_key), str(lineage_id or ""))))

    @property
    def is_removed(self) -> bool:
        """Tell whether the plan no longer has what the row is about, or the body no longer has a part in it."""
        return self.due is None

    @property
    def period_before(self) -> str:
        return Period.parse(self.before.report.period).label

    def status_before(self, words: SiteWords) -> str:
        """Return the site's word for the status before, "" for none."""
        status = self.before.status if self.before else ""
        return dict(words.choices(self.statuses, chosen=status)).get(status, "")

    @property
    def statuses(self) -> type[TextChoices]:
        return AchievementStatus if self.is_assessment else AssignmentStatus

    @property
    def is_assessment(self) -> bool:
        return isinstance(self.row, GoalAssessment)

    @property
    def title(self) -> str:
        if self.is_assessment:
            return str(_("The goal as a whole"))
        if self.due is None:
            return _title_in_releases(self.row)
        return self.due.title

    @property
    def amounts(self) -> tuple[str, ...]:
        """The amounts that the row takes: only an assignment that is counted has a quantity."""
        if isinstance(self.row, InvestmentFollowUp):
            return "forecast", "outcome_to_date"
        if not isinstance(self.row, AssignmentFollowUp):
            return ()
        is_counted = self.due is not None and self.due.is_counted
        return ("quantity_done",) if is_counted or self.row.quantity_done is not None else ()

    @property
    def field_names(self) -> list[str]:
        """The names of the row's fields in the form, in their order."""
        return [f"{self.prefix}-{name}" for name in ("status", *self.amounts, "comment")]

    def fields(self, *, is_forecast: bool, words: SiteWords) -> Iterator[tuple[str, forms.Field]]:
        """Yield the fields of the row by name; only statuses that the site offers and that fit the period."""
        choices = [
            (code, label)
            for code, label in words.choices(self.statuses, chosen=self.row.status)
            if fits_period(code, is_forecast=is_forecast)
        ]
        yield (
            f"{self.prefix}-status",
            StatusField(
                label=_("Status"),
                required=False,
                choices=[("", _("Not reported")), *choices],
                initial=self.row.status,
            ),
        )
        for name in self.amounts:
            label = self.row._meta.get_field(name).verbose_name
            initial = getattr(self.row, name)
            yield f"{self.prefix}-{name}", AmountField(label=label, required=False, initial=initial)
        yield (
            f"{self.prefix}-comment",
            CommentField(label=_("Comment"), required=False, widget=CommentWidget(), initial=self.row.comment),
        )

    def take(self, form: forms.BaseForm) -> None:
        """Write what was sent for the row into it; a field that was not sent is left as it is."""
        for name in ("status", "comment", *self.amounts):
            field = f"{self.prefix}-{name}"
            if form[field].data is not None:
                setattr(self.row, name, form.cleaned_data[field])
        if not plain_text(self.row.comment):
            # An editor that nothing was written in hands over an empty paragraph.
            self.row.comment = ""


@dataclass
class GoalRows:
    """The rows of one goal."""

    goal: GoalPageMixin | None
    rows: list[FormRow]


def rows_of(report: FollowUpReport) -> list[GoalRows]:
    """Return a report's rows by goal in the order of the plan, those that are new in the plan included.

    What the plan no longer has comes last.
    """
    due = {thing.key: thing for thing in add_missing_rows(report)}
    rows = {key: FormRow(row, due.get(key)) for key, row in ((key_of_row(row), row) for row in report.rows())}
    ordered = [rows[key] for key in due] + [row for row in rows.values() if row.is_removed and row.row.is_reported]
    _add_rows_before(report, ordered)
    goals = _goals(report.specific_plan.locale_id, {row.row.goal_key for row in ordered if row.is_removed})
    by_goal: dict[Any, GoalRows] = {}
    for row in ordered:
        goal = row.due.goal if row.due else goals.get(row.row.goal_key)
        by_goal.setdefault(row.row.goal_key, GoalRows(goal, [])).rows.append(row)
    return list(by_goal.values())


def _add_rows_before(report: FollowUpReport, rows: list[FormRow]) -> None:
    """Set beside each row what the body said last before the report's period, in whatever plan of the site.

    An item is known by its lineage id, under whatever goal it stands now; a goal by itself or by the one that it goes
    on from.
    """
    before = _said_before(report)
    previous = _previous_goals(row.due.goal for row in rows if row.is_assessment and row.due)
    for row in rows:
        kind, goal_key, lineage_id = key_of_row(row.row)
        row.before = before.get((kind, lineage_id or goal_key)) or before.get((kind, previous.get(goal_key)))


def _said_before(report: FollowUpReport) -> dict[tuple[type[Any], Any], Any]:
    """Return the last row by its kind and the item's lineage id or the goal's key."""
    earlier = {
        "report__site": report.site_id,
        "report__body": report.body_id,
        "report__live": True,
        "report__ends_on__lt": report.ends_on,
    }
    return {
        (kind, getattr(row, "lineage_id", row.goal_key)): row
        for kind in (GoalAssessment, AssignmentFollowUp, InvestmentFollowUp)
        for row in sorted(kind._default_manager.filter(**earlier).select_related("report"), key=_place)
        if row.is_reported
    }


def _place(row: Any) -> Any:
    return Period.parse(row.report.period).place


def _previous_goals(goals: Iterable[Any]) -> dict[Any, Any]:
    """Return the translation key of the goal that each goes on from, by its own."""
    previous = {goal.translation_key: goal.previous_goal_id for goal in goals if goal.previous_goal_id}
    keys = dict(page_model().objects.filter(pk__in=previous.values()).values_list("pk", "translation_key"))
    return {key: keys.get(pk) for key, pk in previous.items()}


def _goals(locale_id: int, keys: set[Any]) -> dict[Any, Any]:
    """Return the goals of a language by their translation keys."""
    return {
        goal.translation_key: goal
        for model in goal_models()
        for goal in model.objects.filter(locale=locale_id, translation_key__in=keys)
    }


def _title_in_releases(row: Any) -> str:
    """Return what an item was called when it was published last."""
    releases = Release.objects.filter(head__translation_key=row.goal_key).order_by("-published_from")
    for release in releases.iterator(chunk_size=5):
        for section in release.content.get("sections", ()):
            for item in (*section.get("assignments", ()), *section.get("investments", ())):
                if item["lineageId"] == str(row.lineage_id):
                    return str(item.get("title") or item.get("name") or "")
    return str(_("No longer in the plan"))
