"""What was measured, as tables to read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

NAMES = {
    "ours": "API v1, nothing cached",
    "ours-warm": "API v1, warm",
    "ours-304": "API v1, 304",
    "ours-plain": "API v1, nothing cached, uncompressed",
    "ours-anew": "API v1, put together anew, uncompressed",
    "v2": "Wagtail API v2",
    "v3": "Wagtail API v3",
    "v2-cached": "Wagtail API v2 under `cache_page`",
    "bare": "bare Django view",
    "bare-304": "bare Django view, 304",
    "bare-plain": "bare Django view, uncompressed",
}
SHAPES = {"list": "8 whole goals", "detail": "one goal"}


def tables(results: dict[str, Any]) -> str:
    """Return all of it as Markdown."""
    parts = [_machine(results), _targets(results), _answers(results)]
    if "grown" in results:
        size = results["size"]
        parts += [
            _growth(f"Lists and the filter: {size} beside S", results["grown"]),
            _growth(f"Lists and the filter: all goals of {size} in one site, beside S", results["flat"]),
        ]
    parts.append(_work(results))
    return "\n\n".join(parts) + "\n"


def write_between(file: Path, name: str, text: str) -> None:
    """Put a text between the two marks that a file has for it."""
    begin, end = f"<!-- {name}: written by make bench -->\n", f"<!-- end of {name} -->"
    page = file.read_text(encoding="utf-8")
    before, found, rest = page.partition(begin)
    _old, found_end, after = rest.partition(end)
    if not (found and found_end):
        raise RuntimeError(f"{file} has no place for {name}.")
    file.write_text(f"{before}{begin}\n{text}\n{end}{after}", encoding="utf-8")


def _machine(results: dict[str, Any]) -> str:
    content = "; ".join(
        f"{name}: {one['goals']:,} goals, {one['items']:,} items" for name, one in results["content"].items()
    )
    version = next(iter(results["content"].values()))["version"]
    disturbed = sum(row["disturbed_rounds"] for row in results["answers"]["rows"].values())
    measured = sum(row["rounds"] for row in results["answers"]["rows"].values())
    machine = results["machine"]
    return "\n".join(
        [
            f"- {results['measured_at']}, {machine['processors']} × {machine['processor']}, Linux {machine['kernel']}",
            f"- {results['database']} {version}, Python {machine['python']}, "
            + ", ".join(f"{name} {version}" for name, version in machine["versions"].items()),
            f"- `{_command(results)}`",
            f"- {results['generator']}, {results['workers']} workers; {content}",
            f"- Segments in which other processes took more than 15 % of a processor: {disturbed} of {measured}",
        ]
    )


def _command(results: dict[str, Any]) -> str:
    quick = " QUICK=1" if results["quick"] else ""
    return f"make bench SIZE={results['size']}{quick} DATABASE={results['database'].lower()}"


def _targets(results: dict[str, Any]) -> str:
    words = {True: "reached", False: "**not reached**", None: "not measured"}
    rows = [[one["name"], one["limit"], _number(one["value"]), words[one["reached"]]] for one in results["targets"]]
    return _table("Targets", ["", "to reach", "measured", ""], rows)


def _answers(results: dict[str, Any]) -> str:
    rows = []
    for shape, what in SHAPES.items():
        for name, row in results["answers"]["rows"].items():
            if name.split("-")[-1] != shape and f"-{shape}-" not in name:
                continue
            kind = name.replace(f"-{shape}", "")
            requests = f", {row['requests']} requests" if row["requests"] > 1 else ""
            rows.append(
                [
                    f"{what}: {NAMES[kind]}{requests}",
                    _number(row["per_second"]),
                    _number(row["median_ms"]),
                    _number(row["cpu_ms"]),
                    "–" if row["queries"] is None else str(row["queries"]),
                    f"{row['head_bytes']:,} + {row['body_bytes']:,}{_without_middleware(row)}",
                ]
            )
    return _table(
        "Whole goals",
        ["", "answers a second", "median, ms", "CPU of the workers, ms", "queries", "bytes, headers + body"],
        rows,
    )


def _without_middleware(row: dict[str, Any]) -> str:
    own = row.get("own_head_bytes")
    return f" ({own:,} without the site's middleware)" if own else ""


def _growth(title: str, grown: dict[str, Any]) -> str:
    named = {**grown["lists"], "assignments, filtered": grown["filter"]}
    rows = [
        [
            f"{name}",
            f"{one['small_total']:,} → {one['large_total']:,}",
            f"{one['small_ms']:.1f} → {one['large_ms']:.1f}",
            f"{one['ratio']:.2f}",
            f"{one['small_queries']} → {one['large_queries']}",
            f"{one['small_bytes']:,} → {one['large_bytes']:,}",
        ]
        for name, one in named.items()
    ]
    table = _table(title, ["", "rows to page through", "ms", "×", "queries", "bytes"], rows)
    asked = grown["streamfields"]
    if not asked:
        return table
    return f"{table}\n\n" + (
        f"The filter's question as SQL over the StreamFields alone: {asked['jsonb_ms']:.1f} ms, "
        f"{asked['jsonb_index_ms']:.1f} ms with a GIN index; the API's whole answer: {asked['ours_ms']:.1f} ms "
        f"({asked['ratio']:.1f} × and {asked['ratio_index']:.1f} × as fast)."
    )


def _work(results: dict[str, Any]) -> str:
    publish, memory = results["publish"], results["memory"]
    rows = [
        [
            "publishing a goal with 26 items",
            f"{publish['total_ms']:.0f} ms, of which Wagtail's own {publish['own_ms']:.0f}; × {publish['ratio']:.2f}, "
            f"of CPU × {publish['cpu_ratio']:.2f}; {publish['added_queries']} queries more than "
            f"Wagtail's {publish['own_queries']}",
        ]
    ]
    rows += [
        [
            f"rebuild of {run['goals']:,} goals",
            f"{run['per_second']:.0f} goals a second, {run['cpu_ms']:.1f} ms CPU each",
        ]
        for run in results["rebuild"]["runs"]
    ]
    rows += [
        [
            f"worker after {one['requests']:,} requests, {name}",
            f"PSS {one['pss_mb']:.1f} MB, RSS {one['rss_mb']:.1f} MB",
        ]
        for name, one in memory.items()
        if name != "above_bare_mb"
    ]
    return _table("Publishing, rebuilding, memory", ["", ""], rows)


def _table(title: str, header: list[str], rows: Iterable[list[str]]) -> str:
    lines = [header, ["---"] * len(header), *rows]
    return f"**{title}**\n\n" + "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"
