"""Databases that are migrated once and copied: Wagtail's migrations take longer than most of the suite.

On SQLite the migrated database is kept in pytest's cache, under a name that changes with every migration, app and
version that it depends on; ``pytest --cache-clear`` forgets it. Other databases are migrated anew in each run, by one
of pytest-xdist's workers, from whose database those of the others are cloned. ``pytest --create-db`` has each of them
migrate.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from importlib.metadata import distributions
from pathlib import Path
from typing import IO, Any

import django.apps
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker


class Turns:
    """Which worker migrates: the first one to come, while the others wait."""

    def __init__(self, folder: Path) -> None:
        self._lock: IO[str] = (folder / "migrating.lock").open("w")
        self._told = folder / "migrated"
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    @property
    def source(self) -> str | None:
        """The name of the database that is migrated already."""
        return self._told.read_text() if self._told.exists() else None

    def tell(self, source: str) -> None:
        self._told.write_text(source)

    def end(self) -> None:
        self._lock.close()


def _database() -> str:
    return connection.creation._get_test_db_name()


@pytest.fixture(scope="session")
def migrated_database(request: pytest.FixtureRequest) -> Path:
    """Where the migrated database of this very code and these very versions is kept."""
    parts = sorted(f"{found.name}=={found.version}" for found in distributions())
    for app in django.apps.apps.get_app_configs():
        parts += [app.label, *(path.read_text() for path in sorted(Path(app.path).glob("migrations/*.py")))]
    folder = Path(request.config.cache.mkdir("migrated"))  # type: ignore[union-attr]
    return folder / f"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:20]}.sqlite3"


@pytest.fixture(scope="session")
def turns(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Turns | None]:
    """What the workers of a run agree with; nothing in a run without workers."""
    if worker_id == "master":
        yield None
        return
    turns = Turns(tmp_path_factory.getbasetemp().parent)
    yield turns
    turns.end()


@pytest.fixture(scope="session")
def django_db_keepdb(
    django_db_keepdb: bool,
    django_db_modify_db_settings: None,
    django_db_createdb: bool,
    migrated_database: Path,
    turns: Turns | None,
    worker_id: str,
) -> bool:
    """Put a migrated database where the suite's is to be, and have Django take it over."""
    if django_db_createdb:
        return django_db_keepdb
    if connection.vendor == "sqlite":
        if migrated_database.exists():
            shutil.copy(migrated_database, _database())
        return True
    if turns and turns.source:
        connection.settings_dict["TEST"]["NAME"] = f"{turns.source}_{worker_id}"
        return True
    return django_db_keepdb


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None,
    django_db_createdb: bool,
    django_db_blocker: DjangoDbBlocker,
    migrated_database: Path,
    turns: Turns | None,
    worker_id: str,
    request: pytest.FixtureRequest,
) -> Iterator[None]:
    """Let the others have the migrated database, keep SQLite's for the next run, and leave nothing else behind."""
    if connection.vendor == "postgresql":
        connection.ops.sql_flush = _emptied  # type: ignore[method-assign]
    is_cloned = bool(turns and turns.source)
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite" and not django_db_createdb and not migrated_database.exists():
            connection.close()
            copy = migrated_database.with_suffix(f".{os.getpid()}")
            shutil.copy(_database(), copy)
            copy.replace(migrated_database)
        if turns and not is_cloned and not django_db_createdb and connection.vendor != "sqlite":
            connection.close()
            for number in range(request.config.workerinput["workercount"]):  # type: ignore[attr-defined]
                if (other := f"gw{number}") != worker_id:
                    connection.creation.clone_test_db(other, verbosity=0, autoclobber=True)
            turns.tell(_database())
    if turns:
        turns.end()
    yield
    if (connection.vendor == "sqlite" and not django_db_createdb) or is_cloned:
        with django_db_blocker.unblock():
            connection.close()
            connection.creation._destroy_test_db(_database(), verbosity=0)


def _emptied(style: Any, tables: Sequence[str], **options: Any) -> list[str]:
    """Return what empties the tables after a test with real transactions.

    To truncate all of them, as Django has PostgreSQL do, takes it seconds, and nearly all are empty already.
    """
    with connection.cursor() as cursor:
        quoted = [connection.ops.quote_name(table) for table in tables]
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in quoted))
        return [f"DELETE FROM {name}" for (name,) in cursor.fetchall()]
