"""The one way in for a key figure's values: editors and syncs write through ``apply_changes``.

An import writes those of many key figures at once, see ``bulk_changes``, and checks them with ``fill`` before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.coreutils import get_content_languages

from ..models import KeyFigure, KeyFigureValue
from ..periods import Period
from ..vocabulary import Gender, Provenance, Series
from .recorded_changes import VALUES_CHANGED, RowChange, lock, record
from .row_states import RowState, state_of, write_rows

VALUE_FIELDS: Final = ("value", "value_text", "missing_reason", "preliminary", "note")
"""What a value says; the other fields say what it is the value of, and where it came from."""


class ValueKey(NamedTuple):
    """What a value is the value of."""

    period: str
    series: str = Series.OWN.value
    series_label: str = ""
    gender: str = Gender.TOTAL.value


class Unchecked:
    """Stands for “whatever is stored”: the writer has not seen it and does not ask."""


@dataclass(frozen=True)
class ValueChange:
    """One value to write, or to delete when ``after`` is None.

    ``after`` maps names of ``VALUE_FIELDS`` to what they shall be (a number may be text as people type it); those that
    it does not name stay as they are. ``before`` is the content that the writer saw, as ``content_of`` returns it: if
    another is stored by now, the change is refused.
    """

    key: ValueKey
    after: Mapping[str, Any] | None
    before: RowState | type[Unchecked] | None = Unchecked


@dataclass(frozen=True)
class Refusal:
    """Why one change was refused: messages by field, or ``is_conflict`` and what is stored now."""

    key: ValueKey
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    is_conflict: bool = False
    stored: RowState | None = None


class ChangesRefusedError(Exception):
    """At least one change was refused; nothing was written."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(f"{len(refusals)} changes were refused")
        self.refusals = refusals


def content_of(state: RowState | None) -> RowState | None:
    """Return what a value says, without where it came from."""
    return None if state is None else {name: state[name] for name in VALUE_FIELDS}


def key_of(row: KeyFigureValue) -> ValueKey:
    """Return what a stored value is the value of."""
    return ValueKey(row.period, row.series, row.series_label, row.gender)


def plain_key(key: ValueKey) -> ValueKey:
    """Return the key under which a new value is kept: a name that its series has anyway is none of its own.

    With it and without it, values would be published under one name.
    """
    if not key.series_label:
        return key
    series = dict(Series.choices).get(key.series)
    for language in get_content_languages():
        with override(language):
            if key.series_label == str(series):
                return key._replace(series_label="")
    return key


def apply_changes(
    key_figure: KeyFigure,
    changes: Iterable[ValueChange],
    *,
    user: Any,
    provenance: str = Provenance.MANUAL,
    fetched_at: datetime | None = None,
) -> list[RowChange]:
    """Write all changes in one transaction with one log entry, or none and raise ``ChangesRefusedError``.

    Returns what was really changed: a change to what is stored already is none, and keeps its provenance.
    """
    with transaction.atomic():
        lock(key_figure)
        plan = _Plan(key_figure, list(changes), provenance=str(provenance), fetched_at=fetched_at)
        if plan.refusals:
            raise ChangesRefusedError(plan.refusals)
        write_rows(KeyFigureValue, created=plan.created, updated=plan.updated, deleted=plan.deleted)
        record(key_figure, VALUES_CHANGED, plan.changes, user)
    return plan.changes


class _Plan:
    """Compares changes with what is stored, and sorts out what is to be written and what is refused."""

    def __init__(
        self, key_figure: KeyFigure, changes: list[ValueChange], *, provenance: str, fetched_at: datetime | None
    ) -> None:
        self.key_figure, self.provenance, self.fetched_at = key_figure, provenance, fetched_at
        self.created: list[KeyFigureValue] = []
        self.updated: list[KeyFigureValue] = []
        self.deleted: list[KeyFigureValue] = []
        self.changes: list[RowChange] = []
        self.refusals: list[Refusal] = []
        readable = [change for change in map(self._with_period_code, changes) if change]
        stored = {
            key_of(row): row
            for row in KeyFigureValue.objects.filter(
                key_figure=key_figure, period__in={change.key.period for change in readable}
            )
        }
        seen: set[ValueKey] = set()
        for given in readable:
            # What is stored with such a name already keeps it.
            change = given if given.key in stored else replace(given, key=plain_key(given.key))
            row = stored.get(change.key)
            if change.key in seen:
                self._refuse(change, {"period": [_("The same value is given twice.")]})
            elif change.after is not None:
                self._consider_writing(change, row, change.after)
            elif row:
                self._consider_deleting(change, row)
            seen.add(change.key)

    def _with_period_code(self, change: ValueChange) -> ValueChange | None:
        try:
            code = Period.parse(change.key.period).code
        except ValidationError as error:
            self._refuse(change, {"period": error.messages})
            return None
        return replace(change, key=change.key._replace(period=code))

    def _consider_deleting(self, change: ValueChange, row: KeyFigureValue) -> None:
        before = state_of(row)
        if self._is_as_seen(change, before):
            self.deleted.append(row)
            self.changes.append(RowChange("value", None, before, None))

    def _consider_writing(self, change: ValueChange, row: KeyFigureValue | None, after: Mapping[str, Any]) -> None:
        before = state_of(row) if row else None
        row = row or KeyFigureValue(**change.key._asdict())
        row.key_figure = self.key_figure
        try:
            fill(row, after)
        except ValidationError as error:
            self._refuse(change, error.message_dict)
            return
        if before and content_of(before) == content_of(state_of(row)):
            return
        if self._is_as_seen(change, before):
            row.provenance, row.fetched_at = self.provenance, self.fetched_at
            (self.updated if before else self.created).append(row)
            self.changes.append(RowChange("value", None, before, state_of(row)))

    def _is_as_seen(self, change: ValueChange, stored: RowState | None) -> bool:
        if change.before is Unchecked or change.before == content_of(stored):
            return True
        self.refusals.append(Refusal(change.key, is_conflict=True, stored=stored))
        return False

    def _refuse(self, change: ValueChange, errors: Mapping[str, list[str]]) -> None:
        self.refusals.append(Refusal(change.key, errors=errors))


def fill(row: KeyFigureValue, after: Mapping[str, Any]) -> None:
    """Make a value say what ``after`` gives of ``VALUE_FIELDS``. Raises ``ValidationError`` if it may not."""
    for name in VALUE_FIELDS:
        if name in after:
            setattr(row, name, after[name])
    if isinstance(row.value, str) and not row.value.strip():
        row.value = None
    row.clean_fields(exclude=["key_figure", "ends_on"])
    row.clean()
