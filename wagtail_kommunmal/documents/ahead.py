"""Reading once for many goals what each of them would be composed from: as many queries as for one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from django.db.models import prefetch_related_objects

from ..models import KeyFigure
from .context import ROWS_OF_A_KEY_FIGURE, SiteFacts
from .reported import ReportedRows


def read_ahead(goals: Mapping[SiteFacts, Sequence[Any]]) -> None:
    """Read the sections of goals, their key figures and what is reported of them, for those who compose them."""
    _read_sections(list(chain.from_iterable(goals.values())))
    for facts, of_site in goals.items():
        facts.reported |= ReportedRows.of_goals({goal.translation_key for goal in of_site}, facts.site)
        facts.key_figures |= {figure.pk: figure for goal in of_site for figure in _key_figures_of(goal)}
    figures = [figure for facts in goals for figure in facts.key_figures.values()]
    prefetch_related_objects(figures, *ROWS_OF_A_KEY_FIGURE)


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


def _key_figures_of(goal: Any) -> Iterator[KeyFigure]:
    for section in goal.sections or ():
        if section.block_type == "key_figures":
            yield from (figure for item in section.value["items"] if (figure := item.get("key_figure")))
