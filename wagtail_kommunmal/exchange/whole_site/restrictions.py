"""Who may read a page: exported by kind, never with a password, and restored so that nobody sees more than before."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import BaseViewRestriction, PageViewRestriction

from .fields import Data


def exported_restrictions(page: Any, *, inherited: bool) -> list[Data]:
    """Return the restrictions of a page, and those that hold for it from above if ``inherited``."""
    rows = page.get_view_restrictions() if inherited else PageViewRestriction.objects.filter(page=page)
    return [
        {
            "groups": sorted(_names(row)),
            "is_inherited": row.page_id != page.pk,
            "kind": row.restriction_type,
        }
        for row in rows.order_by("page__path", "pk")
    ]


def restore_restrictions(page: Any, restrictions: Iterable[Data]) -> list[str]:
    """Restrict a page as it was, and return what an administrator has to see to.

    What came from above is given to the page itself, unless a page above it is restricted as strictly. A password is
    replaced by one that nobody knows; groups that are not here let nobody in.
    """
    above = [(row.restriction_type, _names(row)) for row in page.get_view_restrictions()]
    tasks = []
    for restriction in restrictions:
        kind = restriction["kind"]
        if kind == BaseViewRestriction.NONE or (restriction["is_inherited"] and _is_held(restriction, above)):
            continue
        made = PageViewRestriction.objects.create(
            page=page,
            restriction_type=kind,
            password=secrets.token_urlsafe(32) if kind == BaseViewRestriction.PASSWORD else "",
        )
        groups = Group.objects.filter(name__in=restriction["groups"])
        made.groups.set(groups)
        if kind == BaseViewRestriction.PASSWORD:
            tasks.append(f"“{page}” ({page.url_path}) is closed to everybody until you give it a password.")
        if absent := sorted(set(restriction["groups"]) - {group.name for group in groups}):
            tasks.append(f"“{page}” ({page.url_path}) may be read by groups that are not here: {', '.join(absent)}.")
    return tasks


def _names(row: Any) -> set[str]:
    return set(row.groups.values_list("name", flat=True))


def _is_held(restriction: Data, above: Iterable[tuple[str, set[str]]]) -> bool:
    """Tell whether nobody passes one of the restrictions above whom a restriction would have kept out."""
    kind, groups = restriction["kind"], set(restriction["groups"])
    return any(
        (found == kind and (kind != BaseViewRestriction.GROUPS or names <= groups))
        or (found == BaseViewRestriction.GROUPS and kind == BaseViewRestriction.LOGIN)
        for found, names in above
    )
