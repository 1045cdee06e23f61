"""The two languages in which the API is described."""

from __future__ import annotations

from typing import Final

from django.utils import translation

from ..errors import Text

SWEDISH: Final = "**Svenska.** "
ENGLISH: Final = "**English.** "


def in_both_languages(text: Text) -> str:
    """Return a text in Swedish and in English, a paragraph each; in English alone if it has no translation."""
    with translation.override("sv"):
        swedish = str(text)
    with translation.override("en"):
        english = str(text)
    return english if swedish == english else f"{SWEDISH}{swedish}\n\n{ENGLISH}{english}"
