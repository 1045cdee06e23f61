"""The package's settings: one dict, ``WAGTAIL_KOMMUNMAL``, with a documented default for every key."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from django.conf import settings as django_settings

SETTING_NAME = "WAGTAIL_KOMMUNMAL"


@dataclass(frozen=True)
class Settings:
    """Every key of ``WAGTAIL_KOMMUNMAL`` and its default."""

    IMAGE_WIDTHS: tuple[int, ...] = (400, 800, 1600)
    """Widths in pixels of the renditions that a document offers for each image."""

    RELEASES_PER_REQUEST: int = 25
    """How many documents one change may release before the answer is sent; the rest is handed to a background task."""

    API_CACHE_CONTROL: str = "public, max-age=60, stale-while-revalidate=300"
    """The Cache-Control header of every successful answer of the API."""

    API_STORED_ANSWERS: bool = True
    """Whether the API writes answers with goals into the database, to give them to the next who asks."""

    API_CACHE: str | None = None
    """The cache of ``CACHES`` that keeps whole answers of the API for at most a minute; none by default."""

    API_VERSION_MAX_AGE: float = 0
    """Seconds, at most 2, for which a process may go on with the version of the content that it last read."""

    PAGES_CACHE: str | None = None
    """The cache of ``CACHES`` that keeps what the package writes into pages for at most a minute; none by default."""

    API_CONTACT: dict[str, str] | None = None
    """Who answers for the API: ``name``, ``url`` and ``email`` in the OpenAPI description."""

    OPEN_DATA: dict[str, str] | None = None
    """Who publishes the default site's open data: ``publisher``, ``organisation_number``, ``contact_name`` and
    ``contact_email``. Its catalogue needs all four, and there is none without them."""

    OPEN_DATA_BY_HOST: dict[str, dict[str, str]] = field(default_factory=dict)
    """The same for each other site, by its host name; nothing is taken over from ``OPEN_DATA``."""

    PREVIEW_TOKEN_SECONDS: int = 3600
    """How long a preview token opens the draft that it was issued for."""

    KOLADA_URL: str = "https://api.kolada.se/v3/"
    """Where Kolada's API is; another address is for tests and demonstrations, whose figures are not called Kolada's."""


@cache
def known_keys() -> frozenset[str]:
    """Return the names that ``WAGTAIL_KOMMUNMAL`` may hold."""
    return frozenset(field.name for field in fields(Settings))


def get_settings() -> Settings:
    """Return the settings in force; unknown keys are left to the system check."""
    configured: dict[str, Any] = getattr(django_settings, SETTING_NAME, {})
    known = known_keys()
    return Settings(**{key: value for key, value in configured.items() if key in known})


def asks_kolada_itself() -> bool:
    """Tell whether what is fetched from ``KOLADA_URL`` is Kolada's."""
    return str(get_settings().KOLADA_URL).rstrip("/") == Settings.KOLADA_URL.rstrip("/")
