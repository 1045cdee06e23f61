"""What a bulk action is about to do to which pages."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def pages_to_publish(objects: list[Any], action: Any) -> Iterator[Any]:
    """Yield the pages that a bulk publication makes live, with their descendants where those were asked for."""
    for page in objects:
        yield page.specific
        if action.cleaned_form.cleaned_data.get("include_descendants"):
            yield from page.get_descendants().not_live().specific()


def destination_of(action: Any) -> Any:
    """Return the page that a bulk move puts the others below."""
    return action.cleaned_form.cleaned_data["chooser"]
