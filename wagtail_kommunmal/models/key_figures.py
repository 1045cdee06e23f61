"""Key figures and the rows that belong to them: values, targets and assessments.

The rows are plain foreign keys without drafts: what a sync writes must never be undone by publishing an old draft.
"""

from __future__ import annotations

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Locale, Site
from wagtail.search import index

from ..admin.panels import WarningsPanel
from ..fields import ExactDecimalField
from ..periods import Period, validate_period
from ..vocabulary import (
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
)
from .bodies import ResponsibleBody
from .names import TranslatedNames

is_kolada_id = RegexValidator(r"^[NU]\d{5}$")


class KeyFigure(TranslatedNames, index.Indexed, ClusterableModel):
    """Something that is measured, with its unit, source and direction."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+", verbose_name=_("site"))
    name = models.CharField(_("name"), max_length=500)
    definition = models.TextField(_("definition"), blank=True)
    unit = models.CharField(_("unit"), max_length=30, choices=Unit.choices, default=Unit.PERCENT)
    unit_label = models.CharField(
        _("unit as printed"), max_length=80, blank=True, help_text=_("For example “kr/inv” or “antal dagar”.")
    )
    decimals = models.PositiveSmallIntegerField(
        _("decimals"), null=True, blank=True, help_text=_("How many are shown. Blank shows those that were entered.")
    )
    better = models.CharField(_("direction"), max_length=10, choices=Better.choices, default=Better.HIGHER)
    source = models.CharField(_("source"), max_length=255, blank=True)
    kolada_id = models.CharField(_("Kolada id"), max_length=20, blank=True, help_text=_("For example N00945."))
    next_publication_on = models.DateField(
        _("next publication"),
        null=True,
        blank=True,
        help_text=_("When the source publishes its next value. Move it on when that value has been entered."),
    )
    responsible = models.ForeignKey(
        ResponsibleBody,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("responsible body"),
    )

    panels = [
        WarningsPanel(),
        FieldPanel("name"),
        FieldPanel("definition"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("unit"), FieldPanel("unit_label"), FieldPanel("decimals")]),
                FieldPanel("better"),
            ],
            heading=_("How it is read"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("source"), FieldPanel("kolada_id"), FieldPanel("next_publication_on")]),
                FieldPanel("responsible"),
            ],
            heading=_("Where it comes from"),
        ),
        InlinePanel("names", heading=_("Texts in other languages"), label=_("Text")),
    ]
    search_fields = [
        index.SearchField("name"),
        index.SearchField("kolada_id"),
        index.AutocompleteField("name"),
        index.AutocompleteField("kolada_id"),
        index.FilterField("site_id"),
    ]

    class Meta:
        verbose_name = _("key figure")
        verbose_name_plural = _("key figures")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_warnings(self) -> list[str]:
        """Return what an editor should look at, though it may be right."""
        if not self.kolada_id:
            return []
        try:
            is_kolada_id(self.kolada_id)
        except ValidationError:
            message = _("“%(id)s” does not look like a Kolada id, which is N or U and five digits.")
            return [message % {"id": self.kolada_id}]
        link = getattr(self, "kolada_link", None)
        return link.warning_texts if link and link.kolada_id == self.kolada_id else []


class KeyFigureName(models.Model):
    """A key figure's texts in a further language."""

    key_figure = ParentalKey(KeyFigure, on_delete=models.CASCADE, related_name="names")
    locale = models.ForeignKey(Locale, on_delete=models.CASCADE, related_name="+", verbose_name=_("language"))
    name = models.CharField(_("name"), max_length=500)
    definition = models.TextField(_("definition"), blank=True)
    unit_label = models.CharField(_("unit as printed"), max_length=80, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("locale"), FieldPanel("unit_label")]),
        FieldPanel("name"),
        FieldPanel("definition"),
    ]

    class Meta:
        verbose_name = _("text of a key figure")
        verbose_name_plural = _("texts of key figures")
        constraints = [
            models.UniqueConstraint(fields=["key_figure", "locale"], name="kommunmal_key_figure_name_once_per_locale")
        ]

    def __str__(self) -> str:
        return self.name


class PeriodRow(models.Model):
    """A row of a key figure that holds for a period."""

    period = models.CharField(
        _("period"), max_length=20, validators=[validate_period], help_text=_("For example 2025, 2025-T1 or 2025-08.")
    )
    ends_on = models.DateField(editable=False)

    # A row is part of its key figure, not a use of it.
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.stamp()
        super().save(*args, **kwargs)

    def stamp(self) -> None:
        """Write the period in its one form and the day on which it ends; ``bulk_create`` needs it called."""
        period = Period.parse(self.period)
        self.period, self.ends_on = period.code, period.ends_on


