"""In which languages a file may name its columns and codes."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import get_language


def languages_read() -> list[str]:
    """Return Swedish and English, and with them the site's own and the reader's language."""
    return list(dict.fromkeys(["sv", "en", settings.LANGUAGE_CODE, get_language() or "sv"]))
