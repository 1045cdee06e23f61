"""The answers of API v1 as serializers: the contract of the documents with the envelope that delivery puts on.

They describe and are never run: answers are written when a document is released and when it is delivered.
"""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ...documents.additions import described
from ...documents.sections.assignments import AssignmentSerializer
from ...documents.sections.investments import InvestmentSerializer
from ...documents.serializers import GoalContentSerializer, PlanContentSerializer, described_sections
from ...documents.shapes import BodyReferenceSerializer, ContractSerializer, coded
from ...documents.tallies import (
    FollowUpTallySerializer,
    GoalTallySerializer,
    KeyFigureTallySerializer,
    TalliesSerializer,
)
from ...vocabulary import AmountSign, AmountUnit, AssignmentOrigin, ReleaseReason


class LinkSerializer(ContractSerializer):
    """An address, absolute, and what it is to the document."""

    href = serializers.URLField()
    rel = serializers.CharField(help_text="Relation, the same as the member's name.")
    method = serializers.ChoiceField(choices=["GET"])


class ItemLinksSerializer(ContractSerializer):
    """Where a document is found; a link that leads nowhere is left out."""

    self = LinkSerializer()
    web = LinkSerializer(required=False)


class GoalLinksSerializer(ItemLinksSerializer):
    """Where a goal and its change history are found."""

    releases = LinkSerializer()


class ListLinksSerializer(ContractSerializer):
    """The other pages of a list; a link that leads nowhere is left out."""

    self = LinkSerializer()
    first = LinkSerializer()
    last = LinkSerializer()
    prev = LinkSerializer(required=False)
    next = LinkSerializer(required=False)


class ListMetaSerializer(ContractSerializer):
    """Where in a list a page stands."""

    page = serializers.IntegerField()
    limit = serializers.IntegerField()
    count = serializers.IntegerField(help_text="Items on this page.")
    totalRecords = serializers.IntegerField(help_text="Items on all pages.")
    totalPages = serializers.IntegerField()


class ListSerializer(ContractSerializer):
    """What every list has beside its items."""

    # An empty label keeps drf-spectacular from making a title of a name that starts with an underscore.
    _meta = ListMetaSerializer(label="")
    _links = ListLinksSerializer(label="")


class ReleaseSerializer(ContractSerializer):
    """The release that a document shows: which one, since when, and why it was made."""

    number = serializers.IntegerField()
    publishedAt = serializers.DateTimeField()
    reason = coded(ReleaseReason)()
    label = serializers.CharField(allow_null=True)  # type: ignore[assignment]


class EnvelopeSerializer(ContractSerializer):
    """What a document gets when it is delivered."""

    slug = serializers.CharField(help_text="Last part of the page's address.")
    firstPublishedAt = serializers.DateTimeField(allow_null=True)
    updatedAt = serializers.DateTimeField(help_text="When the content last changed.")
    release = ReleaseSerializer()
    webUrl = serializers.URLField(allow_null=True, help_text="null where the site shows no pages of its own.")
    _links = ItemLinksSerializer(label="")


class PlanReferenceSerializer(ContractSerializer):
    """The plan that a goal stands in."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    year = serializers.IntegerField()
    periodFrom = serializers.DateField(allow_null=True)
    periodTo = serializers.DateField(allow_null=True)
    webUrl = serializers.URLField(allow_null=True)


class GoalReferenceSerializer(ContractSerializer):
    """Another goal."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    webUrl = serializers.URLField(allow_null=True)


class YearGoalReferenceSerializer(GoalReferenceSerializer):
    """The same goal in another year's plan."""

    year = serializers.IntegerField()


class GoalEnvelopeSerializer(EnvelopeSerializer):
    """What a goal gets when it is delivered."""

    plan = PlanReferenceSerializer()
    _links = GoalLinksSerializer(label="")
    parentGoal = GoalReferenceSerializer(allow_null=True)
    previousGoal = YearGoalReferenceSerializer(allow_null=True)
    nextGoal = YearGoalReferenceSerializer(allow_null=True)


class GoalSerializer(GoalContentSerializer, GoalEnvelopeSerializer):
    """A goal with everything that is published of it."""

    isDraft = serializers.BooleanField(
        required=False, help_text="true in the answer to a preview token; left out of what is published."
    )

    def get_fields(self) -> Any:
        return super().get_fields() | {"sections": described_sections()} | described().goal_fields()


class GoalSummarySerializer(GoalContentSerializer, GoalEnvelopeSerializer):
    """A goal without its texts and sections, as lists give it."""

    politicalTextHtml = None  # type: ignore[assignment]
    politicalTextText = None  # type: ignore[assignment]
    assessments = None  # type: ignore[assignment]
    sections = None  # type: ignore[assignment]

    def get_fields(self) -> Any:
        return super().get_fields() | described().summary_fields()


class PlanTalliesSerializer(TalliesSerializer):
    """How much there is in a plan, by status where statuses exist."""

    goals = GoalTallySerializer()


class PlanSummarySerializer(PlanContentSerializer, EnvelopeSerializer):
    """A year's plan, as lists give it."""

    tallies = PlanTalliesSerializer()

    def get_fields(self) -> Any:
        return super().get_fields() | described().plan_fields()


