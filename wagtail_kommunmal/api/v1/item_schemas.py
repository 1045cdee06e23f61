"""The answers of API v1 that are about key figures across all goals."""

from __future__ import annotations

from ...documents.sections.key_figures import (
    KeyFigureSerializer,
    KeyFigureTargetSerializer,
    KeyFigureValueSerializer,
)
from .schemas import ListSerializer, WithGoalSerializer


class KeyFigureWithGoalSerializer(KeyFigureSerializer, WithGoalSerializer):
    """A key figure as its goal has it, with the goal that it belongs to and what is latest of it."""

    latestValue = KeyFigureValueSerializer(
        allow_null=True,
        help_text="The municipality's own, for both genders together; of its latest period, even if it is missing.",
    )
    latestTarget = KeyFigureTargetSerializer(
        allow_null=True, help_text="For both genders together, of its latest period."
    )


class KeyFigureListSerializer(ListSerializer):
    """A page of the list of key figures."""

    items = KeyFigureWithGoalSerializer(many=True)


class ObservationListSerializer(ListSerializer):
    """A page of the list of a key figure's values."""

    items = KeyFigureValueSerializer(many=True)
