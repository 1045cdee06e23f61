"""Releases and the public history of a site, each release in a file of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q
from wagtail.models import Site

from ...models import PendingRelease, PublicChange, Release, ReleaseHead
from .fields import Data
from .files import Folder, file_name
from .references import SITE, Naming
from .released_media import ReleasedMedia

HEAD_COLUMNS: Final = (
    "kind",
    "translation_key",
    "last_number",
    "first_published_at",
    "title",
    "number",
    "year",
    "parent_goal_key",
    "previous_goal_key",
    "assessment",
    "goal_kind",
    "focus_area_id",
    "sdgs",
)
RELEASE_COLUMNS: Final = (
    "checksum",
    "format",
    "hidden_at",
    "hidden_reason",
    "label",
    "number",
    "published_from",
    "published_to",
    "reason",
)
OF_HEAD: Final = frozenset(
    {*HEAD_COLUMNS, "language", "page", "site", "is_shown", "current", "pending", "changes"},
)
"""All that is written of a published document."""
OF_RELEASE: Final = frozenset({*RELEASE_COLUMNS, "site", "content"})
"""All that is written of a release."""


def problems_of_members(data: Data, expected: frozenset[str]) -> list[str]:
    """Say which members data lack, and which nobody knows."""
    missing, unknown = sorted(expected - data.keys()), sorted(data.keys() - expected)
    return [*(f"“{name}” is missing." for name in missing), *(f"“{name}” is not known." for name in unknown)]


@dataclass
class HeadsExporter:
    """Writes the heads of a site with their releases, and counts them."""

    site: Site
    folder: Folder
    naming: Naming
    language_of: Callable[[Any], str]
    counts: Counter[str]
    media: ReleasedMedia

    def keys(self) -> list[int]:
        """Return the keys of the heads that are to be written, in their order."""
        own = Q(site=self.site) | Q(page__in=list(self.naming.pages))
        return list(ReleaseHead.objects.filter(own).order_by("pk").values_list("pk", flat=True))

    def export(self, keys: list[int], advance: Callable[[], None]) -> None:
        for position, key in enumerate(keys, 1):
            head = ReleaseHead.objects.defer("summary").get(pk=key)
            language = self.language_of(head)
            folder = file_name("releases", position, f"{language} {head.year or ''} {head.title}").removesuffix(".json")
            self.folder.write_json(f"{folder}/head.json", self._head(head))
            releases: Iterable[Release] = head.releases.order_by("number").iterator(chunk_size=20)
            for release in releases:
                self.counts["releases"] += 1
                name = f"{folder}/{release.number:05}.json"
                self.folder.write_json(name, self._release(release), in_order=True)
                self.media.note(release.content, name)
            advance()
        self.counts["heads"] = len(keys)

    def _head(self, head: ReleaseHead) -> Data:
        own = {"translation_key": head.translation_key, "locale": head.locale_id}
        pending = PendingRelease.objects.filter(**own).order_by("pk")
        changes = PublicChange.objects.filter(head=head, site=self.site)
        self.counts["changes"] += len(changes)
        numbers = dict(head.releases.values_list("pk", "number"))
        return {
            **{name: getattr(head, name) for name in HEAD_COLUMNS},
            "language": self.language_of(head),
            "page": self.naming.pages.get(head.page_id) if head.page_id else None,
            "site": SITE if head.site_id == self.site.pk else None,
            "is_shown": head.shown_on_id == self.site.pk,
            "current": numbers.get(head.current_id) if head.current_id else None,
            "pending": [{"created_at": row.created_at, "label": row.label, "reason": row.reason} for row in pending],
            "changes": [
                {"at": row.at, "change": row.change, "release": numbers.get(row.release_id) if row.release_id else None}
                for row in changes.order_by("at", "pk")
            ],
        }

    def _release(self, release: Release) -> Data:
        """Return a release with its document, whose members stay in the order in which they are served."""
        facts = {name: getattr(release, name) for name in RELEASE_COLUMNS}
        return {**facts, "site": SITE if release.site_id == self.site.pk else None, "content": release.content}
