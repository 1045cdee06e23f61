"""Sections of a goal and their items, in the form in which they are stored.

Numbers may be given as people write them: ``"1 234,5"`` is kept as ``1234.5``.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeAlias, TypedDict

from ..models import KeyFigure, ResponsibleBody
from ..numbers import parse_decimal, wire_format
from ..vocabulary import (
    AmountFlow,
    AmountSign,
    AmountUnit,
    AssignmentOrigin,
    InvestmentCategory,
    InvestmentRowKind,
    ResponsibleRole,
)

Number: TypeAlias = Decimal | int | str | None
Responsible: TypeAlias = ResponsibleBody | tuple[ResponsibleBody, ResponsibleRole | str]


class SectionDict(TypedDict):
    """A section as it is stored in ``sections``."""

    type: str
    value: dict[str, Any]
    id: str


class ItemDict(TypedDict):
    """An item as it is stored in the list of a section."""

    type: str
    value: dict[str, Any]
    id: str


def text_section(text: str, *, heading: str = "", block_id: str | None = None) -> SectionDict:
    """Return a section of running text (HTML)."""
    return _section("text", {"heading": heading, "text": text}, block_id)


def assignments_section(
    *items: ItemDict,
    origin: AssignmentOrigin | str = AssignmentOrigin.COUNCIL,
    heading: str = "",
    intro: str = "",
    empty_text: str = "",
    block_id: str | None = None,
) -> SectionDict:
    """Return a section with the results of ``assignment()``."""
    value = {"origin": str(origin), **_frame(heading, intro, empty_text), "items": list(items)}
    return _section("assignments", value, block_id)


def assignment(
    title: str,
    *,
    responsible: Iterable[Responsible] = (),
    description: str = "",
    start_year: int | None = None,
    end_year: int | None = None,
    decision_reference: str = "",
    quantity_target: Number = None,
    quantity_unit: str = "",
    block_id: str | None = None,
) -> ItemDict:
    """Return an assignment; a body without a role in ``responsible`` is the lead."""
    return _item(
        {
            "title": title,
            "description": description,
            "responsible": _responsible(responsible),
            "start_year": start_year,
            "end_year": end_year,
            "decision_reference": decision_reference,
            "quantity_target": _number(quantity_target),
            "quantity_unit": quantity_unit,
        },
        block_id,
    )


def key_figures_section(
    *items: ItemDict | KeyFigure,
    heading: str = "",
    intro: str = "",
    empty_text: str = "",
    block_id: str | None = None,
) -> SectionDict:
    """Return a section with key figures, or results of ``key_figure_item()`` where one has a note."""
    rows = [key_figure_item(item) if isinstance(item, KeyFigure) else item for item in items]
    return _section("key_figures", {**_frame(heading, intro, empty_text), "items": rows}, block_id)


def key_figure_item(key_figure: KeyFigure, *, note: str = "", block_id: str | None = None) -> ItemDict:
    """Return a key figure with a note (HTML) that holds for this goal."""
    return _item({"key_figure": key_figure.pk, "note": note}, block_id)


def investments_section(
    *items: ItemDict,
    unit: AmountUnit | str = AmountUnit.TKR,
    sign: AmountSign | str = AmountSign.EXPENDITURE_POSITIVE,
    heading: str = "",
    intro: str = "",
    empty_text: str = "",
    block_id: str | None = None,
) -> SectionDict:
    """Return a section with the results of ``investment()``."""
    value = {"unit": str(unit), "sign": str(sign), **_frame(heading, intro, empty_text), "items": list(items)}
    return _section("investments", value, block_id)


def investment(
    name: str,
    *,
    row_kind: InvestmentRowKind | str = InvestmentRowKind.ROW,
    category: InvestmentCategory | str = "",
    responsible: Iterable[Responsible] = (),
    amounts: Sequence[ItemDict] = (),
    total_budget: Number = None,
    planned_start: str = "",
    planned_ready: str = "",
    budget_changes: Sequence[ItemDict] = (),
    block_id: str | None = None,
) -> ItemDict:
    """Return an investment with results of ``amount()`` and ``budget_change()``."""
    return _item(
        {
            "name": name,
            "row_kind": str(row_kind),
            "category": str(category),
            "responsible": _responsible(responsible),
            "amounts": list(amounts),
            "total_budget": _number(total_budget),
            "planned_start": planned_start,
            "planned_ready": planned_ready,
            "budget_changes": list(budget_changes),
        },
        block_id,
    )


def amount(
    year_from: int | None = None,
    year_to: int | None = None,
    *,
    flow: AmountFlow | str = AmountFlow.EXPENDITURE,
    budget: Number = None,
    outcome: Number = None,
    deviation: Number = None,
) -> ItemDict:
    """Return an investment's money for a year or a span of years, in the unit of its section."""
    return _item(
        {
            "year_from": year_from,
            "year_to": year_to,
            "flow": str(flow),
            "budget": _number(budget),
            "outcome": _number(outcome),
            "deviation": _number(deviation),
        }
    )


def budget_change(amount: Number, *, on: date | None = None, decision_reference: str = "", note: str = "") -> ItemDict:
    """Return a decision that changed an investment's budget by ``amount``."""
    return _item(
        {
            "date": on.isoformat() if on else None,
            "amount": _number(amount),
            "decision_reference": decision_reference,
            "note": note,
        }
    )


def accomplishments_section(
    *items: ItemDict,
    heading: str = "",
    intro: str = "",
    empty_text: str = "",
    block_id: str | None = None,
) -> SectionDict:
    """Return a section with the results of ``accomplishment()``."""
    return _section("accomplishments", {**_frame(heading, intro, empty_text), "items": list(items)}, block_id)


def accomplishment(
    text: str,
    *,
    on: date | None = None,
    link: str = "",
    image: Any = None,
    alt_text: str = "",
    body: ResponsibleBody | None = None,
    block_id: str | None = None,
) -> ItemDict:
    """Return something that has been done (HTML); an image without ``alt_text`` is decorative."""
    return _item(
        {
            "text": text,
            "date": on.isoformat() if on else None,
            "link": link,
            "image": {
                "image": image.pk if image else None,
                "alt_text": alt_text if image else None,
                "decorative": not alt_text if image else None,
            },
            "body": body.pk if body else None,
        },
        block_id,
    )


def _frame(heading: str, intro: str, empty_text: str) -> dict[str, str]:
    return {"heading": heading, "intro": intro, "empty_text": empty_text}


def _section(section_type: str, value: dict[str, Any], block_id: str | None) -> SectionDict:
    return {"type": section_type, "value": value, "id": block_id or str(uuid.uuid4())}


def _item(value: dict[str, Any], block_id: str | None = None) -> ItemDict:
    return {"type": "item", "value": value, "id": block_id or str(uuid.uuid4())}


def _responsible(bodies: Iterable[Responsible]) -> list[ItemDict]:
    pairs = [body if isinstance(body, tuple) else (body, ResponsibleRole.LEAD) for body in bodies]
    return [_item({"body": body.pk, "role": str(role)}) for body, role in pairs]


def _number(number: Number) -> str | None:
    """Write a number as it is stored; one that people wrote is read first."""
    if number is None:
        return None
    return wire_format(parse_decimal(number) if isinstance(number, str) else Decimal(number))
