"""What a goal page gives in Wagtail's own APIs when a site nests everything that our document says of it.

Written as a careful site would: serializers read the page's sections, follow-ups are looked up once for a goal and
kind, key figures with their values by prefetching, and rich text is expanded for each field, as Wagtail does.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from rest_framework.fields import Field
from wagtail.api import APIField
from wagtail.rich_text import expand_db_html

from wagtail_kommunmal.models import AssignmentFollowUp, InvestmentFollowUp, KeyFigure, ResponsibleBody
from wagtail_kommunmal.numbers import wire_format

Json = dict[str, Any]


class SectionsField(Field):
    """The sections of a goal with everything nested."""

    def get_attribute(self, instance: Any) -> Any:
        return instance

    def to_representation(self, goal: Any) -> list[Any]:
        assignments = _by_lineage(AssignmentFollowUp, goal)
        investments = _by_lineage(InvestmentFollowUp, goal)
        return [_section(section, assignments, investments) for section in goal.sections]


class RichTextField(Field):
    """A field of the page with rich text, as HTML."""

    def to_representation(self, value: str) -> str:
        return expand_db_html(value)


class FocusAreaField(Field):
    """The focus area by name."""

    def to_representation(self, area: Any) -> Json:
        return {"id": str(area.uuid), "name": area.name}


class RelatedGoalField(Field):
    """Another goal by title and address."""

    def to_representation(self, page: Any) -> Json:
        return {"id": page.pk, "title": page.title, "url": page.full_url}


NESTED_FIELDS = [
    APIField("number"),
    APIField("statement"),
    APIField("scope_line"),
    APIField("kind"),
    APIField("level_label"),
    APIField("sdgs"),
    APIField("political_text", serializer=RichTextField()),
    APIField("focus_area", serializer=FocusAreaField()),
    APIField("previous_goal", serializer=RelatedGoalField()),
    APIField("sections", serializer=SectionsField()),
]


def _section(section: Any, assignments: dict[str, list[Any]], investments: dict[str, list[Any]]) -> Json:
    value = section.value
    common = {"id": section.id, "type": section.block_type, "heading": value["heading"]}
    if section.block_type == "text":
        return {**common, "text": _html(value["text"])}
    items = value["items"].bound_blocks
    common["intro"] = _html(value["intro"])
    if section.block_type == "assignments":
        return {
            **common,
            "origin": value["origin"],
            "items": [_assignment(item, assignments[item.id]) for item in items],
        }
    if section.block_type == "key_figures":
        return {**common, "items": _key_figures(items)}
    return {
        **common,
        "unit": value["unit"],
        "sign": value["sign"],
        "items": [_investment(item, investments[item.id]) for item in items],
    }


def _assignment(item: Any, follow_ups: list[Any]) -> Json:
    value = item.value
    return {
        "id": item.id,
        "title": value["title"],
        "description": _html(value["description"]),
        "responsible": _responsible(value),
        "start_year": value["start_year"],
        "end_year": value["end_year"],
        "decision_reference": value["decision_reference"],
        "quantity_target": _number(value["quantity_target"]),
        "quantity_unit": value["quantity_unit"],
        "follow_ups": [{**_said(row), "quantity_done": _number(row.quantity_done)} for row in follow_ups],
    }


def _investment(item: Any, follow_ups: list[Any]) -> Json:
    value = item.value
    return {
        "id": item.id,
        "name": value["name"],
        "row_kind": value["row_kind"],
        "category": value["category"],
        "responsible": _responsible(value),
        "amounts": [
            {
                "year_from": amount["year_from"],
                "year_to": amount["year_to"],
                "flow": amount["flow"],
                "budget": _number(amount["budget"]),
                "outcome": _number(amount["outcome"]),
                "deviation": _number(amount["deviation"]),
            }
            for amount in value["amounts"]
        ],
        "total_budget": _number(value["total_budget"]),
        "planned_start": value["planned_start"],
        "planned_ready": value["planned_ready"],
        "budget_changes": [
            {"amount": _number(change["amount"]), "note": change["note"]} for change in value["budget_changes"]
        ],
        "follow_ups": [
            {**_said(row), "forecast": _number(row.forecast), "outcome_to_date": _number(row.outcome_to_date)}
            for row in follow_ups
        ],
    }


def _key_figures(items: Any) -> list[Json]:
    keys = [item.value["key_figure"].pk for item in items]
    figures = KeyFigure.objects.select_related("responsible").prefetch_related("values", "targets", "assessments")
    found = figures.in_bulk(keys)
    return [_key_figure(item, found[item.value["key_figure"].pk]) for item in items]


def _key_figure(item: Any, figure: Any) -> Json:
    return {
        "id": str(figure.uuid),
        "name": figure.name,
        "definition": figure.definition,
        "unit": figure.unit,
        "unit_label": figure.unit_label,
        "better": figure.better,
        "source": figure.source,
        "responsible": _body(figure.responsible) if figure.responsible else None,
        "note": _html(item.value["note"]),
        "values": [
            {
                "period": row.period,
                "series": row.series,
                "gender": row.gender,
                "value": _number(row.value),
                "missing_reason": row.missing_reason,
                "note": row.note,
            }
            for row in figure.values.all()
        ],
        "targets": [
            {"period": row.period, "text": row.text, "operator": row.operator, "value": _number(row.value)}
            for row in figure.targets.all()
        ],
        "assessments": [
            {"period": row.period, "status": row.status, "comment": row.comment} for row in figure.assessments.all()
        ],
    }


def _responsible(value: Any) -> list[Json]:
    return [{**_body(part["body"]), "role": part["role"]} for part in value["responsible"]]


def _body(body: ResponsibleBody) -> Json:
    return {"id": str(body.uuid), "name": body.name, "code": body.code, "kind": body.kind}


def _said(row: Any) -> Json:
    return {
        "period": row.report.period,
        "body": _body(row.report.body),
        "status": row.status,
        "comment": _html(row.comment),
    }


def _by_lineage(model: type[Any], goal: Any) -> dict[str, list[Any]]:
    rows = model.objects.filter(goal_key=goal.translation_key, report__live=True).select_related("report__body")
    found = defaultdict(list)
    for row in rows.order_by("report__ends_on"):
        found[str(row.lineage_id)].append(row)
    return found


def _html(text: Any) -> str:
    return expand_db_html(getattr(text, "source", text)) if text else ""


def _number(number: Any) -> str | None:
    return None if number is None else wire_format(number)
