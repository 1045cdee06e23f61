"""Targets of key figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...authoring.recorded_changes import RowChange
from ...authoring.row_states import restore_state, state_of
from ...models import KeyFigure, KeyFigureTarget
from ...periods import Period
from ...vocabulary import Gender, TargetOperator
from ..columns.headings import Column, column_of
from ..columns.references import RowIdType
from ..columns.texts import folded
from ..plans import Key, State
from .base import Match, RowError, Values, row_error
from .figures import FIGURE_COLUMNS, figure_identities
from .period_rows import PeriodRowTableKind


class TargetTableKind(PeriodRowTableKind):
    """What was decided. A target is known by its id; else by key figure, period and gender, together with its text.

    Of those for a period, one that another row of the file names by its id is not looked for again.
    """

    code = "targets"
    label = gettext_lazy("Targets of key figures")
    description = gettext_lazy("What was decided, a row for each period.")
    row_kind = "target"
    content = frozenset({"text", "value", "value_max", "baseline_period", "baseline_value"})
    text_of = MappingProxyType({"value": "text"})

    @cached_property
    def columns(self) -> Sequence[Column]:
        return [
            Column("id", gettext_lazy("id"), RowIdType(), is_field=False, can_clear=False),
            *FIGURE_COLUMNS,
            column_of(KeyFigureTarget, "period"),
            column_of(KeyFigureTarget, "gender", Gender),
            column_of(KeyFigureTarget, "text"),
            column_of(KeyFigureTarget, "operator", TargetOperator),
            column_of(KeyFigureTarget, "value"),
            column_of(KeyFigureTarget, "value_max"),
            column_of(KeyFigureTarget, "baseline_period"),
            column_of(KeyFigureTarget, "baseline_value"),
        ]

    @property
    def identities(self) -> Sequence[frozenset[str]]:
        return [frozenset({"id"}), *figure_identities("period")]

    @cached_property
    def stored(self) -> dict[str, KeyFigureTarget]:
        """Id -> target."""
        return {str(row.pk): row for row in KeyFigureTarget.objects.filter(key_figure__site=self.site)}

    def exported(self) -> Iterable[Values]:
        places = {pk: place for place, pk in enumerate(self.figures.by_pk)}
        for row in sorted(self.stored.values(), key=lambda row: (places[row.key_figure_id], row.ends_on, row.pk)):
            yield {"id": str(row.pk), **self.figures.named(self.figures.by_pk[row.key_figure_id]), **state_of(row)}

    def prepare(self, rows: Sequence[Values]) -> None:
        self._named = {row["id"] for row in rows if row.get("id")}

    def match(self, values: Values) -> Match:
        if pk := values.get("id"):
            return self._by_id(pk, values)
        if not values.get("period"):
            raise RowError({"period": [_("Say which period the target is for.")]})
        found = self.figures.find(values)
        period, gender = values["period"], values.get("gender") or Gender.TOTAL.value
        place = self._by_place.get((found.figure.pk, period, gender), [])
        free = [row for row in place if str(row.pk) not in self._named]
        text = folded(values.get("text") or "")
        same = [row for row in free if folded(row.text) == text] or free
        if len(same) > 1:
            message = _("%(count)d targets are for this period. Give the id in the column “Id”.")
            raise RowError({"id": [message % {"count": len(same)}]})
        if same:
            is_certain = text in ("", folded(same[0].text))
            return self._match(same[0], found.figure, found.doubt or ("" if is_certain else _doubt_of_text()))
        key = (str(found.figure.uuid), "", period, gender, text)
        return Match(key, _label(found.figure, period), None, doubt=found.doubt)

    def after(self, match: Match, values: Values) -> State:
        row = KeyFigureTarget(key_figure=self.figures.by_id[match.key[0]])
        if match.state:
            restore_state(row, match.state)
        for name, value in values.items():
            setattr(row, name, value)
        try:
            row.clean_fields(exclude=["key_figure", "ends_on"])
            row.clean()
        except ValidationError as error:
            raise row_error(error) from error
        return state_of(row)

    def pk_in(self, key: Key) -> int | None:
        return int(key[1]) if key[1] else None

    def key_after(self, key: Key, change: RowChange) -> Key:
        return (key[0], str(change.pk))

    def _by_id(self, pk: str, values: Values) -> Match:
        row = self.stored.get(pk)
        if row is None:
            raise RowError({"id": [_("There is nothing with this id here. Leave the cell blank for a new row.")]})
        figure = self.figures.by_pk[row.key_figure_id]
        uuid = values.get("key_figure_id")
        if uuid and uuid != str(figure.uuid):
            raise RowError({"key_figure_id": [_("The target with this id belongs to another key figure.")]})
        self.figures.refuse_contradiction(figure, values)
        return self._match(row, figure)

    def _match(self, row: KeyFigureTarget, figure: KeyFigure, doubt: str = "") -> Match:
        return Match((str(figure.uuid), str(row.pk)), _label(figure, row.period), state_of(row), doubt=doubt)

    @cached_property
    def _by_place(self) -> dict[tuple[int, str, str], list[KeyFigureTarget]]:
        places: dict[tuple[int, str, str], list[KeyFigureTarget]] = {}
        for row in self.stored.values():
            places.setdefault((row.key_figure_id, row.period, row.gender), []).append(row)
        return places


def _label(figure: KeyFigure, period: str) -> str:
    return f"{figure}: {Period.parse(period).label}"


def _doubt_of_text() -> str:
    return _("The only target for this period has another text: confirm that it is this one that the row changes.")
