"""The public history of a document: which releases it has had, when and why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from ..models import Release
from .envelope import Document, links, release_facts
from .reader import Reader


def release_entries(releases: Iterable[Release], goal: UUID, reader: Reader) -> list[Document]:
    """Return what the history of a goal says of its releases, in their order, each with where it can be read."""
    return [
        {
            **release_facts(release, reader),
            "_links": links(goal=replace(reader, as_of=release.published_from).api_address(f"goals/{goal}")),
        }
        for release in releases
    ]
