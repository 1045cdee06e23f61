"""What the site adds to the documents: members of its own, and how its own section is published."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from wagtail_kommunmal.documents import (
    ComposeContext,
    ContractSerializer,
    HtmlField,
    ListSectionSerializer,
    ResponsibleSerializer,
    SectionType,
    TextField,
    coded,
    list_frame,
)

from .blocks import RiskLevel


class CompanyPlanMembers(ContractSerializer):
    companyNumber = serializers.CharField()


class CompanyGoalMembers(ContractSerializer):
    ownerDirective = serializers.CharField(help_text="What the owner wants of the company.")
    ownerCommentHtml = HtmlField("owner_comment")
    ownerCommentText = TextField("owner_comment")


def compose_risks(value: Any, context: ComposeContext) -> dict[str, Any]:
    risks = value["items"].bound_blocks
    return {
        "heading": value.get("heading") or "Risker",
        "risks": [compose_risk(risk, context, index) for index, risk in enumerate(risks)],
        **list_frame(value, context, is_empty=not risks, empty_text="Inga risker."),
    }


def compose_risk(child: Any, context: ComposeContext, index: int) -> dict[str, Any]:
    return {
        "id": context.public_id(child.id, f"risk-{index}"),
        "title": child.value.get("title") or "",
        "level": child.value.get("level") or None,
        "countermeasure": context.rich_text(child.value.get("countermeasure")),
        "responsible": context.responsible(child.value.get("responsible")),
    }


class RiskSerializer(ContractSerializer):
    """Something that may keep the company from reaching the goal."""

    id = serializers.UUIDField()
    title = serializers.CharField()
    level = coded(RiskLevel)(allow_null=True)
    countermeasureHtml = HtmlField("countermeasure")
    countermeasureText = TextField("countermeasure")
    responsible = ResponsibleSerializer(many=True)


class RisksSectionSerializer(ListSectionSerializer):
    """What may keep the company from reaching the goal."""

    type = serializers.ChoiceField(choices=["risks"])
    risks = RiskSerializer(many=True)


RISKS = SectionType("risks", compose_risks, RisksSectionSerializer)
