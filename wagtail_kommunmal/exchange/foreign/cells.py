"""Reads cells as offices and old systems fill them in: with units, in words of theirs, or with no value at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from ...numbers import MAX_LENGTH
from ...vocabulary import AssignmentStatus, ResponsibleRole
from ..columns.headings import Column
from ..columns.responsible_texts import named_bodies
from ..columns.statuses import StatusType
from ..columns.texts import CLEAR_WORDS, folded, is_clear_word, normal_text
from ..columns.types import CodeType, ColumnType, NumberType, WholeNumberType
from ..columns.units import CODES, same_unit, shown_unit, without_unit
from ..files.tables import Cell, Row
from ..kinds.base import Kind
from ..plans import CellError
from .mapping import ColumnMapping
from .words import code_of

_DASHES: Final = frozenset({"-", "–", "—", "−"})
BODY: Final = "body"
"""What a kind calls the column that holds the body whose report its rows stand in, if it has one."""

UNIT: Final = "unit"
"""What a kind calls the column that holds the unit of its rows, if it has one."""


@dataclass
class CellsRead:
    """The cells of one row, and what is to be told of them."""

    cells: dict[str, Cell]
    units: dict[str, str] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    """What is to stand in the kind's column of remarks as well."""
    remarks: list[str] = field(default_factory=list)
    errors: list[CellError] = field(default_factory=list)


