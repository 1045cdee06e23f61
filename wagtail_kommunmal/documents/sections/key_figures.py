from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.html import linebreaks
from django.utils.translation import gettext as _
from rest_framework import serializers

from ...conf import asks_kolada_itself
from ...models import KeyFigure
from ...numbers import HARD_SPACE, display_format
from ...periods import Period
from ...vocabulary import (
    AchievementStatus,
    Better,
    Gender,
    MissingReason,
    Position,
    Provenance,
    Series,
    TargetOperator,
    Trend,
    Unit,
    label_of,
)
from ..chosen import RowsOfKeyFigure
from ..context import BodyReference, ComposeContext
from ..shapes import (
    BodyReferenceSerializer,
    Coded,
    ContractSerializer,
    DecimalStringField,
    HtmlField,
    PeriodSerializer,
    TextField,
    coded,
)
from .base import Composed, ListSectionSerializer, SectionType, list_frame

SHORT_UNITS = {
    Unit.PERCENT: "%",
    Unit.SEK: "kr",
    Unit.TKR: "tkr",
    Unit.SEK_PER_INHABITANT: "kr/inv",
    Unit.MWH: "MWh",
    Unit.KG_PER_INHABITANT: "kg/inv",
}
"""Units that are printed after the number when nothing else is said; the others are words of their own."""


def compose(value: Any, context: ComposeContext) -> Composed:
    children = [child for child in value["items"].bound_blocks if child.value.get("key_figure")]
    heading = _("Key figures %(year)s") % {"year": context.year or ""}
    return {
        "heading": value.get("heading") or heading.strip(),
        "key_figures": [KeyFigureOnGoal(child.value, context) for child in children],
        **list_frame(value, context, is_empty=not children, empty_text=_("No key figures.")),
    }


class KeyFigureOnGoal:
    """A key figure in a goal's document; its rows are read when it is written, after the context has loaded."""

    def __init__(self, value: Any, context: ComposeContext) -> None:
        self.figure: KeyFigure = context.key_figure(value["key_figure"])
        self.note = context.rich_text(value.get("note"))
        self.context = context

    @property
    def id(self) -> Any:
        return self.figure.uuid

    @cached_property
    def name(self) -> str:
        return self._text("name") or ""

    @property
    def definition(self) -> str | None:
        return self._text("definition")

    @property
    def unit(self) -> str:
        return self.figure.unit

    @cached_property
    def unit_label(self) -> str | None:
        return self._text("unit_label")

    @property
    def decimals(self) -> int | None:
        return self.figure.decimals

    @property
    def better(self) -> str:
        return self.figure.better

    @property
    def source(self) -> Composed:
        # Invented figures never bear Kolada's name.
        from_kolada = asks_kolada_itself() and any(row.provenance == Provenance.KOLADA for row in self._rows.values)
        return {
            "name": self.figure.source or None,
            "kolada_id": self.figure.kolada_id or None,
            "attribution": _("Source: Kolada") if from_kolada else None,
        }

    @property
    def responsible(self) -> BodyReference | None:
        pk = self.figure.responsible_id
        return self.context.body(self.context.chosen.bodies.get(pk)) if pk else None

    @property
    def values(self) -> list[Composed]:
        return [self._value(row) for row in self._rows.values]

    @property
    def targets(self) -> list[Composed]:
        return [self._target(row) for row in self._rows.targets]

    @cached_property
    def assessments(self) -> list[Composed]:
        return [self._assessment(row) for row in self._rows.assessments]

    @property
    def current_assessment(self) -> Composed | None:
        return self.assessments[-1] if self.assessments else None

    @property
    def summary_text(self) -> str:
        """One plain sentence: what the latest own figure says."""
        own = [row for row in self._rows.values if row.series == Series.OWN]
        total = [row for row in own if row.gender == Gender.TOTAL] or own
        if not total:
            return _("No value has been reported.")
        return self._sentence(total)

    @property
    def _rows(self) -> RowsOfKeyFigure:
        return self.context.chosen.rows[self.figure.pk]

    def _sentence(self, rows: Sequence[Any]) -> str:
        latest = rows[-1]
        words = {
            "name": self.name,
            "period": Period.parse(latest.period).label,
            "value": self._value_text(latest),
            "reason": label_of(latest.missing_reason or MissingReason.UNKNOWN, MissingReason).lower(),
        }
        if words["value"] is None:
            return _("%(name)s: no value for %(period)s, %(reason)s.") % words
        if latest.preliminary:
            return _("%(name)s: %(value)s in %(period)s (preliminary).") % words
        return _("%(name)s: %(value)s in %(period)s.") % words

    def _text(self, field: str) -> str | None:
        return self.context.text_of(self.figure, field) or None

    def _value(self, row: Any) -> Composed:
        return {
            "period": row.period,
            "series": Coded(row.series, row.series_label) if row.series_label else row.series,
            "gender": row.gender,
            "value": row.value,
            "value_text": self._value_text(row),
            "missing_reason": row.missing_reason or None,
            "preliminary": row.preliminary,
            "note": row.note or None,
            "fetched_at": row.fetched_at,
        }

    def _value_text(self, row: Any) -> str | None:
        if row.value_text:
            return row.value_text
        return None if row.value is None else self._number_text(row.value)

    def _number_text(self, number: Any) -> str:
        shown = display_format(number, self.context.language, self.figure.decimals)
        return f"{shown}{HARD_SPACE}{self._unit_behind}" if self._unit_behind else shown

    @cached_property
    def _unit_behind(self) -> str:
        """What stands behind a number; nothing where its unit is no word."""
        if self.unit_label:
            return self.unit_label
        if self.figure.unit == Unit.MNKR:
            return self.context.site_settings.million_term
        return SHORT_UNITS.get(Unit(self.figure.unit), "")

    def _target(self, row: Any) -> Composed:
        return {
            "period": row.period,
            "text": row.text,
            "operator": row.operator,
            "value": row.value,
            "value_max": row.value_max,
            "gender": row.gender,
            "baseline": self._baseline(row),
        }

    def _baseline(self, row: Any) -> Composed | None:
        number = row.baseline_value
        if not row.baseline_period and number is None:
            return None
        return {
            "period": row.baseline_period or None,
            "value": number,
            "value_text": None if number is None else self._number_text(number),
        }

    def _assessment(self, row: Any) -> Composed:
        return {
            "period": row.period,
            "status": self.context.status(AchievementStatus, row.status),
            "trend": self.context.status(Trend, row.trend),
            "position": row.position or None,
            "comment_html": linebreaks(row.comment, autoescape=True) if row.comment else None,
            "comment_text": row.comment or None,
            "commented_on": row.commented_on,
        }


