"""The query parameters of what is listed across all goals."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from ...delivery.follow_ups import NOT_ASSESSED, Said
from ...delivery.key_figures import Selection, ValueSource
from ...delivery.visibility import in_plans
from ...models import ReleasedItem
from ...periods import FIRST_YEAR, LAST_YEAR, Period
from ...vocabulary import (
    AssignmentOrigin,
    AssignmentStatus,
    Gender,
    InvestmentCategory,
    ResponsibleRole,
    Series,
    Unit,
)
from ..parameters import (
    Instruction,
    Parameter,
    Sort,
    SortInstruction,
    a_period,
    an_id,
    any_text,
    one_of,
    whole_number,
)
from .filters import ContentParameters, ListParameters

Items = QuerySet[ReleasedItem]

PLACE = ("head__page__path", "position")
UPDATED_AT = F("head__current__published_from")


def _as_goal_has_it() -> Parameter:
    return Parameter(
        an_id(),
        _(
            "Id of a goal that has the key figure, to read it as that goal has it; without it, the one of the latest "
            "plan."
        ),
        field_name="head__translation_key",
    )


class TabularParameters(ListParameters):
    """What every list takes that is also a table."""

    format = Instruction(
        one_of("json", "csv", "xlsx"),
        _(
            "“csv” and “xlsx” give the whole selection as a table, without pages; it goes before the header Accept. "
            "“csv” puts a byte order mark first, as Excel wants it."
        ),
    )


class ItemParameters(TabularParameters):
    """What every list across all goals takes."""

    plan = Parameter(an_id(), _("Id of the plan."), repeated=True, method="of_plans")
    year = Parameter(whole_number(FIRST_YEAR, LAST_YEAR), _("Year of the plan."), repeated=True, method="of_years")
    goal = Parameter(an_id(), _("Id of the goal."), repeated=True, field_name="head__translation_key")
    body = Instruction(any_text(), _("Id or code of a body that has a part in it."), repeated=True)
    q = Parameter(
        any_text(),
        _("Words that its title, name, description or definition has, in any order."),
        method="with_words",
    )

    def filter_queryset(self, queryset: Items) -> Items:
        return self.what_is_said().among(super().filter_queryset(queryset))

    @property
    def select_all(self) -> bool:
        return self.data.keys() <= TabularParameters.base_filters.keys()

    def what_is_said(self) -> Said:
        return Said(bodies=self["body"])

    def of_plans(self, items: Items, name: str, keys: Sequence[UUID]) -> Items:
        return in_plans(items, translation_key__in=keys)

    def of_years(self, items: Items, name: str, years: Sequence[int]) -> Items:
        return in_plans(items, year__in=years)

    def with_words(self, items: Items, name: str, text: str) -> Items:
        return reduce(lambda found, word: found.filter(text__contains=word), text.casefold().split(), items)


class FollowedUpParameters(ItemParameters):
    """What the lists of what bodies report on take.

    What is said of an item is one condition, not several: a status is a body's, or a period's.
    """

    status = Instruction(
        one_of(*AssignmentStatus.values, NOT_ASSESSED),
        _(
            "Current status as its lead gave it; with “body” the status that the body gave, and with “period” the one "
            "given after that period. “not_assessed” stands for none."
        ),
        repeated=True,
    )

    def what_is_said(self) -> Said:
        return Said(bodies=self["body"], statuses=self["status"])


class AssignmentParameters(FollowedUpParameters):
    """What the list of assignments takes."""

    role = Instruction(
        one_of(*ResponsibleRole.values), _("Role of a body in it; with “body” the role of that body."), repeated=True
    )
    origin = Parameter(one_of(*AssignmentOrigin.values), _("Who gave the assignment."), repeated=True)
    period = Instruction(
        a_period(), _("Period after which something was said of it; with “body” by that body."), repeated=True
    )
    lineage = Parameter(an_id(), _("Id of the assignment through the years."), repeated=True, field_name="lineage_id")
    sort = Sort({"title": [F("title")], "year": [F("head__year")], "updatedAt": [UPDATED_AT]}, finally_by=PLACE)

    def what_is_said(self) -> Said:
        return Said(self["body"], self["role"], self["status"], self["period"])


class InvestmentParameters(FollowedUpParameters):
    """What the list of investments takes."""

    category = Parameter(one_of(*InvestmentCategory.values), _("Kind of investment."), repeated=True)
    sort = Sort({"name": [F("title")], "year": [F("head__year")], "updatedAt": [UPDATED_AT]}, finally_by=PLACE)


class KeyFigureParameters(ItemParameters):
    """What the list of key figures takes."""

    body = Instruction(any_text(), _("Id or code of the body that is responsible for it."), repeated=True)
    unit = Parameter(one_of(*Unit.values), _("Unit that it is measured in."), repeated=True)
    kolada = Parameter(any_text(), _("Its id in Kolada, such as N00011."), repeated=True, field_name="kolada_id")
    sort = Sort({"name": [F("title")], "year": [F("head__year")], "updatedAt": [UPDATED_AT]}, finally_by=PLACE)


class OnGoalParameters(ContentParameters):
    """What the address of a key figure takes."""

    goal = _as_goal_has_it()


class ValueParameters(ContentParameters):
    """What every address takes that has values of key figures."""

    series = Instruction(one_of(*Series.values), _("Whose value it is."), repeated=True)
    gender = Instruction(one_of(*Gender.values), _("Gender that it is measured for; T is the total."), repeated=True)
    to = Instruction(a_period(), _("Last period, with all that end when it does or before."))

    @classmethod
    def get_filters(cls) -> Any:
        # Python lets no attribute have this name.
        first = Instruction(a_period(), _("First period, with all that end after it has begun."))
        return {**super().get_filters(), "from": first}

    @property
    def asked_for(self) -> Selection:
        first, last = (Period.parse(self[name]) if self[name] else None for name in ("from", "to"))
        return Selection(series=self["series"], genders=self["gender"], first=first, last=last)


class ObservationParameters(ValueParameters, TabularParameters):
    """What the list of a key figure's values takes."""

    format = Instruction(
        one_of("json", "csv", "xlsx", "jsonstat"),
        _(
            "“csv” and “xlsx” give the whole selection as a table, and “jsonstat” as a cube of JSON-stat 2.0, without "
            "pages; it goes before the header Accept. “csv” puts a byte order mark first, as Excel wants it."
        ),
    )
    goal = _as_goal_has_it()
    sort = SortInstruction("period")


class AllObservationParameters(ValueParameters):
    """What the table of all key figures' values takes."""

    source = Instruction(
        one_of(*ValueSource),
        _("“kolada” are the key figures whose values come from Kolada, on its terms; “own” are all others."),
    )
