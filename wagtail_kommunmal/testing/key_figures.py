from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import factory
from factory.django import DjangoModelFactory

from ..models import KeyFigure, KeyFigureAssessment, KeyFigureTarget, KeyFigureValue
from ..vocabulary import AchievementStatus, Better, MissingReason, TargetOperator, Unit
from .sites import default_site


class KeyFigureFactory(DjangoModelFactory[KeyFigure]):
    """Makes a key figure of the default site, in percent; ``rank=True`` one that counts places.

    Its rows for the own municipality can be given at once, by period: ``values={"2024": "71,5"}``, where a
    ``MissingReason`` stands for a value that there is not, ``targets={"2026": "minst 75 %"}`` with the text as decided,
    and ``assessments={"2024": AchievementStatus.ACHIEVED}``.
    """

    class Meta:
        model = KeyFigure
        skip_postgeneration_save = True

    class Params:
        rank = factory.Trait(unit=Unit.RANK, better=Better.LOWER, decimals=0)

    site = factory.LazyFunction(default_site)
    name = factory.Sequence(lambda n: f"Nyckeltal {n}")
    unit = Unit.PERCENT
    better = Better.HIGHER

    @factory.post_generation
    def values(
        self: Any, create: bool, extracted: Mapping[str, str | Decimal | MissingReason] | None, **kwargs: Any
    ) -> None:
        """Make a row for each period of ``values``."""
        for period, value in (extracted or {}).items():
            column = "missing_reason" if isinstance(value, MissingReason) else "value"
            KeyFigureValueFactory(key_figure=self, period=period, **{"value": None, column: value})

    @factory.post_generation
    def targets(self: Any, create: bool, extracted: Mapping[str, str] | None, **kwargs: Any) -> None:
        """Make a row for each period of ``targets``."""
        for period, text in (extracted or {}).items():
            KeyFigureTargetFactory(key_figure=self, period=period, text=text)

    @factory.post_generation
    def assessments(self: Any, create: bool, extracted: Mapping[str, AchievementStatus] | None, **kwargs: Any) -> None:
        """Make a row for each period of ``assessments``."""
        for period, status in (extracted or {}).items():
            KeyFigureAssessmentFactory(key_figure=self, period=period, status=status)


class KeyFigureValueFactory(DjangoModelFactory[KeyFigureValue]):
    """Makes a value of the own municipality; ``missing=True`` one that has not been published yet."""

    class Meta:
        model = KeyFigureValue

    class Params:
        missing = factory.Trait(value=None, missing_reason=MissingReason.NOT_PUBLISHED)

    key_figure = factory.SubFactory(KeyFigureFactory)
    period = "2025"
    value = "71.5"


class KeyFigureTargetFactory(DjangoModelFactory[KeyFigureTarget]):
    """Makes a target with its text only; ``at_least=True`` adds the structured reading “at least 75”."""

    class Meta:
        model = KeyFigureTarget

    class Params:
        at_least = factory.Trait(operator=TargetOperator.GTE, value="75")

    key_figure = factory.SubFactory(KeyFigureFactory)
    period = "2026"
    text = "minst 75 %"


class KeyFigureAssessmentFactory(DjangoModelFactory[KeyFigureAssessment]):
    """Makes an assessment with a status."""

    class Meta:
        model = KeyFigureAssessment

    key_figure = factory.SubFactory(KeyFigureFactory)
    period = "2025"
    status = AchievementStatus.PARTLY_ACHIEVED
