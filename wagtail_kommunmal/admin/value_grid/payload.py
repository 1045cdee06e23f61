"""What the grid sends and what it is answered: JSON to value changes, and refusals to messages at their cells."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from ...authoring.value_changes import VALUE_FIELDS, Refusal, ValueChange, ValueKey
from ...models import KeyFigureValue
from .grid import Cell


class MalformedError(ValueError):
    """The request does not have the shape that the grid sends."""


def read_changes(body: bytes) -> list[ValueChange]:
    """Read ``{"changes": [{period, series, series_label, gender, before, after}, …]}`` or raise ``MalformedError``."""
    try:
        changes = json.loads(body)["changes"]
        return [_change(item) for item in changes]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise MalformedError(str(error)) from error


def key_json(key: ValueKey) -> dict[str, str]:
    """Return what identifies a cell to the grid."""
    return key._asdict()


def cell_json(cell: Cell | None) -> dict[str, Any] | None:
    """Return a stored value as the grid holds it."""
    return asdict(cell) if cell else None


def refusal_json(refusal: Refusal, writer: Any | None) -> dict[str, Any]:
    """Return a refusal for the grid; ``writer`` is the log entry that tells who wrote what is stored."""
    stored = cell_json(Cell.of_state(refusal.stored)) if refusal.stored else None
    messages = [_conflict_message(writer)] if refusal.is_conflict else _messages(refusal.errors)
    return {**key_json(refusal.key), "conflict": refusal.is_conflict, "messages": messages, "stored": stored}


def _change(item: Mapping[str, Any]) -> ValueChange:
    key = ValueKey(**{name: _text(item[name]).strip() for name in ValueKey._fields})
    after = _content(item["after"])
    if after is not None:
        after = {name: text.strip() if isinstance(text, str) else text for name, text in after.items()}
    return ValueChange(key=key, before=_content(item["before"]), after=after)


def _content(content: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if content is None:
        return None
    if set(content) != set(VALUE_FIELDS):
        raise MalformedError("a value has other fields")
    if not isinstance(content["preliminary"], bool):
        raise MalformedError("preliminary is neither true nor false")
    for name in ("value_text", "missing_reason", "note"):
        _text(content[name])
    if content["value"] is not None:
        _text(content["value"])
    return dict(content)


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise MalformedError("a text is missing")
    return value


def _messages(errors: Mapping[str, list[str]]) -> list[str]:
    labels = {field.name: field.verbose_name for field in KeyFigureValue._meta.concrete_fields}
    return [
        message if name in {"value", "__all__"} else f"{str(labels[name]).capitalize()}: {message}"
        for name, messages in errors.items()
        for message in messages
    ]


def _conflict_message(writer: Any | None) -> str:
    if writer is None:
        return _("Somebody changed this value after you opened the page.")
    return _("%(name)s changed this value after you opened the page (%(time)s).") % {
        "name": writer.user_display_name,
        "time": date_format(localtime(writer.timestamp), "SHORT_DATETIME_FORMAT"),
    }
