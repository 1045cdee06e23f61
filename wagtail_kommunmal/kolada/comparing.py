"""Compares what Kolada has of a key figure with what is kept here, and says what is to be written and told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..authoring.row_states import state_of
from ..authoring.value_changes import ValueChange, ValueKey, content_of, key_of
from ..models import KeyFigureValue, KoladaWarning
from ..numbers import decimals_of, display_format, round_half_up
from ..vocabulary import Provenance, Series
from .answers import DataPoint, Kpi, Unreadable
from .areas import SeriesOfArea
from .warnings import Warnings, warning

ENDED: Final = re.compile(r"\(-\d{4}\)")


@dataclass
class Differences:
    """What is to be written of one key figure, and what its editor is told."""

    changes: list[ValueChange] = field(default_factory=list)
    warnings: Warnings = field(default_factory=list)


def compare(
    kpi: Kpi,
    points: Iterable[DataPoint],
    unreadable: Iterable[Unreadable],
    areas: Mapping[str, SeriesOfArea],
    stored: Iterable[KeyFigureValue],
    today: date,
    since: datetime | None = None,
) -> Differences:
    """Return the differences.

    Only what was fetched for this series (``since`` then) is ever among the changes: never what was entered by hand,
    imported or fetched for another series, and never a deletion.
    """
    rows = {key_of(row): row for row in stored}
    told: dict[KoladaWarning, list[ValueKey]] = defaultdict(list)
    found = Differences()
    given, contradictory = _by_key(points, areas)
    for key, point in given.items():
        row = rows.get(key)
        if point.is_deleted or point.value is None:
            if row and _is_ours(row, since) and row.value is not None:
                told[KoladaWarning.WITHDRAWN].append(key)
        elif row and not _is_ours(row, since):
            if not _says_the_same(row, point.value):
                told[_why_kept(row)].append(key)
        else:
            found.changes.append(_change(key, row, point, preliminary=_is_preliminary(kpi, point.period, today)))
    fetched = set(areas.values())
    told[KoladaWarning.ABSENT] = [
        key
        for key, row in rows.items()
        if _is_ours(row, since)
        and key not in given
        and key not in contradictory
        and (row.series, row.series_label) in fetched
    ]
    found.warnings = [
        warning(code, id=kpi.id, values=[list(key) for key in sorted(keys)]) for code, keys in told.items() if keys
    ]
    refused = [f"{one.period}: {one.text}" for one in unreadable]
    refused += [f"{key.period}: {texts}" for key, texts in contradictory.items()]
    if refused:
        found.warnings.append(warning(KoladaWarning.UNREADABLE, values=refused))
    if not refused and not any(key.series == Series.OWN for key in {*rows, *given}):
        found.warnings.append(warning(KoladaWarning.EMPTY, id=kpi.id))
    if ENDED.search(kpi.title):
        found.warnings.append(warning(KoladaWarning.RETIRED, title=kpi.title))
    return found


def _by_key(
    points: Iterable[DataPoint], areas: Mapping[str, SeriesOfArea]
) -> tuple[dict[ValueKey, DataPoint], dict[ValueKey, str]]:
    """Return what is given once for each value, and what is given twice with different numbers."""
    given: dict[ValueKey, DataPoint] = {}
    contradictory: dict[ValueKey, str] = {}
    for point in points:
        if point.area not in areas:
            continue
        key = ValueKey(str(point.period), *areas[point.area], point.gender)
        earlier = given.setdefault(key, point)
        if earlier != point:
            contradictory[key] = f"{earlier.value} / {point.value}"
    return {key: point for key, point in given.items() if key not in contradictory}, contradictory


def _is_ours(row: KeyFigureValue, since: datetime | None) -> bool:
    if row.provenance != Provenance.KOLADA:
        return False
    return since is None or (row.fetched_at is not None and row.fetched_at >= since)


def _says_the_same(row: KeyFigureValue, value: Decimal) -> bool:
    """Tell whether a kept number is Kolada's, rounded as people do when they copy it."""
    return row.value is not None and round_half_up(value, decimals_of(row.value)) == row.value


def _why_kept(row: KeyFigureValue) -> KoladaWarning:
    return KoladaWarning.FORMER if row.provenance == Provenance.KOLADA else KoladaWarning.MANUAL


def _change(key: ValueKey, row: KeyFigureValue | None, point: DataPoint, *, preliminary: bool) -> ValueChange:
    after: dict[str, Any] = {"value": point.value, "missing_reason": "", "preliminary": preliminary}
    if row and row.value is not None and row.value != point.value:
        # Published as it is: in the language of the site, not in that of whoever pressed the button.
        with override(settings.LANGUAGE_CODE):
            before = display_format(row.value, settings.LANGUAGE_CODE)
            after["note"] = _("Revised, before %(value)s.") % {"value": before}
    return ValueChange(key, after, before=content_of(state_of(row)) if row else None)


def _is_preliminary(kpi: Kpi, period: int, today: date) -> bool:
    """Tell whether the final value of a period is still to come."""
    if kpi.publication_on is None or not kpi.publ_period.isdecimal():
        return False
    # On the day itself Kolada may not have published yet.
    return period >= int(kpi.publ_period) and today <= kpi.publication_on
