"""Writes rows of many key figures at once: in as many queries for few rows as for many, logged and released alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any, Final

from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone
from wagtail.log_actions import get_active_log_context
from wagtail.log_actions import registry as log_registry

from ..models import KeyFigure
from ..models.key_figures import PeriodRow
from ..models.signals import key_figures_changed
from .recorded_changes import RowChange
from .row_states import ROW_MODELS, restore_state, state_of, write_rows

_ENTRIES_AT_ONCE: Final = 50
"""Each log entry holds all rows of its key figure, twice."""

ChangesByFigure = Mapping[int, Sequence[RowChange]]
"""Primary key of a key figure -> changes of its rows."""


class RowsTouchedError(Exception):
    """Rows are not what their changes took them for; nothing was written."""

    def __init__(self, changes: Sequence[RowChange]) -> None:
        super().__init__(f"{len(changes)} rows were changed since")
        self.changes = changes


def write_changes(
    kind: str, changes: ChangesByFigure, *, action: str, user: Any, details: Mapping[str, Any]
) -> dict[int, list[RowChange]]:
    """Write changes of the rows of one kind, all or none, with a log entry for each key figure.

    Returns the changes with the primary keys of new rows. Raises ``RowsTouchedError`` if a row is not what its change
    took it for.
    """
    model = ROW_MODELS[kind]
    with transaction.atomic():
        figures = {figure.pk: figure for figure in _locked(changes)}
        stored = _stored(kind, model, changes)
        if touched := [
            change
            for figure_pk, wanted in changes.items()
            for change in wanted
            if figure_pk not in figures or _state(stored, figure_pk, change) != change.before
        ]:
            raise RowsTouchedError(touched)
        written = {figure_pk: _Written(wanted) for figure_pk, wanted in changes.items()}
        for figure_pk, each in written.items():
            each.fill(model, figures[figure_pk], stored)
        _write(kind, model, list(written.values()))
        done = {figure_pk: each.done for figure_pk, each in written.items()}
        _log(figures, done, action, user, details)
        key_figures_changed.send(sender=KeyFigure, key_figures=list(figures.values()))
    return done


class _Written:
    """The rows of one key figure that are to be written."""

    def __init__(self, changes: Sequence[RowChange]) -> None:
        self.changes = changes
        self.rows: list[PeriodRow] = []
        self.created: list[PeriodRow] = []
        self.updated: list[PeriodRow] = []
        self.deleted: list[PeriodRow] = []

    def fill(self, model: type[Any], figure: KeyFigure, stored: Mapping[Any, PeriodRow]) -> None:
        for change in self.changes:
            row = stored.get((figure.pk, change.identity))
            if row is None:
                row = model(pk=change.pk, key_figure=figure)
                self.created.append(row)
            else:
                (self.updated if change.after is not None else self.deleted).append(row)
            if change.after is not None:
                restore_state(row, change.after)
            self.rows.append(row)

    @property
    def done(self) -> list[RowChange]:
        return [
            change if change.kind == "value" else replace(change, pk=row.pk)
            for change, row in zip(self.changes, self.rows, strict=True)
        ]


def _locked(changes: ChangesByFigure) -> list[KeyFigure]:
    # In one order, so that two imports never wait for each other.
    return list(KeyFigure.objects.select_for_update().filter(pk__in=list(changes)).order_by("pk"))


def _stored(kind: str, model: type[Any], changes: ChangesByFigure) -> dict[Any, PeriodRow]:
    wanted = {(figure_pk, change.identity) for figure_pk, rows in changes.items() for change in rows}
    states = [change.before or change.after or {} for rows in changes.values() for change in rows]
    rows = model._default_manager.filter(key_figure__in=list(changes))
    if kind == "value":
        # Others of the key figure are not asked for. Those of other kinds are few, and may change their period.
        rows = rows.filter(period__in={state["period"] for state in states})
    found = {}
    for row in rows:
        place = row.key_figure_id, RowChange(kind, row.pk, None, state_of(row)).identity
        if place in wanted:
            found[place] = row
    return found


def _state(stored: Mapping[Any, PeriodRow], figure_pk: int, change: RowChange) -> Any:
    row = stored.get((figure_pk, change.identity))
    return state_of(row) if row else None


def _write(kind: str, model: type[Any], written: Sequence[_Written]) -> None:
    created = [row for each in written for row in each.created]
    updated = [row for each in written for row in each.updated]
    deleted = [row for each in written for row in each.deleted]
    # Under the same primary keys: an update of thousands is a case for each field of each row, which takes minutes.
    write_rows(model, created=updated, deleted=[*deleted, *updated])
    # Of a value nobody asks for the new primary key.
    if kind == "value" or connection.features.can_return_rows_from_bulk_insert:
        write_rows(model, created=created)
        return
    for row in created:
        row.save(force_insert=True)


def _log(
    figures: Mapping[int, KeyFigure],
    done: Mapping[int, Sequence[RowChange]],
    action: str,
    user: Any,
    details: Mapping[str, Any],
) -> None:
    """Write the log entry of each key figure; Wagtail's own way would take a query for each."""
    context, moment = get_active_log_context(), timezone.now()
    log_model = log_registry.get_log_model_for_model(KeyFigure)
    content_type = ContentType.objects.get_for_model(KeyFigure)
    entries = (
        log_model(
            content_type=content_type,
            object_id=str(figure.pk),
            label=str(figure),
            action=action,
            timestamp=moment,
            user=user or context.user,
            uuid=context.uuid,
            data={"rows": [asdict(change) for change in done[figure.pk]], **details},
            content_changed=True,
        )
        for figure in figures.values()
    )
    log_model.objects.bulk_create(entries, batch_size=_ENTRIES_AT_ONCE)
