"""Which step of an import comes next."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from ...exchange.errors import FileRefusedError, SeveralSheetsError
from ...exchange.foreign.mapped_tables import mapped
from ...exchange.registry import KINDS
from ...exchange.suggesting import is_own_format
from ...models import ImportUpload
from .tables import mapping_of, table_of


def step(name: str, upload: ImportUpload) -> str:
    """Return the address of a step."""
    return reverse(f"kommunmal_imports:{name}", args=[upload.pk])


def next_step(upload: ImportUpload, user: Any) -> str:
    """Return where to go with a file: what a file of another system says is looked at before its rows are."""
    kind = KINDS[upload.kind](upload.site, user)
    try:
        table = table_of(upload, kind)
        mapping = mapping_of(upload, kind, table)
        mapped(kind, table, mapping)
        is_clear = is_own_format(kind, mapping)
    except SeveralSheetsError:
        return step("sheet", upload)
    except FileRefusedError:
        is_clear = False
    return step("preview" if is_clear else "columns", upload)
