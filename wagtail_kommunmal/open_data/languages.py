"""In which languages open data is described."""

from __future__ import annotations

from typing import Final

from django.utils import translation
from django.utils.functional import Promise

TOLD_IN: Final = ("sv", "en")


def in_each_language(text: Promise) -> dict[str, str]:
    """Return a text by the tag of each language in which data is described."""
    texts = {}
    for language in TOLD_IN:
        with translation.override(language):
            texts[language] = str(text)
    return texts
