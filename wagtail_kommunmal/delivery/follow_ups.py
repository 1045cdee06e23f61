"""Which items are meant by what was said of them: by whom, in which role, with which status and after which period."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from ..models import ReleasedFollowUp, ReleasedItem, ReleasedItemBody, ReleaseHead
from ..vocabulary import AchievementStatus, InvestmentRowKind

NOT_ASSESSED = str(AchievementStatus.NOT_ASSESSED)


@dataclass(frozen=True)
class Said:
    """What is asked for; of several values of one kind any will do, and none means whatever it is.

    The status is that of the whole item, as its lead gave it; of the bodies, where some are named. It is the current
    one; the one given after the periods, where some are named. ``not_assessed`` stands for none.
    """

    bodies: Collection[str] = ()
    """Ids or codes of bodies that have a part in the item; with periods, of those that reported on it then."""
    roles: Collection[str] = ()
    statuses: Collection[str] = ()
    periods: Collection[str] = ()

    def among(self, items: QuerySet[ReleasedItem]) -> QuerySet[ReleasedItem]:
        """Return those of the items that are meant."""
        if self.statuses:
            # A group is only the heading of the rows after it: nobody reports on it, and no tally counts it.
            items = items.exclude(row_kind=InvestmentRowKind.GROUP)
        if self.periods:
            items = items.filter(Exists(self._follow_ups()))
        if (self.bodies or self.roles) and not (self.bodies and self.periods):
            # Who reported on something had a part in it, if only as one of all.
            items = items.filter(Exists(self._parts()))
        if self.statuses and not self.bodies and not self.periods:
            items = items.filter(status__in=self._stored_statuses)
        return items

    def _parts(self) -> QuerySet[ReleasedItemBody]:
        parts = ReleasedItemBody.objects.filter(self._by_whom(), item=OuterRef("pk"))
        if self.statuses and self.bodies and not self.periods:
            parts = parts.filter(status__in=self._stored_statuses)
        return parts

    def _follow_ups(self) -> QuerySet[ReleasedFollowUp]:
        said = ReleasedFollowUp.objects.filter(item=OuterRef("pk"), period__in=self.periods)
        if self.bodies:
            said = said.filter(self._by_whom())
            return said.filter(status__in=self._stored_statuses) if self.statuses else said
        return said.filter(self._overall_status()) if self.statuses else said

    def _overall_status(self) -> Q:
        """Return a condition for follow-ups after whose period the whole item had one of the statuses."""
        condition = Q(is_overall=True, status__in=[status for status in self._stored_statuses if status])
        if NOT_ASSESSED in self.statuses:
            overall = ReleasedFollowUp.objects.filter(item=OuterRef("item"), period=OuterRef("period"), is_overall=True)
            condition |= ~Q(Exists(overall.exclude(status="")))
        return condition

    def _by_whom(self) -> Q:
        condition = Q(role__in=self.roles) if self.roles else Q()
        if self.bodies:
            condition &= called(self.bodies)
        return condition

    @property
    def _stored_statuses(self) -> list[str]:
        return ["" if status == NOT_ASSESSED else status for status in self.statuses]


def called(bodies: Collection[str]) -> Q:
    """Return a condition for what bodies did, by their ids or codes."""
    return Q(body_id__in=list(filter(None, map(as_id, bodies)))) | Q(code__in=bodies)


def goals_of(bodies: Collection[str], goals: QuerySet[ReleaseHead]) -> QuerySet[ReleaseHead]:
    """Return those of the goals in which a body has a part in some item, or has reported on one."""
    parts = ReleasedItemBody.objects.filter(called(bodies), head=OuterRef("pk"))
    said = ReleasedFollowUp.objects.filter(called(bodies), item__head=OuterRef("pk"))
    return goals.filter(Exists(parts) | Exists(said))


def items_of(bodies: Collection[str], items: QuerySet[ReleasedItem]) -> QuerySet[ReleasedItem]:
    """Return those of the items that a body has a part in, or has reported on, as one of all may."""
    parts = ReleasedItemBody.objects.filter(called(bodies), item=OuterRef("pk"))
    said = ReleasedFollowUp.objects.filter(called(bodies), item=OuterRef("pk"))
    return items.filter(Exists(parts) | Exists(said))


def as_id(text: str) -> UUID | None:
    """Return the id that a text is, or ``None`` for a code."""
    with suppress(ValueError):
        return UUID(text)
    return None
