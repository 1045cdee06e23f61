"""Taking one old release out of the public history, and putting it back."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log

from ..models import Release, ReleaseHead
from .locking import lock
from .versions import bump_documents

HIDE_ACTION: Final = "wagtail_kommunmal.hide_release"
SHOW_ACTION: Final = "wagtail_kommunmal.show_release"


class CurrentReleaseError(ValueError):
    """The release is the one that the public reads now: a corrected one is to be published first."""


def hide_release(release: Release, page: Any, user: Any, reason: str) -> bool:
    """Serve a release nowhere from now on; raises ``CurrentReleaseError``. The row and its content stay.

    Returns whether that changed anything.
    """
    with transaction.atomic():
        lock(ReleaseHead.objects.filter(pk=release.head_id))
        if ReleaseHead.objects.filter(current=release).exists():
            raise CurrentReleaseError
        rows = Release.objects.filter(pk=release.pk, hidden_at=None)
        is_changed = rows.update(hidden_at=timezone.now(), hidden_by=user, hidden_reason=reason) > 0
        if is_changed:
            log(instance=page, action=HIDE_ACTION, user=user, data={"number": release.number, "reason": reason})
            bump_documents([(release.head.translation_key, release.head.locale_id)])
    return is_changed


def show_release(release: Release, page: Any, user: Any) -> bool:
    """Let the public read a hidden release again; returns whether that changed anything."""
    with transaction.atomic():
        lock(ReleaseHead.objects.filter(pk=release.head_id))
        rows = Release.objects.filter(pk=release.pk, hidden_at__isnull=False)
        is_changed = rows.update(hidden_at=None, hidden_by=None, hidden_reason="") > 0
        if is_changed:
            log(instance=page, action=SHOW_ACTION, user=user, data={"number": release.number})
            bump_documents([(release.head.translation_key, release.head.locale_id)])
    return is_changed


def register_log_actions(actions: Any) -> None:
    """``register_log_actions``: say in the history of a page which release it was, and why."""
    actions.register_action(HIDE_ACTION)(HiddenFormatter)
    actions.register_action(SHOW_ACTION)(ShownFormatter)


class HiddenFormatter(LogFormatter):
    label = _("Hide release")

    def format_message(self, log_entry: Any) -> str:
        return _("Release %(number)s taken out of the public history: %(reason)s") % log_entry.data


class ShownFormatter(LogFormatter):
    label = _("Show release")

    def format_message(self, log_entry: Any) -> str:
        return _("Release %(number)s put back into the public history") % log_entry.data
