"""How the columns of a file are understood: which of them holds what, and what their headings say besides. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Target:
    """What a column of a file holds."""

    column: str
    """The name of a column of the kind; blank if the file's column is left out."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """What the heading says of other columns of the kind, such as ``{"period": "2024-T1"}``, in codes."""
    unit: str = ""
    """In which unit the heading says that the numbers are, as it says it."""


LEFT_OUT = Target("")


@dataclass(frozen=True)
class ColumnMapping:
    """How a whole file is understood.

    The columns of a file that have the same ``fixed`` make one row together, and those that have none are part of each:
    so a row of the file becomes several rows.
    """

    header_row: int
    headings: Mapping[int, str]
    """Column in the file -> what stands above it."""
    targets: Mapping[int, Target]
    """Column in the file -> what it holds. Each column with a heading has one."""
    constants: Mapping[str, str] = field(default_factory=dict)
    """Column of the kind -> what each row of the file says there that says nothing itself."""
    keeps_text: bool = False
    """Whether what cannot be read is kept as text, where the kind has a column for it."""

    def to_json(self) -> dict[str, Any]:
        """Return the mapping as plain data."""
        return {
            "header_row": self.header_row,
            "columns": [
                {
                    "number": number,
                    "heading": heading,
                    "column": self.targets[number].column,
                    "fixed": dict(self.targets[number].fixed),
                    "unit": self.targets[number].unit,
                }
                for number, heading in self.headings.items()
            ],
            "constants": dict(self.constants),
            "keeps_text": self.keeps_text,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> ColumnMapping:
        """Return the mapping that ``to_json`` made the data of."""
        columns = data["columns"]
        return cls(
            header_row=data["header_row"],
            headings={column["number"]: column["heading"] for column in columns},
            targets={column["number"]: Target(column["column"], column["fixed"], column["unit"]) for column in columns},
            constants=data["constants"],
            keeps_text=data["keeps_text"],
        )
