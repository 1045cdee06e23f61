"""Takes the rows of a file apart as a mapping says: which cell stands in which column of a kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ..columns.headings import Column
from ..errors import FileRefusedError
from ..files.tables import Cell, Row, Table
from ..kinds.base import Kind
from ..plans import CellError
from .cells import CellReader
from .headers import named_twice, rows_below
from .mapping import ColumnMapping, Target
from .merged_cells import with_repeated_texts


@dataclass(frozen=True, slots=True)
class MappedRow:
    """One row of a kind: the cells of a row of the file that belong together."""

    number: int
    """That of the row in the file."""
    cells: Mapping[str, Cell]
    """Column of the kind -> the cell that says it: one of the row, of the header, or of no place for a constant."""
    places: Mapping[str, int]
    """Column of the kind -> the file's column, also where the row says nothing."""
    units: Mapping[str, str] = field(default_factory=dict)
    """Column of the kind -> the unit that the file gives its number in."""
    kept: Sequence[str] = ()
    """What cannot be read and is to be added to the kind's column of remarks."""
    remarks: Sequence[str] = ()
    errors: Sequence[CellError] = ()

    def cell_name(self, column: str) -> str:
        """Return the name of the cell that says, or would say, what stands in a column; blank if there is none."""
        if column in self.cells:
            return self.cells[column].name
        place = self.places.get(column)
        return Cell(self.number, place, "").name if place else ""


@dataclass(frozen=True)
class MappedTable:
    """The rows of a file as a kind reads them."""

    rows: Sequence[MappedRow]
    sums: Sequence[int]
    """The numbers of the rows that were taken for sums."""
    columns: Sequence[tuple[str, str]]
    """What the file calls each column that is read, and what it is taken for."""
    left_out: Sequence[str]
    """The file's columns that are not read, with their places."""
    notices: Sequence[str]


def mapped(kind: Kind, table: Table, mapping: ColumnMapping) -> MappedTable:
    """Return the rows of a table as a mapping understands them.

    Raises ``FileRefusedError`` if that leaves open what the rows are about, or contradicts itself.
    """
    columns = {column.name: column for column in kind.columns}
    parts = _parts(columns, mapping)
    _refuse_missing_identity(kind, mapping)
    reader = CellReader(kind, mapping)
    constants = _constants(columns, mapping)
    by_number = {number: columns[target.column] for number, target in mapping.targets.items() if target.column}
    rows, sums = rows_below(table, mapping.header_row, by_number)
    rows, notices = with_repeated_texts(rows, table.merges, mapping.header_row, by_number)
    return MappedTable(
        rows=[each for row in rows for each in _taken_apart(row, parts, constants, reader)],
        sums=[row.number for row in sums],
        columns=[
            (mapping.headings[number], target_in_words(columns, target))
            for number, target in mapping.targets.items()
            if target.column
        ],
        left_out=[*_left_out(mapping), *_nameless(mapping, rows)],
        notices=[*table.notices, *notices, *reader.notices],
    )


def target_in_words(columns: Mapping[str, Column], target: Target) -> str:
    """Return what a column of a file is taken for, such as “Value (Nation)”."""
    said = [columns[name].type.text(_read(columns[name], text)) for name, text in target.fixed.items()]
    said += [target.unit] if target.unit else []
    header = columns[target.column].header
    return f"{header} ({', '.join(said)})" if said else header


@dataclass(frozen=True)
class _Part:
    """What becomes one row of each row of the file."""

    fixed: Mapping[str, Cell]
    own: dict[int, str]
    """Column in the file -> column of the kind: those that stand in no other part."""
    shared: dict[int, str]
    places: Mapping[str, int]


def _parts(columns: Mapping[str, Column], mapping: ColumnMapping) -> list[_Part]:
    """Return the parts, in the order of the file. Raises ``FileRefusedError`` if two columns say the same."""
    told = {number: target for number, target in mapping.targets.items() if target.column}
    names = {*mapping.constants, *(name for target in told.values() for name in (target.column, *target.fixed))}
    if unknown := names - set(columns):
        message = _("There is no column “%(column)s”. The columns are: %(columns)s.")
        raise FileRefusedError(message % {"column": min(unknown), "columns": ", ".join(columns)})
    shared = {number: target.column for number, target in told.items() if not target.fixed}
    whole: dict[tuple[tuple[str, str], ...], dict[int, str]] = {}
    for number, target in told.items():
        if target.fixed:
            whole.setdefault(tuple(sorted(target.fixed.items())), {})[number] = target.column
    parts = []
    for fixed, own in whole.items() or [((), {})]:
        places: dict[str, int] = {}
        for number, name in (shared | own).items():
            if places.setdefault(name, number) != number:
                raise FileRefusedError(named_twice(Cell(mapping.header_row, number, mapping.headings[number])))
        first = min(own, default=0)
        cells = {name: Cell(mapping.header_row, first, text) for name, text in fixed}
        for name, text in fixed:
            _checked(columns[name], text)
        parts.append(_Part(cells, own, shared, {**dict.fromkeys(cells, first), **places}))
    return parts


def _constants(columns: Mapping[str, Column], mapping: ColumnMapping) -> dict[str, Cell]:
    for name, text in mapping.constants.items():
        _checked(columns[name], text)
    return {name: Cell(0, 0, text) for name, text in mapping.constants.items()}


def _checked(column: Column, text: str) -> None:
    """Raise ``FileRefusedError`` if a text cannot stand in a column."""
    try:
        _read(column, text)
    except ValidationError as error:
        raise FileRefusedError(f"{column.header}: {' '.join(error.messages)}") from error


def _read(column: Column, text: str) -> object:
    return column.type.read(Cell(0, 0, text))


def _refuse_missing_identity(kind: Kind, mapping: ColumnMapping) -> None:
    told = {name for target in mapping.targets.values() if target.column for name in (target.column, *target.fixed)}
    if any(identity <= told | set(mapping.constants) for identity in kind.identities):
        return
    names = {column.name: column.header for column in kind.columns}
    ways = "; ".join(" + ".join(names[name] for name in names if name in way) for way in kind.identities)
    message = _("Nothing in the file tells what its rows are about. It needs one of these columns: %(ways)s.")
    raise FileRefusedError(message % {"ways": ways})


def _taken_apart(
    row: Row, parts: Sequence[_Part], constants: Mapping[str, Cell], reader: CellReader
) -> Iterator[MappedRow]:
    said = reader.said(row)
    for part in [part for part in parts if said.keys() & part.own.keys()] or parts[:1]:
        cells = {name: said[number] for number, name in (part.shared | part.own).items() if number in said}
        errors = [error for name, cell in part.fixed.items() if (error := reader.contradiction(name, cells, cell))]
        read = reader.read({**constants, **cells, **part.fixed})
        yield MappedRow(
            row.number, read.cells, part.places, read.units, read.kept, read.remarks, [*errors, *read.errors]
        )


def _left_out(mapping: ColumnMapping) -> list[str]:
    return [
        f"{mapping.headings[number]} ({Cell(mapping.header_row, number, '').name})"
        for number, target in mapping.targets.items()
        if not target.column
    ]


def _nameless(mapping: ColumnMapping, rows: Sequence[Row]) -> list[str]:
    """Return where a header says nothing above a column that holds something."""
    nameless = {number for row in rows for number in row.cells} - set(mapping.headings)
    return [Cell(mapping.header_row, number, "").name for number in sorted(nameless)]
