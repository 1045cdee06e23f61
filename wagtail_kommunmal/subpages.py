"""Addresses below a plan and a goal, such as ``…/ansvarig/KS/``. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import quote

BODY: Final = "ansvarig"
ASSIGNMENT_HISTORY: Final = "uppdrag"
INVESTMENT_HISTORY: Final = "investering"

SHARED: Final = ("assignments", "investments")
"""Items that several bodies may be responsible for; a key figure has one."""
ROUTED: Final = re.compile(r"[\w-]+")
"""What Wagtail lets a step of a page's address be made of."""


def body_address(document: dict[str, Any], body: dict[str, Any]) -> str | None:
    """Return the address of a body's page below the plan that a document is or belongs to; ``None`` without one.

    The body is named by its code where that can stand in an address, else by its id. One that a goal names only
    elsewhere, as in a section that a site has added, answers for none of its items and has no page.
    """
    if "sections" in document and body["id"] not in _responsible(document["sections"]):
        return None
    plan = document.get("plan", document)
    code = body["code"] or ""
    return _below(plan, BODY, code if ROUTED.fullmatch(code) else body["id"])


def assignment_address(goal: dict[str, Any], assignment: dict[str, Any]) -> str | None:
    """Return the address of what was reported of an assignment over the years."""
    return item_address(goal, ASSIGNMENT_HISTORY, assignment)


def investment_address(goal: dict[str, Any], investment: dict[str, Any]) -> str | None:
    """Return the address of what was reported of an investment over the years."""
    return item_address(goal, INVESTMENT_HISTORY, investment)


def item_address(goal: dict[str, Any], name: str, item: dict[str, Any]) -> str | None:
    """Return the address of a history, of which ``name`` is the first step below a goal; ``None`` without one."""
    return _below(goal, name, item["lineageId"]) if item["lineageId"] else None


def _responsible(sections: Sequence[dict[str, Any]]) -> set[str]:
    """Return the ids of the bodies that have a part in the items of sections."""
    shared = [item["responsible"] for section in sections for kind in SHARED for item in section.get(kind, ())]
    single = [figure["responsible"] for section in sections for figure in section.get("keyFigures", ())]
    return {body["id"] for bodies in shared for body in bodies} | {body["id"] for body in single if body}


def _below(page: dict[str, Any] | None, *steps: str) -> str | None:
    """Return an address below that of a plan or a goal, with a slash at its end if that has one."""
    if page is None or (address := page["webUrl"]) is None:
        return None
    end = "/" if address.endswith("/") else ""
    return f"{address.removesuffix('/')}/{'/'.join(map(quote, steps))}{end}"
