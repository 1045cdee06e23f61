"""The rows of a release: itself, its head, and what it was composed from."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Sequence
from typing import Any

from django.utils import timezone
from wagtail.models import Site

from ..documents.compose import Composition, Content
from ..documents.serializers import GOAL_SUMMARY_MEMBERS
from ..documents.upgrade import FORMAT
from ..models import GoalPageMixin, Release, ReleaseDependency, ReleaseHead
from ..numbers import natural_sort_key
from ..vocabulary import ReleaseReason
from .changes import note_releases
from .items import code_of

_write_in_order = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, separators=(",", ":"), sort_keys=True
).encode


def checksum_of(content: Content) -> str:
    """Return the same for the same content, in whatever order its members stand."""
    return hashlib.sha256(_write_in_order(content).encode()).hexdigest()


def says_the_same(release: Release | None, checksum: str, site: Site) -> bool:
    """Tell whether a release is what would be stored for content with this checksum."""
    return release is not None and (release.checksum, release.format, release.site_id) == (checksum, FORMAT, site.pk)


def new_release(
    head: ReleaseHead, site: Site, composition: Composition, checksum: str, reason: ReleaseReason, label: str
) -> Release:
    """Return the next release of a head, which ``add_releases`` stores."""
    return Release(
        head=head,
        site=site,
        number=head.last_number + 1,
        format=FORMAT,
        content=composition.content,
        checksum=checksum,
        reason=reason,
        label=label,
    )


def add_releases(releases: Sequence[Release]) -> None:
    """Store new releases and tell the public history of them; those before them end at the same moment."""
    now = timezone.now()
    Release.objects.filter(pk__in=[release.head.current_id for release in releases]).update(published_to=now)
    for release in releases:
        release.published_from = now
    Release.objects.bulk_create(releases)
    if any(release.pk is None for release in releases):
        _ask_for_keys(releases)
    for release in releases:
        release.head.current, release.head.last_number = release, release.number
    note_releases(releases)


def _ask_for_keys(releases: Sequence[Release]) -> None:
    """Give releases their keys where the database does not return those of what is inserted in bulk."""
    newest = Release.objects.filter(head__in=[release.head_id for release in releases]).order_by("number")
    key_of = dict(newest.values_list("head_id", "pk"))
    for release in releases:
        release.pk = key_of[release.head_id]


def write_head(head: ReleaseHead, page: Any, site: Site, composition: Composition) -> None:
    """Write what lists and tallies need of a document that is released or found to say the same."""
    content = composition.content
    is_goal = isinstance(page, GoalPageMixin)
    head.site, head.page_id = site, page.pk
    head.live_revision = page.live_revision_id
    head.first_published_at = page.first_published_at
    head.title = content["title"]
    head.number = content.get("number") or ""
    head.number_key = natural_sort_key(head.number)
    head.year = composition.year
    head.parent_goal_key = composition.parent_goal_key
    head.previous_goal_key = composition.previous_goal_key
    head.summary = _summary_of_goal(page, content) if is_goal else content
    head.assessment = code_of(content.get("assessment"), "status")
    if is_goal:
        head.goal_kind = code_of(content, "kind")
        head.focus_area_id = content["focusArea"] and content["focusArea"]["id"]
        head.sdgs = "".join(f",{sdg}" for sdg in content["sdgs"]) + "," * bool(content["sdgs"])
    head.save()


def _summary_of_goal(page: Any, content: Content) -> Content:
    return {name: content[name] for name in (*GOAL_SUMMARY_MEMBERS, *page.own_summary_members)}


def write_dependencies(compositions: Collection[tuple[ReleaseHead, Composition]]) -> None:
    """Write down which bodies, key figures, images and pages documents were composed from."""
    rows = ReleaseDependency.objects.filter(head__in=[head.pk for head, _composition in compositions])
    stored = {tuple(columns): pk for pk, *columns in rows.values_list("pk", "head_id", "kind", "object_id")}
    wanted = {
        (head.pk, str(kind), object_id)
        for head, composition in compositions
        for kind, object_id in composition.dependencies
    }
    if gone := [pk for columns, pk in stored.items() if columns not in wanted]:
        ReleaseDependency.objects.filter(pk__in=gone).delete()
    ReleaseDependency.objects.bulk_create(
        ReleaseDependency(head_id=head, kind=kind, object_id=object_id)
        for head, kind, object_id in sorted(wanted - stored.keys())
    )
