"""What a change of a key figure's rows was, in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ...authoring.recorded_changes import (
    ASSESSMENTS_CHANGED,
    TARGETS_CHANGED,
    UNDONE,
    VALUES_CHANGED,
    RowChange,
    changes_in,
)
from ...authoring.row_states import ROW_MODELS, state_fields
from ...numbers import display_format
from ...periods import Period
from .grid import Column

ACTION_LABELS = {
    VALUES_CHANGED: gettext_lazy("Change values of a key figure"),
    TARGETS_CHANGED: gettext_lazy("Change targets of a key figure"),
    ASSESSMENTS_CHANGED: gettext_lazy("Change assessments of a key figure"),
    UNDONE: gettext_lazy("Undo a change of a key figure"),
}
ROWS_DESCRIBED = 20

# Told by the heading of the change, or of no use to a reader.
_NOT_TOLD_OF_VALUES = frozenset({"period", "series", "series_label", "gender", "provenance", "fetched_at"})


@dataclass(frozen=True)
class ChangeText:
    """One changed row: what it is, and its changed fields with their texts before and after."""

    heading: str
    fields: list[tuple[str, str, str]]


def describe(change: RowChange) -> ChangeText:
    """Return a change in words; a blank text is nothing."""
    model, before, after = ROW_MODELS[change.kind], change.before or {}, change.after or {}
    not_told = _NOT_TOLD_OF_VALUES if change.kind == "value" else frozenset()
    fields = [
        (capfirst(str(field.verbose_name)), old, new)
        for field in state_fields(model)
        if field.name not in not_told and (old := _text(field, before)) != (new := _text(field, after))
    ]
    return ChangeText(_heading(change), fields)


def summary(entry: Any) -> str:
    """Return in one line what a log entry did."""
    count = len(entry.data["rows"])
    texts = {
        VALUES_CHANGED: ngettext("Changed %(count)d value", "Changed %(count)d values", count),
        TARGETS_CHANGED: ngettext("Changed %(count)d target", "Changed %(count)d targets", count),
        ASSESSMENTS_CHANGED: ngettext("Changed %(count)d assessment", "Changed %(count)d assessments", count),
        UNDONE: ngettext("Undid the change of %(count)d row", "Undid the change of %(count)d rows", count),
    }
    return texts[entry.action] % {"count": count}


def described_changes(entry: Any) -> tuple[list[ChangeText], int]:
    """Return the first changes of a log entry in words, and how many more there are."""
    changes = changes_in(entry)
    return [describe(change) for change in changes[:ROWS_DESCRIBED]], max(0, len(changes) - ROWS_DESCRIBED)


def headings(changes: Sequence[RowChange]) -> str:
    """Return which rows these are, shortened when there are many."""
    shown = "; ".join(_heading(change) for change in changes[:5])
    return f"{shown} …" if len(changes) > 5 else shown


def _heading(change: RowChange) -> str:
    state = change.after or change.before or {}
    period = Period.parse(state["period"]).label
    if change.kind == "value":
        column = Column(state["series"], state["series_label"], state["gender"])
        return f"{period}, {column.label}, {column.gender_label}"
    kind = _("Target") if change.kind == "target" else _("Assessment")
    return f"{kind} {period}"


def _text(field: models.Field[Any, Any], state: dict[str, Any]) -> str:
    stored = state.get(field.name)
    if stored in (None, "", False):
        return ""
    value = field.to_python(stored)
    if value is True:
        return _("yes")
    if isinstance(value, Decimal):
        return display_format(value, "sv")
    return str(dict(field.flatchoices).get(value, value))
