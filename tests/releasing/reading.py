"""What a test asks of the releases of a page."""

from __future__ import annotations

from typing import Any

from wagtail_kommunmal.models import PendingRelease, Release, ReleaseHead


def head_of(page: Any) -> ReleaseHead | None:
    """Return the head of a page as it is stored now."""
    return ReleaseHead.objects.filter(translation_key=page.translation_key, locale_id=page.locale_id).first()


def current_of(page: Any) -> Release | None:
    """Return the current release of a page."""
    head = head_of(page)
    return head.current if head else None


def content_of(page: Any) -> Any:
    """Return the content that readers are given."""
    current = current_of(page)
    return current.content if current else None


def reasons_of(page: Any) -> list[str]:
    """Return why each release of a page was made, oldest first."""
    releases = Release.objects.filter(head__translation_key=page.translation_key, head__locale_id=page.locale_id)
    return list(releases.order_by("number").values_list("reason", flat=True))


def pending_of(page: Any) -> list[PendingRelease]:
    """Return the work that waits for a page."""
    return list(PendingRelease.objects.filter(translation_key=page.translation_key, locale_id=page.locale_id))


def publish(page: Any) -> Any:
    """Publish a page as it stands, as an editor does."""
    page.save_revision().publish()
    page.refresh_from_db()
    return page
