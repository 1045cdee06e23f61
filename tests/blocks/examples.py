"""Sections with something in every field."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import date
from typing import Any

from wagtail_kommunmal.testing import (
    KeyFigureFactory,
    ResponsibleBodyFactory,
    SectionDict,
    accomplishment,
    accomplishments_section,
    amount,
    assignment,
    assignments_section,
    budget_change,
    investment,
    investments_section,
    key_figure_item,
    key_figures_section,
    text_section,
)

FRAME = {"heading": "Rubrik", "intro": "<p>Inledning.</p>", "empty_text": "Inget att redovisa."}


def full_text(image: Any) -> SectionDict:
    return text_section("<p>Fullmäktige antog målet med budgeten.</p>", heading="Bakgrund")


def full_assignments(image: Any) -> SectionDict:
    return assignments_section(
        assignment(
            "Utveckla former för medborgardialog på landsbygden.",
            description="<p>Minst tre möten om året.</p>",
            responsible=[ResponsibleBodyFactory(), (ResponsibleBodyFactory(company=True), "co")],
            start_year=2025,
            end_year=2026,
            decision_reference="KF 2024-11-25 § 147",
            quantity_target="1 000,50",
            quantity_unit="möten",
        ),
        origin="committee",
        **FRAME,
    )


def full_key_figures(image: Any) -> SectionDict:
    return key_figures_section(key_figure_item(KeyFigureFactory(), note="<p>Enkäten görs vartannat år.</p>"), **FRAME)


def full_investments(image: Any) -> SectionDict:
    return investments_section(
        investment(
            "Ny idrottshall",
            row_kind="row",
            category="new",
            responsible=[ResponsibleBodyFactory()],
            amounts=[
                amount(2026, 2027, flow="expenditure", budget="12 500,0", outcome="12 100,25", deviation="399,75"),
                amount(2027, flow="income", budget="-800", outcome="0", deviation="−1"),
            ],
            total_budget="43500.00",
            planned_start="hösten 2026",
            planned_ready="2027-2028",
            budget_changes=[
                budget_change("1 500", on=date(2026, 4, 27), decision_reference="KF § 41", note="Dyrare grundläggning.")
            ],
        ),
        unit="mnkr",
        sign="expenditure_negative",
        **FRAME,
    )


def full_accomplishments(image: Any) -> SectionDict:
    return accomplishments_section(
        accomplishment(
            "<p>Öppnat ett medborgarkontor i biblioteket.</p>",
            on=date(2026, 3, 14),
            link="https://example.org/medborgarkontor",
            image=image,
            alt_text="Medborgarkontorets disk.",
            body=ResponsibleBodyFactory(),
        ),
        **FRAME,
    )


FULL: dict[str, Callable[[Any], SectionDict]] = {
    "text": full_text,
    "assignments": full_assignments,
    "key_figures": full_key_figures,
    "investments": full_investments,
    "accomplishments": full_accomplishments,
}
"""For each type of section what makes a full example of it."""


def with_each_field_unset(value: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the value of a section once for every field in it, where that field is ``None``, with the field's path."""
    for path in _paths(value):
        copy = deepcopy(value)
        target: Any = copy
        for step in path[:-1]:
            target = target[step]
        target[path[-1]] = None
        yield ".".join(map(str, path)), copy


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths(item["value"], (*path, index, "value"))
    elif isinstance(value, dict) and "decorative" not in value:
        for name, child in value.items():
            yield from _paths(child, (*path, name))
    else:
        yield path
