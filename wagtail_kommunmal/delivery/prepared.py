"""Queries that are compiled once in each process and run with other values: Django compiles longer than they run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connections
from django.db.models import Expression, Field, QuerySet

Row = Sequence[Any]


class Given(Expression):
    """Stands in a query for a value that is given by its name when the query is run."""

    def __init__(self, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]


class PreparedQuery:
    """A query with ``Given`` values; its rows are read as ``values_list()`` would."""

    def __init__(self, query: QuerySet[Any, Any]) -> None:
        compiler = query.query.get_compiler(using=query.db)
        self.using = query.db
        self.sql, self.parameters = compiler.as_sql()
        self.converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])

    def rows(self, values: Mapping[str, Any], *, limit: int | None = None, offset: int = 0) -> list[Row]:
        """Run it with a value for each name; with ``limit``, for a part of what it finds."""
        connection = connections[self.using]
        parameters = [_as_stored(parameter, values, connection) for parameter in self.parameters]
        part: tuple[int, ...] = () if limit is None else (limit, offset)
        sql = f"{self.sql} LIMIT %s OFFSET %s" if part else self.sql
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, *part])
            return [self._as_python(row, connection) for row in cursor.fetchall()]

    def _as_python(self, row: Row, connection: Any) -> Row:
        values = list(row)
        for position, (convert_all, expression) in self.converters.items():
            for convert in convert_all:
                values[position] = convert(values[position], expression, connection)
        return values


def _as_stored(parameter: Any, values: Mapping[str, Any], connection: Any) -> Any:
    if isinstance(parameter, Given):
        return parameter.output_field.get_db_prep_value(values[parameter.name], connection)
    return parameter
