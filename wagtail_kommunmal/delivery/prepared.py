"""Queries that are compiled once in each process and run with other values: Django compiles longer than they run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connections
from django.db.models import BooleanField, Expression, F, Field, Func, QuerySet

Row = Sequence[Any]


class Given(Expression):
    """Stands in a query for a value that is given by its name when the query is run; with ``place``, in a sequence."""

    def __init__(self, name: str, output_field: Field[Any, Any], *, place: int | None = None) -> None:
        super().__init__(output_field=output_field)
        self.of, self.place = name, place
        self.name = name if place is None else f"{name}{place}"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]

    def stored(self, values: Mapping[str, Any], connection: Any) -> Any:
        """Return what the database is given of the values."""
        value = values[self.of] if self.place is None else values[self.of][self.place]
        return self.output_field.get_db_prep_value(value, connection)


class GivenArray(Given):
    """Stands for a whole sequence, where a database takes one as a value."""

    def stored(self, values: Mapping[str, Any], connection: Any) -> Any:
        return [self.output_field.get_db_prep_value(value, connection) for value in values[self.of]]


class IsGiven(Func):
    """Whether a column is one of ``count`` values, which are given as a sequence."""

    def __init__(self, column: str, name: str, values_field: Field[Any, Any], count: int) -> None:
        super().__init__(F(column), output_field=BooleanField())
        self.name, self.values_field, self.count = name, values_field, count

    def as_sql(self, compiler: Any, connection: Any, **options: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        column, parameters = compiler.compile(self.source_expressions[0])
        each = [Given(self.name, self.values_field, place=place) for place in range(self.count)]
        return f"{column} IN ({', '.join(['%s'] * self.count)})", [*parameters, *each]

    def as_postgresql(self, compiler: Any, connection: Any, **options: Any) -> tuple[str, list[Any]]:
        column, parameters = compiler.compile(self.source_expressions[0])
        # As one array: psycopg remembers how it takes a query apart only if that is short and has few values.
        return f"{column} = ANY(%s)", [*parameters, GivenArray(self.name, self.values_field)]


def lean_cursor(connection: Any) -> Any:
    """Return a cursor for a query that is asked again and again.

    PostgreSQL is sent its values beside it, and sends rows back as they are instead of as text. With psycopg's
    ``prepare_threshold`` among the ``OPTIONS`` of the database it also plans the query once for each connection, which
    takes it longer than to answer.
    """
    cursor = connection.cursor()
    if connection.vendor == "postgresql":
        from django.db.backends.postgresql.psycopg_any import is_psycopg3

        if is_psycopg3:
            from django.db.backends.postgresql.base import ServerBindingCursor
            from psycopg.pq import Format

            cursor.cursor = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]
            cursor.cursor.format = Format.BINARY
    return cursor


class PreparedQuery:
    """A query with ``Given`` values; its rows are read as ``values_list()`` would."""

    def __init__(self, query: QuerySet[Any, Any]) -> None:
        compiler = query.query.get_compiler(using=query.db)
        self.using = query.db
        sql, parameters = compiler.as_sql()
        self.given: dict[str, Given] = {}
        self.constants: dict[str, Any] = {}
        # By their names, for most of them stand in it several times. A percent sign that is doubled stays so.
        self.sql = sql.replace("%%", "%%%%") % tuple(f"%({self._name_of(parameter)})s" for parameter in parameters)
        self.converters = compiler.get_converters([column for column, _sql, _alias in compiler.select])

    def rows(self, values: Mapping[str, Any], *, limit: int | None = None, offset: int = 0) -> list[Row]:
        """Run it with a value for each name; with ``limit``, for a part of what it finds."""
        connection = connections[self.using]
        parameters = {
            **self.constants,
            **{name: given.stored(values, connection) for name, given in self.given.items()},
        }
        sql = self.sql
        if limit is not None:
            sql = f"{sql} LIMIT %(limit)s OFFSET %(offset)s"
            parameters |= {"limit": limit, "offset": offset}
        with lean_cursor(connection) as cursor:
            cursor.execute(sql, parameters)
            return [self._as_python(row, connection) for row in cursor.fetchall()]

    def _name_of(self, parameter: Any) -> str:
        """Keep a parameter under the name that it is given in the query, and return that.

        Constants are told apart by type as well: 1 and true are equal.
        """
        if isinstance(parameter, Given):
            self.given[parameter.name] = parameter
            return parameter.name
        for name, constant in self.constants.items():
            if (type(constant), constant) == (type(parameter), parameter):
                return name
        name = f"c{len(self.constants)}"
        self.constants[name] = parameter
        return name

    def _as_python(self, row: Row, connection: Any) -> Row:
        values = list(row)
        for position, (convert_all, expression) in self.converters.items():
            for convert in convert_all:
                values[position] = convert(values[position], expression, connection)
        return values
