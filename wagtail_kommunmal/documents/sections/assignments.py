from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from ...numbers import display_format
from ...vocabulary import AssignmentOrigin
from .. import follow_ups
from ..context import ComposeContext
from ..follow_ups import AssignmentFollowUpSerializer
from ..shapes import ContractSerializer, DecimalStringField, HtmlField, ResponsibleSerializer, TextField, coded
from .base import Composed, ListSectionSerializer, SectionType, list_frame


def standard_heading(origin: str, year: int | None) -> str:
    """Return what a section of assignments is called when its heading is blank."""
    headings = {
        AssignmentOrigin.COUNCIL: _("Assignments from the council %(year)s"),
        AssignmentOrigin.COMMITTEE: _("The committees' own assignments %(year)s"),
        AssignmentOrigin.EXECUTIVE: _("Assignments from the executive board %(year)s"),
        AssignmentOrigin.OTHER: _("Other assignments %(year)s"),
    }
    return (headings[AssignmentOrigin(origin)] % {"year": year or ""}).strip()


def compose(value: Any, context: ComposeContext) -> Composed:
    origin = value.get("origin") or AssignmentOrigin.COUNCIL
    children = value["items"].bound_blocks
    return {
        "heading": value.get("heading") or standard_heading(origin, context.year),
        "origin": origin,
        "assignments": [_assignment(child, context, index) for index, child in enumerate(children)],
        **list_frame(value, context, is_empty=not children, empty_text=_("No assignments.")),
    }


def _assignment(child: Any, context: ComposeContext, index: int) -> Composed:
    value = child.value
    responsible = context.responsible(value.get("responsible"))
    return {
        "id": context.public_id(child.id, f"assignment-{index}"),
        "lineage_id": child.id,
        "title": value.get("title") or "",
        "description": context.rich_text(value.get("description")),
        "responsible": responsible,
        "start_year": value.get("start_year"),
        "end_year": value.get("end_year"),
        "decision_reference": value.get("decision_reference") or None,
        "quantity_target": value.get("quantity_target"),
        "quantity_target_text": quantity_text(value, context),
        "quantity_unit": value.get("quantity_unit") or None,
        **follow_ups.of_assignment(child.id, responsible, value.get("quantity_unit") or "", context),
    }


def quantity_text(value: Any, context: ComposeContext) -> str | None:
    """Return for example “10 besök”."""
    if (target := value.get("quantity_target")) is None:
        return None
    return f"{display_format(target, context.language)} {value.get('quantity_unit') or ''}".strip()


class AssignmentSerializer(ContractSerializer):
    """Something that shall be done, and who is responsible."""

    id = serializers.UUIDField()
    lineageId = serializers.UUIDField(help_text="The same through the years that the assignment runs.")
    title = serializers.CharField()
    descriptionHtml = HtmlField("description")
    descriptionText = TextField("description")
    responsible = ResponsibleSerializer(many=True)
    startYear = serializers.IntegerField(allow_null=True)
    endYear = serializers.IntegerField(allow_null=True)
    decisionReference = serializers.CharField(allow_null=True)
    quantityTarget = DecimalStringField(allow_null=True)
    quantityTargetText = serializers.CharField(allow_null=True)
    quantityUnit = serializers.CharField(allow_null=True)
    currentFollowUp = AssignmentFollowUpSerializer(
        allow_null=True, help_text="What the lead or only body said last; null when it has said nothing."
    )
    followUps = AssignmentFollowUpSerializer(many=True, help_text="What every body said, the earliest period first.")


class AssignmentsSectionSerializer(ListSectionSerializer):
    """Assignments of one origin."""

    type = serializers.ChoiceField(choices=["assignments"])
    origin = coded(AssignmentOrigin)()
    assignments = AssignmentSerializer(many=True)


ASSIGNMENTS = SectionType("assignments", compose, AssignmentsSectionSerializer)
