"""The rows of a release: itself, its head, and what it was composed from."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.utils import timezone
from wagtail.models import Site

from ..documents.compose import Composition, Content
from ..documents.serializers import GOAL_SUMMARY_MEMBERS
from ..documents.upgrade import FORMAT
from ..models import GoalPageMixin, Release, ReleaseDependency, ReleaseHead
from ..numbers import natural_sort_key
from ..vocabulary import ReleaseReason
from .changes import note_release
from .items import code_of


def checksum_of(content: Content) -> str:
    """Return the same for the same content, in whatever order its members stand."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def says_the_same(release: Release | None, checksum: str, site: Site) -> bool:
    """Tell whether a release is what would be stored for content with this checksum."""
    return release is not None and (release.checksum, release.format, release.site_id) == (checksum, FORMAT, site.pk)


def add_release(
    head: ReleaseHead, site: Site, composition: Composition, checksum: str, reason: ReleaseReason, label: str
) -> Release:
    """Store a new release and tell the public history of it; the one before it ends at the same moment."""
    now = timezone.now()
    if head.current is not None:
        Release.objects.filter(pk=head.current.pk).update(published_to=now)
    head.last_number += 1
    release = Release.objects.create(
        head=head,
        site=site,
        number=head.last_number,
        format=FORMAT,
        content=composition.content,
        checksum=checksum,
        published_from=now,
        reason=reason,
        label=label,
    )
    note_release(head, release)
    return release


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


def write_dependencies(head: ReleaseHead, composition: Composition) -> None:
    """Write down which bodies, key figures, images and pages a document was composed from."""
    stored = set(head.dependencies.values_list("kind", "object_id"))
    wanted = {(str(kind), object_id) for kind, object_id in composition.dependencies}
    if gone := stored - wanted:
        doomed = [row.pk for row in head.dependencies.all() if (row.kind, row.object_id) in gone]
        head.dependencies.filter(pk__in=doomed).delete()
    ReleaseDependency.objects.bulk_create(
        ReleaseDependency(head=head, kind=kind, object_id=object_id) for kind, object_id in sorted(wanted - stored)
    )
