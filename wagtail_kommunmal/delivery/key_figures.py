"""What is asked of a key figure beside its goal: the latest of it, and its values in time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db.models import QuerySet

from ..documents.upgrade import upgrade_item
from ..models import ReleasedItem
from ..periods import Period
from ..vocabulary import Gender, Series

Member = dict[str, Any]

_READ_AT_A_TIME: Final = 100


class ValueSource(StrEnum):
    """Where values come from, and so on which terms they may be used."""

    OWN = "own"
    KOLADA = "kolada"


def latest_of(key_figure: Member) -> Member:
    """Return the members that say the latest own value and the latest target, each for both genders together.

    The latest value may be one that is missing, with the reason why: an older one in its place would hide that.
    """
    own = [value for value in key_figure["values"] if value["series"]["code"] == Series.OWN]
    return {"latestValue": _latest(own), "latestTarget": _latest(key_figure["targets"])}


@dataclass(frozen=True)
class Selection:
    """Which values are asked for; of several codes any will do, and none means whatever it is."""

    series: Collection[str] = ()
    genders: Collection[str] = ()
    first: Period | None = None
    last: Period | None = None
    """A value is meant when its period ends in the time from the one period's beginning to the other's end."""

    def among(self, values: Iterable[Member]) -> list[Member]:
        """Return those of the values that are meant, the earliest period first."""
        return sorted((value for value in values if self._has(value)), key=_place)

    def _has(self, value: Member) -> bool:
        ends_on = _period(value).ends_on
        return (
            (not self.series or value["series"]["code"] in self.series)
            and (not self.genders or value["gender"]["code"] in self.genders)
            and (self.first is None or ends_on >= self.first.starts_on)
            and (self.last is None or ends_on <= self.last.ends_on)
        )


def has_source(key_figure: Member, source: str | None) -> bool:
    """Tell whether the values of a key figure come from a source; ``None`` stands for any."""
    if source is None:
        return True
    return (key_figure["source"]["attribution"] is not None) == (source == ValueSource.KOLADA)


def sources_of_values(items: QuerySet[ReleasedItem]) -> set[ValueSource]:
    """Return where the values of visible key figures come from; reads no further once every source is found."""
    found: set[ValueSource] = set()
    contents: Any = items.order_by().values_list("content", "head__current__format")
    for content, written_in in contents.iterator(chunk_size=_READ_AT_A_TIME):
        key_figure = upgrade_item(content, written_in)
        if key_figure["values"]:
            found |= {source for source in ValueSource if has_source(key_figure, source)}
        if len(found) == len(ValueSource):
            break
    return found


def key_figure_of(item: ReleasedItem) -> Member:
    """Return a visible item's key figure as its goal's document has it."""
    release: Any = item.head.current
    return upgrade_item(item.content, release.format)


def _latest(rows: Sequence[Member]) -> Member | None:
    total = [row for row in rows if row["gender"]["code"] == Gender.TOTAL]
    return max(total, key=_place) if total else None


def _place(row: Member) -> Any:
    return _period(row).place


def _period(row: Member) -> Period:
    return Period.parse(row["period"]["code"])
