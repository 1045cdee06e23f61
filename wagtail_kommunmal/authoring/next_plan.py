"""What next year's plan would be: every page of it, in every language, before anything is made."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..models import goal_models
from .closing import editions_of
from .plan_items import ItemKey, PlanItem, Stored, items_of, sections_moved_on, stored_sections
from .years import slug_moved_on, text_moved_on


@dataclass(frozen=True)
class Name:
    """What a plan is called in one language, and its part of the address."""

    title: str
    slug: str


@dataclass(frozen=True)
class Choices:
    """What an editor decides about next year's plan; ``names`` are by language code."""

    year: int
    names: Mapping[str, Name]
    left_out: frozenset[ItemKey] = frozenset()
    closes_old: bool = False


@dataclass(frozen=True)
class NewPage:
    """A page of the next plan, and the page of the old plan that it is made from."""

    source: Any
    title: str
    slug: str
    is_plan: bool = False
    sections: list[Stored] = field(default_factory=list)
    continuing: list[PlanItem] = field(default_factory=list)
    left_out: list[PlanItem] = field(default_factory=list)

    @property
    def language(self) -> str:
        return str(self.source.locale.get_display_name())

    @property
    def headings(self) -> list[tuple[str, str]]:
        """The headings that get another year, as they were and as they will be."""
        if self.is_plan or self.source.alias_of_id:
            return []
        pairs = zip(map(_heading_of, stored_sections(self.source)), map(_heading_of, self.sections), strict=True)
        return [(before, after) for before, after in pairs if before != after]


class LastPlan:
    """A plan that another is to be made from: its editions, goals and items as they are now."""

    def __init__(self, plan: Any) -> None:
        self.plan = plan

    @cached_property
    def editions(self) -> list[Any]:
        """The plan in every language, this one first; those that are aliases come last."""
        editions = editions_of(self.plan).select_related("locale").order_by("path")
        return sorted(editions, key=lambda edition: (edition.alias_of_id is not None, edition.pk != self.plan.pk))

    @cached_property
    def goals(self) -> list[Any]:
        """The goals in every language, in the order of the editions and within each in that of the page tree."""
        return [goal for edition in self.editions for goal in _goals_of(edition)]

    @cached_property
    def items(self) -> dict[UUID, list[PlanItem]]:
        """The items by the goals' translation keys, as this plan's language has them, else the first that has."""
        items: dict[UUID, list[PlanItem]] = {}
        for edition in self.editions:
            goals = [goal for goal in self.goals if goal.is_child_of(edition) and not goal.alias_of_id]
            items |= {key: own for key, own in items_of(goals).items() if key not in items}
        return items

    def proposal(self) -> Choices:
        """Return the choices that need no editor: the coming year, and all that is unfinished goes on."""
        old, new = self.plan.year, self.plan.year + 1
        names = {
            edition.locale.language_code: Name(
                text_moved_on(edition.title, old, new), slug_moved_on(edition.slug, old, new)
            )
            for edition in self.editions
        }
        finished = {item.key for items in self.items.values() for item in items if item.is_finished_by(new)}
        return Choices(new, names, frozenset(finished))

    def pages(self, choices: Choices) -> list[NewPage]:
        """Return the pages that would be made, in the order in which they would be."""
        return list(_sources_first([list(self._pages_of(edition, choices)) for edition in self.editions]))

    def warnings(self) -> list[str]:
        """Return what an editor should know before the pages are made."""
        return [*self._about_goals(), *self._about_other_pages()]

    def fingerprint(self, choices: Choices) -> str:
        """Return a short text that differs as soon as other pages would be made, or from other content."""
        made = [
            (page.source.pk, page.source.live_revision_id, page.source.latest_revision_id, page.title, page.slug)
            for page in self.pages(choices)
        ]
        left_out = sorted(map(str, choices.left_out))
        return hashlib.sha256(repr((choices.year, choices.closes_old, made, left_out)).encode()).hexdigest()[:16]

    def _pages_of(self, edition: Any, choices: Choices) -> Iterator[NewPage]:
        name = choices.names[edition.locale.language_code]
        yield NewPage(edition, name.title, name.slug, is_plan=True)
        for goal in self.goals:
            if goal.is_child_of(edition) and not self._shows_another_page(goal):
                yield self._next_goal(goal, choices)

    def _next_goal(self, goal: Any, choices: Choices) -> NewPage:
        old, new = self.plan.year, choices.year
        items = self.items.get(goal.translation_key, [])
        left_out = {key.lineage_id for key in choices.left_out if key.goal_key == goal.translation_key}
        return NewPage(
            goal,
            text_moved_on(goal.title, old, new),
            text_moved_on(goal.slug, old, new),
            sections=sections_moved_on(stored_sections(goal), left_out, old, new),
            continuing=[item for item in items if item.key not in choices.left_out],
            left_out=[item for item in items if item.key in choices.left_out],
        )

    def _shows_another_page(self, goal: Any) -> bool:
        """Tell whether a goal is an alias, be it of an alias, of something that is not in the plan in any language."""
        sources = {other.pk: other.alias_of_id for other in self.goals}
        source = goal.pk
        while (alias_of := sources.get(source)) is not None:
            source = alias_of
        return source not in sources

    def _about_goals(self) -> Iterator[str]:
        for goal in self.goals:
            title = {"goal": f"{goal.get_admin_display_title()} ({goal.locale.get_display_name()})"}
            if self._shows_another_page(goal):
                yield _("“%(goal)s” is an alias of a page outside the plan, and is left out.") % title
            elif goal.alias_of_id is None and not goal.live:
                yield _("“%(goal)s” is not published. Its draft is what goes on.") % title
            elif goal.alias_of_id is None and goal.has_unpublished_changes:
                yield _("“%(goal)s” has changes that are not published. What is published goes on.") % title

    def _about_other_pages(self) -> Iterator[str]:
        below = sum(edition.get_descendant_count() for edition in self.editions) - len(self.goals)
        if below:
            yield ngettext(
                "%(count)d page below the plan is no goal of it, and is left out.",
                "%(count)d pages below the plan are no goals of it, and are left out.",
                below,
            ) % {"count": below}


def _sources_first(editions: Sequence[list[NewPage]]) -> Iterator[NewPage]:
    """Yield the pages of one edition after the other, as far as no alias comes before its source.

    Pages are made in this order, so each edition keeps its own, but where an alias stands before its source in it.
    """
    waiting, made = [list(pages) for pages in editions], set[int]()
    while left := list(filter(None, waiting)):
        firsts = ((pages, pages[0]) for pages in left)
        others = ((pages, page) for pages in left for page in pages)
        pages, page = next(
            (pages, page)
            for pages, page in chain(firsts, others)
            if page.source.alias_of_id is None or page.source.alias_of_id in made
        )
        pages.remove(page)
        made.add(page.source.pk)
        yield page


def _goals_of(edition: Any) -> list[Any]:
    goals = [goal for model in goal_models() for goal in model.objects.child_of(edition).select_related("locale")]
    return sorted(goals, key=lambda goal: str(goal.path))


def _heading_of(section: Stored) -> str:
    value = section["value"]
    return str(value.get("heading") or "") if isinstance(value, dict) else ""
