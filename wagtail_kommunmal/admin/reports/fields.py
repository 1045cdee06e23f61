"""Fields of a report that two people may have open at once: what the browser does not send stays as it is."""

from __future__ import annotations

from typing import Any

from django import forms

from ...fields import SwedishDecimalFormField


class SentOrKept(forms.Field):
    """A field that need not be sent.

    The browser sends what was written in it, so that saving does not undo what somebody else has written meanwhile.
    """

    def bound_data(self, data: Any, initial: Any) -> Any:
        return initial if data is None else super().bound_data(data, initial)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return data is not None and super().has_changed(initial, data)


class StatusField(SentOrKept, forms.ChoiceField):
    """One of the statuses."""


class AmountField(SentOrKept, SwedishDecimalFormField):
    """An amount."""


class CommentField(SentOrKept, forms.CharField):
    """A rich text."""
