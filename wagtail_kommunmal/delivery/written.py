"""Goals as the bytes of their answers: each is its stored JSON, which nobody reads, with its envelope added to it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import (
    BigAutoField,
    BinaryField,
    Case,
    Count,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    UUIDField,
    When,
    Window,
)

from ..documents.origin import ORIGIN_TOKEN
from ..documents.upgrade import FORMAT, upgrade
from ..fields import canonical_json, decompressed
from ..models import PageKind, ReleaseHead
from .entries import COLUMNS, Entry
from .envelope import Document, Neighbours, goal_envelope
from .prepared import Given, IsGiven, PreparedQuery, Row
from .reader import Reader
from .visibility import AnyReader, Scope, plan_path, shape_of, values_of, visible_heads

Written = tuple[bytes | memoryview, ...]
"""A document as pieces of JSON in UTF-8, for whoever answers to join: to copy it costs as much as to unpack it."""

TOKEN: Final = ORIGIN_TOKEN.encode()

FEWEST_KEYS: Final = 10
"""PostgreSQL keeps its plan for as many goals; for fewer it plans each time, which takes longer than to read them."""

Places = Mapping[str, Any]
"""Tree path -> key of the page that stands there, or ``None`` where it is known by a page below it."""


class WrittenGoals(NamedTuple):
    """Goals, and where all pages stand that they tell of, themselves among these."""

    items: list[Written]
    places: Places


class WrittenAnswer(NamedTuple):
    """JSON in UTF-8, and where all pages stand that it tells of."""

    content: bytes
    places: Places


def written_goal(key: UUID, reader: Reader) -> WrittenAnswer | None:
    """Return the whole document of a goal, or ``None`` where the public may see none: one query."""
    rows = _goal(shape_of(reader)).rows({**values_of(reader), "key": key})
    goals = _written(rows, reader, lambda entry: entry.translation_key == key)
    return WrittenAnswer(b"".join(goals.items[0]), goals.places) if goals.items else None


def rows_of_goals(reader: Reader, page: int, limit: int) -> list[Row]:
    """Return the keys of a page of all goals that the public may see, each with how many there are: one query."""
    return _all_goals(shape_of(reader)).rows(values_of(reader), limit=limit, offset=(page - 1) * limit)


def written_goals(keys: Sequence[int], reader: Reader, *, whole: bool) -> WrittenGoals:
    """Return the documents, or else the summaries, of those of some heads that the public may see: one query."""
    if not keys:
        return WrittenGoals([], {})
    asked = [*keys, *[keys[-1]] * (FEWEST_KEYS - len(keys))]
    rows = _goals(shape_of(reader), len(asked), whole).rows({**values_of(reader), "keys": asked})
    place = {key: n for n, key in enumerate(keys)}
    return _written(sorted(rows, key=lambda row: place.get(row[0], -1)), reader, lambda entry: entry.pk in place)


def _written(rows: Sequence[Row], reader: Reader, is_own: Callable[[Entry], bool]) -> WrittenGoals:
    own: list[tuple[Entry, bytes]] = []
    plans: list[Entry] = []
    related: list[tuple[Entry, int | None]] = []
    for *columns, plan_year, stored in rows:
        entry = Entry(*columns)
        if entry.kind == PageKind.PLAN:
            plans.append(entry._replace(summary=upgrade(json.loads(decompressed(stored)), entry.format)))
            continue
        related.append((entry, plan_year))
        if is_own(entry):
            own.append((entry, stored))
    neighbours = Neighbours.among(plans, related)
    return WrittenGoals(
        [_spliced(goal, stored, goal_envelope(goal, neighbours, reader), reader) for goal, stored in own],
        # A goal is seen only together with its plan, also one that is only named.
        {goal.plan_path: None for goal, _year in related} | {goal.path: goal.page_id for goal, _year in related},
    )


def _spliced(goal: Entry, stored: bytes, envelope: Document, reader: Reader) -> Written:
    """Return a stored document with the addresses of the site and the members of its envelope."""
    content = decompressed(stored)
    if goal.format != FORMAT:
        content = canonical_json(upgrade(json.loads(content), goal.format))
    origin = json.dumps(reader.origin, ensure_ascii=False)[1:-1]
    # Of two objects one: the last brace of the first and the first one of the second become a comma.
    return memoryview(content.replace(TOKEN, origin.encode()))[:-1], b",", canonical_json(envelope)[1:]


@cache
def _all_goals(shape: tuple[int, ...]) -> PreparedQuery:
    goals = visible_heads(AnyReader(shape), PageKind.GOAL)
    return PreparedQuery(goals.annotate(total=Window(Count("pk"))).values_list("pk", "total"))


@cache
def _goal(shape: tuple[int, ...]) -> PreparedQuery:
    return _with_neighbours(Q(translation_key=Given("key", UUIDField())), AnyReader(shape), "current__content")


@cache
def _goals(shape: tuple[int, ...], count: int, whole: bool) -> PreparedQuery:
    is_own = Q(IsGiven("pk", "keys", BigAutoField(), count))
    return _with_neighbours(is_own, AnyReader(shape), "current__content" if whole else "summary")


def _with_neighbours(is_own: Q, scope: Scope, content: str) -> PreparedQuery:
    """Return a query for goals with what is stored of them, for their plans, and for the goals that they refer to."""
    # Of any language: those of the scope's own are chosen in the end. What psycopg is to remember must be short.
    everyone: QuerySet[ReleaseHead] = ReleaseHead.objects.order_by()
    own = everyone.filter(is_own)
    plan = everyone.filter(kind=PageKind.PLAN, page__path=OuterRef("plan_path"))
    keys = own.values("pk").union(
        everyone.filter(translation_key__in=own.values("parent_goal_key")).values("pk"),
        everyone.filter(translation_key__in=own.values("previous_goal_key")).values("pk"),
        everyone.filter(previous_goal_key__in=own.values("translation_key")).values("pk"),
        everyone.filter(
            kind=PageKind.PLAN, page__path__in=own.annotate(plan_path=plan_path()).values("plan_path")
        ).values("pk"),
    )
    stored = Case(
        When(kind=PageKind.PLAN, then=F("summary")), When(is_own, then=F(content)), output_field=BinaryField()
    )
    heads = (
        visible_heads(scope).filter(pk__in=keys).annotate(plan_year=Subquery(plan.values("year")[:1]), stored=stored)
    )
    return PreparedQuery(heads.values_list(*COLUMNS, "plan_year", "stored"))
