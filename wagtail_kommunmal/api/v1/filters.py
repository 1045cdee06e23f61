"""The query parameters of API v1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import NullIf
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ...delivery.follow_ups import goals_of
from ...delivery.visibility import in_plans
from ...models import ReleasedItemBody, ReleaseHead
from ...periods import FIRST_YEAR, LAST_YEAR
from ...vocabulary import AchievementStatus, BodyKind, GoalKind
from ..errors import InvalidParametersError
from ..pagination import DEFAULT_LIMIT, LAST_PAGE, MAX_LIMIT
from ..parameters import (
    Instruction,
    Parameter,
    Parameters,
    Sort,
    SortInstruction,
    StartField,
    a_moment,
    an_id,
    any_text,
    one_of,
    some_words,
    whole_number,
)

Heads = QuerySet[ReleaseHead]
Rows = TypeVar("Rows", QuerySet[ReleaseHead], QuerySet[ReleasedItemBody])

TREE = ("page__path",)
UPDATED_AT = F("current__published_from")
NUMBER = NullIf(F("number_key"), Value(""))

OF_TODAY: Final = ("assessment", "body", "focusArea", "kind", "number", "q", "sdg", "updatedSince")
"""What selects goals by what they say today, and so cannot select what they said at another time."""


class ContentParameters(Parameters):
    """What every address with content takes."""

    lang = Instruction(any_text(), _("Language of the content; without it, the site's default language."))


class AsOfParameters(ContentParameters):
    """What an address takes whose documents can be read as they were."""

    # What there was at a moment depends on the site that is asked, as no parameter knows it: see ``existing``.
    asOf = Instruction(
        a_moment(), _("What was published at this time, or at the end of this day, of what is public today.")
    )


class ListParameters(ContentParameters):
    """What every list takes."""

    page = Instruction(whole_number(1, LAST_PAGE), _("Page of the list."), default=1)
    limit = Instruction(whole_number(1, MAX_LIMIT), _("Items on a page."), default=DEFAULT_LIMIT)


class PlanParameters(AsOfParameters, ListParameters):
    """What the list of plans takes."""

    year = Parameter(whole_number(FIRST_YEAR, LAST_YEAR), _("The plan's year."), repeated=True)
    sort = Sort({"title": [F("title")], "year": [F("year")], "updatedAt": [UPDATED_AT]}, finally_by=TREE)


class InPlanParameters(ListParameters):
    """Goals, or the parts that bodies have in them, by plan."""

    plan = Parameter(an_id(), _("Id of the plan."), repeated=True, method="of_plans")

    def of_plans(self, rows: Rows, name: str, keys: Sequence[UUID]) -> Rows:
        return in_plans(rows, translation_key__in=keys)


class GoalParameters(AsOfParameters, InPlanParameters):
    """What the list of goals takes."""

    year = Parameter(
        whole_number(FIRST_YEAR, LAST_YEAR), _("Year of the goal's plan."), repeated=True, method="of_years"
    )
    number = Parameter(any_text(), _("The goal's number, as it is printed."), repeated=True)
    slug = Parameter(
        any_text(), _("The last part of the address of the goal's page."), repeated=True, field_name="page__slug"
    )
    assessment = Parameter(
        one_of(*AchievementStatus.values), _("Status of the goal's current assessment."), repeated=True
    )
    body = Parameter(
        any_text(),
        _("Id or code of a body that has a part in some item of the goal, or has reported on one."),
        repeated=True,
        method="of_bodies",
    )
    sdg = Parameter(
        whole_number(1, 17), _("Number of a global goal that it contributes to."), repeated=True, method="with_sdgs"
    )
    focusArea = Parameter(an_id(), _("Id of its focus area."), repeated=True, field_name="focus_area_id")
    kind = Parameter(one_of(*GoalKind.values), _("Kind of goal."), repeated=True, field_name="goal_kind")
    q = Instruction(
        some_words(), _("Beginnings of words in its title, statement, texts or items, in any order; all must be there.")
    )
    updatedSince = Parameter(
        a_moment(StartField),
        _("Its content changed at this time or later; at this day or later."),
        method="changed_since",
    )
    sort = Sort({"number": [NUMBER], "title": [F("title")], "updatedAt": [UPDATED_AT]}, finally_by=TREE)
    expand = Instruction(one_of("sections"), _("“sections” gives whole goals in place of summaries."))

    def check(self) -> None:
        super().check()
        if self["asOf"]:
            reason = gettext("It selects by what is published today, and cannot be combined with “asOf”.")
            if errors := {name: [reason] for name in OF_TODAY if name in self.data}:
                raise InvalidParametersError(errors)

    def of_bodies(self, goals: Heads, name: str, bodies: Sequence[str]) -> Heads:
        return goals_of(bodies, goals)

    def with_sdgs(self, goals: Heads, name: str, sdgs: Sequence[int]) -> Heads:
        return goals.filter(reduce(or_, (Q(sdgs__contains=f",{sdg},") for sdg in sdgs)))

    def changed_since(self, goals: Heads, name: str, moment: datetime) -> Heads:
        return goals.filter(current__published_from__gte=moment)

    def of_years(self, goals: Heads, name: str, years: Sequence[int]) -> Heads:
        return in_plans(goals, year__in=years)


class BodyParameters(InPlanParameters):
    """What the list of bodies takes."""

    kind = Instruction(one_of(*BodyKind.values), _("Kind of body."), repeated=True)
    sort = SortInstruction("name", "code")


class ChangeParameters(ListParameters):
    """What the list of changes takes."""

    since = Instruction(
        a_moment(StartField), _("What has changed at this time or later; at this day or later."), required=True
    )