class PlanSerializer(PlanSummarySerializer):
    """A year's plan with its goals in the order of the plan."""

    isDraft = serializers.BooleanField(
        required=False, help_text="true in the answer to a preview token; left out of what is published."
    )
    goals = GoalSummarySerializer(many=True)


class RoleTallySerializer(ContractSerializer):
    """How many assignments a body leads, and in how many it has a part."""

    lead = serializers.IntegerField()
    co = serializers.IntegerField()


class BodyAssignmentTallySerializer(FollowUpTallySerializer):
    """The assignments that a body has a part in, by what it said of them itself."""

    byRole = RoleTallySerializer()


class BodyTalliesSerializer(ContractSerializer):
    """What a body is responsible for; groups of investments are not counted beside their rows."""

    assignments = BodyAssignmentTallySerializer()
    keyFigures = KeyFigureTallySerializer()
    investments = FollowUpTallySerializer()


class BodySerializer(BodyReferenceSerializer):
    """A body that goals name as responsible, as the latest of them names it."""

    tallies = BodyTalliesSerializer()
    _links = ItemLinksSerializer(label="")


class SectionReferenceSerializer(ContractSerializer):
    """The section that an item stands in."""

    id = serializers.UUIDField()
    heading = serializers.CharField()


class WithGoalLinksSerializer(ItemLinksSerializer):
    """Where an item and its goal are found; a link that leads nowhere is left out."""

    goal = LinkSerializer()


class WithGoalSerializer(ContractSerializer):
    """What an item gets when it is delivered without the rest of its goal."""

    lang = serializers.CharField(help_text="Language tag, for example sv, en or sma.")
    section = SectionReferenceSerializer()
    goal = GoalReferenceSerializer()
    plan = PlanReferenceSerializer()
    updatedAt = serializers.DateTimeField(help_text="When the goal's content last changed.")
    webUrl = serializers.URLField(
        allow_null=True, help_text="Its place on the goal's page; null where the site shows no pages of its own."
    )
    _links = WithGoalLinksSerializer(label="")


class AssignmentWithGoalSerializer(AssignmentSerializer, WithGoalSerializer):
    """An assignment as its goal has it, with the goal that it belongs to."""

    origin = coded(AssignmentOrigin)()


class InvestmentWithGoalSerializer(InvestmentSerializer, WithGoalSerializer):
    """An investment as its goal has it, with the goal that it belongs to."""

    unit = coded(AmountUnit)()
    sign = coded(AmountSign)()


@extend_schema_field(
    {
        "type": "array",
        "items": {"anyOf": [{"$ref": "#/components/schemas/Goal"}, {"$ref": "#/components/schemas/GoalSummary"}]},
    }
)
class GoalsField(serializers.Field[Any, Any, Any, Any]):
    """Whole goals with ``expand=sections``, else summaries."""


class PlanListSerializer(ListSerializer):
    """A page of the list of plans."""

    items = PlanSummarySerializer(many=True)


class GoalListSerializer(ListSerializer):
    """A page of the list of goals: summaries, or whole goals with expand=sections."""

    items = GoalsField()


class ReleaseLinksSerializer(ContractSerializer):
    """Where the goal is found as this release says it."""

    goal = LinkSerializer()


class GoalReleaseSerializer(ReleaseSerializer):
    """A release of a goal."""

    _links = ReleaseLinksSerializer(label="")


class GoalReleaseListSerializer(ListSerializer):
    """A page of a goal's change history."""

    items = GoalReleaseSerializer(many=True)


class BodyListSerializer(ListSerializer):
    """A page of the list of bodies."""

    items = BodySerializer(many=True)


class AssignmentListSerializer(ListSerializer):
    """A page of the list of assignments."""

    items = AssignmentWithGoalSerializer(many=True)


class InvestmentListSerializer(ListSerializer):
    """A page of the list of investments."""

    items = InvestmentWithGoalSerializer(many=True)


class ApiInfoSerializer(ContractSerializer):
    """What the national REST API profile wants to know of an API."""

    apiName = serializers.CharField()
    apiVersion = serializers.CharField()
    apiReleased = serializers.DateField()
    apiDocumentation = serializers.URLField()
    apiStatus = serializers.ChoiceField(choices=["active", "deprecated"])


class ParameterErrorSerializer(ContractSerializer):
    """A parameter that is not allowed, or not with this value."""

    parameter = serializers.CharField()
    detail = serializers.CharField(help_text="What is wrong, and what is allowed.")


class ProblemSerializer(ContractSerializer):
    """An error (RFC 9457)."""

    type = serializers.URLField(help_text="Names the type of problem, and describes it to who follows it.")
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="In Swedish or English, by the header Accept-Language.")
    instance = serializers.CharField(help_text="The path that was asked for.")
    errors = ParameterErrorSerializer(  # type: ignore[assignment]
        many=True, required=False, help_text="Only when parameters are to blame."
    )


class ProblemTypeSerializer(ContractSerializer):
    """A type of problem, described."""

    type = serializers.URLField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    description = serializers.CharField()
