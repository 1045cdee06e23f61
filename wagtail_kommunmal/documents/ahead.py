"""Reading once for many goals what each of them would be composed from: as many queries as for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .chosen import Chosen
from .context import SiteFacts
from .reported import ReportedRows


def read_ahead(goals: Mapping[SiteFacts, Sequence[Any]]) -> None:
    """Read the sections of goals, what is chosen in them and what is reported of them, for those who compose them."""
    # Mostly one for all sites.
    by_chosen: dict[Chosen, list[Any]] = {}
    for facts, of_site in goals.items():
        by_chosen.setdefault(facts.chosen, []).extend(of_site)
    for chosen, who_choose in by_chosen.items():
        with chosen.reading():
            _read_sections(who_choose)
    for facts, of_site in goals.items():
        facts.reported |= ReportedRows.of_goals({goal.translation_key for goal in of_site}, facts.site, facts.chosen)
    for chosen in by_chosen:
        chosen.read_what_is_told()


def _read_sections(goals: Sequence[Any]) -> None:
    """Turn what is stored of sections into values, with all that is chosen in them read at once."""
    by_model: dict[type[Any], list[Any]] = {}
    for goal in goals:
        if goal.sections:
            by_model.setdefault(type(goal), []).append(goal)
    for model, of_model in by_model.items():
        block = model._meta.get_field("sections").stream_block
        streams = block.bulk_to_python([goal.sections.raw_data for goal in of_model])
        for goal, sections in zip(of_model, streams, strict=True):
            goal.sections = sections
