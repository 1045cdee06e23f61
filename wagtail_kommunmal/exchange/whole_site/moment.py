"""One moment of the database, for what is read in many queries."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction


@contextmanager
def one_moment() -> Iterator[None]:
    """Read everything as it is at one moment, whoever writes meanwhile."""
    statement = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
    is_outermost = not connection.in_atomic_block
    if connection.vendor == "mysql" and is_outermost:
        # It holds for the transaction that comes next.
        with connection.cursor() as cursor:
            cursor.execute(statement)
    with _reading_only(), transaction.atomic():
        if connection.vendor == "postgresql" and is_outermost:
            with connection.cursor() as cursor:
                cursor.execute(statement)
        yield


@contextmanager
def _reading_only() -> Iterator[None]:
    """Let SQLite begin the next transaction without the lock for writing, whatever the settings say."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    # Only known once there is a connection.
    connection.ensure_connection()
    database: Any = connection
    mode, database.transaction_mode = database.transaction_mode, "DEFERRED"
    try:
        yield
    finally:
        database.transaction_mode = mode
