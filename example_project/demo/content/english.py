"""English texts of one goal and its plan; numbers, bodies and key figures are those of the Swedish pages."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from demo.content.goals import climate
from demo.content.municipality import NAME_EN, PLACE
from demo.content.plans import PLAN_2026
from demo.content.shapes import Accomplishment, Assignment, Goal, Investment, Section, TextSection

ITEMS: Mapping[str, Mapping[str, str]] = {
    "climate-vehicles": {
        "title": "All committees shall change to fossil-independent vehicles when a vehicle is replaced.",
    },
    "climate-solar": {
        "title": "The companies shall put solar panels on roofs that are renewed, where this pays within the life of the roof.",
        "quantity_unit": "roofs",
    },
    "climate-transport": {
        "title": "The Executive Board shall make a plan for charging heavy vehicles, together with hauliers and neighbouring "
        "municipalities.",
        "description": "The plan shall show at least three places and how they can get enough power.",
    },
    "climate-food-waste": {"title": "Reduce food waste in schools, preschools and care homes."},
    "climate-energy": {"name": "Energy efficiency in buildings"},
    "climate-heat-pump": {
        "text": "Replaced the last oil boiler in the municipality's buildings with ground-source heating."
    },
}
NOTES: Mapping[str, str] = {"vaxthusgaser": "The figure comes two years afterwards."}


def in_english(section: Section) -> Section:
    """Return a section with its items' English texts; what has none stays as it is."""
    if isinstance(section, TextSection):
        return section
    items: Any = [_item_in_english(item) for item in section.items]
    return replace(section, items=items)


def _item_in_english(item: Any) -> Any:
    match item:
        case Assignment() | Investment() | Accomplishment():
            texts: Any = ITEMS.get(item.key, {})
            return replace(item, **texts)
        case (key, _):
            return key, NOTES[key]
        case _:
            return item


GOAL = replace(
    climate.GOAL_2026,
    slug="climate-neutral-2032",
    title="Goal: Climate-neutral 2032",
    statement=f"{PLACE} shall be climate-neutral by 2032 at the latest, and the transition shall make everyday life better.",
    scope_line="The goal is about energy, transport, food and how we look after forest and water.",
    level_label="Council goal",
    political_text="""\
Emissions are falling faster than we expected. We therefore bring the goal forward by three years. It is an ambition, but also a \
promise to those who invest in new technology here.

What remains is harder than what we have done. Heavy transport and the heating of older houses need cooperation with hauliers, \
property owners and neighbouring municipalities.""",
    sections=[in_english(section) for section in climate.GOAL_2026.sections],
)

PLAN = replace(
    PLAN_2026,
    slug="goals-and-budget-2026",
    title="Goals and budget 2026",
    intro=f"""\
These are the goals that the Municipal Council of {NAME_EN} has adopted for 2026. One of them is translated into English.

All figures are invented for the example municipality.""",
    goals=[GOAL],
)

# Which Swedish page each English page is a translation of.
TRANSLATES: Mapping[str, Goal] = {GOAL.slug: climate.GOAL_2026}
