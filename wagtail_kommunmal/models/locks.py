from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.locks import BaseLock


class ClosedPlanLock(BaseLock):
    """Nobody edits a plan or its goals once the plan is closed; opening it lifts the lock."""

    def for_user(self, user: Any) -> bool:
        return True

    def get_message(self, user: Any) -> str:
        return _("The plan is closed: it stays as it was decided. Open the plan to make changes.")

    def get_locked_by(self, user: Any) -> str:
        return _("The plan is closed")

    def get_description(self, user: Any) -> str:
        return _("A closed plan and its goals cannot be changed until the plan is opened.")