class KeyFigureValue(PeriodRow):
    """A measured value, or the reason why there is none."""

    key_figure = models.ForeignKey(KeyFigure, on_delete=models.CASCADE, related_name="values")
    series = models.CharField(_("series"), max_length=20, choices=Series.choices, default=Series.OWN)
    series_label = models.CharField(_("name of the series"), max_length=120, blank=True)
    gender = models.CharField(_("gender"), max_length=1, choices=Gender.choices, default=Gender.TOTAL)
    value = ExactDecimalField(_("value"))
    value_text = models.CharField(
        _("value as text"), max_length=255, blank=True, help_text=_("For values that are no numbers.")
    )
    missing_reason = models.CharField(_("why it is missing"), max_length=20, choices=MissingReason.choices, blank=True)
    preliminary = models.BooleanField(_("preliminary"), default=False)
    note = models.CharField(_("note"), max_length=500, blank=True)
    provenance = models.CharField(
        _("provenance"), max_length=10, choices=Provenance.choices, default=Provenance.MANUAL, editable=False
    )
    fetched_at = models.DateTimeField(_("fetched"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("value of a key figure")
        verbose_name_plural = _("values of key figures")
        ordering = ["ends_on", "period", "series", "series_label", "gender"]
        constraints = [
            models.UniqueConstraint(
                fields=["key_figure", "period", "series", "series_label", "gender"],
                name="kommunmal_one_value_per_period_series_gender",
            )
        ]

    def __str__(self) -> str:
        return f"{self.key_figure} {self.period}"

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.value is None and not self.value_text and not self.missing_reason:
            errors["value"] = _("Give a number, a text, or the reason why the value is missing.")
        if self.value is not None and self.missing_reason:
            errors["missing_reason"] = _("A value that exists is not missing. Remove the reason or the value.")
        if self.value is not None and self.key_figure.unit == Unit.RANK and not _is_rank(self.value):
            errors["value"] = _("A rank is a whole number from 1.")
        if errors:
            raise ValidationError(errors)


def _is_rank(value: Any) -> bool:
    return bool(value >= 1 and value == value.to_integral_value())


class KeyFigureTarget(PeriodRow):
    """A target, verbatim as it was decided, with an optional structured reading beside it."""

    key_figure = models.ForeignKey(KeyFigure, on_delete=models.CASCADE, related_name="targets")
    text = models.CharField(
        _("target as decided"), max_length=500, help_text=_("Verbatim, for example “minst 80 %” or “ska öka”.")
    )
    operator = models.CharField(
        _("reading"), max_length=10, choices=TargetOperator.choices, default=TargetOperator.NONE
    )
    value = ExactDecimalField(_("target value"))
    value_max = ExactDecimalField(_("upper value"), help_text=_("Only for “between”."))
    gender = models.CharField(_("gender"), max_length=1, choices=Gender.choices, default=Gender.TOTAL)
    baseline_period = models.CharField(_("baseline period"), max_length=20, blank=True, validators=[validate_period])
    baseline_value = ExactDecimalField(_("baseline value"))

    class Meta:
        verbose_name = _("target of a key figure")
        verbose_name_plural = _("targets of key figures")
        ordering = ["ends_on", "period", "gender", "pk"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        errors: dict[str, Any] = {}
        if self.operator in NUMERIC_OPERATORS and self.value is None:
            errors["value"] = _("This reading needs a number.")
        if self.operator == TargetOperator.BETWEEN and self.value_max is None:
            errors["value_max"] = _("“Between” needs an upper value too.")
        elif self.value is not None and self.value_max is not None and self.value_max < self.value:
            errors["value_max"] = _("The upper value is below the lower.")
        if errors:
            raise ValidationError(errors)


NUMERIC_OPERATORS = frozenset(
    {
        TargetOperator.GTE,
        TargetOperator.GT,
        TargetOperator.LTE,
        TargetOperator.LT,
        TargetOperator.EQ,
        TargetOperator.BETWEEN,
    }
)


class KeyFigureAssessment(PeriodRow):
    """What somebody judged of a key figure for a period: three independent facts and a comment."""

    key_figure = models.ForeignKey(KeyFigure, on_delete=models.CASCADE, related_name="assessments")
    status = models.CharField(_("status"), max_length=20, choices=AchievementStatus.choices, blank=True)
    trend = models.CharField(_("trend"), max_length=20, choices=Trend.choices, blank=True)
    position = models.CharField(_("position"), max_length=10, choices=Position.choices, blank=True)
    comment = models.TextField(_("comment"), blank=True)
    commented_on = models.DateField(_("date of the comment"), null=True, blank=True)

    class Meta:
        verbose_name = _("assessment of a key figure")
        verbose_name_plural = _("assessments of key figures")
        ordering = ["ends_on", "period"]
        constraints = [
            models.UniqueConstraint(fields=["key_figure", "period"], name="kommunmal_one_assessment_per_period")
        ]

    def __str__(self) -> str:
        return f"{self.key_figure} {self.period}"
