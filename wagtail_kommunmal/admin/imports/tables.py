"""Reads the file of an upload as it is understood, and plans its import."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from ...exchange.errors import FileRefusedError
from ...exchange.files.tables import Table
from ...exchange.foreign.mapping import ColumnMapping
from ...exchange.kinds.base import Kind
from ...exchange.planning import plan_table
from ...exchange.plans import Plan
from ...exchange.suggesting import read_foreign_table, suggested
from ...models import ImportUpload

MAX_BYTES: Final = 10_000_000
"""How large a file may be here: it lies in the database between the steps. The command takes larger ones."""

MAX_ROWS: Final = 20_000
"""So many rows are compared while somebody waits for the page."""


def table_in(kind: Kind, data: bytes, name: str, sheet: str = "") -> Table:
    """Return the table in a file. Raises ``FileRefusedError``, also if it is larger than what is imported here."""
    if len(data) > MAX_BYTES:
        message = _("The file is larger than %(size)d MB. Divide it into several files.")
        raise FileRefusedError(message % {"size": MAX_BYTES // 1_000_000})
    table = read_foreign_table(kind, data, name, sheet)
    if len(table.rows) > MAX_ROWS:
        message = _("The file has more than %(rows)d rows. Divide it into several files.")
        raise FileRefusedError(message % {"rows": MAX_ROWS})
    return table


def table_of(upload: ImportUpload, kind: Kind) -> Table:
    """Return the table of an upload. Raises ``FileRefusedError``."""
    return table_in(kind, bytes(upload.data), upload.file_name, upload.sheet)


def mapping_of(upload: ImportUpload, kind: Kind, table: Table) -> ColumnMapping:
    """Return how the columns of an upload are understood. Raises ``FileRefusedError`` if it has no header."""
    return ColumnMapping.from_json(upload.mapping) if upload.mapping else suggested(kind, table)


def plan_of(upload: ImportUpload, kind: Kind) -> Plan:
    """Return what an import of an upload would do, as it is understood. Raises ``FileRefusedError``."""
    table = table_of(upload, kind)
    return plan_table(kind, table, mapping=mapping_of(upload, kind, table), accepted=frozenset(upload.confirmed))
