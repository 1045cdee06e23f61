"""What the latest value of a key figure is beside the year before and the target: calculated, and said so. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from .numbers import HARD_SPACE, decimals_of, display_format
from .vocabulary import Gender, Series, Unit

Member = dict[str, Any]


def comparisons(figure: Member, language: str) -> list[str]:
    """Return sentences that compare the latest own value with a year before and with the target for its time.

    Nothing is said of values that are not numbers, nor of whether a difference is good.
    """
    own = [
        value
        for value in figure["values"]
        if (value["series"]["code"], value["gender"]["code"]) == (Series.OWN, Gender.TOTAL)
    ]
    if not own or own[-1]["value"] is None:
        return []
    return list(_sentences(own, figure, language))


def _sentences(own: Sequence[Member], figure: Member, language: str) -> Iterator[str]:
    latest = own[-1]
    number = Decimal(latest["value"])
    if (before := _a_year_before(latest, own)) is not None:
        difference = number - Decimal(before["value"])
        words = {"difference": _shown(difference, figure, latest, language), "period": before["period"]["label"]}
        if not difference:
            yield _("The same as in %(period)s.") % words
        elif difference > 0:
            yield _("%(difference)s higher than in %(period)s.") % words
        else:
            yield _("%(difference)s lower than in %(period)s.") % words
    if (target := _target_of(latest, figure["targets"])) is not None:
        difference = number - Decimal(target["value"])
        words = {"difference": _shown(difference, figure, latest, language), "period": target["period"]["label"]}
        if not difference:
            yield _("The same number as the target for %(period)s.") % words
        elif difference > 0:
            yield _("%(difference)s above the target for %(period)s.") % words
        else:
            yield _("%(difference)s below the target for %(period)s.") % words


def _a_year_before(latest: Member, own: Sequence[Member]) -> Member | None:
    period = latest["period"]
    code = f"{period['year'] - 1}{period['code'][4:]}"
    return next((value for value in own if value["period"]["code"] == code and value["value"] is not None), None)


def _target_of(latest: Member, targets: Sequence[Member]) -> Member | None:
    """Return the first target that is one number and whose time ends with the value's, or else after it."""
    ahead = [
        target
        for target in targets
        if target["value"] is not None
        and target["valueMax"] is None
        and target["gender"]["code"] == Gender.TOTAL
        and target["period"]["endsOn"] >= latest["period"]["endsOn"]
    ]
    return min(ahead, key=lambda target: str(target["period"]["endsOn"]), default=None)


def _shown(difference: Decimal, figure: Member, latest: Member, language: str) -> str:
    """Write how much a difference is, with the unit of the value; of percentages it is percentage points."""
    decimals = figure["decimals"]
    size = display_format(difference.copy_abs(), language, decimals_of(difference) if decimals is None else decimals)
    if figure["unit"]["code"] == Unit.PERCENT:
        points = _("percentage points")
        return f"{size}{HARD_SPACE}{points}"
    value = display_format(Decimal(latest["value"]), language, decimals)
    start, unit = f"{value}{HARD_SPACE}", latest["valueText"] or ""
    return f"{size}{HARD_SPACE}{unit.removeprefix(start)}" if unit.startswith(start) else size
