"""What is written of the documents of a transaction, all at once, when each of them has been composed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wagtail.models import Site

from ..documents.compose import Composition, Content
from ..models import PendingRelease, Release, ReleaseHead
from .changes import tell_of_heads
from .items import write_items
from .texts import index_texts, write_texts
from .writing import add_releases, write_dependencies, write_head


class ComposedPage(NamedTuple):
    """A document and what its head is written from."""

    head: ReleaseHead
    page: Any
    site: Site
    composition: Composition


@dataclass
class Afterwards:
    """What is done for all documents of a transaction at once, when each of them has its release."""

    released: list[Release] = field(default_factory=list)
    """The new releases."""
    composed: list[ComposedPage] = field(default_factory=list)
    """What was composed, whether it is released or says the same as before."""
    listed: list[tuple[ReleaseHead, Content]] = field(default_factory=list)
    """Goals whose rows, which lists and searches read, may not be those of their content."""
    shown: list[ReleaseHead] = field(default_factory=list)
    """Those that may have become visible or invisible."""
    reworded: list[ReleaseHead] = field(default_factory=list)
    """Those whose words are to be indexed, whether they are new or not."""
    done: list[PendingRelease] = field(default_factory=list)
    """The work that is done with this."""

    def finish(self) -> None:
        """Write the rows of all, and see to what is to be done after the commit."""
        if self.released:
            add_releases(self.released)
        for composed in self.composed:
            write_head(*composed)
        if self.composed:
            write_dependencies([(composed.head, composed.composition) for composed in self.composed])
        if self.listed:
            write_items(self.listed)
            self.reworded += write_texts(self.listed)
        forget_work(self.done)
        tell_of_heads(self.shown)
        index_texts(self.reworded)


def forget_work(pending: Collection[PendingRelease]) -> None:
    """Note that what was asked for is done, or is about nothing."""
    if pending:
        # What is at hand is not read again, as a query set does before it deletes: nobody is told of these rows.
        rows = PendingRelease.objects.filter(pk__in=[row.pk for row in pending])
        rows._raw_delete(rows.db)
