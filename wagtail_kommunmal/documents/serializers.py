"""The contract: what a stored document of a plan or a goal holds.

Members that depend on the reader or on other pages are not here; delivery adds them.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import PolymorphicProxySerializer, extend_schema_field
from rest_framework import serializers

from ..vocabulary import AchievementStatus, AssignmentStatus, GoalKind, Trend
from .additions import described
from .follow_ups import GoalAssessmentSerializer
from .sections.accomplishments import ACCOMPLISHMENTS
from .sections.assignments import ASSIGNMENTS
from .sections.base import SectionType
from .sections.investments import INVESTMENTS
from .sections.key_figures import KEY_FIGURES
from .sections.text import TEXT
from .shapes import ContractSerializer, HtmlField, ImageSerializer, TextField, coded
from .tallies import TalliesSerializer

SECTION_TYPES: dict[str, SectionType] = {
    "text": TEXT,
    "assignments": ASSIGNMENTS,
    "key_figures": KEY_FIGURES,
    "investments": INVESTMENTS,
    "accomplishments": ACCOMPLISHMENTS,
}
"""Name of the block -> how its section is published."""


def described_section_types() -> list[SectionType]:
    """Return the types of sections of the contract, with those of the site where it is described with them."""
    return [*SECTION_TYPES.values(), *described().section_types]


class SectionsField(serializers.Field[Any, Any, Any, Any]):
    """Sections of all types in the order of the page, each already written by its own serializer."""


def described_sections() -> SectionsField:
    """Return the field of a goal's sections with a component for each type."""
    components = PolymorphicProxySerializer(
        component_name="Section",
        serializers={section_type.name: section_type.serializer for section_type in described_section_types()},
        resource_type_field_name="type",
        many=True,
    )
    # Its types know of classes only, though it is meant for instances as well.
    return extend_schema_field(components)(SectionsField())  # type: ignore[type-var]


class FocusAreaSerializer(ContractSerializer):
    """The area that a goal is sorted under."""

    id = serializers.UUIDField()
    name = serializers.CharField()


class GoalMembersSerializer(ContractSerializer):
    """What a goal's page says outside its sections."""

    id = serializers.UUIDField(help_text="The same in every language.")
    lang = serializers.CharField(help_text="Language tag, for example sv, en or sma.")
    title = serializers.CharField()
    number = serializers.CharField(allow_null=True)
    statement = serializers.CharField(allow_null=True)
    scopeLine = serializers.CharField(allow_null=True)
    kind = coded(GoalKind)()
    levelLabel = serializers.CharField(allow_null=True)
    focusArea = FocusAreaSerializer(allow_null=True)
    sdgs = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=17))
    image = ImageSerializer(allow_null=True)
    politicalTextHtml = HtmlField("political_text")
    politicalTextText = TextField("political_text")
    assessment = GoalAssessmentSerializer(allow_null=True, help_text="The one of the latest period.")
    assessments = GoalAssessmentSerializer(many=True, help_text="The earliest period first.")


class GoalContentSerializer(GoalMembersSerializer):
    """What a goal's page says."""

    sections = SectionsField()
    tallies = TalliesSerializer()


class WordsSerializer(ContractSerializer):
    """What statuses are called, in the order that the site shows them in; tallies have a member for each code."""

    assignment = coded(AssignmentStatus)(many=True)
    achievement = coded(AchievementStatus)(many=True)
    trend = coded(Trend)(many=True)


class PlanContentSerializer(ContractSerializer):
    """What a plan's page says."""

    id = serializers.UUIDField(help_text="The same in every language.")
    lang = serializers.CharField(help_text="Language tag, for example sv, en or sma.")
    title = serializers.CharField()
    year = serializers.IntegerField()
    periodFrom = serializers.DateField(allow_null=True)
    periodTo = serializers.DateField(allow_null=True)
    introHtml = HtmlField("intro")
    introText = TextField("intro")
    decisionReference = serializers.CharField(allow_null=True)
    adoptedOn = serializers.DateField(allow_null=True)
    words = WordsSerializer(allow_null=True, help_text="Null in a plan that was released before sites had own words.")


GOAL_SUMMARY_MEMBERS = (
    "id",
    "lang",
    "title",
    "number",
    "statement",
    "scopeLine",
    "kind",
    "levelLabel",
    "focusArea",
    "sdgs",
    "image",
    "assessment",
    "tallies",
)
"""Members of a goal's content that lists give too."""
