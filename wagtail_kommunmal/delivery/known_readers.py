"""Readers that a process remembers for a moment: not every request has to ask which site and version it reads."""

from __future__ import annotations

from time import monotonic
from typing import Final

from django.http import HttpRequest

from ..conf import get_settings
from .reader import Reader, reader_for

MOST_KNOWN: Final = 1_000
"""Hosts and languages that a process remembers; one that is asked for more begins anew."""

_known: dict[tuple[str, str, str | None], tuple[float, Reader | None]] = {}


def known_reader(request: HttpRequest, language: str | None = None) -> Reader:
    """Return what ``reader_for`` does, or did at most ``API_VERSION_MAX_AGE`` seconds ago.

    A request gets the same reader each time. Raises what ``reader_for`` does.
    """
    readers: dict[str | None, Reader] = request.__dict__.setdefault("_kommunmal_readers", {})
    if language not in readers:
        readers[language] = _known_in_this_process(request, language)
    return readers[language]


def forget_readers() -> None:
    """Forget all that this process knows."""
    _known.clear()


def _known_in_this_process(request: HttpRequest, language: str | None) -> Reader:
    max_age = get_settings().API_VERSION_MAX_AGE
    if not max_age:
        return reader_for(request, language)
    # As Wagtail finds a site; a host that is not allowed raises here.
    asked = request.get_host(), request.get_port(), language
    # Before the reading: what changes meanwhile is not known for longer.
    now = monotonic()
    read_at, reader = _known.get(asked, (now, None))
    if reader is not None and now - read_at < max_age:
        return reader
    reader = reader_for(request, language)
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    _known[asked] = now, reader
    return reader
