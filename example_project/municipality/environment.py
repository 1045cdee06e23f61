"""What the settings read from the environment, with the defaults of a newcomer's machine."""

import os
from pathlib import Path
from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

SQLITE_OPTIONS: dict[str, Any] = {
    # A transaction that starts by reading and then writes would otherwise fail at once
    # ("database is locked") when another one wrote meanwhile; this one waits its turn.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}


def flag(name: str, *, default: bool) -> bool:
    """Read a switch: 1, true, yes and on are on; everything else is off."""
    value = os.environ.get(name)
    return default if value is None else value.strip().lower() in {"1", "true", "yes", "on"}


def words(name: str, *, default: list[str]) -> list[str]:
    """Read a comma-separated list."""
    value = os.environ.get(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] or default


def secret_key(*, debug: bool) -> str:
    """Read SECRET_KEY; only a development server may do without one."""
    key = os.environ.get("SECRET_KEY", "")
    if key:
        return key
    if debug:
        return "only-for-development-never-for-a-public-site"
    raise ImproperlyConfigured("Set SECRET_KEY when DEBUG is off.")


def database(default_path: Path) -> dict[str, Any]:
    """Read DATABASE_URL (postgres://, mysql://, sqlite://); SQLite beside the project without it."""
    config: dict[str, Any] = dict(
        dj_database_url.config(
            default=f"sqlite:///{default_path}",
            # Opening a connection costs more than a read of a release: keep it.
            conn_max_age=600,
            conn_health_checks=True,
        )
    )
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {**SQLITE_OPTIONS, **config.get("OPTIONS", {})}
    return config


def cache() -> dict[str, Any]:
    """Read CACHE_URL (redis:// or rediss://); memory of the process without it."""
    url = os.environ.get("CACHE_URL", "")
    if not url:
        return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if not url.startswith(("redis://", "rediss://")):
        raise ImproperlyConfigured("CACHE_URL must start with redis:// or rediss://.")
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
