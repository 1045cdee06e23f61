"""Reads the file of an upload, and plans its import."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from ...exchange.columns import Headers
from ...exchange.errors import FileRefusedError
from ...exchange.kinds.base import Kind
from ...exchange.planning import plan_table
from ...exchange.plans import Plan
from ...exchange.reading import read_table
from ...exchange.tables import Table
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
    table = read_table(data, name, Headers(kind.columns).recognises, sheet)
    if len(table.rows) > MAX_ROWS:
        message = _("The file has more than %(rows)d rows. Divide it into several files.")
        raise FileRefusedError(message % {"rows": MAX_ROWS})
    return table


def table_of(upload: ImportUpload, kind: Kind) -> Table:
    """Return the table of an upload. Raises ``FileRefusedError``."""
    return table_in(kind, bytes(upload.data), upload.file_name, upload.sheet)


def plan_of(upload: ImportUpload, kind: Kind) -> Plan:
    """Return what an import of an upload would do, as it has been understood. Raises ``FileRefusedError``."""
    return plan_table(kind, table_of(upload, kind), accepted=frozenset(upload.confirmed))
