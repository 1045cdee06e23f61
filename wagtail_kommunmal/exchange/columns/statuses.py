"""Columns of statuses: their codes, which cells name by the words of the site or by the standard ones."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import get_language, override

from ...words import SiteWords
from .languages import languages_read
from .texts import folded, normal_text
from .types import ColumnType


class StatusTexts:
    """Knows the statuses of a vocabulary by what a cell may call them."""

    def __init__(self, statuses: type[TextChoices], words: SiteWords) -> None:
        self.statuses, self.words = statuses, words

    def find(self, text: str) -> str | None:
        """Return the code that a text names: as it is, by a word of the site's own, or else by a standard one."""
        wanted = folded(text)
        if wanted in self.statuses.values:
            return wanted
        found = self._own.get(wanted) or self._standard.get(wanted, set())
        return next(iter(found)) if len(found) == 1 else None

    def text(self, code: str) -> str:
        """Return the site's word in the active language; the code, where the word would be read as another status."""
        word = self.words.label(code, self.statuses, get_language() or settings.LANGUAGE_CODE)
        return word if self.find(normal_text(word)) == code else code

    @cached_property
    def _own(self) -> dict[str, set[str]]:
        return _by_text((code, word) for code in self.statuses.values for word in self.words.word(code).labels.values())

    @cached_property
    def _standard(self) -> dict[str, set[str]]:
        return _by_text(_standard_words(self.statuses))


@dataclass(frozen=True)
class StatusType(ColumnType):
    """A column of statuses of several vocabularies. Which one a word means, the kind finds out."""

    texts: Callable[[], dict[type[TextChoices], StatusTexts]]
    """Asked when the first status is told."""

    def knows(self, text: str) -> bool:
        """Tell whether a text names a status of any of the vocabularies."""
        return any(texts.find(text) for texts in self.texts().values())

    def same(self, stored: Any, given: Any) -> bool:
        return bool(stored == given)

    def cell_value(self, value: Any) -> str | None:
        return self.text(value) or None

    def text(self, value: Any) -> str:
        return next((texts.text(value) for of, texts in self.texts().items() if value in of.values), "")


def _standard_words(statuses: type[TextChoices]) -> Iterator[tuple[str, str]]:
    for language in languages_read():
        with override(language):
            yield from ((str(status.value), str(status.label)) for status in statuses)


def _by_text(words: Any) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for code, word in words:
        found.setdefault(folded(normal_text(word)), set()).add(code)
    return found
