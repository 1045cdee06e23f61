"""Things in a section that an editor should look at, though they may be right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..numbers import decimals_of, display_format
from ..vocabulary import AmountFlow, InvestmentRowKind

AmountKey = tuple[int | None, int | None, str, str]


def section_warnings(sections: Any) -> list[str]:
    """Return a sentence for each oddity in a goal's ``sections``; none of them stops publication."""
    return [
        warning
        for section in sections or []
        if section.block_type == "investments"
        for warning in group_sum_warnings(section.value["items"])
    ]


def group_sum_warnings(rows: Any) -> Iterator[str]:
    """Yield a warning for each amount of a group that differs from its rows' sum by more than rounding."""
    group: Any = None
    members: list[Any] = []
    for row in [*rows, None]:
        if row is None or row["row_kind"] == InvestmentRowKind.GROUP:
            if group is not None and members:
                yield from _compare(group, members)
            group, members = row, []
        else:
            members.append(row)


def _compare(group: Any, members: list[Any]) -> Iterator[str]:
    addends: defaultdict[AmountKey, list[Decimal]] = defaultdict(list)
    for member in members:
        for key, amount in _amounts(member):
            addends[key].append(amount)
    for key, printed in _amounts(group):
        parts = addends.get(key)
        if not parts or abs(printed - sum(parts)) <= _rounding_tolerance(printed, parts):
            continue
        yield _("%(amount)s: the group says %(printed)s, its rows sum to %(sum)s.") % {
            "amount": ", ".join(filter(None, [group["name"], *_words(key)])),
            "printed": display_format(printed, "sv"),
            "sum": display_format(sum(parts, Decimal()), "sv"),
        }


def _words(key: AmountKey) -> list[str]:
    """Name an amount by its years, flow and column; what a draft leaves out is left out."""
    year_from, year_to, flow, column = key
    return [
        "–".join(str(year) for year in (year_from, year_to) if year),
        AmountFlow(flow).label.lower() if flow else "",
        {"budget": _("budget"), "outcome": _("outcome"), "deviation": _("deviation")}[column],
    ]


def _amounts(row: Any) -> Iterator[tuple[AmountKey, Decimal]]:
    for amount in row["amounts"]:
        for column in ("budget", "outcome", "deviation"):
            if (value := amount.get(column)) is not None:
                yield (amount.get("year_from"), amount.get("year_to"), amount.get("flow") or "", column), value


def _rounding_tolerance(printed: Decimal, parts: list[Decimal]) -> Decimal:
    """Half a unit of the coarsest digit given, for each number that may have been rounded."""
    decimals = min(decimals_of(number) for number in [printed, *parts])
    return Decimal(len(parts) + 1) * Decimal(5).scaleb(-decimals - 1)
