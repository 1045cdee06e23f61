"""The bodies and key figures that documents name, and what is told of them: each is read once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import CharField, F, Value

from ..blocks.fields import each_read_once
from ..models import (
    KeyFigure,
    KeyFigureAssessment,
    KeyFigureName,
    KeyFigureTarget,
    KeyFigureValue,
    ResponsibleBody,
    ResponsibleBodyName,
)

Named = tuple[str, int]
"""Whether it is a body or a key figure, and its key."""

BODY, KEY_FIGURE = "body", "key_figure"


class Name(NamedTuple):
    """What a body or a key figure is called in a further language."""

    locale_id: int
    name: str
    definition: str
    unit_label: str


@dataclass
class RowsOfKeyFigure:
    """What is measured, aimed at and judged, the earliest period first; rows are tuples that know their columns."""

    values: list[Any] = field(default_factory=list)
    targets: list[Any] = field(default_factory=list)
    assessments: list[Any] = field(default_factory=list)


@dataclass(eq=False)
class Chosen:
    """What documents that are composed together name, by key."""

    bodies: dict[int, ResponsibleBody] = field(default_factory=dict)
    key_figures: dict[int, KeyFigure] = field(default_factory=dict)
    rows: dict[int, RowsOfKeyFigure] = field(default_factory=dict)
    _names: dict[Named, list[Name]] = field(default_factory=dict)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let sections that are read meanwhile choose among what is read already, and add to it."""
        with each_read_once({ResponsibleBody: self.bodies, KeyFigure: self.key_figures}):
            yield

    def with_bodies(self, keys: Set[int]) -> dict[int, ResponsibleBody]:
        """Return all bodies that are chosen, with these among them."""
        if missing := keys - self.bodies.keys():
            self.bodies |= ResponsibleBody.objects.in_bulk(missing)
        return self.bodies

    def read_what_is_told(self) -> None:
        """Read of all that is chosen what has not been read yet: a constant number of queries."""
        if new := self.key_figures.keys() - self.rows.keys():
            self.rows |= _rows_of(new)
            self.with_bodies({pk for figure in new if (pk := self.key_figures[figure].responsible_id)})
        nameless = {(BODY, pk) for pk in self.bodies} | {(KEY_FIGURE, pk) for pk in self.key_figures}
        if nameless := nameless - self._names.keys():
            self._names |= _names_of(nameless)

    def names_of(self, chosen: ResponsibleBody | KeyFigure) -> list[Name]:
        """Return the names of a chosen body or key figure in further languages."""
        named = (KEY_FIGURE if isinstance(chosen, KeyFigure) else BODY, chosen.pk)
        if named not in self._names:
            # Chosen by what a site adds to documents, when all the others were read.
            self.read_what_is_told()
        return self._names[named]


def _rows_of(key_figures: Collection[int]) -> dict[int, RowsOfKeyFigure]:
    rows = {pk: RowsOfKeyFigure() for pk in key_figures}
    for value in _tuples(KeyFigureValue, key_figures):
        rows[value.key_figure_id].values.append(value)
    for target in _tuples(KeyFigureTarget, key_figures):
        rows[target.key_figure_id].targets.append(target)
    for assessment in _tuples(KeyFigureAssessment, key_figures):
        rows[assessment.key_figure_id].assessments.append(assessment)
    return rows


def _tuples(model: type[Any], key_figures: Collection[int]) -> Iterable[Any]:
    # A document has a hundred of them, and needs no instances.
    columns = [field.attname for field in model._meta.concrete_fields]
    rows: Iterable[Any] = model.objects.filter(key_figure__in=key_figures).values_list(*columns, named=True)
    return rows


def _names_of(chosen: Iterable[Named]) -> dict[Named, list[Name]]:
    """Return the names of bodies and key figures, in one query."""
    keys: defaultdict[str, set[int]] = defaultdict(set)
    for kind, pk in chosen:
        keys[kind].add(pk)
    blank = Value("", output_field=CharField())
    of_bodies: Any = ResponsibleBodyName.objects.filter(body__in=keys[BODY]).annotate(
        kind=Value(BODY, output_field=CharField()), named=F("body_id"), definition=blank, unit_label=blank
    )
    of_key_figures: Any = KeyFigureName.objects.filter(key_figure__in=keys[KEY_FIGURE]).annotate(
        kind=Value(KEY_FIGURE, output_field=CharField()), named=F("key_figure_id")
    )
    first, second = (
        names.order_by().values_list("kind", "named", *Name._fields) for names in (of_bodies, of_key_figures)
    )
    found: dict[Named, list[Name]] = {named: [] for named in chosen}
    for kind, pk, *columns in first.union(second, all=True):
        found[kind, pk].append(Name(*columns))
    return found
