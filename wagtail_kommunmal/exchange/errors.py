"""Why nothing was read, written or taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .plans import Change, PlannedRow


class FileRefusedError(Exception):
    """The file cannot be read, or written, as a table; the text says why and what to do about it."""


class SeveralSheetsError(FileRefusedError):
    """Several sheets, or tables of a page, hold something; ``sheets`` has their names to choose by, and to be read."""

    def __init__(self, message: str, sheets: Mapping[str, str]) -> None:
        super().__init__(message % {"sheets": ", ".join(list(sheets.values())[:10])})
        self.sheets = sheets


class RowsRefusedError(Exception):
    """Rows have errors, or wait for somebody's word; nothing was written."""

    def __init__(self, rows: Sequence[PlannedRow]) -> None:
        super().__init__(f"{len(rows)} rows cannot be imported")
        self.rows = rows


class ChangedSinceError(Exception):
    """Objects are no longer what the writer took them for; nothing was written."""

    def __init__(self, changes: Sequence[Change]) -> None:
        super().__init__(f"{len(changes)} objects were changed since")
        self.changes = changes


class WritingRefusedError(Exception):
    """What is to be written or published must not be, by this editor or at all; nothing was written."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = reasons


class AlreadyUndoneError(Exception):
    """The import was undone before."""
