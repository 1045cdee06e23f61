"""What a catalogue has to know of a site's published content."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min

from ..delivery.key_figures import ValueSource, sources_of_values
from ..delivery.reader import Reader
from ..delivery.visibility import visible_heads, visible_items
from ..models import ItemKind


@dataclass(frozen=True)
class Facts:
    """What the public may read of a site in its default language."""

    first_published_at: datetime | None
    modified_at: datetime
    first_year: int
    last_year: int
    has_own: bool
    """Whether there are values of key figures that are not Kolada's."""
    has_kolada: bool
    """Whether there are values of key figures from Kolada, whose terms go with them."""


def facts_for(reader: Reader) -> Facts | None:
    """Return what is known, in two queries at most, or ``None`` where nothing is public."""
    of_heads = (
        visible_heads(reader)
        .order_by()
        .aggregate(
            first=Min("first_published_at"),
            modified=Max("current__published_from"),
            first_year=Min("year"),
            last_year=Max("year"),
        )
    )
    if of_heads["modified"] is None or of_heads["first_year"] is None:
        return None
    sources = sources_of_values(visible_items(ItemKind.KEY_FIGURE, reader))
    return Facts(
        first_published_at=of_heads["first"],
        modified_at=of_heads["modified"],
        first_year=of_heads["first_year"],
        last_year=of_heads["last_year"],
        has_own=ValueSource.OWN in sources,
        has_kolada=ValueSource.KOLADA in sources,
    )
