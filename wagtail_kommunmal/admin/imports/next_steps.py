"""Which step of an import comes next."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from ...exchange.errors import SeveralSheetsError
from ...exchange.registry import KINDS
from ...models import ImportUpload
from .tables import table_of


def step(name: str, upload: ImportUpload) -> str:
    """Return the address of a step."""
    return reverse(f"kommunmal_imports:{name}", args=[upload.pk])


def next_step(upload: ImportUpload, user: Any) -> str:
    """Return where to go with a file that has just been brought."""
    try:
        table_of(upload, KINDS[upload.kind](upload.site, user))
    except SeveralSheetsError:
        return step("sheet", upload)
    return step("preview", upload)
