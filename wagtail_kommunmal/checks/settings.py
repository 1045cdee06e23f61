"""Checks of the settings that have nothing to do with apps, addresses or languages."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage

from ..conf import SETTING_NAME, get_settings, known_keys
from ..open_data.publisher import KEYS, is_given, remarks
from .messages import checks, error, warning

ENOUGH_FIELDS: Final = 10_000
OLDEST_VERSION: Final = 2
"""Seconds."""


def _configured() -> Any:
    return getattr(settings, SETTING_NAME, {})


@checks()
def check_known_settings() -> Iterator[CheckMessage]:
    """E001: a key of ``WAGTAIL_KOMMUNMAL`` that the package does not know."""
    known = known_keys()
    for key in _configured() if isinstance(_configured(), dict) else ():
        if key in known:
            continue
        near = get_close_matches(str(key), known, n=1)
        hint = f"Did you mean {near[0]!r}?" if near else f"Known keys: {', '.join(sorted(known))}."
        yield error(1, f"{SETTING_NAME} has an unknown key {key!r}.", hint)


@checks()
def check_shape_of_settings() -> Iterator[CheckMessage]:
    """E003: ``WAGTAIL_KOMMUNMAL`` is something else than a dict."""
    if not isinstance(_configured(), dict):
        yield error(3, f"{SETTING_NAME} is not a dict.", f"Write {SETTING_NAME} = {{…}}, or leave it out.")


@checks()
def check_cache_of_answers() -> Iterator[CheckMessage]:
    """E011: ``API_CACHE`` or ``PAGES_CACHE`` is not one of ``CACHES``: every answer logs an error, and none is kept."""
    if not isinstance(_configured(), dict):
        return
    for name in ("API_CACHE", "PAGES_CACHE"):
        alias = getattr(get_settings(), name)
        if alias is not None and alias not in settings.CACHES:
            yield error(
                11,
                f"{name} is {alias!r}, which CACHES does not have.",
                f"Give it one of {', '.join(sorted(settings.CACHES))}, or leave it out to keep no answers.",
            )


@checks()
def check_age_of_versions() -> Iterator[CheckMessage]:
    """E012: ``API_VERSION_MAX_AGE`` is no number from 0 to 2: what is withdrawn would be shown for longer than that."""
    if not isinstance(_configured(), dict):
        return
    age = get_settings().API_VERSION_MAX_AGE
    if isinstance(age, bool) or not isinstance(age, int | float) or not 0 <= age <= OLDEST_VERSION:
        yield error(
            12,
            f"API_VERSION_MAX_AGE is {age!r}.",
            f"Give it the seconds, from 0 to {OLDEST_VERSION}, for which a process may go on with what it last read.",
        )


@checks()
def check_age_of_preview_tokens() -> Iterator[CheckMessage]:
    """E013: ``PREVIEW_TOKEN_SECONDS`` is no number of seconds that a preview token could be valid for."""
    seconds = get_settings().PREVIEW_TOKEN_SECONDS if isinstance(_configured(), dict) else 1
    if isinstance(seconds, bool) or not isinstance(seconds, int) or seconds < 1:
        yield error(13, f"PREVIEW_TOKEN_SECONDS is {seconds!r}.", "Give a whole number of seconds, such as 3600.")


@checks()
def check_address_of_kolada() -> Iterator[CheckMessage]:
    """E014: ``KOLADA_URL`` is no https address; plain http is for this machine alone."""
    if not isinstance(_configured(), dict):
        return
    url = get_settings().KOLADA_URL
    if not _is_safe_address(url):
        yield error(14, f"KOLADA_URL is {url!r}.", "Leave it out, or give an https address that ends with /v3/.")


@checks()
def check_publishers_of_open_data() -> Iterator[CheckMessage]:
    """E015: ``OPEN_DATA`` or ``OPEN_DATA_BY_HOST`` does not say all of a publisher: that site has no catalogue."""
    if not isinstance(_configured(), dict):
        return
    configured = get_settings()
    given: dict[str, Any] = {} if configured.OPEN_DATA is None else {"OPEN_DATA": configured.OPEN_DATA}
    by_host: Any = configured.OPEN_DATA_BY_HOST
    if isinstance(by_host, dict):
        given |= {f"OPEN_DATA_BY_HOST[{host!r}]": publisher for host, publisher in by_host.items()}
    else:
        given["OPEN_DATA_BY_HOST"] = by_host
    for name, publisher in given.items():
        for remark in remarks(publisher):
            yield error(15, f"{name} {remark}.", f"Give a dict with {', '.join(KEYS)}.")


@checks(deploy=True)
def check_open_data_is_published() -> Iterator[CheckMessage]:
    """W015: ``OPEN_DATA`` does not say who publishes the open data, which no catalogue of data can harvest then.

    Told by ``check --deploy`` only.
    """
    if isinstance(_configured(), dict) and not is_given():
        yield warning(
            15,
            "OPEN_DATA is not set: there is no catalogue of the open data for dataportal.se.",
            f"Give it {', '.join(KEYS)}. Silence this if the data is described in another catalogue.",
        )


def _is_safe_address(url: Any) -> bool:
    try:
        parts = urlsplit(url if isinstance(url, str) else "")
    except ValueError:
        return False
    is_here = parts.hostname in ("127.0.0.1", "localhost")
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and is_here))


@checks()
def check_number_of_fields() -> Iterator[CheckMessage]:
    """W001: a goal with many assignments has more form fields than ``DATA_UPLOAD_MAX_NUMBER_FIELDS`` lets through.

    Saving it answers with 400 Bad Request, and the editor's work is lost.
    """
    limit = settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    if limit is not None and limit < ENOUGH_FIELDS:
        yield warning(
            1,
            f"DATA_UPLOAD_MAX_NUMBER_FIELDS is {limit}: large goals cannot be saved.",
            f"Set DATA_UPLOAD_MAX_NUMBER_FIELDS = {ENOUGH_FIELDS:_} or more, as Wagtail's project template does.",
        )
