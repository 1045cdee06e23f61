"""Pending work: what a trigger writes down, and how it is carried out after the commit."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from datetime import timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django_tasks import task

from ..conf import get_settings
from ..models import PendingRelease
from ..vocabulary import ReleaseReason
from .heads import as_label, release_page
from .keys import PageKey
from .versions import bump_documents_on_commit

logger = logging.getLogger(__name__)

LEFT_BEHIND_AFTER: Final = timedelta(minutes=1)
"""Until then, somebody is assumed to be at work on it."""

LEFT_BEHIND_AT_ONCE: Final = 3
"""What one change may do for others besides its own; ``kommunmal_release`` does it all."""

LASTING_AFTER: Final = 3
"""What failed so often is left to ``kommunmal_release``, and costs no editor time."""


def request_release(keys: Iterable[PageKey], reason: ReleaseReason, label: str = "") -> None:
    """Write down that these documents must be composed anew, and do it after the commit.

    ``label`` is what the public change history says of the releases; it is cut if need be. To be called in a
    transaction of the caller's own, which is taken back if this raises: what has changed is live already, and what is
    missed here is found by ``kommunmal_release --all``.
    """
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return
    # First: what may be seen of them may have changed already, whatever becomes of their releases.
    bump_documents_on_commit(wanted)
    try:
        PendingRelease.objects.bulk_create(
            [
                PendingRelease(translation_key=key, locale_id=locale_id, reason=reason, label=as_label(label))
                for key, locale_id in wanted
            ]
        )
    except Exception:
        logger.exception("The release of %d documents could not be written down.", len(wanted))
        raise
    transaction.on_commit(partial(_release_or_hand_over, wanted), robust=True)


def request_release_if_possible(keys: Iterable[PageKey], reason: ReleaseReason) -> None:
    """Do what ``request_release`` does for who must go on in any case."""
    wanted = list(keys)
    try:
        with transaction.atomic():
            request_release(wanted, reason)
    except Exception:
        # The bump that it began with was taken back with the rest.
        bump_documents_on_commit(wanted)


def release_pending(keys: Sequence[PageKey]) -> None:
    """Release those of the documents that still wait, one by one; one that fails stays pending with its error."""
    for key in keys:
        try:
            release_page(key, only_if_pending=True)
        except Exception as error:
            note_failure(key, error)


def note_failure(key: PageKey, error: Exception) -> None:
    """Log what went wrong, and keep it with the pending work for the admin's front page."""
    logger.error("The document of page %s could not be released.", key[0], exc_info=error)
    last_error = f"{type(error).__name__}: {error}"[:1000]
    pending = PendingRelease.objects.filter(translation_key=key[0], locale_id=key[1])
    if not pending.update(failures=F("failures") + 1, last_error=last_error):
        PendingRelease.objects.create(
            translation_key=key[0],
            locale_id=key[1],
            reason=ReleaseReason.REBUILT,
            failures=1,
            last_error=last_error,
        )


def _release_or_hand_over(keys: Sequence[PageKey]) -> None:
    now, later = _split(keys, get_settings().RELEASES_PER_REQUEST)
    release_pending(now)
    if later:
        release_in_background.enqueue([[str(key), locale_id] for key, locale_id in later])
    release_pending(_left_behind())


def _split(keys: Sequence[PageKey], size: int) -> tuple[Sequence[PageKey], Sequence[PageKey]]:
    return keys[:size], keys[size:]


def _left_behind() -> list[PageKey]:
    """Return a few of the documents that whoever should have released them left: the untried first, then the oldest."""
    since = timezone.now() - LEFT_BEHIND_AFTER
    rows = PendingRelease.objects.filter(created_at__lt=since, failures__lt=LASTING_AFTER).order_by("failures", "pk")
    return list(dict.fromkeys(rows.values_list("translation_key", "locale_id")[:LEFT_BEHIND_AT_ONCE]))


@task()
def release_in_background(keys: list[list[str | int]]) -> None:
    """Release what one request should not wait for."""
    release_pending([(UUID(str(key)), int(locale_id)) for key, locale_id in keys])
