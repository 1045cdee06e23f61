"""What the example site's settings read from the environment."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from municipality import environment

SQLITE = Path("/srv/kommun/db.sqlite3")


def test_without_an_address_the_cache_is_memory_of_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CACHE_URL", raising=False)
    assert environment.cache() == {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


@pytest.mark.parametrize("url", ["redis://cache.internal:6379/0", "rediss://:secret@cache.internal:6380/1"])
def test_the_address_of_a_redis_is_its_location(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CACHE_URL", url)
    assert environment.cache() == {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}


@pytest.mark.parametrize("url", ["memcached://cache.internal:11211", "cache.internal:6379", "redis:"])
def test_a_cache_that_is_no_redis_is_refused_with_what_is_known(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("CACHE_URL", url)
    with pytest.raises(ImproperlyConfigured, match=r"^CACHE_URL must start with redis:// or rediss://\.$"):
        environment.cache()


def test_without_an_address_the_database_is_the_file_that_was_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    database = environment.database(SQLITE)
    assert (database["ENGINE"], database["NAME"]) == ("django.db.backends.sqlite3", str(SQLITE))
    assert database["OPTIONS"] == environment.SQLITE_OPTIONS


def test_an_option_in_the_address_of_sqlite_stands_beside_those_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////srv/other.sqlite3?timeout=5")
    database = environment.database(SQLITE)
    assert database["NAME"] == "/srv/other.sqlite3"
    assert database["OPTIONS"] == {**environment.SQLITE_OPTIONS, "timeout": 5}


@pytest.mark.parametrize(("scheme", "engine"), [("postgres", "postgresql"), ("mysql", "mysql")])
def test_a_database_server_keeps_its_connections(monkeypatch: pytest.MonkeyPatch, scheme: str, engine: str) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://sundby:secret@db.internal/kommun")
    database = environment.database(SQLITE)
    reached_by = {"ENGINE", "HOST", "NAME", "USER", "PASSWORD"}
    assert {key: database[key] for key in reached_by} == {
        "ENGINE": f"django.db.backends.{engine}",
        "HOST": "db.internal",
        "NAME": "kommun",
        "USER": "sundby",
        "PASSWORD": "secret",
    }
    assert (database["CONN_MAX_AGE"], database["CONN_HEALTH_CHECKS"]) == (600, True)
    assert "transaction_mode" not in database.get("OPTIONS", {})


def test_a_database_of_an_unknown_kind_is_refused_by_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "mongodb://db.internal/kommun")
    with pytest.raises(ValueError, match="mongodb"):
        environment.database(SQLITE)
