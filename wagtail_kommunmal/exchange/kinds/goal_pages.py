"""Goal pages that an import writes: locked, written into the draft, and published if it is to be."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import connection
from wagtail.log_actions import log
from wagtail.models import Locale, Revision, Site

from ...authoring.plan_items import Stored
from ...models import goal_models
from ...models.mixins import PublicationRefusedError
from ...models.site_pages import on_site
from ..errors import WritingRefusedError
from .base import Writing
from .goals import GoalKey

_BOOKKEEPING: Final = frozenset(
    {
        "draft_title",
        "first_published_at",
        "has_unpublished_changes",
        "last_published_at",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
    }
)
"""What Wagtail notes of a page's versions, and is no content."""


class LockedGoal:
    """A goal page that nobody else saves until the transaction ends, with the version that is edited."""

    def __init__(self, page: Any) -> None:
        self.page = page
        self.draft = page.get_latest_revision_as_object()
        self._public = _content_of(page)

    def versions(self, *, publishes: bool) -> list[Any]:
        """Return what is written: the draft; or the public version, and with it the draft where that differs."""
        if not (publishes and self.page.live):
            return [self.draft]
        return [self.page, self.draft] if self.page.has_unpublished_changes else [self.page]

    def save(self, version: Any, sections: list[Stored], writing: Writing) -> None:
        """Keep a version with other sections as the latest revision, and publish it if it is the public one."""
        version.sections = version._meta.get_field("sections").to_python(json.dumps(sections))
        # Only the sections have changed, and these were looked at when they were read.
        revision = version.save_revision(user=writing.user, clean=False)
        log(
            instance=version,
            action="wagtail.edit",
            user=writing.user,
            revision=revision,
            data=dict(writing.details),
            content_changed=True,
        )
        if writing.publishes and version is self.page and self.page.live:
            self._publish(revision, writing)
        elif writing.is_undo and self.page.live and _content_of(version) == self._public:
            # The page is not shown as changed if what is taken back was all that was changed of it.
            version.has_unpublished_changes = False
            version.save(update_fields=["has_unpublished_changes"], clean=False)

    def _publish(self, revision: Any, writing: Writing) -> None:
        try:
            revision.publish(user=writing.user, skip_permission_checks=True)
        except (ValidationError, PublicationRefusedError) as error:
            texts = error.messages if isinstance(error, ValidationError) else [str(error)]
            raise WritingRefusedError([f"{self.page.title}: {' '.join(texts)}"]) from error


def locked_goals(site: Site, keys: Collection[GoalKey]) -> dict[GoalKey, LockedGoal]:
    """Return the goals that there are, as they are now and until the transaction ends."""
    return {key: LockedGoal(page) for key, page in _locked_pages(site, keys)}


def _locked_pages(site: Site, keys: Collection[GoalKey]) -> Iterator[tuple[GoalKey, Any]]:
    languages = dict(Locale.objects.values_list("pk", "language_code"))
    # Whoever releases a goal asks that its page be there: that must not wait for what may wait for the release.
    no_key = connection.features.has_select_for_no_key_update
    # Read with their locks: what an earlier query of the transaction has seen may be old.
    pages = [
        page
        for model in goal_models()
        for page in model.objects.select_for_update(no_key=no_key)
        .filter(on_site(site), translation_key__in={key for key, _language in keys}, alias_of__isnull=True)
        .order_by("pk")
    ]
    latest = {page.latest_revision_id for page in pages} - {None}
    revisions = Revision.objects.select_for_update(no_key=no_key).order_by("pk").in_bulk(latest)
    for page in pages:
        key = (str(page.translation_key), languages[page.locale_id])
        if key in keys:
            page.latest_revision = revisions.get(page.latest_revision_id)
            yield key, page


def _content_of(version: Any) -> dict[str, Any]:
    return {name: value for name, value in version.serializable_data().items() if name not in _BOOKKEEPING}
