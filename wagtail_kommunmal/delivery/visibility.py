"""What the public may see now: decided by the live pages at the moment of reading, never by what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, reduce
from operator import or_
from typing import Any, Protocol, TypeVar
from uuid import UUID

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import PageViewRestriction

from ..compat import page_model
from ..models import ItemKind, PageKind, ReleasedItem, ReleasedItemBody, ReleaseHead
from .prepared import Given, PreparedQuery
from .reader import Reader
from .sites import PathRange, Territory

Row = TypeVar("Row", ReleaseHead, ReleasedItem, ReleasedItemBody)


class Scope(Protocol):
    """Whose pages are asked for: those of a reader, or of any reader that a prepared query will be run for."""

    @property
    def locale_id(self) -> Any: ...

    @property
    def territories(self) -> Sequence[Territory]: ...


class AnyReader:
    """Stands for a reader with as many roots as ``shape`` has numbers, of the sites that are nested below each."""

    def __init__(self, shape: Sequence[int]) -> None:
        path, key = CharField(), ReleaseHead._meta.pk
        self.locale_id = Given("locale", key)

        def given(name: str) -> PathRange:
            return PathRange(Given(f"{name}_first", path), Given(f"{name}_last", path))

        self.territories = [
            Territory(given(f"root{root}"), tuple(given(f"root{root}_{nested}") for nested in range(count)))
            for root, count in enumerate(shape)
        ]


def shape_of(reader: Reader) -> tuple[int, ...]:
    """Return what decides how a query for a reader is written."""
    return tuple(len(territory.nested) for territory in reader.territories)


def values_of(reader: Reader) -> dict[str, Any]:
    """Return the values that stand in place of ``AnyReader`` when a query is run for a reader."""
    values: dict[str, Any] = {"locale": reader.locale_id}
    for root, territory in enumerate(reader.territories):
        nested = {f"root{root}_{n}": paths for n, paths in enumerate(territory.nested)}
        for name, (first, last) in {f"root{root}": territory.all, **nested}.items():
            values |= {f"{name}_first": first, f"{name}_last": last}
    return values


def visible_heads(scope: Scope, kind: PageKind | None = None) -> QuerySet[ReleaseHead]:
    """Return the plans and goals, or those of one kind, that the public may see on the reader's site in its language.

    A page is visible when it is live, has a release, and neither it nor a page above it is restricted;
    a goal only together with its plan. Ordered as in the page tree, with ``page``, ``plan_path`` and the current
    release without its content at hand.
    """
    return (
        _visible(ReleaseHead.objects.all(), scope, kind)
        .select_related("page", "current")
        .defer("current__content")
        .order_by("page__path")
    )


def is_visible(kind: PageKind, key: UUID, reader: Reader) -> bool:
    """Tell whether the public may see a plan or goal, in one query."""
    return visible_path(kind, key, reader) is not None


def visible_path(kind: PageKind, key: UUID, reader: Reader) -> str | None:
    """Return the ``url_path`` of a plan or goal, or ``None`` where the public may see none: one query."""
    rows = _visible_one(shape_of(reader)).rows({**values_of(reader), "kind": kind, "key": key})
    return next((path for (path,) in rows), None)


@cache
def _visible_one(shape: tuple[int, ...]) -> PreparedQuery:
    fields = ReleaseHead._meta
    heads = visible_heads(AnyReader(shape)).filter(
        kind=Given("kind", fields.get_field("kind")), translation_key=Given("key", fields.get_field("translation_key"))
    )
    return PreparedQuery(heads.values_list("page__url_path"))


def visible_items(kind: ItemKind, reader: Reader) -> QuerySet[ReleasedItem]:
    """Return the items of a kind in the goals that the public may see, in the order of the tree and of each page.

    They have ``plan_path``, and their goal with its page and its release without content at hand.
    """
    # Not as items in goals that were found first: so the database can follow the tree, and stop after a page of them.
    return (
        _visible(ReleasedItem.objects.filter(kind=kind), reader, PageKind.GOAL, head="head__")
        .select_related("head__page", "head__current")
        .defer("head__summary", "head__current__content")
        .order_by("head__page__path", "position")
    )


def visible_parts(scope: Scope) -> QuerySet[ReleasedItemBody]:
    """Return the parts that bodies have in items of the goals that the public may see, in no order."""
    # Joined like the items, and for the same reason: else the parts of all sites are read.
    return _visible(ReleasedItemBody.objects.all(), scope, PageKind.GOAL, head="head__")


def in_plans(rows: QuerySet[Row], **conditions: Any) -> QuerySet[Row]:
    """Return those of the visible goals, of their items or of what bodies do there, whose plan meets the conditions."""
    plan = ReleaseHead.objects.filter(kind=PageKind.PLAN, page__path=OuterRef("plan_path"), **conditions)
    return rows.filter(Exists(plan))


def items_of_plan(kind: ItemKind, plan: Any, reader: Reader) -> QuerySet[ReleasedItem]:
    """Return the visible items of a kind in the goals of a plan, which is given as its page."""
    return in_plans(visible_items(kind, reader), page_id=plan.pk)


def plan_path(page: str = "page") -> Substr:
    """The tree path of the page above ``page``, which is reached from the rows that are asked for."""
    return Substr(f"{page}__path", 1, Length(f"{page}__path") - page_model().steplen)


def restrictions_above(path: str) -> QuerySet[PageViewRestriction]:
    """Return the restrictions of a page and of all above it, for a query whose rows have its tree path as ``path``."""
    own_path = ExpressionWrapper(OuterRef(path), output_field=CharField())
    return PageViewRestriction.objects.alias(beginning=Substr(own_path, 1, Length("page__path"))).filter(
        beginning=F("page__path")
    )


def _visible(rows: QuerySet[Row], scope: Scope, kind: PageKind | None, head: str = "") -> QuerySet[Row]:
    """Return those of the rows whose head, which ``head`` leads to, the public may see; they get ``plan_path``."""
    page = f"{head}page"
    of_kind = {f"{head}kind": kind} if kind else {}
    released = {f"{head}locale_id": scope.locale_id, f"{head}current__isnull": False, f"{page}__live": True}
    rows = rows.filter(_of_site(scope, page), **of_kind, **released).annotate(plan_path=plan_path(page))
    rows = rows.filter(~Exists(restrictions_above(f"{page}__path")))
    # Each kind by itself: what databases do for a condition alone, they do not for one of two.
    match kind:
        case PageKind.PLAN:
            return rows
        case PageKind.GOAL:
            return rows.filter(Exists(_plan_above()))
        case _:
            return rows.filter(Q(**{f"{head}kind": PageKind.PLAN}) | Exists(_plan_above()))


def _plan_above() -> QuerySet[ReleaseHead]:
    return ReleaseHead.objects.filter(
        kind=PageKind.PLAN, current__isnull=False, page__live=True, page__path=OuterRef("plan_path")
    )


def _of_site(scope: Scope, page: str) -> Q:
    """Return a condition for the pages of a site; a site nested below another is its own."""
    conditions = [
        reduce(
            lambda condition, nested: condition & ~_within(nested, page), territory.nested, _within(territory.all, page)
        )
        for territory in scope.territories
    ]
    return reduce(or_, conditions, Q(pk__in=[]))


def _within(paths: PathRange, page: str) -> Q:
    """Return a condition for a page and all below it, which an index on paths can answer."""
    return Q(**{f"{page}__path__gte": paths.first, f"{page}__path__lte": paths.last})
