"""What a document gets on its way out: everything that depends on its reader or on other pages."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any, cast
from uuid import UUID

from django.db.models import Q
from django.utils import translation

from ..compat import page_model
from ..documents.context import spoken_language
from ..documents.origin import with_origin
from ..documents.tallies import add_up
from ..documents.upgrade import upgrade
from ..models import PageKind, Release, ReleaseHead
from ..vocabulary import ReleaseReason
from .as_of import as_read
from .entries import Entry
from .reader import Reader
from .sites import PathRange
from .visibility import visible_heads

Document = dict[str, Any]


@dataclass(frozen=True)
class Neighbours:
    """The visible plans and goals that a set of goals refers to."""

    plans: dict[str, Entry]
    goals: dict[UUID, Entry]
    next_goals: dict[UUID, Entry]
    years: dict[int, int | None]
    """Key of a goal -> the year of its plan."""

    @classmethod
    def among(cls, plans: Iterable[Entry], goals: Iterable[tuple[Entry, int | None]]) -> Neighbours:
        """Find them among plans and goals that the public may see, each goal with its plan's year."""
        goals = list(goals)
        return cls(
            plans={plan.path: plan for plan in plans},
            goals={goal.translation_key: goal for goal, _year in goals},
            next_goals={goal.previous_goal_key: goal for goal, _year in goals if goal.previous_goal_key},
            years={goal.pk: year for goal, year in goals},
        )

    @classmethod
    def of(cls, goals: Sequence[ReleaseHead], reader: Reader) -> Neighbours:
        """Find them in two queries."""
        referred = {key for goal in goals for key in (goal.parent_goal_key, goal.previous_goal_key) if key}
        own_keys = [goal.translation_key for goal in goals]
        found = visible_heads(reader, PageKind.GOAL).filter(
            Q(translation_key__in=referred) | Q(previous_goal_key__in=own_keys)
        )
        related = as_read(found, reader)
        plan_paths = {path_of_plan(goal) for goal in [*goals, *related]}
        plans = as_read(visible_heads(reader, PageKind.PLAN).filter(page__path__in=plan_paths), reader)
        years = {plan.page.path: plan.year for plan in plans}
        return cls.among(map(Entry.of, plans), [(Entry.of(goal), years.get(path_of_plan(goal))) for goal in related])


def path_of_plan(goal: ReleaseHead) -> str:
    path: str = goal.page.path
    return path[: -page_model().steplen]


def goal_summaries(goals: Iterable[ReleaseHead], reader: Reader) -> list[Document]:
    """Return the summaries of goals, in their order."""
    return _goals(as_read(goals, reader), reader, _summary)


def goal_documents(goals: Iterable[ReleaseHead], reader: Reader) -> list[Document]:
    """Return the whole documents of goals, in their order."""
    goals = as_read(goals, reader)
    contents = {
        release.head_id: upgrade(release.content, release.format)
        for release in Release.objects.filter(pk__in=[goal.current_id for goal in goals])
    }
    return _goals(goals, reader, lambda goal: contents[goal.pk])


def plan_summaries(plans: Iterable[ReleaseHead], reader: Reader) -> list[Document]:
    """Return plans with their tallies, in their order."""
    plans = as_read(plans, reader)
    by_plan = _goals_of(plans, reader)
    return [_plan(plan, by_plan.get(plan.page.path, []), reader) for plan in plans]


def plan_documents(plans: Iterable[ReleaseHead], reader: Reader) -> list[Document]:
    """Return plans with their tallies and the summaries of their goals, in their order."""
    plans = as_read(plans, reader)
    by_plan = _goals_of(plans, reader)
    return [_whole_plan(plan, by_plan.get(plan.page.path, []), reader) for plan in plans]


def _summary(head: ReleaseHead) -> Document:
    return upgrade(head.summary, cast(Release, head.current).format)


def _goals(goals: Iterable[ReleaseHead], reader: Reader, content: Callable[[ReleaseHead], Document]) -> list[Document]:
    goals = list(goals)
    neighbours = Neighbours.of(goals, reader)
    return [at_origin({**content(goal), **goal_envelope(Entry.of(goal), neighbours, reader)}, reader) for goal in goals]


