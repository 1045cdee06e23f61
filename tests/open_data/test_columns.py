"""The kinds of columns, which have no types of their own: they are those of the members that they are read from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from rest_framework import serializers

from wagtail_kommunmal.api.v1 import item_schemas, schemas, tables
from wagtail_kommunmal.documents.shapes import DecimalStringField
from wagtail_kommunmal.open_data.columns import OBSERVATION, OF_KIND, ColumnKind, kind_of

KINDS = {
    DecimalStringField: ColumnKind.NUMBER,
    serializers.IntegerField: ColumnKind.WHOLE_NUMBER,
    serializers.BooleanField: ColumnKind.FLAG,
    serializers.DateField: ColumnKind.DATE,
    serializers.DateTimeField: ColumnKind.MOMENT,
    serializers.URLField: ColumnKind.ADDRESS,
}


class Read:
    """Stands for what is read at a path of members, and tells the field that the path leads to."""

    def __init__(self, field: Any, **more: Any) -> None:
        self.field, self.more = field, more

    def __getitem__(self, name: str) -> Read:
        return Read(self.more[name] if name in self.more else getattr(self.field, "child", self.field).fields[name])

    def __iter__(self) -> Iterator[Any]:
        return iter(())


def field_kind(read: Any) -> ColumnKind:
    """Return the kind of what a column was read as; several in one cell are a text."""
    fields = [kind for cls, kind in KINDS.items() if isinstance(read, Read) and isinstance(read.field, cls)]
    return fields[0] if fields else ColumnKind.TEXT


INVESTMENT = schemas.InvestmentWithGoalSerializer()
VALUE, FIGURE = item_schemas.KeyFigureValueSerializer(), item_schemas.KeyFigureWithGoalSerializer()
DOCUMENTS = [
    (tables.ASSIGNMENTS, Read(schemas.AssignmentWithGoalSerializer())),
    (tables.INVESTMENTS, Read(INVESTMENT, entry=INVESTMENT.fields["amounts"])),
    (tables.KEY_FIGURES, Read(FIGURE)),
    (tables.OBSERVATIONS, Read(VALUE, keyFigure=FIGURE)),
]


@pytest.mark.parametrize(("table", "document"), DOCUMENTS)
def test_every_column_is_of_the_kind_of_the_member_that_it_is_read_from(table: tables.Table, document: Any) -> None:
    assert {name: kind_of(name) for name in table.columns} == {
        name: field_kind(read(document)) for name, read in table.columns.items()
    }


def test_no_kind_is_told_of_a_column_that_there_is_not() -> None:
    known = {name for table, _document in DOCUMENTS for name in table.columns}
    assert {name for names in OF_KIND.values() for name in names} <= known
    assert set(OBSERVATION) == set(tables.OBSERVATIONS.columns)
