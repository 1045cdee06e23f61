"""Names in further languages, falling back to the default language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from wagtail.models import Locale


class TranslatedNames:
    """Gives an object with ``names`` rows its texts in a locale."""

    def text_in(self, locale: Locale, field: str) -> str:
        """Return ``field`` in ``locale``, or in the default language where there is no such text."""
        names: Any = self.names  # type: ignore[attr-defined]
        return self.text_among(names.all(), locale, field)

    def text_among(self, names: Iterable[Any], locale: Locale, field: str) -> str:
        """Return what ``text_in`` returns, where the names are at hand."""
        for row in names:
            if row.locale_id == locale.pk and (text := getattr(row, field)):
                return str(text)
        return str(getattr(self, field))
