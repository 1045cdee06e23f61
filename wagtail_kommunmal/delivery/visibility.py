"""What the public may see now: decided by the live pages at the moment of reading, never by what is stored."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from wagtail.models import PageViewRestriction, Site

from ..compat import page_model
from ..models import PageKind, ReleaseHead
from .reader import Reader


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


def in_plans(goals: QuerySet[ReleaseHead], **conditions: Any) -> QuerySet[ReleaseHead]:
    """Return those of the visible goals whose plan meets the conditions."""
    plan = ReleaseHead.objects.filter(kind=PageKind.PLAN, page__path=OuterRef("plan_path"), **conditions)
    return goals.filter(Exists(plan))


def plan_path() -> Substr:
    """The tree path of the page above a head's page."""
    return Substr("page__path", 1, Length("page__path") - page_model().steplen)


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
