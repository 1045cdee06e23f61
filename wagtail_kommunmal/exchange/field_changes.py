"""Tells in words what a change does to the fields of an object."""

from __future__ import annotations

from collections.abc import Iterable

from .columns.headings import Column
from .plans import Change, FieldChange


def changed_fields(change: Change, columns: Iterable[Column]) -> list[FieldChange]:
    """Return the fields that differ before and after, with what they are and would be."""
    before, after = change.before or {}, change.after or {}
    return [
        FieldChange(column.header, column.type.text(before.get(column.name)), column.type.text(after.get(column.name)))
        for column in columns
        if column.is_field and before.get(column.name, column.type.empty) != after.get(column.name, column.type.empty)
    ]
