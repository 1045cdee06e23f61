"""Which report a row of a table belongs to, and what it is about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, Final, NamedTuple

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ...authoring.due import Due
from ...models import AssignmentFollowUp, GoalAssessment, InvestmentFollowUp, ReportRow, ResponsibleBody
from ...numbers import MAX_LENGTH
from ...periods import Period
from ..columns.references import BodyCodes
from ..columns.texts import folded, normal_text
from ..columns.types import one_of
from .base import RowError, Values, doubt_of_name
from .report_places import Place, ReportPlaces


class Subject(models.TextChoices):
    """What a row of a report is about."""

    GOAL = "goal", gettext_lazy("Goal")
    ASSIGNMENT = "assignment", gettext_lazy("Assignment")
    INVESTMENT = "investment", gettext_lazy("Investment")


ROWS_OF: Final[Mapping[str, type[ReportRow]]] = {
    Subject.GOAL: GoalAssessment,
    Subject.ASSIGNMENT: AssignmentFollowUp,
    Subject.INVESTMENT: InvestmentFollowUp,
}
"""Subject -> the rows that say something of it."""

SUBJECT_OF: Final = {kind: str(subject) for subject, kind in ROWS_OF.items()}
"""Kind of row -> what it is about."""

TELLING: Final = ("id", "title", "goal_id", "goal_number", "goal")
"""The columns that tell what a row is about, the most certain first."""


class Found(NamedTuple):
    """Where a row belongs, what it is about, and why that has to be confirmed; "" if it is certain."""

    place: Place
    due: Due
    doubt: str = ""


class FollowUps:
    """Finds what rows are about: by id, by the title that only one thing has, or a goal as a whole."""

    def __init__(self, places: ReportPlaces) -> None:
        self.places = places

    @cached_property
    def codes(self) -> BodyCodes:
        """The bodies by their codes."""
        return BodyCodes({uuid: body.code for uuid, body in self.places.bodies.items()})

    def find(self, values: Values) -> Found:
        """Return what a row is about. Raises ``RowError``."""
        if not values.get("period"):
            raise RowError({"period": [_("Say which period the row is about.")]})
        body, doubt = self._body(values)
        places = [Place(plan, body, values["period"]) for plan in self._plans(values)]
        found = [(place, due) for place in places for due in self._meant(place, values)]
        if len({place.key for place, _due in found}) > 1:
            raise RowError({"plan": [_("Say of which year the plan is that the goal stands in.")]})
        if len(found) != 1:
            raise _not_found(values, body, len(found))
        place, due = found[0]
        is_certain = values.get("id") or (due.key[0] is GoalAssessment and values.get("goal_id"))
        return Found(place, due, doubt if is_certain else doubt_of_name())

    def named(self, place: Place, due: Due) -> Values:
        """Return what the columns of an exported row say of what it is about."""
        return {
            "plan": place.plan.year,
            "period": place.period,
            "body": str(place.body.uuid),
            "goal_id": str(due.goal.translation_key),
            "goal_number": due.goal.number,
            "goal": due.goal.title,
            "subject": SUBJECT_OF[due.key[0]],
            "id": str(due.key[2] or ""),
            "title": due.title if due.key[2] else "",
        }

    def _body(self, values: Values) -> tuple[ResponsibleBody, str]:
        """Return the body that a row names, and why that has to be confirmed."""
        if not (text := values.get("body")):
            raise RowError({"body": [_("Say which body the row is about.")]})
        bodies, doubt = self.places.bodies, ""
        if not (uuid := self.codes.find(text)):
            named = [uuid for uuid, body in bodies.items() if folded(body.name) == folded(text)]
            uuid, doubt = (named[0], doubt_of_name()) if len(named) == 1 else (None, "")
        if not uuid:
            message = _("No body has the code “%(text)s”. Write one of: %(allowed)s.")
            allowed = one_of(body.code for body in bodies.values() if body.pk in self.places.reporting)
            raise RowError({"body": [message % {"text": text[:MAX_LENGTH], "allowed": allowed}]})
        if reasons := self.places.reasons_against_reporting_for({uuid}):
            raise RowError({"body": reasons})
        return bodies[uuid], doubt

    def _plans(self, values: Values) -> list[Any]:
        """Return the plans that a row may be about: those of its year, else the open ones that the period is of."""
        year, period = values.get("plan"), Period.parse(values["period"])
        of_year = [plan for plan in self.places.plans if (plan.year == year if year else period.is_of(plan.year))]
        plans = [plan for plan in of_year if not plan.is_closed] or of_year
        if not plans:
            message = _("There is no published plan for %(year)s.") % {"year": year or period.year}
            raise RowError({"plan" if year else "period": [message]})
        return plans

    def _meant(self, place: Place, values: Values) -> list[Due]:
        """Return what a row may be about, of what the body has to answer for."""
        due, title = self.places.due(place.plan, place.body), values.get("title")
        if lineage_id := values.get("id"):
            found = due.by_lineage.get(lineage_id) or list(self._kept(place, lineage_id, title or ""))
        elif title and values.get("subject") != Subject.GOAL:
            alike = due.by_title.get(folded(title), [])
            found = [thing for thing in alike if normal_text(thing.title) == title] or alike
            if len(found) > 1 and _names_a_goal(values):
                found = [thing for thing in found if _is_of_goal(thing, values)]
        elif _names_a_goal(values):
            found = [thing for thing in due.goals if _is_of_goal(thing, values)]
        else:
            raise RowError({"": [_("Nothing in the row tells what it is about.")]})
        subject, goal_id = values.get("subject"), values.get("goal_id")
        return [
            thing
            for thing in found
            if (not subject or SUBJECT_OF[thing.key[0]] == subject) and (not goal_id or str(thing.key[1]) == goal_id)
        ]

    def _kept(self, place: Place, lineage_id: str, title: str) -> Iterator[Due]:
        """Yield what a report says something of that is no longer due."""
        for key in self.places.states(place).latest:
            if str(key[2]) == lineage_id:
                yield Due(key, None, title or _("No longer in the plan"))


def _names_a_goal(values: Values) -> bool:
    return any(values.get(name) for name in ("goal_id", "goal_number", "goal"))


def _is_of_goal(due: Due, values: Values) -> bool:
    """Tell whether something stands under the goal that a row names, by its number or its title if it has no id."""
    if goal_id := values.get("goal_id"):
        return str(due.key[1]) == goal_id
    if number := values.get("goal_number"):
        return folded(due.goal.number) == folded(number)
    return folded(normal_text(due.goal.title)) == folded(values.get("goal") or "")


def _not_found(values: Values, body: ResponsibleBody, count: int) -> RowError:
    column = next((name for name in TELLING if values.get(name)), "")
    if count:
        return RowError({column: [_("%(count)d have this here. Give the id in the column “Id”.") % {"count": count}]})
    return RowError({column: [_("%(body)s has nothing like this to report on.") % {"body": body}]})
