"""Databases of our own, made empty and removed again; never one that somebody else uses."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

DEFAULT_SERVER = "postgres://postgres@127.0.0.1:5432/postgres"


@contextmanager
def database(kind: str, name: str, folder: Path) -> Iterator[str]:
    """Yield the address of an empty database: a file in ``folder``, or one on the server in ``BENCH_SERVER``."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / name}.sqlite3"
        return
    own = f"kommunmal_bench_{os.getpid()}_{name}"
    _run(f'CREATE DATABASE "{own}"')
    try:
        yield urlunsplit(urlsplit(_server())._replace(path=f"/{own}"))
    finally:
        _run(f'DROP DATABASE IF EXISTS "{own}" WITH (FORCE)')


def server_answers() -> bool:
    """Tell whether PostgreSQL can be reached."""
    import psycopg

    try:
        psycopg.connect(_server(), connect_timeout=5).close()
    except psycopg.OperationalError:
        return False
    return True


def _server() -> str:
    return os.environ.get("BENCH_SERVER", DEFAULT_SERVER)


def _run(statement: str) -> None:
    import psycopg

    with psycopg.connect(_server(), autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[call-overload]
