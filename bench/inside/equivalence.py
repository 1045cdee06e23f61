"""That the contenders say the same: every fact of our document must be somewhere in their answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.test import Client

OF_A_GOAL = ("title", "number", "statement", "scopeLine", "politicalTextHtml")
OF_A_SECTION = ("introHtml", "textHtml")
OF_AN_ITEM = ("title", "name", "descriptionHtml", "decisionReference", "definition", "noteHtml", "totalBudget")
OF_A_ROW = ("commentHtml", "value", "text", "budget", "outcome")


def missing_facts(client: Client, ours: str, theirs: str) -> list[str]:
    """Return the facts of our answer that another answer lacks or has fewer times, the first ten of them."""
    said = sorted(_texts(client.get(theirs).json()))
    return [fact for fact in sorted(set(_facts(client.get(ours).json()))) if fact not in said][:10]


def _facts(goal: Any) -> Iterator[str]:
    yield from _members(goal, OF_A_GOAL)
    for section in goal["sections"]:
        yield from _members(section, OF_A_SECTION)
        for item in (*section.get("assignments", ()), *section.get("keyFigures", ()), *section.get("investments", ())):
            yield from _members(item, OF_AN_ITEM)
            yield from (body["name"] for body in _bodies(item.get("responsible")))
            for row in (*item.get("followUps", ()), *item.get("values", ()), *item.get("targets", ())):
                yield from _members(row, OF_A_ROW)
                if row.get("status"):
                    yield row["status"]["code"]
            for row in item.get("amounts", ()):
                yield from _members(row, OF_A_ROW)


def _bodies(responsible: Any) -> list[Any]:
    """Return the bodies of an item: a key figure has one or none, the others have several."""
    return responsible if isinstance(responsible, list) else [responsible] if responsible else []


def _members(document: Any, names: tuple[str, ...]) -> Iterator[str]:
    return (str(document[name]).strip() for name in names if document.get(name) not in (None, ""))


def _texts(document: Any) -> set[str]:
    if isinstance(document, dict):
        return set().union(*(_texts(value) for value in document.values())) if document else set()
    if isinstance(document, list):
        return set().union(*(_texts(value) for value in document)) if document else set()
    return {str(document).strip()}
