"""Makes the plan of an import: reads each row, and compares it with what is stored. Writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from typing import Any, Final, TypeAlias

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .columns.headings import Column, Headers
from .columns.texts import is_clear_word
from .field_changes import changed_fields
from .files.reading import read_table
from .files.tables import Cell, Table
from .foreign.headers import find_header
from .foreign.mapped_tables import MappedRow, mapped
from .foreign.mapping import ColumnMapping
from .kinds.base import Kind, Match, RowError, Values
from .plans import CellError, Change, Key, Plan, PlannedRow, RowStatus, State


class Everything(Container[int]):
    """The numbers of all rows."""

    def __contains__(self, number: object) -> bool:
        return True


ALL_ROWS: Final = Everything()

Progress: TypeAlias = Callable[[int, int], None]
"""Is told how many rows were compared, and of how many; so often that somebody who waits sees it move."""

ROWS_A_STEP: Final = 1_000


def plan_file(
    kind: Kind,
    data: bytes,
    name: str,
    *,
    accepted: Container[int] = (),
    sheet: str = "",
    progress: Progress = lambda done, total: None,
) -> Plan:
    """Return what an import of a file would do.

    ``accepted`` has the numbers of the file's rows of which somebody has confirmed that they are about what their name
    says.
    Raises ``FileRefusedError`` if the file cannot be read as a table of this kind.
    """
    headers = Headers(kind.columns)
    table = read_table(data, name, headers.recognises, sheet)
    return plan_table(kind, table, accepted=accepted, progress=progress)


def plan_table(
    kind: Kind,
    table: Table,
    *,
    mapping: ColumnMapping | None = None,
    accepted: Container[int] = (),
    progress: Progress = lambda done, total: None,
) -> Plan:
    """Return what an import of a table would do; see ``plan_file``.

    Without a ``mapping`` the header has to name the columns as an exported file does.
    """
    mapping = mapping or find_header(table, Headers(kind.columns))
    source = mapped(kind, table, mapping)
    columns = {column.name: column for column in kind.columns}
    read = [_ReadRow(row, columns) for row in source.rows]
    kind.prepare([row.values for row in read])
    planner = _Planner(kind, accepted)
    planned = []
    for row in read:
        planned.append(planner.plan(row))
        if len(planned) % ROWS_A_STEP == 0:
            progress(len(planned), len(read))
    planned = planner.settled(read, planned)
    left_out = [PlannedRow(number, RowStatus.SKIPPED, note=_("Taken for a row of sums.")) for number in source.sums]
    return Plan(
        kind=kind.code,
        site_pk=kind.site.pk,
        file_name=table.name,
        rows=[*planned, *left_out],
        columns=source.columns,
        unknown_columns=source.left_out,
        notices=source.notices,
    )


class _ReadRow:
    """A row with what its cells say, and why some of them cannot be read."""

    def __init__(self, row: MappedRow, columns: Mapping[str, Column]) -> None:
        self.source, self.number = row, row.number
        self.values: dict[str, Any] = {}
        self.errors: list[CellError] = list(row.errors)
        for name, cell in row.cells.items():
            self._take(cell, columns[name])

    def _take(self, cell: Cell, column: Column) -> None:
        try:
            self.values[column.name] = _value_of(cell, column)
        except ValidationError as error:
            self.errors.append(CellError(" ".join(error.messages), cell.name, column.header))


def _value_of(cell: Cell, column: Column) -> Any:
    if cell.is_formula:
        raise ValidationError(_("The cell has a formula. Paste its value instead (Paste special, Values)."))
    if cell.is_error:
        raise ValidationError(_("The cell has the error %(error)s."), params={"error": cell.text})
    if is_clear_word(cell.text):
        if not column.can_clear:
            raise ValidationError(_("This cannot be removed. Leave the cell blank to keep what is there."))
        return column.type.empty
    return column.type.read(cell)


class _Planner:
    """Plans one row after the other, and sees to it that no object has two."""

    def __init__(self, kind: Kind, accepted: Container[int]) -> None:
        self.kind, self.accepted = kind, accepted
        self.columns = {column.name: column for column in kind.columns}
        self.seen: dict[Key, _ReadRow] = {}

    def plan(self, row: _ReadRow) -> PlannedRow:
        if row.errors:
            return _error_row(row, row.errors)
        try:
            match = self.kind.match(row.values)
            if (earlier := self.seen.setdefault(match.key, row)) is not row:
                message = _("Row %(row)d is about the same. Remove one of the two.") % {"row": earlier.number}
                return _error_row(row, [CellError(message)], match.label)
            self.kind.refuse_units(match, row.source.units)
            return self._compared(row, match, self.kind.resolved(match, row.values))
        except RowError as error:
            return self._error(row, error)

    def settled(self, read: Sequence[_ReadRow], planned: Sequence[PlannedRow]) -> list[PlannedRow]:
        """Return the rows with errors where they lead to what would come of a row that has one itself."""
        settled = list(planned)
        is_changing = True
        while is_changing:
            is_changing = False
            written = {row.change.key for row in settled if row.is_writing and row.change}
            for index, row in enumerate(settled):
                if row.change and (error := self.kind.missing(row.change, written)):
                    settled[index] = self._error(read[index], error, row.label)
                    is_changing = True
        return settled

    def _compared(self, row: _ReadRow, match: Match, values: Values) -> PlannedRow:
        values = self._with_kept_texts(row, match.state or {}, values)
        if self.kind.says_nothing(match, values):
            note = _("Nothing is filled in for it.")
            return PlannedRow(row.number, RowStatus.SKIPPED, match.label, note=note, remarks=row.source.remarks)
        before = match.state or {}
        given: Values = {
            name: value
            for name, value in values.items()
            if self.columns[name].is_field
            and name != match.column
            and (match.state is None or not self.columns[name].type.same(before.get(name), value))
        }
        if match.state is not None and not given:
            return PlannedRow(row.number, RowStatus.UNCHANGED, match.label, remarks=row.source.remarks)
        after = self.kind.after(match, given)
        change = Change(match.key, match.label, match.state, after)
        fields = changed_fields(change, self.kind.columns)
        status = RowStatus.NEW if match.state is None else RowStatus.CHANGED
        if is_doubtful := bool(match.doubt) and row.number not in self.accepted:
            status = RowStatus.PROPOSED
        note = match.doubt if is_doubtful else ""
        return PlannedRow(row.number, status, match.label, change, fields, note=note, remarks=row.source.remarks)

    def _with_kept_texts(self, row: _ReadRow, before: State, values: Values) -> Values:
        """Return what a row says, with what could not be read among the remarks, which lose nothing by that."""
        if not row.source.kept:
            return values
        name = self.kind.remarks
        column = self.columns[name]
        text = str(values[name] if name in values else column.type.cell_value(before.get(name)) or "")
        for line in row.source.kept:
            text = column.type.with_line(text, line)
        return {**values, name: text}

    def _error(self, row: _ReadRow, error: RowError, label: str = "") -> PlannedRow:
        return _error_row(row, [self._cell_error(row, *told) for told in error.messages.items()], label)

    def _cell_error(self, row: _ReadRow, name: str, messages: Any) -> CellError:
        column = self.columns.get(name)
        return CellError(" ".join(map(str, messages)), row.source.cell_name(name), column.header if column else "")


def _error_row(row: _ReadRow, errors: Sequence[CellError], label: str = "") -> PlannedRow:
    return PlannedRow(row.number, RowStatus.ERROR, label, errors=errors, remarks=row.source.remarks)
