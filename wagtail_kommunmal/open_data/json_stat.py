"""The values of a key figure as JSON-stat 2.0 has them: a cube of series, gender and period. Pure but for translation.

Numbers are written with the digits that were given; no value passes through a float.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import count
from typing import Any, Final

from django.utils.translation import gettext as _

from ..vocabulary import Series

Member = dict[str, Any]

PRELIMINARY: Final = "preliminary"


@dataclass
class Dimension:
    """A side of the cube: its categories in the order in which they come, by id."""

    name: str
    label: str
    categories: dict[str, str] = field(default_factory=dict)

    @property
    def document(self) -> Member:
        return {"label": self.label, "category": {"index": list(self.categories), "label": self.categories}}


def json_stat(key_figure: Member, values: Sequence[Member], *, address: str) -> bytes:
    """Write values of a key figure, which are in their order, as a dataset that is found at an address."""
    cells = _cells(values)
    names = {place[0]: value["series"]["label"] for place, value in cells.items()}
    series = Dimension("series", _("Series"), names)
    gender = Dimension("gender", _("Gender"), _codes(value["gender"] for value in values))
    period = Dimension("period", _("Period"), _codes(value["period"] for value in values))
    in_order = [
        cells.get((one, sex, when))
        for one in series.categories
        for sex in gender.categories
        for when in period.categories
    ]
    source = key_figure["source"]
    unit = key_figure["unitLabel"] or key_figure["unit"]["label"]
    measured: Member = {
        "label": _("Key figure"),
        "category": {
            "index": [key_figure["id"]],
            "label": {key_figure["id"]: key_figure["name"]},
            "unit": {key_figure["id"]: {"label": unit, "decimals": _decimals(key_figure, values)}},
        },
    }
    document = {
        "version": "2.0",
        "class": "dataset",
        "href": address,
        "label": key_figure["name"],
        "source": "; ".join(filter(None, (source["name"], source["attribution"]))) or None,
        "updated": key_figure["updatedAt"],
        "note": [key_figure["definition"]] if key_figure["definition"] else None,
        "id": ["keyFigure", series.name, gender.name, period.name],
        "size": [1, len(series.categories), len(gender.categories), len(period.categories)],
        "role": {"metric": ["keyFigure"], "time": [period.name]},
        "dimension": {
            "keyFigure": measured,
            **{side.name: side.document for side in (series, gender, period)},
        },
        "status": _at(in_order, _status),
        "extension": {
            "koladaId": source["koladaId"],
            "goal": key_figure["goal"]["id"],
            "statusLabel": _status_labels(values),
            "valueText": _at(in_order, lambda value: value["valueText"] if value["value"] is None else None),
            "note": _at(in_order, lambda value: value["note"]),
        },
    }
    written = json.dumps({name: part for name, part in document.items() if part is not None}, ensure_ascii=False)
    numbers = ",".join("null" if cell is None or cell["value"] is None else cell["value"] for cell in in_order)
    return f'{written[:-1]}, "value": [{numbers}]}}'.encode()


def _decimals(key_figure: Member, values: Iterable[Member]) -> int:
    """Return how many decimals the values are shown with: as many as were given, where nothing else is said."""
    if (decimals := key_figure["decimals"]) is not None:
        return int(decimals)
    return max((len(value["value"].partition(".")[2]) for value in values if value["value"]), default=0)


def _codes(coded: Iterable[Member]) -> dict[str, str]:
    return {one["code"]: one["label"] for one in coded}


def _cells(values: Iterable[Member]) -> dict[tuple[str, str, str], Member]:
    """Return the values by series, gender and period; one that another has the place of has a series of its own."""
    cells: dict[tuple[str, str, str], Member] = {}
    for value in values:
        name = _series_id(value["series"]["code"], value["series"]["label"])
        places = ((series, value["gender"]["code"], value["period"]["code"]) for series in _numbered(name))
        cells[next(place for place in places if place not in cells)] = value
    return cells


def _series_id(code: str, label: str) -> str:
    """Return the id of a series in every cube that it is in, whatever else is: several may share a code."""
    if label == str(dict(Series.choices).get(code)):
        return code
    return f"{code}-{blake2b(label.encode(), digest_size=4).hexdigest()}"


def _numbered(name: str) -> Iterator[str]:
    yield name
    yield from (f"{name}-{number}" for number in count(2))


def _at(cells: Sequence[Member | None], read: Callable[[Member], str | None]) -> dict[str, str] | None:
    """Return what is read from the cells that have it, by their place in the cube; ``None`` if none has."""
    found = {str(place): read(cell) for place, cell in enumerate(cells) if cell is not None}
    return {place: text for place, text in found.items() if text is not None} or None


def _status(value: Member) -> str | None:
    if value["missingReason"]:
        return str(value["missingReason"]["code"])
    return PRELIMINARY if value["preliminary"] else None


def _status_labels(values: Sequence[Member]) -> dict[str, str]:
    labels = _codes(value["missingReason"] for value in values if value["missingReason"])
    if any(value["preliminary"] for value in values):
        labels[PRELIMINARY] = _("Preliminary")
    return labels
