"""Purging the API's addresses from the cache in front of the site, with ``wagtail.contrib.frontend_cache``.

Connected only where that is installed. What is not purged is no older than ``API_CACHE_CONTROL`` lets it be.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from wagtail.contrib.frontend_cache.utils import PurgeBatch
from wagtail.models import Locale, Site

from ..delivery.reader import Reader, reader_on
from ..models import PageKind, ReleaseHead
from ..models.signals import content_changed
from .v1.base import ListView
from .v1.urls import urlpatterns

logger = logging.getLogger(__name__)

MOST_DOCUMENTS: Final = 100
"""Documents of one change whose own addresses are purged; where more are concerned, only lists and plans are."""

LISTS: Final = tuple(
    str(pattern.pattern)
    for pattern in urlpatterns
    if issubclass(vars(pattern.callback)["cls"], ListView) and not pattern.pattern.converters
)


def connect() -> None:
    """Purge from now on whatever changes."""
    content_changed.connect(purge)


def purge(
    sender: Any, versions: Collection[tuple[int, int]], documents: Collection[tuple[UUID, int]], **_: Any
) -> None:
    """Ask the cache to forget what has a new version; an error is logged, for the change itself is done."""
    try:
        batch = PurgeBatch()
        for reader in _readers(versions):
            batch.add_urls(filter(None, map(reader.api_address, _paths(reader, documents))))
        batch.purge()
    except Exception:
        logger.exception("The API's addresses could not be purged from the frontend cache.")


def _readers(versions: Collection[tuple[int, int]]) -> Iterator[Reader]:
    """Return a reader of each version as one who comes without a request."""
    locales = Locale.objects.in_bulk({locale_id for _site_id, locale_id in versions})
    sites = Site.objects.in_bulk({site_id for site_id, _locale_id in versions})
    for site_id, locale_id in versions:
        if site_id in sites and locale_id in locales:
            yield reader_on(site_id, locales[locale_id])


def _paths(reader: Reader, documents: Collection[tuple[UUID, int]]) -> Iterator[str]:
    """Return what follows the API's root: the lists, every plan, since all tally, and the goals that changed."""
    yield from LISTS
    changed = {key for key, locale_id in documents if locale_id == reader.locale.pk}
    goals = Q(translation_key__in=changed if len(changed) <= MOST_DOCUMENTS else ())
    heads = ReleaseHead.objects.filter(Q(kind=PageKind.PLAN) | goals, site=reader.site, locale=reader.locale)
    for kind, key in heads.values_list("kind", "translation_key"):
        if kind == PageKind.PLAN:
            yield f"plans/{key}"
        else:
            yield from (f"goals/{key}", f"goals/{key}/releases")
