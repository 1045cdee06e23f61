"""Databases that are migrated once and copied: Wagtail's migrations take longer than most of the suite.

On SQLite the migrated database is kept in pytest's cache, under a name that changes with every migration, app and
version that it depends on; ``pytest --cache-clear`` forgets it. Other databases are migrated anew each time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator, Sequence
from importlib.metadata import distributions
from pathlib import Path
from typing import Any

import django.apps
import pytest
from django.db import connection
from pytest_django import DjangoDbBlocker


def _database() -> Path:
    return Path(connection.creation._get_test_db_name())


@pytest.fixture(scope="session")
def migrated_database(request: pytest.FixtureRequest) -> Path:
    """Where the migrated database of this very code and these very versions is kept."""
    parts = sorted(f"{found.name}=={found.version}" for found in distributions())
    for app in django.apps.apps.get_app_configs():
        parts += [app.label, *(path.read_text() for path in sorted(Path(app.path).glob("migrations/*.py")))]
    folder = Path(request.config.cache.mkdir("migrated"))  # type: ignore[union-attr]
    return folder / f"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:20]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(
    django_db_keepdb: bool, django_db_modify_db_settings: None, django_db_createdb: bool, migrated_database: Path
) -> bool:
    """Put the migrated database where the suite's is to be, and have Django take it over."""
    if connection.vendor != "sqlite" or django_db_createdb:
        return django_db_keepdb
    if migrated_database.exists():
        shutil.copy(migrated_database, _database())
    return True


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_createdb: bool, django_db_blocker: DjangoDbBlocker, migrated_database: Path
) -> Iterator[None]:
    """Keep the migrated database for the next run, and leave nothing else behind."""
    if connection.vendor == "postgresql":
        connection.ops.sql_flush = _emptied  # type: ignore[method-assign]
    if connection.vendor != "sqlite" or django_db_createdb:
        yield
        return
    if not migrated_database.exists():
        with django_db_blocker.unblock():
            connection.close()
        copy = migrated_database.with_suffix(f".{os.getpid()}")
        shutil.copy(_database(), copy)
        copy.replace(migrated_database)
    yield
    with django_db_blocker.unblock():
        connection.close()
    _database().unlink(missing_ok=True)


def _emptied(style: Any, tables: Sequence[str], **options: Any) -> list[str]:
    """Return what empties the tables after a test with real transactions.

    To truncate all of them, as Django has PostgreSQL do, takes it seconds, and nearly all are empty already.
    """
    with connection.cursor() as cursor:
        quoted = [connection.ops.quote_name(table) for table in tables]
        cursor.execute(" UNION ALL ".join(f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in quoted))
        return [f"DELETE FROM {name}" for (name,) in cursor.fetchall()]