def _goals_of(plans: Sequence[ReleaseHead], reader: Reader) -> dict[str, list[ReleaseHead]]:
    by_plan: dict[str, list[ReleaseHead]] = {}
    paths = [plan.page.path for plan in plans]
    goals = visible_heads(reader, PageKind.GOAL).filter(Q(plan_path__in=paths))
    if paths:
        # Mostly they stand one after the other, and an index finds what is below them by where it stands.
        goals = goals.filter(page__path__gte=min(paths), page__path__lte=PathRange.at_and_below(max(paths)).last)
    for goal in as_read(goals, reader):
        by_plan.setdefault(path_of_plan(goal), []).append(goal)
    return by_plan


def _plan(plan: ReleaseHead, goals: Sequence[ReleaseHead], reader: Reader) -> Document:
    tallies = add_up(_summary(goal) for goal in goals)
    envelope = envelope_of(Entry.of(plan), reader, f"plans/{plan.translation_key}")
    return at_origin({**_summary(plan), "tallies": tallies, **envelope}, reader)


def _whole_plan(plan: ReleaseHead, goals: Sequence[ReleaseHead], reader: Reader) -> Document:
    return {**_plan(plan, goals, reader), "goals": _goals(goals, reader, _summary)}


def goal_envelope(goal: Entry, neighbours: Neighbours, reader: Reader) -> Document:
    """Return the members that a goal's content gets on its way out, whole or as a summary."""
    previous = neighbours.goals.get(goal.previous_goal_key) if goal.previous_goal_key else None
    following = neighbours.next_goals.get(goal.translation_key)
    parent = neighbours.goals.get(goal.parent_goal_key) if goal.parent_goal_key else None
    return {
        "plan": plan_reference(neighbours.plans.get(goal.plan_path), reader),
        "parentGoal": goal_reference(parent, reader) if parent else None,
        "previousGoal": _year_reference(previous, neighbours, reader),
        "nextGoal": _year_reference(following, neighbours, reader),
        **envelope_of(goal, reader, f"goals/{goal.translation_key}", releases=_releases_address(goal, reader)),
    }


def _releases_address(goal: Entry, reader: Reader) -> str | None:
    return reader.today.api_address(f"goals/{goal.translation_key}/releases")


def envelope_of(entry: Entry, reader: Reader, path: str, **more_links: str | None) -> Document:
    """Return the members that a plan and a goal get alike."""
    web_url = reader.page_address(entry.url_path)
    return {
        "slug": entry.slug,
        "firstPublishedAt": timestamp(entry.first_published_at),
        "updatedAt": timestamp(entry.published_from),
        "release": release_facts(entry, reader),
        "webUrl": web_url,
        "_links": links(self=reader.api_address(path), web=web_url, **more_links),
    }


def release_facts(release: Release | Entry, reader: Reader) -> Document:
    """Return what is told of a release: which one, since when, and why it was made."""
    return {
        "number": release.number,
        "publishedAt": timestamp(release.published_from),
        "reason": {"code": release.reason, "label": _label_of_reason(release.reason, reader.locale.language_code)},
        "label": release.label or None,
    }


@cache
def _label_of_reason(code: str, language: str) -> str:
    with translation.override(spoken_language(language)):
        return str(ReleaseReason(code).label)


def plan_reference(plan: Entry | None, reader: Reader) -> Document | None:
    """Return how a goal, or an item of it, names its plan."""
    if plan is None or plan.summary is None:
        return None
    members = {name: plan.summary[name] for name in ("id", "title", "year", "periodFrom", "periodTo")}
    return {**members, "webUrl": reader.page_address(plan.url_path)}


def goal_reference(goal: Entry, reader: Reader) -> Document:
    """Return how another document names a goal."""
    return {
        "id": str(goal.translation_key),
        "title": goal.title,
        "webUrl": reader.page_address(goal.url_path),
    }


def _year_reference(goal: Entry | None, neighbours: Neighbours, reader: Reader) -> Document | None:
    year = neighbours.years.get(goal.pk) if goal else None
    return {**goal_reference(goal, reader), "year": year} if goal and year is not None else None


def links(**addresses: str | None) -> Document:
    """Return links by relation, without those that lead nowhere."""
    return {rel: {"href": href, "rel": rel, "method": "GET"} for rel, href in addresses.items() if href}


def timestamp(moment: datetime | None) -> str | None:
    """Write a moment as RFC 3339 in UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if moment else None


def at_origin(document: Document, reader: Reader) -> Document:
    """Return the document with the addresses of the reader's site."""
    text = json.dumps(document, ensure_ascii=False)
    resolved: Document = json.loads(with_origin(text, reader.origin))
    return resolved
