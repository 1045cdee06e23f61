"""What each column of a file is taken for, as somebody says or leaves as it was suggested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from ...exchange.columns.headings import Column
from ...exchange.columns.references import IdType, RowIdType
from ...exchange.columns.types import CodeType
from ...exchange.errors import FileRefusedError
from ...exchange.files.tables import Cell, Table, column_name
from ...exchange.foreign.mapped_tables import mapped
from ...exchange.foreign.mapping import ColumnMapping, Target
from ...exchange.kinds.base import Kind
from ...exchange.suggesting import corrected

SAMPLES: Final = 3
LONGEST_SAMPLE: Final = 80
SAID_BY_HEADINGS: Final = ("period", "series", "series_label", "gender", "flow", "year_from", "year_to")
"""What the heading of a column of numbers says besides: each is a column of some kind."""

SAID_BY_TITLES: Final = "plan"
"""What a title above the table says of all of it, besides the period."""

TELLING_APART: Final = frozenset({"title", "name"})
"""What no two rows of a file have in common."""

MOST_WITH_CONDITIONS: Final = 100
"""A file with more columns is asked for each of them once: a form has at most a thousand fields."""


@dataclass(frozen=True)
class FileColumn:
    """A column of the file, with the fields that ask what it is taken for."""

    letter: str
    heading: str
    samples: list[str]
    target: forms.BoundField
    unit: str
    """The unit that the heading gives, as it stands there."""
    conditions: list[forms.BoundField]
    said: str
    """What the conditions say, in words."""

    @property
    def is_wrong(self) -> bool:
        """Whether something is wrong with what the column is said to hold only for."""
        return any(field.errors for field in self.conditions)


class ColumnsForm(forms.Form):
    """Asks what the columns of a file are taken for, and what holds for all of its rows."""

    keeps_text = forms.BooleanField(
        label=_("Keep what cannot be read as text"),
        required=False,
        help_text=_("Such as “about 70 %”. Otherwise its row has an error."),
    )
    save_as = forms.CharField(
        label=_("Save how the file was understood as"),
        required=False,
        max_length=100,
        help_text=_("A name, so that the next file of the same make is understood at once. The same name replaces."),
    )

    def __init__(self, *args: Any, kind: Kind, table: Table, mapping: ColumnMapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.table, self.suggested = kind, table, mapping
        self.columns = {column.name: column for column in kind.columns}
        if not kind.text_of and not kind.remarks:
            del self.fields["keeps_text"]
        else:
            self.fields["keeps_text"].initial = mapping.keeps_text
        choices = [("", _("Left out")), *((name, column.header) for name, column in self.columns.items())]
        self.conditional = conditional_columns(kind) if len(mapping.headings) <= MOST_WITH_CONDITIONS else []
        for number, heading in mapping.headings.items():
            target = mapping.targets[number]
            self.fields[f"column-{number}"] = forms.ChoiceField(
                label=heading, choices=choices, required=False, initial=target.column
            )
            for column in self.conditional:
                field = self._field_of(column, initial=target.fixed.get(column.name, ""))
                self.fields[f"column-{number}-{column.name}"] = field
        for column in constant_columns(kind):
            field = self._field_of(column, initial=mapping.constants.get(column.name, ""))
            self.fields[f"all-{column.name}"] = field

    def file_columns(self) -> Iterator[FileColumn]:
        """Yield the columns of the file, in its order."""
        for number, heading in sorted(self.suggested.headings.items()):
            conditions = [self[f"column-{number}-{column.name}"] for column in self.conditional]
            yield FileColumn(
                letter=column_name(number),
                heading=heading,
                samples=self._samples(number),
                target=self[f"column-{number}"],
                unit=self.suggested.targets[number].unit,
                conditions=conditions,
                said=", ".join(filter(None, map(_in_words, conditions))),
            )

    def constants(self) -> list[forms.BoundField]:
        """Return the fields of what holds for all rows of the file."""
        return [self[f"all-{column.name}"] for column in constant_columns(self.kind)]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for number in self.suggested.headings:
            for column in self.conditional:
                self._check(f"column-{number}-{column.name}", column)
        for column in constant_columns(self.kind):
            self._check(f"all-{column.name}", column)
        if not self.errors and (refusal := refusal_of(self.kind, self.table, self.mapping())):
            raise ValidationError(refusal)
        return cleaned

    def mapping(self) -> ColumnMapping:
        """Return how the file is to be understood: what a heading says besides is read anew for another column."""
        said = {number: self.cleaned_data.get(f"column-{number}", "") for number in self.suggested.headings}
        mapping = corrected(self.kind, self.suggested, said)
        return replace(
            mapping,
            targets={number: self._with_conditions(number, target) for number, target in mapping.targets.items()},
            constants=self._given("all", constant_columns(self.kind)),
            keeps_text=self.cleaned_data.get("keeps_text", False),
        )

    def _with_conditions(self, number: int, target: Target) -> Target:
        """Return a target with what somebody has said of its column, beside what its heading says."""
        fixed = dict(target.fixed)
        for column in self.conditional if target.column else []:
            name = f"column-{number}-{column.name}"
            if name in self.changed_data:
                fixed[column.name] = self.cleaned_data.get(name, "")
        return replace(target, fixed={name: text for name, text in fixed.items() if text})

    def _given(self, prefix: str, columns: list[Column]) -> dict[str, str]:
        given = ((column.name, self.cleaned_data.get(f"{prefix}-{column.name}", "")) for column in columns)
        return {name: text for name, text in given if text}

    def _check(self, name: str, column: Column) -> None:
        text = self.cleaned_data.get(name)
        if text:
            try:
                column.type.read(Cell(0, 0, text))
            except ValidationError as error:
                self.add_error(name, error)

    def _field_of(self, column: Column, initial: str) -> forms.Field:
        if isinstance(column.type, CodeType):
            choices = [("", "–"), *column.type.choices.choices]
            return forms.ChoiceField(label=column.header, choices=choices, required=False, initial=initial)
        return forms.CharField(label=column.header, required=False, max_length=255, initial=initial)

    def _samples(self, number: int) -> list[str]:
        below = (row.cells.get(number) for row in self.table.rows if row.number > self.suggested.header_row)
        found: list[str] = []
        for cell in below:
            if cell and len(found) < SAMPLES:
                found.append(Truncator(cell.text).chars(LONGEST_SAMPLE))
        return found


def _in_words(field: forms.BoundField) -> str:
    value = field.value() or ""
    return str(dict(getattr(field.field, "choices", ())).get(value, value)) if value else ""


def refusal_of(kind: Kind, table: Table, mapping: ColumnMapping) -> str:
    """Return why a file cannot be read as a mapping says; blank if it can."""
    try:
        mapped(kind, table, mapping)
    except FileRefusedError as error:
        return str(error)
    return ""


def conditional_columns(kind: Kind) -> list[Column]:
    """Return the columns of which the heading of another can say something, such as the period of its numbers."""
    return [column for column in kind.columns if column.name in SAID_BY_HEADINGS]


def constant_columns(kind: Kind) -> list[Column]:
    """Return the columns that can be said for all rows of a file at once."""
    # What tells a row apart together with something else can be the same for all of them.
    shared = frozenset[str]().union(*(way for way in kind.identities if len(way) > 1)) - TELLING_APART
    return [
        column
        for column in kind.columns
        if not isinstance(column.type, (IdType, RowIdType))
        and (column.name in {SAID_BY_TITLES, *SAID_BY_HEADINGS, *shared} or _is_required_code(column))
    ]


def _is_required_code(column: Column) -> bool:
    return isinstance(column.type, CodeType) and not column.can_clear
