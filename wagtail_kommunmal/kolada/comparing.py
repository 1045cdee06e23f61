"""Compares what Kolada has of a key figure with what is kept here, and says what is to be written and told."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext as _

from ..authoring.row_states import state_of
from ..authoring.value_changes import ValueChange, ValueKey, content_of, key_of
from ..models import KeyFigureValue, KoladaWarning
from ..numbers import display_format
from ..vocabulary import Provenance
from .answers import DataPoint, Kpi, Unreadable
from .areas import SeriesOfArea

ENDED: Final = re.compile(r"\(-\d{4}\)")
LISTED: Final = 10
"""So many values are named in one warning."""

Warnings = list[dict[str, Any]]


def warning(code: KoladaWarning, **params: str) -> dict[str, Any]:
    """Return a warning as it is stored."""
    return {"code": code.value, "params": params}


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
) -> Differences:
    """Return the differences; what was entered by hand or imported is never among the changes, nor is a deletion."""
    rows = {key_of(row): row for row in stored}
    told: dict[KoladaWarning, list[ValueKey]] = defaultdict(list)
    found, seen = Differences(), set()
    for point in points:
        if point.area not in areas:
            continue
        key = ValueKey(str(point.period), *areas[point.area], point.gender)
        if key in seen:
            continue
        seen.add(key)
        row = rows.get(key)
        if point.is_deleted or point.value is None:
            if row and row.provenance == Provenance.KOLADA and row.value is not None:
                told[KoladaWarning.WITHDRAWN].append(key)
        elif row and row.provenance != Provenance.KOLADA:
            if row.value != point.value:
                told[KoladaWarning.MANUAL].append(key)
        else:
            is_revised = row is not None and row.value is not None and row.value != point.value
            if is_revised:
                told[KoladaWarning.REVISED].append(key)
            found.changes.append(_change(key, row, point, preliminary=_is_preliminary(kpi, point.period, today)))
    fetched = {SeriesOfArea(*area) for area in areas.values()}
    told[KoladaWarning.ABSENT] = [
        key
        for key, row in rows.items()
        if row.provenance == Provenance.KOLADA
        and key not in seen
        and SeriesOfArea(row.series, row.series_label) in fetched
    ]
    found.warnings = [warning(code, values=_listed(keys)) for code, keys in told.items() if keys]
    if refused := [f"{one.period}: {one.text}" for one in unreadable]:
        found.warnings.append(warning(KoladaWarning.UNREADABLE, values=_shortened(refused)))
    if ENDED.search(kpi.title):
        found.warnings.append(warning(KoladaWarning.RETIRED, title=kpi.title))
    return found


def _change(key: ValueKey, row: KeyFigureValue | None, point: DataPoint, *, preliminary: bool) -> ValueChange:
    after: dict[str, Any] = {"value": point.value, "missing_reason": "", "preliminary": preliminary}
    if row and row.value is not None and row.value != point.value:
        after["note"] = _("Revised, before %(value)s.") % {"value": display_format(row.value, "sv")}
    return ValueChange(key, after, before=content_of(state_of(row)) if row else None)


def _is_preliminary(kpi: Kpi, period: int, today: date) -> bool:
    """Tell whether the final value of a period is still to come."""
    return kpi.publ_period == str(period) and kpi.publication_on is not None and today < kpi.publication_on


def _listed(keys: Iterable[ValueKey]) -> str:
    return _shortened([" ".join(part for part in key if part) for key in sorted(keys)])


def _shortened(texts: list[str]) -> str:
    return ", ".join(texts[:LISTED]) + (" …" if len(texts) > LISTED else "")
