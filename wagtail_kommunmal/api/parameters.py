"""Query parameters, each declared once: what it does, what it allows and how it is described."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Func, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import Truncator, format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_filters.constants import EMPTY_VALUES

from ..periods import Period
from .errors import InvalidParametersError, Text

SHOWN_LENGTH = 80
"""How much of a value that is not allowed its error repeats."""

MOST_WORDS, MOST_CHARACTERS = 10, 200
"""What one search may ask for."""


class MomentField(forms.Field):
    """Reads a date or a time with its offset; without a fraction, as the last moment of the day or of the second."""

    time_of_day, fraction = time.max, 999_999

    def to_python(self, value: Any) -> datetime:
        try:
            if day := parse_date(value):
                return timezone.make_aware(datetime.combine(day, self.time_of_day)).astimezone(UTC)
            moment = parse_datetime(value)
            if moment is None or timezone.is_naive(moment):
                raise ValidationError("")
            # An offset may lead out of the calendar: what is stored and asked for is in UTC.
            moment = moment.astimezone(UTC)
        except (ValueError, OverflowError) as error:
            raise ValidationError("") from error
        return moment if "." in value else moment.replace(microsecond=self.fraction)


class StartField(MomentField):
    """Reads a moment that something begins at: without a fraction, the first one of the day or of the second."""

    time_of_day, fraction = time.min, 0


class WordsField(forms.CharField):
    """Cleans words to search for; a text without any is left to find nothing."""

    def clean(self, value: Any) -> list[str]:
        words = list(dict.fromkeys(re.findall(r"\w+", super().clean(value))))
        if len(words) > MOST_WORDS:
            raise ValidationError("")
        return words


@dataclass(frozen=True)
class Value:
    """What one value of a parameter may be: how it is read, in words, and in OpenAPI's terms."""

    field: forms.Field
    allowed: Text
    schema: dict[str, Any]


def an_id() -> Value:
    return Value(forms.UUIDField(), gettext_lazy("a UUID"), {"type": "string", "format": "uuid"})


def a_moment(field: type[MomentField] = MomentField) -> Value:
    allowed = gettext_lazy("a date such as 2026-05-31, or a time such as 2026-05-31T12:00:00Z")
    either = [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]
    return Value(field(), allowed, {"anyOf": either})


def any_text() -> Value:
    return Value(forms.CharField(), gettext_lazy("any text"), {"type": "string", "minLength": 1})


def some_words() -> Value:
    allowed = format_lazy(
        gettext_lazy("at most {words} words and {characters} characters"), words=MOST_WORDS, characters=MOST_CHARACTERS
    )
    schema = {"type": "string", "minLength": 1, "maxLength": MOST_CHARACTERS}
    return Value(WordsField(max_length=MOST_CHARACTERS), allowed, schema)


def a_period() -> Value:
    return Value(PeriodField(), gettext_lazy("a period, such as 2024, 2024-T1, 2024-Q2 or 2024-08"), {"type": "string"})


def one_of(*codes: str) -> Value:
    field = forms.ChoiceField(choices=[(code, code) for code in codes])
    return Value(field, ", ".join(codes), {"type": "string", "enum": list(codes)})


def whole_number(minimum: int, maximum: int) -> Value:
    return Value(
        forms.IntegerField(min_value=minimum, max_value=maximum),
        format_lazy(gettext_lazy("a whole number from {minimum} to {maximum}"), minimum=minimum, maximum=maximum),
        {"type": "integer", "minimum": minimum, "maximum": maximum},
    )


class PeriodField(forms.CharField):
    """Cleans a period to the code that is stored."""

    def clean(self, value: Any) -> str:
        return Period.parse(super().clean(value)).code


