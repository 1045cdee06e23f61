"""Writes what an import says into reports: each report once, through its latest revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.locks import ScheduledForPublishLock, WorkflowLock
from wagtail.log_actions import log
from wagtail.models import Site

from ...authoring.due import RowKey, due_by_body
from ...authoring.report_states import SAYING, ReportStates, blank_state, latest_version, said, states_of, write_states
from ...authoring.reports import add_missing_rows
from ...authoring.row_states import RowState
from ...models import FollowUpReport
from ...models.mixins import PLAN_IS_CLOSED
from ...models.signals import reports_to_be_published
from ..errors import ChangedSinceError, WritingRefusedError
from ..plans import Change, Key
from .base import Writing
from .report_places import Place, PlaceKey, locked_reports, places_still_there


def reason_against_changing(report: FollowUpReport, editor: Any) -> str:
    """Return why a report cannot be changed now; "" if it can. Without ``editor``, what locks it binds whoever asks."""
    if report.is_in_closed_plan:
        return str(PLAN_IS_CLOSED)
    lock = None if report._state.adding else report.get_lock()
    if lock is None or (editor is not None and not lock.for_user(editor)):
        return ""
    told = {"report": report}
    if isinstance(lock, WorkflowLock):
        return _("The report “%(report)s” is in review: only its reviewers can change it.") % told
    if isinstance(lock, ScheduledForPublishLock):
        return _waits(report)
    return _("The report “%(report)s” is locked.") % told


def reason_against_publishing(report: FollowUpReport) -> str:
    """Return why nothing can be published in a report now; "" if it can."""
    if report._state.adding:
        return ""
    # Wagtail ends a review when a version is published.
    if report.workflow_in_progress:
        return _("The report “%(report)s” is in review. Wait until the review is over.") % {"report": report}
    # What a draft says of its time is in force as soon as the draft is published as a whole.
    goes_live = None if report.live else latest_version(report).go_live_at
    return _waits(report) if goes_live and goes_live > timezone.now() else ""


@dataclass(frozen=True)
class RowChange:
    """A change of one row of a report."""

    change: Change
    place: PlaceKey
    key: RowKey
    live_revision: str = ""
    """The revision that the import to be undone has published."""

    @property
    def before(self) -> dict[str, Any]:
        return self.change.before or {}

    @property
    def after(self) -> dict[str, Any]:
        return self.change.after or {}

    def published(self, *, is_undo: bool) -> RowState:
        """Return what an import publishes of the row: what it changes, beside what is public already.

        Of a report that was not public, that is the whole row.
        """
        before, after = (self.after, self.before) if is_undo else (self.before, self.after)
        says = _saying(self.key, after)
        if (live := before["live"]) is None:
            return says
        return {name: says[name] if says[name] != before[name] else live[name] for name in says}


def write_reports(site: Site, changes: Sequence[RowChange], writing: Writing) -> list[Key]:
    """Write changes of rows, and return the keys of the rows, with the revision that was published.

    Raises ``ChangedSinceError`` and ``WritingRefusedError``.
    """
    by_place: dict[PlaceKey, list[RowChange]] = {}
    for change in changes:
        by_place.setdefault(change.place, []).append(change)
    places = places_still_there(site, by_place)
    if gone := [change.change for change in changes if change.place not in places]:
        raise ChangedSinceError(gone)
    reports = locked_reports(site, list(places.values()))
    states = states_of(list(reports.values()))
    written = [_WrittenReport(places[key], reports.get(key), states, rows, writing) for key, rows in by_place.items()]
    if touched := [change.change for each in written for change in each.touched()]:
        raise ChangedSinceError(touched)
    reasons = [reason_against_changing(each.report, writing.user) for each in written]
    if writing.publishes:
        reasons += [reason_against_publishing(each.report) for each in written]
    if any(reasons):
        raise WritingRefusedError(list(filter(None, reasons)))
    if writing.is_dry:
        return [change.change.key for change in changes]
    _add_rows_of_new_reports(written)
    if writing.publishes:
        # Whoever composes their goals is waited for in one order, before any of them is written.
        reports_to_be_published.send(sender=FollowUpReport, reports=[each.report for each in written])
    for each in written:
        each.write()
    published = {change.place: each.live_revision for each in written for change in each.rows}
    return [(*change.change.key[:6], *filter(None, [published[change.place]])) for change in changes]


class _WrittenReport:
    """A report with the changes of its rows."""

    def __init__(
        self,
        place: Place,
        stored: FollowUpReport | None,
        states: dict[int, ReportStates],
        rows: Sequence[RowChange],
        writing: Writing,
    ) -> None:
        self.place, self.stored, self.rows, self.writing = place, stored, rows, writing
        self.states = states[stored.pk] if stored else ReportStates(latest={}, published=None)
        self.report = stored or place.new_report()
        self.live_revision = ""

    @property
    def is_taken_away(self) -> bool:
        """Whether an import is undone that has made the report."""
        return not self.rows[0].after["report"]

    @property
    def is_withdrawn(self) -> bool:
        """Whether an import is undone that has published the report for the first time."""
        return self._undoes_publication and not self.is_taken_away and self.rows[0].after["live"] is None

    @property
    def _undoes_publication(self) -> bool:
        return self.writing.is_undo and self.writing.publishes

    def touched(self) -> list[RowChange]:
        """Return the changes of rows that are no longer what the changes took them for."""
        uuid = str(self.stored.uuid) if self.stored else ""
        if (self.is_taken_away and not self._is_only_of_the_import()) or (
            (self.is_withdrawn or (self.is_taken_away and self._undoes_publication)) and not self._is_last_published()
        ):
            return list(self.rows)
        return [
            change
            for change in self.rows
            if change.before["report"] != uuid
            or _row_state(self.states.latest, change.key) != _saying(change.key, change.before)
            or self._live_state(change.key) != self._expected_live(change)
        ]

    def write(self) -> None:
        if self.stored is None:
            self._make()
        elif self.is_taken_away:
            self._log("wagtail.delete", self.stored, deleted=True)
            self.stored.delete()
        elif self.is_withdrawn:
            self.stored.unpublish(user=self.writing.user)
            self._save(latest_version(FollowUpReport.objects.get(pk=self.stored.pk)))
        else:
            self._change(self.stored)

    def _make(self) -> None:
        """Make the report; its rows are there already."""
        report = self.report
        report.uuid = UUID(self.rows[0].after["report"])
        write_states(report, self._latest_states())
        try:
            report.full_clean(exclude=["ends_on"])
            report.save()
        except (ValidationError, IntegrityError) as error:
            raise ChangedSinceError([change.change for change in self.rows]) from error
        revision = report.save_revision(user=self.writing.user)
        self._log("wagtail.create", report, revision)
        self._publish(revision)

    def _change(self, report: FollowUpReport) -> None:
        """Write into the latest version; if it is to be published, first into the live one where that is another."""
        draft = latest_version(report)
        has_draft = report.live and report.has_unpublished_changes
        if self.writing.publishes:
            self._publish(self._save(report, is_live=True) if report.live else self._save(draft))
        if has_draft or not self.writing.publishes:
            self._save(draft)
        if self.writing.is_undo and self._is_as_published():
            FollowUpReport.objects.filter(pk=report.pk).update(has_unpublished_changes=False)

    def _save(self, version: Any, *, is_live: bool = False) -> Any:
        write_states(version, self._live_states() if is_live else self._latest_states())
        revision = version.save_revision(user=self.writing.user)
        self._log("wagtail.edit", version, revision)
        return revision

    def _publish(self, revision: Any) -> None:
        if self.writing.publishes:
            revision.publish(user=self.writing.user)
            self.live_revision = str(revision.pk)

    def _log(self, action: str, report: Any, revision: Any = None, **options: Any) -> None:
        data = dict(self.writing.details)
        user = self.writing.user
        log(instance=report, action=action, user=user, revision=revision, data=data, content_changed=True, **options)

    def _latest_states(self) -> dict[RowKey, RowState]:
        return {change.key: _saying(change.key, change.after) for change in self.rows}

    def _live_states(self) -> dict[RowKey, RowState]:
        if self.writing.is_undo:
            return {change.key: _saying(change.key, change.after["live"]) for change in self.rows}
        return {change.key: change.published(is_undo=False) for change in self.rows}

    def _live_state(self, key: RowKey) -> RowState | None:
        return None if self.states.published is None else _row_state(self.states.published, key)

    def _expected_live(self, change: RowChange) -> RowState | None:
        if self._undoes_publication:
            return change.published(is_undo=True)
        live: RowState | None = change.before["live"]
        return live

    def _is_only_of_the_import(self) -> bool:
        """Tell whether a report says nothing but what the import wrote."""
        rows = {change.key for change in self.rows}
        return not said({key: state for key, state in self.states.latest.items() if key not in rows})

    def _is_last_published(self) -> bool:
        """Tell whether nothing has been published after the import."""
        return str(self.report.live_revision_id or "") == self.rows[0].live_revision

    def _is_as_published(self) -> bool:
        states = states_of(FollowUpReport.objects.filter(pk=self.report.pk).select_related("latest_revision"))
        (now,) = states.values()
        return now.published is not None and said(now.published) == said(now.latest)


def _waits(report: FollowUpReport) -> str:
    return _("The report “%(report)s” waits to be published at a set time.") % {"report": report}


def _saying(key: RowKey, state: dict[str, Any]) -> RowState:
    """Return what a state says of its row."""
    return {name: state[name] for name in SAYING[key[0]]}


def _row_state(states: Any, key: RowKey) -> RowState:
    state: RowState = states.get(key) or blank_state(key[0])
    return state


def _add_rows_of_new_reports(written: Sequence[_WrittenReport]) -> None:
    """Give new reports, in memory, a row for everything that is due; each plan is read once."""
    made: dict[int, list[_WrittenReport]] = {}
    for each in written:
        if each.stored is None:
            made.setdefault(each.place.plan.pk, []).append(each)
    for reports in made.values():
        due = due_by_body(reports[0].place.plan, [each.place.body for each in reports])
        for each in reports:
            add_missing_rows(each.report, due[each.place.body.pk])
