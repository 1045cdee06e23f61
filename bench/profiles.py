"""Only the profiles of our two answers, of publishing and of a rebuild."""

from __future__ import annotations

import tempfile
from pathlib import Path

from .databases import database
from .plan import Plan
from .tasks import inside


def profile_only(kind: str, plan: Plan, results: Path) -> None:
    """Write where the time of eight whole goals and of one goes, and that of releases, with the plan's content."""
    with (
        tempfile.TemporaryDirectory(prefix="kommunmal-bench-") as folder,
        database(kind, "profile", Path(folder)) as url,
    ):
        inside(url, "build", name=plan.size)
        described = inside(url, "describe")
        addresses = {shape: described["answers"][f"ours-{shape}"]["addresses"][0] for shape in ("list", "detail")}
        profiles = inside(url, "profile", addresses=addresses, times=plan.profiled)
        profiles |= inside(url, "profile_releases", times=plan.published)
    results.mkdir(exist_ok=True)
    file = results / f"quick-{kind}-profile.txt"
    file.write_text("\n\n".join(profiles.values()), encoding="utf-8")
    print(file.read_text(encoding="utf-8"))
