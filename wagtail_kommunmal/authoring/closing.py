"""Closing a plan, so that it stays as it was decided, and opening it again."""

from __future__ import annotations

from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from ..compat import page_model
from ..models.signals import plan_opened

CLOSE_ACTION: Final = "wagtail_kommunmal.close_plan"
OPEN_ACTION: Final = "wagtail_kommunmal.open_plan"


def editions_of(plan: Any) -> Any:
    """Return the plan in every language; it is decided, and closed, as one."""
    return type(plan)._default_manager.filter(translation_key=plan.translation_key)


def may_close(plan: Any, user: Any) -> bool:
    """Tell whether a user may close and open a plan: publish it in every language."""
    editions = editions_of(plan).filter(alias_of__isnull=True)
    return all(edition.permissions_for_user(user).can_publish() for edition in editions)


def close_plan(plan: Any, user: Any) -> None:
    """Close a plan in every language: neither it nor its goals are edited or released from now on."""
    with transaction.atomic():
        editions = editions_of(plan)
        editions.update(closed_at=timezone.now())
        for edition in editions:
            # Wagtail lets pages expire without asking them.
            page_model().objects.descendant_of(edition, inclusive=True).update(expire_at=None)
        log(instance=plan, action=CLOSE_ACTION, user=user)


def open_plan(plan: Any, user: Any) -> None:
    """Open a closed plan in every language; what has changed around it meanwhile is released."""
    with transaction.atomic():
        editions_of(plan).update(closed_at=None)
        log(instance=plan, action=OPEN_ACTION, user=user)
        for edition in editions_of(plan):
            plan_opened.send(sender=type(edition), plan=edition)
