"""Checks of how the database is set up."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.checks import CheckMessage
from django.db import connections

from .messages import checks, warning


@checks(deploy=True)
def check_lasting_connections() -> Iterator[CheckMessage]:
    """W010: every request opens a connection of its own to the database: no more than some 240 answers a second.

    Told by ``check --deploy`` only.
    """
    for alias, database in connections.settings.items():
        is_server = database["ENGINE"].endswith(("postgresql", "postgis", "mysql"))
        if is_server and database["CONN_MAX_AGE"] == 0 and not database["OPTIONS"].get("pool"):
            yield warning(
                10,
                f"Connections of the database {alias!r} last for one request.",
                "Set its CONN_MAX_AGE to 60; under ASGI, give PostgreSQL the OPTIONS {'pool': True} instead.",
            )


@checks()
def check_transactions_of_sqlite() -> Iterator[CheckMessage]:
    """W014: publishing while Wagtail autosaves answers "database is locked" on SQLite.

    A transaction that begins by reading cannot write once another one has written, and fails without waiting.
    """
    for alias, database in connections.settings.items():
        is_sqlite = database["ENGINE"].endswith(("sqlite3", "spatialite"))
        if is_sqlite and str(database["OPTIONS"].get("transaction_mode")).upper() not in ("IMMEDIATE", "EXCLUSIVE"):
            yield warning(
                14,
                f"Transactions of the SQLite database {alias!r} fail when another one has written.",
                "Set its OPTIONS to {'transaction_mode': 'IMMEDIATE', 'timeout': 20}.",
            )