class CellReader:
    """Reads the rows of one file."""

    def __init__(self, kind: Kind, mapping: ColumnMapping) -> None:
        self.kind, self.mapping = kind, mapping
        self.columns = {column.name: column for column in kind.columns}
        self._units = {number: target.unit for number, target in mapping.targets.items() if target.unit}
        self._dashes = 0

    @property
    def notices(self) -> list[str]:
        """What is to be told of all rows that were read until now."""
        if not self._dashes:
            return []
        return [_("Cells with nothing but a dash were read as blank: %(count)d.") % {"count": self._dashes}]

    def said(self, row: Row) -> Mapping[int, Cell]:
        """Return the cells of a row that say something: in a file of another system a dash does not."""
        if not self.mapping.keeps_text:
            return row.cells
        said = {number: cell for number, cell in row.cells.items() if cell.text not in _DASHES}
        self._dashes += len(row.cells) - len(said)
        return said

    def contradiction(self, name: str, cells: Mapping[str, Cell], heading: Cell) -> CellError | None:
        """Return what is wrong if a cell of the row says otherwise than the heading."""
        if name not in cells:
            return None
        column = self.columns[name]
        try:
            is_same = column.type.same(column.type.read(cells[name]), column.type.read(heading))
        except ValidationError:
            is_same = False
        if is_same:
            return None
        message = _("The heading in %(cell)s says “%(text)s”.") % {"cell": heading.name, "text": heading.text}
        return CellError(message, cells[name].name, column.header)

    def read(self, cells: Mapping[str, Cell]) -> CellsRead:
        """Return the cells of a row as the types of their columns can read them, where that is certain."""
        read = CellsRead(dict(cells))
        for name, cell in cells.items():
            if not (cell.is_formula or cell.is_error or is_clear_word(cell.text)):
                self._read(name, cell, read)
        if UNIT in self.columns and read.units:
            self._take_unit(read)
        return read

    def _read(self, name: str, cell: Cell, read: CellsRead) -> None:
        column = self.columns[name]
        if isinstance(column.type, NumberType | WholeNumberType):
            cell = self._without_unit(column, cell, read)
        elif name == BODY and self.mapping.keeps_text:
            self._take_lead(column, cell, read)
        if not isinstance(cell.value, str) or type(column.type) is ColumnType or _can_read(column, cell):
            return
        if code := _code(column, cell.text):
            read.cells[name] = replace(cell, value=code)
        elif self.mapping.keeps_text and column.is_field:
            self._keep(column, cell, read)

    def _without_unit(self, column: Column, cell: Cell, read: CellsRead) -> Cell:
        text, unit = without_unit(cell.value) if isinstance(cell.value, str) else ("", shown_unit(cell))
        of_heading = self._units.get(cell.column, "")
        if unit and of_heading and not same_unit(unit, of_heading):
            message = _("The heading says “%(heading)s”, the cell “%(cell)s”.")
            told = message % {"heading": of_heading, "cell": unit}
            read.errors.append(CellError(told, cell.name, column.header))
        if unit or of_heading:
            read.units[column.name] = unit or of_heading
        if text and unit:
            cell = replace(cell, value=text)
            read.cells[column.name] = cell
        return cell

    def _take_lead(self, column: Column, cell: Cell, read: CellsRead) -> None:
        """Let the lead say what stands in a row of one body; of several leads none is chosen."""
        # What stands before the brackets is one name, also if it holds an “och”: whose name it is the kind knows.
        bodies = named_bodies(cell.text, [cell.text.partition("(")[0].strip()])
        leads = [body for body in bodies if body.role == ResponsibleRole.LEAD]
        if len(leads) == 1 and len(bodies) > 1:
            read.cells[column.name] = replace(cell, value=leads[0].name)
            message = _("%(cell)s (%(header)s): “%(text)s” was read as its lead, “%(lead)s”.")
            told = {"cell": cell.name, "header": column.header, "text": cell.text, "lead": leads[0].name}
            read.remarks.append(message % told)

    def _keep(self, column: Column, cell: Cell, read: CellsRead) -> None:
        """Keep what cannot be read as text: in the column for that, else among the remarks, else leave it an error."""
        into = self.kind.text_of.get(column.name, "")
        if into and into not in read.cells:
            read.cells[into] = cell
            del read.cells[column.name]
            if column.can_clear:
                # What it was as a number is no longer so.
                read.cells[column.name] = replace(cell, value=CLEAR_WORDS[0])
        elif into := self.kind.remarks:
            heading = self.mapping.headings.get(cell.column, column.header)
            # On one line, by which it is known again when the file is imported once more.
            read.kept.append(" ".join(f"{heading}: {normal_text(cell.text)}".split()))
            del read.cells[column.name]
        else:
            return
        message = _("%(cell)s (%(header)s): “%(text)s” cannot be read there, and is kept as text in “%(column)s”.")
        told = {"cell": cell.name, "header": column.header, "text": cell.text[:MAX_LENGTH]}
        read.remarks.append(message % {**told, "column": self.columns[into].header})

    def _take_unit(self, read: CellsRead) -> None:
        """Let the column of the unit say what stands behind the numbers, unless the row contradicts itself."""
        column = self.columns[UNIT]
        given = read.cells.get(UNIT)
        for name, printed in read.units.items():
            cell = replace(read.cells[name], value=CODES.get(folded(printed), printed))
            if given is None:
                given = read.cells[UNIT] = cell
            elif error := self.contradiction(UNIT, {UNIT: cell}, given):
                message = _("The unit is “%(unit)s” here, and “%(other)s” in the same row.")
                told = message % {"unit": printed, "other": column.type.text(_read(column, given)) or given.text}
                read.errors.append(replace(error, message=told, cell=cell.name))
        read.units.clear()


def _can_read(column: Column, cell: Cell) -> bool:
    if isinstance(column.type, StatusType):
        return column.type.knows(cell.text)
    return _read(column, cell) is not None


def _code(column: Column, text: str) -> str:
    """Return the code that a word of another system stands for; blank if that is not certain."""
    if isinstance(column.type, StatusType):
        return code_of(AssignmentStatus, text)
    return code_of(column.type.choices, text) if isinstance(column.type, CodeType) else ""


def _read(column: Column, cell: Cell) -> object:
    try:
        return column.type.read(cell)
    except ValidationError:
        return None
