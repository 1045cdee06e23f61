"""Values of key figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...authoring.recorded_changes import RowChange
from ...authoring.row_states import restore_state, state_of
from ...authoring.value_changes import ValueKey, fill, plain_key
from ...models import KeyFigureValue
from ...models.kolada import value_name
from ...vocabulary import Gender, MissingReason, Provenance, Series
from ..columns.headings import Column, column_of
from ..columns.texts import folded, normal_text
from ..plans import Key, State
from .base import Match, RowError, Values, row_error
from .figures import FIGURE_COLUMNS, figure_identities
from .period_rows import PeriodRowTableKind

_IDENTITY = ("period", "series", "series_label", "gender")


class ValueTableKind(PeriodRowTableKind):
    """What was measured. A value is known by its key figure, period, series and gender."""

    code = "values"
    label = gettext_lazy("Values of key figures")
    description = gettext_lazy("What was measured, a row for each period, series and gender.")
    row_kind = "value"
    content = frozenset({"value", "value_text", "missing_reason", "note"})
    text_of = MappingProxyType({"value": "value_text"})
    remarks = "note"

    @cached_property
    def columns(self) -> Sequence[Column]:
        tells: dict[str, Any] = {"is_field": False, "can_clear": False}
        return [
            *FIGURE_COLUMNS,
            column_of(KeyFigureValue, "period", **tells),
            column_of(KeyFigureValue, "series", Series, **tells),
            column_of(KeyFigureValue, "series_label", **tells),
            column_of(KeyFigureValue, "gender", Gender, **tells),
            column_of(KeyFigureValue, "value"),
            column_of(KeyFigureValue, "value_text"),
            column_of(KeyFigureValue, "missing_reason", MissingReason),
            column_of(KeyFigureValue, "preliminary"),
            column_of(KeyFigureValue, "note"),
        ]

    @property
    def identities(self) -> Sequence[frozenset[str]]:
        return figure_identities("period")

    def exported(self) -> Iterable[Values]:
        names = [column.name for column in self.columns if column not in FIGURE_COLUMNS]
        by_figure: dict[int, list[KeyFigureValue]] = {}
        for row in KeyFigureValue.objects.filter(key_figure__site=self.site):
            by_figure.setdefault(row.key_figure_id, []).append(row)
        for pk, figure in self.figures.by_pk.items():
            for row in by_figure.get(pk, []):
                state = state_of(row)
                yield {**self.figures.named(figure), **{name: state[name] for name in names}}

    def prepare(self, rows: Sequence[Values]) -> None:
        periods = {row["period"] for row in rows if row.get("period")}
        self._labels = self._labels_of_series() if any(row.get("series_label") for row in rows) else {}
        self._stored: dict[Key, State] = {}
        for row in KeyFigureValue.objects.filter(key_figure__site=self.site, period__in=periods).iterator():
            state = state_of(row)
            self._stored[_key(str(self.figures.by_pk[row.key_figure_id].uuid), state)] = state

    def match(self, values: Values) -> Match:
        if not values.get("period"):
            raise RowError({"period": [_("Say which period the value is for.")]})
        found = self.figures.find(values)
        given = {"series": Series.OWN.value, "series_label": "", "gender": Gender.TOTAL.value, **values}
        uuid = str(found.figure.uuid)
        key = _key(uuid, given)
        if key not in self._stored:
            label = self._labels.setdefault(folded(given["series_label"]), given["series_label"])
            key = _key(uuid, {**given, "series_label": label})
        if key not in self._stored:
            key = (key[0], *plain_key(ValueKey(*key[1:])))
        label = f"{found.figure}: {value_name(key[1:])}"
        return Match(key, label, self._stored.get(key), doubt=found.doubt)

    def after(self, match: Match, values: Values) -> State:
        row = KeyFigureValue(key_figure=self.figures.by_id[match.key[0]])
        restore_state(row, match.state or dict(zip(_IDENTITY, match.key[1:], strict=True)))
        says = dict(values)
        if says.get("value") is not None:
            # The reason that the file repeats, or is silent about, was that of the value which was missing.
            says.setdefault("missing_reason", "")
        try:
            fill(row, says)
        except ValidationError as error:
            raise row_error(error) from error
        row.provenance, row.fetched_at = Provenance.IMPORT.value, None
        return state_of(row)

    def _labels_of_series(self) -> dict[str, str]:
        """Return the stored labels by how they are compared, so that no series is there in two spellings."""
        rows = KeyFigureValue.objects.filter(key_figure__site=self.site).order_by()
        return {folded(label): label for label in rows.values_list("series_label", flat=True).distinct()}

    def pk_in(self, key: Key) -> int | None:
        return None

    def key_after(self, key: Key, change: RowChange) -> Key:
        return key


def _key(uuid: str, values: Values) -> Key:
    return (uuid, values["period"], values["series"], normal_text(values["series_label"]), values["gender"])
