"""What publishing a goal costs more than Wagtail's own publishing of the same page."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median
from typing import Any

from django.db import connection
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.test.utils import CaptureQueriesContext
from wagtail.signals import page_published, page_slug_changed, page_unpublished, published, unpublished

from wagtail_kommunmal.models import Release
from wagtail_kommunmal.pages.models import GoalPage

from .timing import Took, timed

SIGNALS = (
    page_published,
    page_unpublished,
    page_slug_changed,
    published,
    unpublished,
    pre_save,
    post_save,
    pre_delete,
    post_delete,
)


def publish(times: int) -> dict[str, Any]:
    """Publish one goal with and without our triggers in turn; return medians of the ratios and the queries added."""
    goal = first_goal()
    releases = Release.objects.count()
    rounds: list[tuple[Took, Took]] = []
    for number in range(times + 1):
        with without_triggers():
            own = timed(lambda number=number: publish_goal(goal, f"utan {number}"))  # type: ignore[misc]
        rounds.append((own, timed(lambda number=number: publish_goal(goal, f"med {number}"))))  # type: ignore[misc]
    if Release.objects.count() != releases + times + 1:
        raise RuntimeError("The triggers did not run exactly where they should.")
    # The first round warms up.
    del rounds[0]
    with without_triggers(), CaptureQueriesContext(connection) as own_queries:
        publish_goal(goal, "utan")
    with CaptureQueriesContext(connection) as all_queries:
        publish_goal(goal, "med")
    return {
        "rounds": times,
        "ratio": median(total.wall / own.wall for own, total in rounds),
        "cpu_ratio": median(total.cpu / own.cpu for own, total in rounds),
        "own_ms": median(own.wall for own, _total in rounds),
        "total_ms": median(total.wall for _own, total in rounds),
        "own_queries": len(own_queries),
        "added_queries": len(all_queries) - len(own_queries),
    }


def first_goal() -> int:
    """Return the key of the goal that is published."""
    return GoalPage.objects.live().order_by("path").values_list("pk", flat=True)[0]


def publish_goal(pk: int, text: str) -> None:
    """Publish a goal that says something new."""
    page = GoalPage.objects.get(pk=pk)
    page.scope_line = text
    page.save_revision().publish()


@contextmanager
def without_triggers() -> Iterator[None]:
    """Disconnect every receiver of the package, and connect them again."""
    kept = [(signal, signal.receivers) for signal in SIGNALS]
    try:
        for signal, receivers in kept:
            signal.receivers = [entry for entry in receivers if not _is_ours(entry)]
            signal.sender_receivers_cache.clear()
        yield
    finally:
        for signal, receivers in kept:
            signal.receivers = receivers
            signal.sender_receivers_cache.clear()


def _is_ours(entry: Any) -> bool:
    receiver = entry[1]() if isinstance(entry[1], weakref.ReferenceType) else entry[1]
    return str(getattr(receiver, "__module__", "")).startswith("wagtail_kommunmal")
