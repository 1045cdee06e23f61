"""The ways to a key figure's values from its listing and its edit page, and what the history says of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets import Button, HeaderButton
from wagtail.log_actions import LogActionRegistry, LogFormatter

from ...models import KeyFigure
from ..kolada.registrations import edit_header_buttons
from ..snippets import SiteEditView
from .access import permission_policy
from .change_texts import ACTION_LABELS, summary


class KeyFigureEditView(SiteEditView):
    """Leads from the fields of a key figure to its rows."""

    @property
    def header_buttons(self) -> list[HeaderButton]:
        url = reverse("kommunmal_key_figure:rows", args=[self.object.pk])
        return [
            HeaderButton(_("Values, targets and assessments"), url=url, icon_name="table"),
            *edit_header_buttons(self.request, self.object),
        ]


def listing_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """Offer the rows of each key figure of a listing."""
    if isinstance(snippet, KeyFigure) and permission_policy.user_has_permission(user, "change"):
        url = reverse("kommunmal_key_figure:rows", args=[snippet.pk])
        yield Button(_("Values, targets and assessments"), url=url, icon_name="table", priority=5)


def register_log_actions(actions: LogActionRegistry) -> None:
    """Say in the history what was changed."""
    for action, label in ACTION_LABELS.items():
        formatter = type("RowsChangedFormatter", (_RowsChangedFormatter,), {"label": label})
        actions.register_action(action)(formatter)


class _RowsChangedFormatter(LogFormatter):
    def format_message(self, log_entry: Any) -> str:
        return summary(log_entry)
