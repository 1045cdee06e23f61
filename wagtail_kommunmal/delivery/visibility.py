"""What the public may see now: decided by the live pages at the moment of reading, never by what is stored."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import PageViewRestriction, Site

from ..compat import page_model
from ..models import ItemKind, PageKind, ReleasedItem, ReleaseHead
from .reader import Reader

Row = TypeVar("Row", ReleaseHead, ReleasedItem)


def visible_heads(reader: Reader) -> QuerySet[ReleaseHead]:
    """Return the plans and goals that the public may see on the reader's site in its language.

    A page is visible when it is live, has a release, and neither it nor a page above it is restricted;
    a goal only together with its plan. Ordered as in the page tree, with ``page``, ``plan_path`` and the current
    release without its content at hand.
    """
    heads = (
        ReleaseHead.objects.filter(
            _under_roots_of(reader), locale=reader.locale, current__isnull=False, page__live=True
        )
        .annotate(plan_path=plan_path())
        .filter(~Exists(_restrictions_above()))
    )
    plan = ReleaseHead.objects.filter(
        kind=PageKind.PLAN, current__isnull=False, page__live=True, page__path=OuterRef("plan_path")
    )
    return (
        heads.filter(Q(kind=PageKind.PLAN) | Exists(plan))
        .select_related("page", "current")
        .defer("current__content")
        .order_by("page__path")
    )


def visible_items(kind: ItemKind, reader: Reader) -> QuerySet[ReleasedItem]:
    """Return the items of a kind in the goals that the public may see, in the order of the tree and of each page.

    They have ``plan_path``, and their goal with its page and its release without content at hand.
    """
    goals = visible_heads(reader).filter(kind=PageKind.GOAL)
    return (
        ReleasedItem.objects.filter(kind=kind, head__in=goals.values("pk"))
        .annotate(plan_path=plan_path("head__page"))
        .select_related("head__page", "head__current")
        .defer("head__summary", "head__current__content")
        .order_by("head__page__path", "position")
    )


def in_plans(rows: QuerySet[Row], **conditions: Any) -> QuerySet[Row]:
    """Return those of the visible goals, or of their items, whose plan meets the conditions."""
    plan = ReleaseHead.objects.filter(kind=PageKind.PLAN, page__path=OuterRef("plan_path"), **conditions)
    return rows.filter(Exists(plan))


def plan_path(page: str = "page") -> Substr:
    """The tree path of the page above ``page``, which is reached from the rows that are asked for."""
    return Substr(f"{page}__path", 1, Length(f"{page}__path") - page_model().steplen)


def _restrictions_above() -> QuerySet[PageViewRestriction]:
    own_path = ExpressionWrapper(OuterRef("page__path"), output_field=CharField())
    return PageViewRestriction.objects.alias(own_path=own_path).filter(own_path__startswith=F("page__path"))


def _under_roots_of(reader: Reader) -> Q:
    """Return a condition for the pages of the reader's site; a site nested below another is its own."""
    roots = Site.get_site_root_paths()
    own = {root.root_path for root in roots if root.site_id == reader.site.pk}
    others = {root.root_path for root in roots} - own
    conditions = [
        reduce(
            lambda condition, nested: condition & ~Q(page__url_path__startswith=nested),
            [nested for nested in others if nested.startswith(root)],
            Q(page__url_path__startswith=root),
        )
        for root in sorted(own)
    ]
    return reduce(or_, conditions, Q(pk__in=[]))
