"""The words that a site has for statuses: how they are called, in which order, and which are offered. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import get_language, override

from .signs import Sign, sign_of
from .vocabulary import STATUSES, label_of

IN_DEFAULT_LANGUAGE: Final = ""


@dataclass(frozen=True)
class Word:
    """What a site says of one status; blank is as standard."""

    labels: Mapping[str, str] = field(default_factory=dict)
    """Language code -> the word, where there is one; that of the default language is under ``IN_DEFAULT_LANGUAGE``."""
    place: int | None = None
    icon: str = ""
    colour: str = ""
    is_offered: bool = True


STANDARD: Final = Word()


@dataclass(frozen=True)
class SiteWords:
    """The words of a site by code."""

    by_code: Mapping[str, Word] = field(default_factory=dict)

    def word(self, code: str) -> Word:
        """Return what the site says of a status."""
        return self.by_code.get(code, STANDARD)

    def label(self, status: str, statuses: type[TextChoices], language: str) -> str:
        """Return the word for a status in a language; the standard words are those of the language that is active."""
        standard = label_of(status, statuses)
        if not (labels := self.word(status).labels):
            return standard
        return own_label(labels, language, standard, standard_label(status, statuses)) or standard

    def in_order(self, statuses: type[TextChoices]) -> list[str]:
        """Return all codes of a vocabulary in the site's order."""
        return in_order(statuses.values, {code: word.place for code, word in self.by_code.items()})

    def choices(self, statuses: type[TextChoices], chosen: str = "") -> Iterator[tuple[str, str]]:
        """Yield code and word of what is offered, for a form in the active language, and of what was ``chosen``."""
        language = get_language() or settings.LANGUAGE_CODE
        for code in self.in_order(statuses):
            if code == chosen or self.word(code).is_offered:
                yield code, self.label(code, statuses, language)

    def signs(self) -> dict[str, Sign]:
        """Return code -> sign of every status."""
        codes = [code for statuses in STATUSES.values() for code in statuses.values]
        words = {code: self.word(code) for code in codes}
        return {code: sign_of(code, word.icon, word.colour) for code, word in words.items()}


def own_label(labels: Mapping[str, str], language: str, standard: str, standard_of_default: str) -> str:
    """Return a site's own word in a language, or nothing where the standard word of that language is better.

    The word in the default language stands in for the standard one wherever that would be in the default language, too:
    the package may not speak the language (``sma``).
    """
    if own := labels.get(language):
        return own
    return labels.get(IN_DEFAULT_LANGUAGE, "") if standard == standard_of_default else ""


def in_order(codes: Iterable[str], places: Mapping[str, int | None]) -> list[str]:
    """Return codes by their places, counted from 1; what has none, or shares one, keeps the standard order."""

    def place(numbered: tuple[int, str]) -> tuple[int, int]:
        standard, code = numbered
        own = places.get(code)
        return (standard if own is None else own), standard

    return [code for _number, code in sorted(enumerate(codes, start=1), key=place)]


def rearranged(order: Sequence[str], places: Mapping[str, int]) -> list[str]:
    """Return codes with those that got another place moved there: upwards before what stands there, downwards after."""

    def place(code: str) -> tuple[int, int, int]:
        now = order.index(code) + 1
        wanted = places[code]
        return wanted, (wanted > now) - (wanted < now), now

    return sorted(order, key=place)


def standard_label(status: str, statuses: type[TextChoices]) -> str:
    """Return the package's word for a status in the site's default language."""
    with override(settings.LANGUAGE_CODE):
        return label_of(status, statuses)
