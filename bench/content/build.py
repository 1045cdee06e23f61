"""Fill an empty database with content of a size."""

from __future__ import annotations

import sys
import time

from django.core.management import call_command
from django.db import connection

from wagtail_kommunmal.models import ReleasedItem, ReleaseHead

from .copies import add_copies
from .original import make_site
from .sizes import SIZES


def build(name: str) -> dict[str, object]:
    """Make the tables and the content; return how many rows there are and how long it took."""
    started = time.monotonic()
    size = SIZES[name]
    call_command("migrate", verbosity=0)
    site = make_site(size.years)
    if size.sites > 1:
        add_copies(site, size.sites - 1, _tell)
    heads = ReleaseHead.objects.filter(kind="goal", current__isnull=False).count()
    if heads != size.goals:
        raise RuntimeError(f"{heads} goals are released, not {size.goals}.")
    return {
        "size": name,
        "goals": heads,
        "items": ReleasedItem.objects.count(),
        "database": connection.vendor,
        "version": _version(),
        "seconds": round(time.monotonic() - started, 1),
    }


def _tell(rows: str) -> None:
    print(f"    {rows} copied", file=sys.stderr, flush=True)


def _version() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version" if connection.vendor == "postgresql" else "SELECT sqlite_version()")
        return str(cursor.fetchone()[0])
