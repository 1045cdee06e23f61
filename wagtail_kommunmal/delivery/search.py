"""Goals by the words of their current release, found by Wagtail's search backend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from django.db.models import QuerySet
from wagtail.search.backends import get_search_backend

from ..models import GoalText, ReleaseHead
from .reader import Reader

MOST_HITS: Final = 1_000
"""Goals that one word finds on one site in one language; a municipality has some hundreds."""


def with_words(goals: QuerySet[ReleaseHead], words: Sequence[str], reader: Reader) -> QuerySet[ReleaseHead]:
    """Return those of the visible goals that have, for each word, one that begins with it.

    The index finds candidates and decides nothing else: what it still has of others is not among the visible goals.
    """
    found: set[int] | None = None
    for word in words:
        hits = _goals_with(word, reader)
        found = hits if found is None else found & hits
    return goals.filter(pk__in=found or ())


def _goals_with(word: str, reader: Reader) -> set[int]:
    texts = GoalText.objects.filter(site=reader.site, locale=reader.locale).only("head")
    # A word at a time, for backends take only the last of several for an unfinished one.
    hits = get_search_backend().autocomplete(word, texts, order_by_relevance=False)
    return {text.head_id for text in hits[:MOST_HITS]}