class KeyFigureSourceSerializer(ContractSerializer):
    """Where a key figure comes from."""

    name = serializers.CharField(allow_null=True)
    koladaId = serializers.CharField(allow_null=True)
    attribution = serializers.CharField(allow_null=True, help_text="To be shown wherever the values are shown.")


class KeyFigureValueSerializer(ContractSerializer):
    """A measured value, or the reason why there is none."""

    period = PeriodSerializer()
    series = coded(Series)()
    gender = coded(Gender)()
    value = DecimalStringField(allow_null=True, help_text="null is not 0: see missingReason.")
    valueText = serializers.CharField(allow_null=True, help_text="As people read it, with unit.")
    missingReason = coded(MissingReason)(allow_null=True)
    preliminary = serializers.BooleanField()
    note = serializers.CharField(allow_null=True)
    fetchedAt = serializers.DateTimeField(allow_null=True)


class BaselineSerializer(ContractSerializer):
    """What a target is compared with."""

    period = PeriodSerializer(allow_null=True)
    value = DecimalStringField(allow_null=True)
    valueText = serializers.CharField(allow_null=True, help_text="As people read it, with unit.")


class KeyFigureTargetSerializer(ContractSerializer):
    """A target verbatim, with a structured reading where there is one."""

    period = PeriodSerializer()
    text = serializers.CharField()
    operator = coded(TargetOperator)()
    value = DecimalStringField(allow_null=True)
    valueMax = DecimalStringField(allow_null=True)
    gender = coded(Gender)()
    baseline = BaselineSerializer(allow_null=True)


class KeyFigureAssessmentSerializer(ContractSerializer):
    """What somebody judged: three independent facts and a comment."""

    period = PeriodSerializer()
    status = coded(AchievementStatus)(allow_null=True)
    trend = coded(Trend)(allow_null=True)
    position = coded(Position)(allow_null=True)
    commentHtml = serializers.CharField(allow_null=True)
    commentText = serializers.CharField(allow_null=True)
    commentedOn = serializers.DateField(allow_null=True)


class KeyFigureSerializer(ContractSerializer):
    """A key figure with all that is known of it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    definition = serializers.CharField(allow_null=True)
    unit = coded(Unit)()
    unitLabel = serializers.CharField(allow_null=True)
    decimals = serializers.IntegerField(allow_null=True)
    better = coded(Better)()
    source = KeyFigureSourceSerializer()  # type: ignore[assignment]
    responsible = BodyReferenceSerializer(allow_null=True)
    noteHtml = HtmlField("note")
    noteText = TextField("note")
    values = KeyFigureValueSerializer(many=True)
    targets = KeyFigureTargetSerializer(many=True)
    currentAssessment = KeyFigureAssessmentSerializer(allow_null=True)
    assessments = KeyFigureAssessmentSerializer(many=True)
    summaryText = serializers.CharField(help_text="One plain sentence: what the latest figure says.")


class KeyFiguresSectionSerializer(ListSectionSerializer):
    """The key figures that a goal is followed by."""

    type = serializers.ChoiceField(choices=["keyFigures"])
    keyFigures = KeyFigureSerializer(many=True)


KEY_FIGURES = SectionType("keyFigures", compose, KeyFiguresSectionSerializer)
