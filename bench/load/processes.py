"""What processes use, as the kernel counts it; Linux only."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pids: Iterable[int]) -> float:
    """Return user and system time of processes; one that is gone counts nothing."""
    return sum(_ticks(pid) for pid in pids) / TICKS


def children_of(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def postgres_processes() -> list[int]:
    """Return the database server's processes on this machine, if it runs here."""
    return [int(name.parent.name) for name in Path("/proc").glob("[0-9]*/comm") if _read(name).startswith("postgres")]


def busy_seconds() -> float:
    """Return the time that all processors together have worked, for us, for others or for another machine."""
    user, nice, system, _idle, _wait, irq, softirq, steal = map(int, Path("/proc/stat").read_text().split()[1:9])
    return (user + nice + system + irq + softirq + steal) / TICKS


def memory_kb(pid: int) -> tuple[int, int]:
    """Return what a process holds in memory: all (RSS), and its share of what is shared (PSS)."""
    text = Path(f"/proc/{pid}/smaps_rollup").read_text()
    rss, pss = (re.search(rf"^{name}:\s+(\d+) kB", text, re.MULTILINE) for name in ("Rss", "Pss"))
    if rss is None or pss is None:
        raise RuntimeError(f"The kernel does not tell the memory of process {pid}.")
    return int(rss[1]), int(pss[1])


def _ticks(pid: int) -> int:
    # The name, in parentheses, may hold blanks.
    fields = _read(Path(f"/proc/{pid}/stat")).rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12]) if fields else 0


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
