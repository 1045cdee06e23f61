"""What the admin calls something, in English and in Swedish."""

from __future__ import annotations

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import override


def in_both_languages(text: Any) -> str:
    """Return a translatable text in English followed by the Swedish that editors see, where that is another."""
    with override("en"):
        english = capfirst(str(text))
    with override("sv"):
        swedish = capfirst(str(text))
    return english if swedish == english else f"{english} (*{swedish}*)"
