"""The small shapes that recur in the contract, and how Python values are written in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC
from functools import cache, cached_property, lru_cache
from operator import attrgetter, itemgetter
from typing import Any, Final

from django.db.models import TextChoices
from django.db.models.manager import BaseManager
from django.utils.translation import get_language
from rest_framework import ISO_8601, serializers

from ..numbers import wire_format
from ..periods import Period
from ..vocabulary import BodyKind, PeriodKind, ResponsibleRole, label_in

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")
PERIODS_KEPT: Final = 128
"""So many written periods are kept for each member that is one: documents name the same few again and again."""


Write = Callable[[Any], Any]
"""What turns a value into that which stands for it in a document."""

_PLAINLY: dict[Any, Write] = {
    serializers.CharField.to_representation: str,
    serializers.IntegerField.to_representation: int,
}
"""What fields do in Python of which one built-in function does the same."""


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

    def to_representation(self, instance: Any) -> Any:
        return self._writer(get_language())(instance)

    @cached_property
    def _writer(self) -> Callable[[str | None], Write]:
        return cache(self.writer_in)

    def writer_in(self, language: str | None) -> Write:
        """Return what writes values as REST framework does, but knows beforehand all that is the same for each of them.

        ``language`` is the one that is active.
        """
        fields = [field for field in self.fields.values() if not field.write_only]
        writers = [_writer_of(field, language) for field in fields]
        write_with_gaps = _writer_with_gaps(list(zip(fields, writers, strict=True)))
        paths = [_path_of(field) for field in fields]
        if not paths or not all(paths):
            return write_with_gaps
        members = [
            (str(field.field_name), _behind(rest, write))
            for field, (_first, *rest), write in zip(fields, paths, writers, strict=True)
        ]
        names = [first for first, *_rest in paths]
        # One more than there are, as for a single name they would not return a tuple.
        items, attributes = itemgetter(*names, names[0]), attrgetter(*names, names[0])

        def write(instance: Any) -> dict[str, Any]:
            try:
                values = items(instance) if isinstance(instance, dict) else attributes(instance)
                if not any(map(callable, values)):
                    return {
                        name: None if value is None else write_member(value)
                        for (name, write_member), value in zip(members, values, strict=False)
                    }
            except (KeyError, AttributeError):
                pass
            return write_with_gaps(instance)

        return write


def _writer_with_gaps(members: list[tuple[Any, Write]]) -> Write:
    """Return what writes values that lack a member, or have one that is to be called."""

    def write(instance: Any) -> dict[str, Any]:
        written = {}
        for field, write_member in members:
            try:
                value = field.get_attribute(instance)
            except serializers.SkipField:
                continue
            written[field.field_name] = None if value is None else write_member(value)
        return written

    return write


def _path_of(field: Any) -> list[str]:
    """Return the names that lead to a field's value; none where the field finds it in a way of its own."""
    finds_it_itself = type(field).get_attribute is not serializers.Field.get_attribute
    return [] if finds_it_itself else field.source_attrs


def _behind(names: list[str], write: Write) -> Write:
    """Return what writes what names lead to from a value."""
    if not names:
        return write

    def write_behind(value: Any) -> Any:
        for name in names:
            value = value[name] if isinstance(value, dict) else getattr(value, name)
        return None if value is None else write(value)

    return write_behind


def _writer_of(field: Any, language: str | None) -> Write:
    """Return what writes a field's values; a way of its own in which a class does so is kept."""
    method = type(field).to_representation
    if isinstance(field, ContractSerializer) and method is ContractSerializer.to_representation:
        return field.writer_in(language)
    if method is serializers.ListSerializer.to_representation:
        return _writer_of_many(_writer_of(field.child, language))
    if method is serializers.BooleanField.to_representation:
        # It looks for many words that mean yes or no.
        return lambda value: value if value is True or value is False else field.to_representation(value)
    return _PLAINLY.get(method, field.to_representation)


def _writer_of_many(write: Write) -> Write:
    return lambda values: [write(value) for value in (values.all() if isinstance(values, BaseManager) else values)]


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
def coded(choices: type[TextChoices]) -> type[ContractSerializer]:
    """Return the serializer of a code of ``choices`` with its label, read from the code or a ``Coded``."""

    class CodedSerializer(ContractSerializer):
        code = serializers.ChoiceField(choices=choices.choices)
        label = serializers.CharField(  # type: ignore[assignment]
            help_text="In the language of the document, as it was on the day of the release."
        )

        def writer_in(self, language: str | None) -> Write:
            def write(value: Any) -> dict[str, str]:
                if isinstance(value, Coded):
                    return {"code": value.code, "label": value.label}
                code = str(value)
                return {"code": code, "label": label_in(language, code, choices)}

            return write

    CodedSerializer.__name__ = CodedSerializer.__qualname__ = f"{choices.__name__}CodeSerializer"
    return CodedSerializer


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

    def writer_in(self, language: str | None) -> Write:
        write_kind = coded(PeriodKind)().writer_in(language)

        @lru_cache(PERIODS_KEPT)
        def written(code: str) -> dict[str, Any]:
            period = Period.parse(code)
            return {
                "code": period.code,
                "year": period.year,
                "kind": write_kind(period.kind),
                "label": period.label,
                "endsOn": period.ends_on.isoformat(),
            }

        # Documents are anybody's to change, and must not share what is kept.
        return lambda code: {**(kept := written(code)), "kind": {**kept["kind"]}}


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

    def writer_in(self, language: str | None) -> Write:
        write = super().writer_in(language)
        return lambda image: write(image) if image.is_public else None
