"""A key figure's rows as plain data: what the log keeps, what an editor's page carries, what an undo restores."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any, Final, TypeAlias

from django.db import models

from ..models import KeyFigure, KeyFigureAssessment, KeyFigureTarget, KeyFigureValue
from ..models.key_figures import PeriodRow
from ..numbers import wire_format

RowState: TypeAlias = dict[str, Any]
"""Every stored field of a row by its name, JSON-safe: numbers and dates as text, None where there is nothing."""

ROW_MODELS: Mapping[str, type[Any]] = {
    "value": KeyFigureValue,
    "target": KeyFigureTarget,
    "assessment": KeyFigureAssessment,
}
"""The kinds of rows by the name that a log entry uses."""

ROWS_AT_ONCE: Final = 500
"""So many rows are written in one query: a database refuses a query of more than some megabytes."""

# The key figure is known from the log entry, and the last day follows from the period.
_NOT_STATE = frozenset({"id", "key_figure", "ends_on"})


def state_fields(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """Return the fields that make up the state of a row."""
    return [field for field in model._meta.concrete_fields if field.name not in _NOT_STATE]


def state_of(row: PeriodRow) -> RowState:
    """Return what a row holds, as plain data."""
    return {field.name: plain(field.value_from_object(row)) for field in state_fields(type(row))}


def restore_state(row: PeriodRow, state: RowState) -> None:
    """Make a row hold what ``state_of`` once returned; fields that it does not name stay as they are."""
    for field in state_fields(type(row)):
        if field.name in state:
            setattr(row, field.name, field.to_python(state[field.name]))


def states_by_pk(key_figure: KeyFigure, model: type[Any]) -> dict[int, RowState]:
    """Return the state of every row of one kind."""
    return {row.pk: state_of(row) for row in model._default_manager.filter(key_figure=key_figure)}


def fingerprint(states: Mapping[int, RowState]) -> str:
    """Return a short text that differs as soon as any row does."""
    text = json.dumps(sorted(states.items()), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def write_rows(
    model: type[Any],
    *,
    created: Iterable[PeriodRow] = (),
    updated: Iterable[PeriodRow] = (),
    deleted: Iterable[PeriodRow] = (),
) -> None:
    """Write rows of one kind, many in each query and without signals; those that go make room for others."""
    manager = model._default_manager
    gone = [row.pk for row in deleted]
    for start in range(0, len(gone), ROWS_AT_ONCE):
        # Nothing refers to a row, so that nothing has to be collected and told one by one.
        manager.filter(pk__in=gone[start : start + ROWS_AT_ONCE])._raw_delete(manager.db)
    new, changed = list(created), list(updated)
    for row in (*new, *changed):
        row.stamp()
    if changed:
        manager.bulk_update(
            changed, [*(field.name for field in state_fields(model)), "ends_on"], batch_size=ROWS_AT_ONCE
        )
    if new:
        manager.bulk_create(new, batch_size=ROWS_AT_ONCE)


def plain(value: Any) -> Any:
    """Return a field's value as a state holds it."""
    if isinstance(value, Decimal):
        return wire_format(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()  # one text for one moment, as databases give it back in UTC
    if isinstance(value, date):
        return value.isoformat()
    return value
