"""Tables of the rows of key figures: what values and targets have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import ClassVar

from django.db import IntegrityError
from django.utils.translation import gettext as _

from ...authoring.bulk_changes import RowsTouchedError, write_changes
from ...authoring.recorded_changes import ACTION_OF_KIND, UNDONE, RowChange
from ...models import KeyFigure
from ..columns.units import is_unit
from ..errors import ChangedSinceError
from ..plans import Change, Key
from .base import Kind, Match, RowError, Values, Writing
from .figures import Figures


class PeriodRowTableKind(Kind):
    """Rows that belong to a key figure; the first part of a key is the id of the key figure."""

    model = KeyFigure
    export_rights = import_rights = ("change",)
    row_kind: ClassVar[str]
    """What a log entry calls the rows."""
    content: ClassVar[frozenset[str]]
    """The columns that say something by themselves."""

    @cached_property
    def figures(self) -> Figures:
        """The key figures of the site."""
        return Figures(self.site)

    @abstractmethod
    def pk_in(self, key: Key) -> int | None:
        """Return the primary key of the row, if that is what it is known by."""

    @abstractmethod
    def key_after(self, key: Key, change: RowChange) -> Key:
        """Return the key of a row that was written."""

    def says_nothing(self, match: Match, values: Values) -> bool:
        return match.state is None and not any(values.get(name) not in (None, "") for name in self.content)

    def refuse_units(self, match: Match, units: Mapping[str, str]) -> None:
        figure = self.figures.by_id[match.key[0]]
        wrong = {name: unit for name, unit in units.items() if not is_unit(unit, figure.unit, figure.unit_label)}
        message = _("The file says “%(printed)s”, but the unit of the key figure is “%(unit)s”.")
        told = str(figure.unit_label or figure.get_unit_display() or "–")
        if wrong:
            raise RowError({name: [message % {"printed": unit, "unit": told}] for name, unit in wrong.items()})

    def write(self, changes: Sequence[Change], writing: Writing) -> list[Key]:
        pks = self._pks_of_figures(changes)
        wanted: dict[int, list[RowChange]] = {}
        places: list[tuple[int, int]] = []
        for change in changes:
            rows = wanted.setdefault(pks[change.key[0]], [])
            places.append((pks[change.key[0]], len(rows)))
            rows.append(RowChange(self.row_kind, self.pk_in(change.key), change.before, change.after))
        action = UNDONE if writing.is_undo else ACTION_OF_KIND[self.row_kind]
        try:
            done = write_changes(self.row_kind, wanted, action=action, user=writing.user, details=writing.details)
        except IntegrityError as error:
            raise ChangedSinceError(changes) from error
        except RowsTouchedError as refused:
            touched = {id(row) for row in refused.changes}
            raise ChangedSinceError(
                [change for change, (pk, n) in zip(changes, places, strict=True) if id(wanted[pk][n]) in touched]
            ) from refused
        return [
            self.key_after(change.key, done[pk][number]) for change, (pk, number) in zip(changes, places, strict=True)
        ]

    def _pks_of_figures(self, changes: Sequence[Change]) -> dict[str, int]:
        uuids = {change.key[0] for change in changes}
        # What their rows hold is read when nobody else writes them any more.
        figures = KeyFigure.objects.select_for_update().filter(site=self.site, uuid__in=uuids).order_by("pk")
        pks = {str(uuid): pk for uuid, pk in figures.values_list("uuid", "pk")}
        if gone := [change for change in changes if change.key[0] not in pks]:
            raise ChangedSinceError(gone)
        return pks
