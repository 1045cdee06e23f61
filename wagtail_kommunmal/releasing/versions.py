"""The versions of what the public reads: who has kept an answer sees by their numbers whether it is still the newest.

Readers read the number before the content. What they keep under a number can so be newer than it, and never older.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from wagtail.models import Locale, Site

from ..models import ContentVersion, ReleaseHead
from ..models.signals import content_changed
from .keys import PageKey

VersionKey = tuple[int, int]
"""Site id and locale id."""

MANY: Final = 100
"""From so many documents on, all versions are taken to be concerned, and nobody looks up which."""


def bump(versions: Iterable[VersionKey], documents: Collection[PageKey] = ()) -> None:
    """Give versions their next numbers; ``documents`` are those that changed, as far as that is known.

    To be the last statement of a transaction that holds the heads of documents: they are locked before versions,
    always, and versions in one order.
    """
    wanted = sorted(set(versions))
    if not wanted:
        return
    if len(wanted) > 1 or not _add_one(_rows(wanted)):
        _add_one_to_many(wanted)
    transaction.on_commit(partial(_tell, wanted, documents), robust=True)


def bump_all(documents: Collection[PageKey] = ()) -> None:
    """Give every version its next number: for changes that may concern anything, and work that was left undone."""
    bump(_all_versions(), documents)


def bump_documents(keys: Collection[PageKey]) -> None:
    """Give the versions that documents belong to their next numbers; one that was never released belongs to none."""
    bump(_versions_of(keys) if len(keys) < MANY else _all_versions(), keys)


def bump_all_on_commit(documents: Collection[PageKey] = ()) -> None:
    transaction.on_commit(partial(bump_all, documents), robust=True)


def bump_documents_on_commit(keys: Collection[PageKey]) -> None:
    transaction.on_commit(partial(bump_documents, keys), robust=True)


def _rows(versions: Collection[VersionKey]) -> QuerySet[ContentVersion]:
    """Return the rows of versions and maybe some more: every site with every locale among them."""
    site_ids, locale_ids = (set(ids) for ids in zip(*versions, strict=True))
    return ContentVersion.objects.filter(site_id__in=site_ids, locale_id__in=locale_ids)


def _add_one_to_many(versions: Collection[VersionKey]) -> None:
    """Give versions their next numbers, and those that had none a row."""
    rows = _rows(versions)
    with transaction.atomic():
        # One update of many rows may lock them in any order, so that two would wait for each other.
        existing = set(rows.select_for_update().order_by("pk").values_list("site_id", "locale_id"))
        missing = [version for version in versions if version not in existing]
        ContentVersion.objects.bulk_create(
            [ContentVersion(site_id=site_id, locale_id=locale_id) for site_id, locale_id in missing],
            ignore_conflicts=True,
        )
        _add_one(rows)


def _add_one(rows: QuerySet[ContentVersion]) -> int:
    return rows.update(number=F("number") + 1, changed_at=timezone.now())


def _all_versions() -> list[VersionKey]:
    locale_ids = list(Locale.objects.values_list("pk", flat=True))
    return [(site_id, locale_id) for site_id in Site.objects.values_list("pk", flat=True) for locale_id in locale_ids]


def _versions_of(keys: Iterable[PageKey]) -> Iterable[VersionKey]:
    translation_keys, locale_ids = (set(part) for part in zip(*keys, strict=True))
    heads = ReleaseHead.objects.filter(translation_key__in=translation_keys, locale_id__in=locale_ids)
    return heads.exclude(site=None).order_by().values_list("site_id", "locale_id").distinct()


def _tell(versions: Collection[VersionKey], documents: Collection[PageKey]) -> None:
    content_changed.send_robust(ContentVersion, versions=versions, documents=documents)
