"""Model and form fields that keep numbers exactly as they were given."""

from __future__ import annotations

import gzip
import json
import zlib
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst, format_lazy
from django.utils.translation import gettext_lazy as _

from .numbers import MAX_LENGTH, display_format, parse_decimal, wire_format
from .sdgs import SDG_NAMES

# Documents are trees: nobody needs to remember what a member stands in. An encoder is made once.
_write_as_it_stands = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode

GZIP_FRAMED: Final = 31
"""How zlib is told that what it is given stands between gzip's header and its checksum, which it then looks at."""

GZIP_LENGTH: Final = 4
"""Bytes at the end of gzip that say how long the content is."""


class SwedishDecimalFormField(forms.CharField):
    """A text input for a number that cleans to ``Decimal`` or ``None``."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", MAX_LENGTH)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if isinstance(value, Decimal):
            return value
        text = str(value or "").strip()
        return parse_decimal(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        return display_format(value, "sv") if isinstance(value, Decimal) else value

    def run_validators(self, value: Any) -> None:
        """The limits of a text field say nothing about a number, which was checked when it was read."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            # As texts: “12.5” and “12.50” are equal as numbers.
            return str(self.to_python(initial)) != str(self.to_python(data))
        except ValidationError:
            return True


class ExactDecimalField(models.CharField):  # type: ignore[type-arg]
    """A number stored as text, so that “12.50” is still “12.50” on every database."""

    description = _("Exact decimal number")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = MAX_LENGTH
        kwargs["null"] = True
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"], kwargs["null"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def to_python(self, value: Any) -> Decimal | None:
        if value is None or isinstance(value, Decimal):
            return value
        if isinstance(value, int):
            return Decimal(value)
        text = str(value).strip()
        return parse_decimal(text) if text else None

    def get_prep_value(self, value: Any) -> str | None:
        number = self.to_python(value)
        return None if number is None else wire_format(number)

    def run_validators(self, value: Any) -> None:
        """The limits of a text field say nothing about a number, which was checked when it was read."""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def formfield(self, **kwargs: Any) -> Any:
        return SwedishDecimalFormField(
            required=not self.blank,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )


class SDGField(models.JSONField):
    """The numbers (1–17) of the global goals of Agenda 2030 that something serves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["default"] = list
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["default"], kwargs["blank"]
        return name, path, args, kwargs

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(value, model_instance)
        if not all(type(number) is int and number in SDG_NAMES for number in value or []):
            raise ValidationError(_("Choose among the global goals 1 to 17."), code="invalid_sdg")

    def formfield(self, **kwargs: Any) -> Any:
        return forms.TypedMultipleChoiceField(
            coerce=int,
            choices=[(number, format_lazy("{} {}", number, name)) for number, name in SDG_NAMES.items()],
            widget=forms.CheckboxSelectMultiple,
            required=False,
            label=kwargs.get("label", capfirst(self.verbose_name)),
            help_text=kwargs.get("help_text", self.help_text),
        )


class Compressed(bytes):
    """A JSON document as it is stored, for a field that would else write and compress it."""


class CompressedJSONField(models.BinaryField):  # type: ignore[type-arg]
    """A JSON document as gzip: a fifth of the bytes to fetch, and the same bytes for the same document."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", False)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else json.loads(decompressed(value))

    def get_prep_value(self, value: Any) -> bytes | None:
        return value if value is None or isinstance(value, Compressed) else compressed(canonical_json(value))

    def to_python(self, value: Any) -> Any:
        return json.loads(value) if isinstance(value, str) else value

    def value_to_string(self, obj: models.Model) -> str:
        return canonical_json(self.value_from_object(obj)).decode()


def compressed(written: bytes) -> Compressed:
    """Return the JSON of a document as it is stored: the same bytes for the same document."""
    return Compressed(gzip.compress(written, compresslevel=6, mtime=0))


def decompressed(stored: bytes | memoryview) -> bytes:
    """Return the JSON of a document as it is stored; raises ``zlib.error`` if it is damaged.

    The length, known beforehand, saves growing a buffer.
    """
    return zlib.decompress(stored, GZIP_FRAMED, int.from_bytes(stored[-GZIP_LENGTH:], "little"))


def canonical_json(document: Any) -> bytes:
    """Write a document as the one sequence of bytes that is stored of it, members in their order."""
    return _write_as_it_stands(document).encode()
