"""The columns of a kind of table, and which cell of a header names which of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import override

from ...fields import ExactDecimalField
from ...periods import validate_period
from .languages import languages_read
from .references import PeriodType
from .texts import folded, normal_text, unguarded
from .types import CodeType, ColumnType, DateType, NumberType, WholeNumberType, YesNoType


@dataclass(frozen=True)
class Column:
    """A column: what it is called, and what its cells hold."""

    name: str
    """Its name in code, which may stand in a header as well."""
    label: Any
    """Its name in words, translated."""
    type: ColumnType
    is_field: bool = True
    """Whether it says something of an object; otherwise it only tells which object the row is about."""
    can_clear: bool = True

    @property
    def header(self) -> str:
        """What the header of an exported file says, in the active language."""
        return capfirst(str(self.label))


def column_of(
    model: type[models.Model], name: str, choices: type[models.TextChoices] | None = None, **options: Any
) -> Column:
    """Return the column of a model's field, called as in the form; ``choices`` are its codes, if it holds codes."""
    field: Any = model._meta.get_field(name)
    options.setdefault("type", CodeType(choices) if choices else _type_of(field))
    options.setdefault("can_clear", field.blank and not isinstance(field, models.BooleanField))
    return Column(name, field.verbose_name, **options)


def _type_of(field: models.Field[Any, Any]) -> ColumnType:
    if validate_period in field.validators:
        return PeriodType()
    kinds: Mapping[type[Any], ColumnType] = {
        ExactDecimalField: NumberType(),
        models.BooleanField: YesNoType(),
        models.DateField: DateType(),
        models.IntegerField: WholeNumberType(),
    }
    return next((kind for cls, kind in kinds.items() if isinstance(field, cls)), ColumnType())


class Headers:
    """Knows columns by the names that a header may give them, in every language that is read."""

    def __init__(self, columns: Sequence[Column]) -> None:
        self._columns: dict[str, Column] = {folded(column.name): column for column in columns}
        for language in languages_read():
            with override(language):
                for column in columns:
                    self._columns.setdefault(_as_name(column.header), column)

    def find(self, text: str) -> Column | None:
        """Return the column that a cell of a header names."""
        return self._columns.get(_as_name(text))

    def recognises(self, text: str) -> bool:
        """Tell whether a cell names a column."""
        return self.find(text) is not None


def _as_name(text: str) -> str:
    return folded(unguarded(normal_text(text))).strip("*: ")
