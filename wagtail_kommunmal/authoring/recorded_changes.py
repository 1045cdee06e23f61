"""Every write of a key figure's rows leaves a log entry with what each row was and became, and can be undone by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from wagtail.log_actions import log
from wagtail.log_actions import registry as log_registry

from ..models import KeyFigure
from ..models.key_figures import PeriodRow
from ..models.signals import key_figure_changed
from .row_states import ROW_MODELS, RowState, restore_state, state_of, states_by_pk, write_rows

VALUES_CHANGED: Final = "wagtail_kommunmal.key_figure.values"
TARGETS_CHANGED: Final = "wagtail_kommunmal.key_figure.targets"
ASSESSMENTS_CHANGED: Final = "wagtail_kommunmal.key_figure.assessments"
UNDONE: Final = "wagtail_kommunmal.key_figure.undo"
ACTIONS: Final = (VALUES_CHANGED, TARGETS_CHANGED, ASSESSMENTS_CHANGED, UNDONE)
ACTION_OF_KIND: Final[Mapping[str, str]] = {
    "value": VALUES_CHANGED,
    "target": TARGETS_CHANGED,
    "assessment": ASSESSMENTS_CHANGED,
}

# A value is known by what it is the value of; the other kinds have no such key, or one that may be edited.
_VALUE_KEY = ("period", "series", "series_label", "gender")


@dataclass(frozen=True)
class RowChange:
    """One row before and after a write: ``before`` is None for a new row, ``after`` for a deleted one."""

    kind: str
    pk: int | None
    before: RowState | None
    after: RowState | None

    @property
    def identity(self) -> Any:
        """What finds the row again, also when it was deleted and written anew."""
        state = self.after or self.before or {}
        return _identity(self.kind, self.pk, state)

    def reversed(self) -> RowChange:
        """Return the change that takes this one back."""
        return RowChange(kind=self.kind, pk=self.pk, before=self.after, after=self.before)


class UndoRefusedError(Exception):
    """Rows were changed after what is to be undone; nothing was written."""

    def __init__(self, changes: Sequence[RowChange]) -> None:
        super().__init__(f"{len(changes)} rows were changed since")
        self.changes = changes


def lock(key_figure: KeyFigure) -> None:
    """Let one writer at a time at the rows of a key figure, until the transaction ends."""
    KeyFigure.objects.select_for_update().only("pk").get(pk=key_figure.pk)


def record(key_figure: KeyFigure, action: str, changes: Sequence[RowChange], user: Any, **details: Any) -> None:
    """Log the changes of one write, in the transaction of the write, and have the goals concerned released anew."""
    if not changes:
        return
    data = {"rows": [asdict(change) for change in changes], **details}
    log(instance=key_figure, action=action, user=user, data=data, content_changed=True)
    key_figure_changed.send(sender=KeyFigure, key_figure=key_figure)


@contextmanager
def recording(key_figure: KeyFigure, kind: str, user: Any) -> Iterator[None]:
    """Record whatever happens inside to the rows of one kind."""
    model = ROW_MODELS[kind]
    with transaction.atomic():
        lock(key_figure)
        before = states_by_pk(key_figure, model)
        yield
        after = states_by_pk(key_figure, model)
        changes = [
            RowChange(kind, pk, before.get(pk), after.get(pk))
            for pk in sorted({*before, *after})
            if before.get(pk) != after.get(pk)
        ]
        record(key_figure, ACTION_OF_KIND[kind], changes, user)


def recorded_changes(key_figure: KeyFigure) -> QuerySet[Any]:
    """Return the log entries of a key figure's rows, the latest first."""
    entries: QuerySet[Any] = log_registry.get_logs_for_instance(key_figure)
    return entries.filter(action__in=ACTIONS).select_related("user").order_by("-timestamp", "-pk")


def changes_in(entry: Any) -> list[RowChange]:
    """Read the changes out of a log entry."""
    return [RowChange(**row) for row in entry.data["rows"]]


def latest_value_writes(key_figure: KeyFigure, identities: Iterable[Any]) -> dict[Any, Any]:
    """Return for each value the latest log entry that wrote it, as far back as the last hundred entries."""
    wanted, found = set(identities), {}
    for entry in recorded_changes(key_figure)[:100]:
        for change in changes_in(entry):
            if change.kind == "value" and change.identity in wanted:
                found[change.identity] = entry
                wanted.discard(change.identity)
        if not wanted:
            break
    return found


def undo(key_figure: KeyFigure, entry: Any, user: Any) -> list[RowChange]:
    """Take back what a log entry tells, exactly, or raise ``UndoRefusedError`` if any of its rows was touched since."""
    changes = [change.reversed() for change in changes_in(entry)]
    with transaction.atomic():
        lock(key_figure)
        rows = _rows_of(key_figure, {change.kind for change in changes})
        if touched := [change for change in changes if _state(rows, change) != change.before]:
            raise UndoRefusedError(touched)
        for kind, model in ROW_MODELS.items():
            _write_back(key_figure, model, rows, [change for change in changes if change.kind == kind])
        record(key_figure, UNDONE, changes, user, undoes=entry.pk)
    return changes


def _write_back(
    key_figure: KeyFigure, model: type[Any], rows: Mapping[Any, PeriodRow], changes: Iterable[RowChange]
) -> None:
    created, updated, deleted = [], [], []
    for change in changes:
        row = rows.get((change.kind, change.identity))
        if row is None:
            row = model(pk=change.pk, key_figure=key_figure)
            created.append(row)
        elif change.after is None:
            deleted.append(row)
        else:
            updated.append(row)
        if change.after is not None:
            restore_state(row, change.after)
            if change.kind != "value":
                _refuse_if_taken(row, change)
    write_rows(model, created=created, updated=updated, deleted=deleted)


def _refuse_if_taken(row: PeriodRow, change: RowChange) -> None:
    try:
        row.validate_constraints()
    except ValidationError as error:
        raise UndoRefusedError([change]) from error


def _rows_of(key_figure: KeyFigure, kinds: Iterable[str]) -> dict[Any, PeriodRow]:
    return {
        (kind, _identity(kind, row.pk, state_of(row))): row
        for kind in kinds
        for row in ROW_MODELS[kind]._default_manager.filter(key_figure=key_figure)
    }


def _state(rows: Mapping[Any, PeriodRow], change: RowChange) -> RowState | None:
    row = rows.get((change.kind, change.identity))
    return state_of(row) if row else None


def _identity(kind: str, pk: int | None, state: RowState) -> Any:
    return tuple(state[name] for name in _VALUE_KEY) if kind == "value" else pk
