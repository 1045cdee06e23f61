"""What an import would do, row by row, before anything is written. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

State: TypeAlias = dict[str, Any]
"""What an object holds, by field: JSON-safe, numbers and dates as text, ``None`` or "" where there is nothing."""

Key: TypeAlias = tuple[str, ...]
"""What finds an object again, also when it was deleted and written anew."""


class RowStatus(TextChoices):
    """What an import makes of a row."""

    NEW = "new", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("unchanged")
    PROPOSED = "proposed", _("to be confirmed")
    ERROR = "error", _("error")
    SKIPPED = "skipped", _("left out")


@dataclass(frozen=True)
class Change:
    """One object before and after: ``before`` is ``None`` for a new one, ``after`` for one that is deleted."""

    key: Key
    label: str
    before: State | None
    after: State | None

    def reversed(self) -> Change:
        """Return the change that takes this one back."""
        return Change(self.key, self.label, before=self.after, after=self.before)


@dataclass(frozen=True)
class CellError:
    """Why a row cannot be imported."""

    message: str
    """What is wrong, and what is allowed."""
    cell: str = ""
    """For example “B7”; blank if no single cell is to blame."""
    header: str = ""
    """What the column is called."""

    def __str__(self) -> str:
        place = f"{self.cell} ({self.header})" if self.cell and self.header else self.cell or self.header
        return f"{place}: {self.message}" if place else self.message


@dataclass(frozen=True)
class FieldChange:
    """A field of an object, and what it is and would be in words; "" is nothing."""

    header: str
    old: str
    new: str


@dataclass(frozen=True)
class PlannedRow:
    """What an import would do with one row; a row of the file can be several, if its columns were mapped so."""

    number: int
    """That of the row in the file."""
    status: RowStatus
    label: str = ""
    """Which object the row is about."""
    change: Change | None = None
    fields: Sequence[FieldChange] = ()
    errors: Sequence[CellError] = ()
    note: str = ""
    """Why the row is left out, or what it was taken for."""
    remarks: Sequence[str] = ()
    """Which of its cells were read otherwise than they stand there, and how."""

    @property
    def is_blocking(self) -> bool:
        """Tell whether nothing is written unless this row is put right, confirmed or skipped."""
        return self.status in (RowStatus.ERROR, RowStatus.PROPOSED)

    @property
    def is_writing(self) -> bool:
        """Tell whether the row would write something."""
        return self.status in (RowStatus.NEW, RowStatus.CHANGED)


@dataclass(frozen=True)
class Plan:
    """What an import of a file would do. Nothing of it has been done."""

    kind: str
    site_pk: int
    file_name: str
    rows: Sequence[PlannedRow]
    columns: Sequence[tuple[str, str]] = ()
    """What the file calls each recognised column, and what it is taken for."""
    unknown_columns: Sequence[str] = ()
    notices: Sequence[str] = field(default_factory=list)
    """What concerns the whole file."""

    @property
    def counts(self) -> dict[RowStatus, int]:
        """How many rows have each status, those that none has left out."""
        found = Counter(row.status for row in self.rows)
        return {status: found[status] for status in RowStatus if found[status]}

    @property
    def blocking(self) -> list[PlannedRow]:
        """The rows for which nothing is written unless they are skipped."""
        return [row for row in self.rows if row.is_blocking]

    @property
    def writing(self) -> list[PlannedRow]:
        """The rows that would write something."""
        return [row for row in self.rows if row.is_writing]

    @property
    def changes(self) -> list[Change]:
        """What the rows would write."""
        return [row.change for row in self.writing if row.change]
