"""What public pages are made of and written as, kept for a moment in a cache of the site's choice.

A place is named after all that decides what everybody is shown at an address. Whether the page may be seen is decided
before it is looked up, at every request.
"""

from __future__ import annotations

import logging
import pickle  # nosec B403
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from django.core.cache import caches
from django.http import HttpRequest

from .. import __version__
from ..conf import get_settings
from ..documents.upgrade import FORMAT
from .reader import Reader, state_of_site

logger = logging.getLogger(__name__)

KEPT: Final = "kommunmal_kept"
"""What a page's context has its ``KeptPage`` under; ``None`` where nothing is kept."""

KEPT_FOR: Final = 60
"""Seconds; a new version of the content drops at once what was kept."""

LARGEST_KEPT: Final = 1_000_000
"""Bytes of one answer or of one part of a page: what Memcached takes, and thirty whole goals."""


@dataclass(frozen=True)
class Place:
    """Where all that belongs to one page, at one version of its site's content, is kept by name."""

    alias: str
    key: str

    def read(self, name: str) -> Any:
        """Return what is kept under a name, or ``None``."""
        try:
            return caches[self.alias].get(f"{self.key}:{name}")
        except Exception:
            logger.exception("The cache of pages cannot be read.")
            return None

    def keep(self, name: str, value: Any) -> None:
        """Keep a value, unless it is larger than ``LARGEST_KEPT``."""
        try:
            if len(pickle.dumps(value)) > LARGEST_KEPT:
                return
            caches[self.alias].set(f"{self.key}:{name}", value, KEPT_FOR)
        except Exception:
            logger.exception("A page cannot be kept in the cache.")


def place_of(page: Any, part: tuple[str, str] | None, reader: Reader, request: HttpRequest) -> Place | None:
    """Return where a public page, or a part below it, is kept; ``None`` where nothing is to be looked up or kept."""
    alias = get_settings().PAGES_CACHE
    if alias is None or request.method not in ("GET", "HEAD"):
        return None
    identity = __version__, FORMAT, reader.site.pk, reader.origin, state_of_site(request), page.pk, part
    return Place(alias, f"kommunmal-page:{blake2b(repr(identity).encode(), digest_size=16).hexdigest()}")


@dataclass(frozen=True)
class KeptPage:
    """Where a page is kept, and its facts, which are what the package put into the page's context."""

    place: Place
    facts: dict[str, Any]

    def is_of(self, context: Any) -> bool:
        """Tell whether the context still has the facts, and nothing else in their place."""
        return all(context.get(name) is fact for name, fact in self.facts.items())
