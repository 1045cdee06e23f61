"""Why nothing was read, written or taken back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from .plans import Change, PlannedRow


class FileRefusedError(Exception):
    """The file cannot be read, or written, as a table; the text says why and what to do about it."""


class SeveralSheetsError(FileRefusedError):
    """Several sheets of the file hold something, and nobody has said which one is meant."""

    def __init__(self, sheets: Sequence[str]) -> None:
        message = _("Several sheets hold something: %(sheets)s. Say which one is to be read, or remove the others.")
        super().__init__(message % {"sheets": ", ".join(sheets)})
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
