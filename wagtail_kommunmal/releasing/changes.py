"""What is told of a document that may have become readable, or ceased to be so, for the list of public changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Q

from ..models import PageKind, PublicChange, Release, ReleaseHead
from ..models.signals import visibility_changed
from ..vocabulary import ChangeKind


def note_releases(releases: Iterable[Release]) -> None:
    """Write down which documents were released anew where the public reads them already."""
    PublicChange.objects.bulk_create(
        PublicChange(
            head=release.head, site_id=site_id, change=ChangeKind.PUBLISHED, at=release.published_from, release=release
        )
        for release in releases
        if (site_id := release.site_id) is not None and release.head.shown_on_id == site_id
    )


def tell_of_heads(heads: Sequence[ReleaseHead]) -> None:
    """Tell after the commit that documents may have become visible or invisible; plans with their goals."""
    if not heads:
        return
    concerned = Q(pk__in=[head.pk for head in heads])
    for head in heads:
        if head.kind == PageKind.PLAN and head.page:
            concerned |= Q(page__path__startswith=head.page.path)
    _tell_on_commit(concerned)


def tell_of_page(page: Any) -> None:
    """Tell after the commit that the documents at and below a page may have become visible or invisible."""
    _tell_on_commit(Q(page__path__startswith=page.path))


def tell_of_everything() -> None:
    """Tell after the commit that any document may have become visible or invisible."""
    _tell_on_commit(Q())


def _tell_on_commit(concerned: Q) -> None:
    transaction.on_commit(partial(_tell, concerned), robust=True)


def _tell(concerned: Q) -> None:
    # Chosen only now: a page may have been moved since.
    visibility_changed.send_robust(ReleaseHead, heads=ReleaseHead.objects.filter(concerned))
