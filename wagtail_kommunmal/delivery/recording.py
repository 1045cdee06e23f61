"""The record of what became readable and what ceased to be so, by the very rule that every answer is decided by."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Site

from ..models import PublicChange, ReleaseHead
from ..models.signals import visibility_changed
from ..releasing.versions import bump
from ..vocabulary import ChangeKind
from .reader import reader_on
from .visibility import visible_heads


def connect() -> None:
    """Record whatever is told from now on; called once when the app is ready."""
    visibility_changed.connect(on_visibility_changed)


def on_visibility_changed(sender: Any, heads: QuerySet[ReleaseHead], **kwargs: Any) -> None:
    record(heads)


def record(heads: QuerySet[ReleaseHead]) -> None:
    """Compare where documents are visible now with where they last were, and write down what has changed.

    May be called from many processes at once, and again: each change is written down once.
    """
    now = timezone.now()
    concerned = list(heads.select_related("page", "locale").defer("summary"))
    visible = _visible(concerned)
    written = set()
    for head in concerned:
        before, after = head.shown_on_id, visible.get(head.pk)
        if before != after and _record(head, before, after, now):
            written |= {(site_id, head.locale_id) for site_id in (before, after) if site_id is not None}
    # The list of changes has changed itself, since whatever caused it was committed.
    bump(written)


def _record(head: ReleaseHead, before: int | None, after: int | None, now: Any) -> bool:
    with transaction.atomic():
        # Whoever finds it as it was has the word: others have written the same.
        if not ReleaseHead.objects.filter(pk=head.pk, shown_on=before).update(shown_on=after):
            return False
        if before is not None:
            PublicChange.objects.create(head=head, site_id=before, change=ChangeKind.WITHDRAWN, at=now)
        if after is not None:
            PublicChange.objects.create(
                head=head, site_id=after, change=ChangeKind.PUBLISHED, at=now, release_id=head.current_id
            )
    return True


def _visible(heads: list[ReleaseHead]) -> dict[int, int]:
    """Return the site of every document that the public may read now, by the key of its head."""
    groups = defaultdict(list)
    roots = sorted(Site.get_site_root_paths(), key=lambda root: len(root.root_path), reverse=True)
    for head in heads:
        if head.page is not None:
            path = head.page.url_path
            if site_id := next((root.site_id for root in roots if path.startswith(root.root_path)), None):
                groups[site_id, head.locale].append(head.pk)
    found: dict[int, int] = {}
    for (site_id, locale), keys in groups.items():
        visible = visible_heads(reader_on(site_id, locale)).filter(pk__in=keys)
        found |= dict.fromkeys(visible.values_list("pk", flat=True), site_id)
    return found