class ParameterField(forms.Field):
    """Cleans all that was given for one parameter: to a list if it may be repeated."""

    widget = forms.SelectMultiple

    def __init__(self, *, value: Value, repeated: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.value, self.repeated = value, repeated

    def clean(self, given: Sequence[str]) -> Any:
        if self.repeated:
            return [self._clean_one(text) for text in given]
        if len(given) > 1:
            raise ValidationError(_("It may be given only once."))
        if self.required and not given:
            raise ValidationError(_("It must be given. Allowed: %(allowed)s.") % {"allowed": self.value.allowed})
        return self._clean_one(given[0]) if given else self.initial

    def _clean_one(self, text: str) -> Any:
        try:
            return self.value.field.clean(text)
        except ValidationError as error:
            raise ValidationError(not_allowed(text, self.value.allowed)) from error


class CommaSeparatedField(ParameterField):
    """Cleans values that are given in one parameter, separated by commas."""

    def clean(self, given: Sequence[str]) -> Any:
        return super().clean([part for text in given for part in text.split(",")])


class Parameter(django_filters.Filter):
    """A parameter that selects: objects whose ``field_name`` is its value, or any of its values if repeated."""

    field_class = ParameterField

    def __init__(
        self, value: Value, description: Text, *, repeated: bool = False, default: Any = None, **kwargs: Any
    ) -> None:
        lookup = "in" if repeated else "exact"
        super().__init__(
            lookup_expr=lookup, label=description, value=value, repeated=repeated, initial=default, **kwargs
        )
        self.value, self.description, self.repeated, self.default = value, description, repeated, default

    @property
    def is_required(self) -> bool:
        return bool(self.extra["required"])

    @property
    def is_comma_separated(self) -> bool:
        return issubclass(self.field_class, CommaSeparatedField)


class Instruction(Parameter):
    """A parameter that selects nothing but says how to answer."""

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        return qs


class SortInstruction(Instruction):
    """Names to sort by, the most important first, each with a minus in front for descending order."""

    field_class = CommaSeparatedField

    def __init__(self, *names: str) -> None:
        directed = [sign + name for name in names for sign in ("", "-")]
        description = gettext_lazy(
            "Names separated by commas, the most important first; a minus in front reverses the order."
        )
        super().__init__(one_of(*directed), description, repeated=True)


class Sort(SortInstruction):
    """Sorts by database expressions; what has no value comes last, and ``finally_by`` decides between equals."""

    def __init__(self, orders: Mapping[str, Sequence[F | Func]], *, finally_by: Sequence[str]) -> None:
        super().__init__(*orders)
        self.orders, self.finally_by = orders, finally_by

    def filter(self, qs: QuerySet[Any], value: Sequence[str]) -> QuerySet[Any]:
        expressions = [
            expression.desc(nulls_last=True) if name.startswith("-") else expression.asc(nulls_last=True)
            for name in value
            for expression in self.orders[name.removeprefix("-")]
        ]
        return qs.order_by(*expressions, *self.finally_by) if expressions else qs


class Parameters(django_filters.FilterSet):
    """The parameters of an address; one that is not declared is not allowed."""

    def __init__(self, data: QueryDict, selection: QuerySet[Any] | Callable[[], QuerySet[Any]]) -> None:
        """Read ``data``, which selects from ``selection``; a function is called only if that is asked for."""
        # What django-filter does here, without the copies that it makes of every filter and of every form field:
        # for most requests they cost more than reading the database.
        self.data, self.selection = data, selection
        self.filters = self.base_filters

    @cached_property
    def qs(self) -> QuerySet[Any]:
        return self.filter_queryset(self.selection() if callable(self.selection) else self.selection)

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        for name, value in self._read[0].items():
            parameter = self.filters[name]
            if value in EMPTY_VALUES:
                continue
            if parameter.method is None:
                queryset = parameter.filter(queryset, value)
            else:
                queryset = getattr(self, parameter.method)(queryset, parameter.field_name, value)
        return queryset

    def check(self) -> None:
        """Raise ``InvalidParametersError`` that names everything that is not allowed."""
        errors = {name: [self._unknown(name)] for name in self.data if name not in self.filters}
        errors |= self._read[1]
        if errors:
            raise InvalidParametersError(errors)

    def __getitem__(self, name: str) -> Any:
        """Return the value of a parameter, or its default."""
        return self._read[0][name]

    @property
    def select_all(self) -> bool:
        """Whether everything is selected, in the order in which it comes."""
        return all(type(self.filters[name]) is Instruction for name in self.data)

    @cached_property
    def _read(self) -> tuple[dict[str, Any], dict[str, list[str]]]:
        """Return the values by name, and why those are refused that are not allowed."""
        values, errors = {}, {}
        for name, parameter in self.filters.items():
            try:
                values[name] = parameter.field.clean(self.data.getlist(name))
            except ValidationError as error:
                errors[name] = error.messages
        return values, errors

    def _unknown(self, name: str) -> str:
        if not self.filters:
            return _("There is no such parameter: this address has none.")
        return _("There is no such parameter. Allowed: %(allowed)s.") % {"allowed": ", ".join(sorted(self.filters))}


def not_allowed(text: str, allowed: Text) -> str:
    """Say that a value is not allowed, and what is."""
    shown = Truncator(text).chars(SHOWN_LENGTH)
    return _("“%(value)s” is not allowed. Allowed: %(allowed)s.") % {"value": shown, "allowed": allowed}
