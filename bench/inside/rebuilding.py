"""How many goals a second a rebuild releases when every document has to be written."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from django.db import connection

from wagtail_kommunmal.models import PageKind, Release, ReleasedItem, ReleaseHead
from wagtail_kommunmal.releasing.heads import Outcome
from wagtail_kommunmal.releasing.keys import PageKey
from wagtail_kommunmal.releasing.rebuild import release_all


def rebuild(counts: Sequence[int]) -> dict[str, Any]:
    """Release as many goals as each of ``counts`` says; return goals a second, on the clock and of CPU."""
    keys = keys_of_goals()
    return {
        "database": connection.vendor,
        "runs": [_timed(keys[:count]) for count in counts if count <= len(keys)] or [_timed(keys)],
    }


def keys_of_goals() -> list[PageKey]:
    """Return all goals that are released."""
    heads = ReleaseHead.objects.filter(kind=PageKind.GOAL, current__isnull=False).order_by("pk")
    return list(heads.values_list("translation_key", "locale_id"))


def outdate(keys: Sequence[PageKey]) -> None:
    """Let no document be what its checksum says, and no item what its content says, so that each is written."""
    goals = [key for key, _locale in keys]
    Release.objects.filter(current_of__translation_key__in=goals).update(checksum="")
    ReleasedItem.objects.filter(head__translation_key__in=goals).update(text="")


def release_each(keys: Sequence[PageKey]) -> None:
    """Rebuild goals, every one of which is to be written."""
    results = [result for batch in release_all(keys) for result in batch]
    if unwritten := [result for result in results if result.outcome is not Outcome.RELEASED]:
        raise RuntimeError(f"Not released: {unwritten[:3]}")


def _timed(keys: Sequence[PageKey]) -> dict[str, Any]:
    outdate(keys)
    wall, cpu = time.perf_counter(), time.process_time()
    release_each(keys)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"goals": len(keys), "per_second": len(keys) / wall, "cpu_ms": cpu * 1000 / len(keys)}
