"""The sections of a goal, as the raw data that its StreamField stores.

Block ids come from the items' keys: an assignment that continues in the next year's plan, or is read in another
language, keeps its identity.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from demo.content.shapes import (
    Accomplishment,
    AccomplishmentsSection,
    Assignment,
    AssignmentsSection,
    Investment,
    InvestmentsSection,
    KeyFiguresSection,
    Section,
    TextSection,
)
from demo.loading.bodies import body_with_code
from demo.loading.identity import identity
from demo.loading.images import image_named
from demo.loading.key_figures import key_figure_named
from demo.loading.rich_text import to_html

Raw = dict[str, Any]


def raw_sections(sections: Iterable[Section], goal_key: str) -> list[Raw]:
    """Return all sections of a goal; `goal_key` names the goal that their ids belong to."""
    raw = []
    for position, section in enumerate(sections):
        block_type, value = _section(section)
        raw.append({"type": block_type, "value": value, "id": str(identity("section", goal_key, position))})
    return raw


def _section(section: Section) -> tuple[str, Raw]:
    if isinstance(section, TextSection):
        return "text", {"heading": section.heading, "text": to_html(section.text)}
    shared = {"heading": section.heading, "intro": to_html(section.intro), "empty_text": section.empty_text}
    match section:
        case AssignmentsSection():
            items = [_listed(item.key, _assignment(item)) for item in section.items]
            return "assignments", {**shared, "origin": section.origin, "items": items}
        case KeyFiguresSection():
            items = [_key_figure(item) for item in section.items]
            return "key_figures", {**shared, "items": items}
        case InvestmentsSection():
            items = [_listed(item.key, _investment(item)) for item in section.items]
            return "investments", {**shared, "unit": section.unit, "sign": section.sign, "items": items}
        case AccomplishmentsSection():
            items = [_listed(item.key, _accomplishment(item)) for item in section.items]
            return "accomplishments", {**shared, "items": items}


def _listed(key: str, value: Raw) -> Raw:
    return {"type": "item", "value": value, "id": str(identity("item", key))}


def _parts(key: str, name: str, values: Iterable[Raw]) -> list[Raw]:
    return [_listed(f"{key}/{name}/{position}", value) for position, value in enumerate(values)]


def _responsible(key: str, lead: str | None, others: Sequence[str]) -> list[Raw]:
    roles = [(lead, "lead")] if lead else []
    roles += [(code, "co" if lead else "lead") for code in others]
    return _parts(key, "responsible", ({"body": body_with_code(code).pk, "role": role} for code, role in roles))


def _assignment(item: Assignment) -> Raw:
    return {
        "title": item.title,
        "description": to_html(item.description),
        "responsible": _responsible(item.key, item.lead, item.responsible),
        "start_year": item.start_year,
        "end_year": item.end_year,
        "decision_reference": item.decision_reference,
        "quantity_target": item.quantity_target,
        "quantity_unit": item.quantity_unit,
    }


def _key_figure(item: str | tuple[str, str]) -> Raw:
    key, note = (item, "") if isinstance(item, str) else item
    return _listed(f"key-figure/{key}", {"key_figure": key_figure_named(key).pk, "note": to_html(note)})


def _investment(item: Investment) -> Raw:
    changes = ({**asdict(change), "date": change.date.isoformat()} for change in item.budget_changes)
    return {
        "name": item.name,
        "row_kind": item.row_kind,
        "category": item.category,
        "responsible": _responsible(item.key, item.lead, item.responsible),
        "amounts": _parts(item.key, "amount", map(asdict, item.amounts)),
        "total_budget": item.total_budget,
        "planned_start": item.planned_start,
        "planned_ready": item.planned_ready,
        "budget_changes": _parts(item.key, "budget-change", changes),
    }


def _accomplishment(item: Accomplishment) -> Raw:
    image = image_named(item.image)
    return {
        "text": to_html(item.text),
        "date": item.date.isoformat() if item.date else None,
        "link": item.link,
        # Never None: Wagtail reads all items at once and expects the same shape of each.
        "image": {
            "image": image.pk if image else None,
            "alt_text": image.description if image else "",
            "decorative": False,
        },
        "body": body_with_code(item.body).pk if item.body else None,
    }
