"""The small shapes that recur in the contract, and how Python values are written in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC
from functools import cache, cached_property
from operator import getitem
from typing import Any, NamedTuple

from django.db.models import TextChoices
from rest_framework import ISO_8601, serializers

from ..numbers import wire_format
from ..periods import Period
from ..vocabulary import BodyKind, PeriodKind, ResponsibleRole, label_of

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
_MISSING = object()


class _Member(NamedTuple):
    """A member of a serializer, and how its value is found and written."""

    name: str
    first: str
    rest: tuple[str, ...]
    field: serializers.Field[Any, Any, Any, Any]
    write: Callable[[Any], Any]


class ContractSerializer(serializers.Serializer[Any]):
    """A part of the contract: members are named in camelCase and read from the same name in snake_case.

    Members may be ``null`` only where they say ``allow_null``. Dates and times are RFC 3339, times in UTC,
    whatever the site's own REST framework settings say.
    """

    def get_fields(self) -> Any:
        fields = super().get_fields()
        for name, field in fields.items():
            snake_case = _CAPITAL.sub("_", name).lower()
            if field.source is None and snake_case != name:
                field.source = snake_case
            if isinstance(field, serializers.DateField | serializers.DateTimeField):
                field.format = ISO_8601
            if isinstance(field, serializers.DateTimeField):
                field.timezone = UTC
        return fields

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """Do what REST framework does, without asking for each value anew what is known of its member."""
        written = {}
        find: Callable[[Any, str], Any] = getitem if isinstance(instance, dict) else getattr
        for name, first, rest, field, write in self._members:
            try:
                value = find(instance, first) if first else _MISSING
                for part in rest:
                    value = value[part] if isinstance(value, dict) else getattr(value, part)
            except (KeyError, AttributeError):
                value = _MISSING
            if value is _MISSING or callable(value):
                try:
                    value = field.get_attribute(instance)
                except serializers.SkipField:
                    continue
            written[name] = None if value is None else write(value)
        return written

    @cached_property
    def _members(self) -> list[_Member]:
        return [
            _Member(name, *_path_of(field), field, field.to_representation)
            for name, field in self.fields.items()
            if not field.write_only
        ]


def _path_of(field: Any) -> tuple[str, tuple[str, ...]]:
    """Return the names that lead to a field's value; an empty one where the field finds it in a way of its own."""
    finds_it_itself = type(field).get_attribute is not serializers.Field.get_attribute
    first, *rest = [""] if finds_it_itself else (field.source_attrs or [""])
    return first, tuple(rest)


class DecimalStringField(serializers.CharField):
    """A number as a string with decimal point and the digits that were given."""

    def to_representation(self, value: Any) -> str:
        return wire_format(value)


class HtmlField(serializers.CharField):
    """HTML of a rich text, with absolute addresses."""

    def __init__(self, source: str, **kwargs: Any) -> None:
        super().__init__(source=f"{source}.html", allow_null=True, **kwargs)


class TextField(serializers.CharField):
    """The same rich text as plain text."""

    def __init__(self, source: str, **kwargs: Any) -> None:
        super().__init__(source=f"{source}.text", allow_null=True, **kwargs)


@cache
def coded(choices: type[TextChoices]) -> type[serializers.Serializer[Any]]:
    """Return the serializer of a code of ``choices`` with its label, read from the code or a ``Coded``."""

    class CodedSerializer(serializers.Serializer[Any]):
        code = serializers.ChoiceField(choices=choices.choices)
        label = serializers.CharField(  # type: ignore[assignment]
            help_text="In the language of the document, as it was on the day of the release."
        )

        def to_representation(self, value: Any) -> dict[str, str]:
            if isinstance(value, Coded):
                return {"code": value.code, "label": value.label}
            return _coded(value, choices)

    CodedSerializer.__name__ = CodedSerializer.__qualname__ = f"{choices.__name__}CodeSerializer"
    return CodedSerializer


def _coded(code: str, choices: type[TextChoices]) -> dict[str, str]:
    return {"code": str(code), "label": label_of(str(code), choices)}


class Coded:
    """A code with a label of its own in place of the standard one."""

    def __init__(self, code: str, label: str) -> None:
        self.code, self.label = code, label


class PeriodSerializer(ContractSerializer):
    """A period, read from its code."""

    code = serializers.CharField(help_text="Sortable, for example 2024, 2024-T1, 2024-08 or 2024-08-31.")
    year = serializers.IntegerField()
    kind = coded(PeriodKind)()
    label = serializers.CharField()  # type: ignore[assignment]
    endsOn = serializers.DateField()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        period = Period.parse(instance)
        return {
            "code": period.code,
            "year": period.year,
            "kind": _coded(period.kind, PeriodKind),
            "label": period.label,
            "endsOn": period.ends_on.isoformat(),
        }


class BodyReferenceSerializer(ContractSerializer):
    """A body that something refers to."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    code = serializers.CharField()
    kind = coded(BodyKind)()


class ResponsibleSerializer(BodyReferenceSerializer):
    """A body's part in an assignment or investment."""

    role = coded(ResponsibleRole)()


class RenditionSerializer(ContractSerializer):
    url = serializers.URLField()
    width = serializers.IntegerField()
    height = serializers.IntegerField()


class ImageSerializer(ContractSerializer):
    """An image in several widths."""

    alt = serializers.CharField(allow_blank=True, help_text="Empty for an image that only decorates.")
    renditions = RenditionSerializer(many=True)

    def to_representation(self, instance: Any) -> Any:
        return super().to_representation(instance) if instance.is_public else None
