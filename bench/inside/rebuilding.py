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
    heads = ReleaseHead.objects.filter(kind=PageKind.GOAL, current__isnull=False).order_by("pk")
    keys = list(heads.values_list("translation_key", "locale_id"))
    return {
        "database": connection.vendor,
        "runs": [_timed(keys[:count]) for count in counts if count <= len(keys)] or [_timed(keys)],
    }


def _timed(keys: Sequence[PageKey]) -> dict[str, Any]:
    # No document is what its checksum says, and no item what its content says, so that each is written.
    goals = [key for key, _locale in keys]
    Release.objects.filter(current_of__translation_key__in=goals).update(checksum="")
    ReleasedItem.objects.filter(head__translation_key__in=goals).update(text="")
    wall, cpu = time.perf_counter(), time.process_time()
    results = [result for batch in release_all(keys) for result in batch]
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    if unwritten := [result for result in results if result.outcome is not Outcome.RELEASED]:
        raise RuntimeError(f"Not released: {unwritten[:3]}")
    return {"goals": len(keys), "per_second": len(keys) / wall, "cpu_ms": cpu * 1000 / len(keys)}
