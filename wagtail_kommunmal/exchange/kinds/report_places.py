"""The reports of a site, those that are still to be made too, and what each has to answer for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import Site

from ...authoring.due import Due, RowKey, due_by_body
from ...authoring.report_states import ReportStates, blank_state, states_of
from ...authoring.reported_plans import reported_editions
from ...authoring.reporting_rights import bodies_for
from ...authoring.row_states import RowState
from ...models import FollowUpReport, ResponsibleBody
from ...periods import Period
from ..columns.texts import folded, normal_text

PlaceKey: TypeAlias = tuple[str, str, str]
"""The plan's translation key, the id of the body, and the period."""


@dataclass(frozen=True)
class Place:
    """Where a report stands, or may be made: of a plan, by a body, after a period."""

    plan: Any
    """As its own page class."""
    body: ResponsibleBody
    period: str

    @property
    def key(self) -> PlaceKey:
        return str(self.plan.translation_key), str(self.body.uuid), self.period

    def new_report(self) -> FollowUpReport:
        """Return a report for the place that is not saved."""
        report = FollowUpReport(
            site_id=self.body.site_id,
            plan=self.plan,
            body=self.body,
            period=self.period,
            ends_on=Period.parse(self.period).ends_on,
            live=False,
        )
        report.specific_plan = self.plan
        return report


class DueOfBody:
    """What a body has to answer for in a plan, found by what a row says of it."""

    def __init__(self, due: Sequence[Due]) -> None:
        self.all = due
        self.by_key: dict[RowKey, Due] = {thing.key: thing for thing in due}
        self.by_lineage: dict[str, list[Due]] = {}
        self.by_title: dict[str, list[Due]] = {}
        self.goals: list[Due] = []
        for thing in due:
            if lineage_id := thing.key[2]:
                self.by_lineage.setdefault(str(lineage_id), []).append(thing)
                self.by_title.setdefault(folded(normal_text(thing.title)), []).append(thing)
            else:
                self.goals.append(thing)


class ReportPlaces:
    """Reads plans, bodies and reports, each once."""

    def __init__(self, site: Site, editor: Any = None) -> None:
        self.site, self.editor = site, editor
        self._due: dict[int, Mapping[int, DueOfBody]] = {}
        self.reports: dict[PlaceKey, FollowUpReport] = {}
        self._states: dict[int, ReportStates] = {}

    @cached_property
    def plans(self) -> list[Any]:
        """The plans that are reported on, closed ones too, the latest last."""
        return reported_editions(self.site)

    @cached_property
    def bodies(self) -> dict[str, ResponsibleBody]:
        """Id -> body, in the order of their names; without those that stand for all."""
        bodies = ResponsibleBody.objects.filter(site=self.site, is_all=False).order_by("name", "pk")
        return {str(body.uuid): body for body in bodies}

    @cached_property
    def reporting(self) -> Collection[int]:
        """The primary keys of the bodies that the editor may report for."""
        if self.editor is None:
            return {body.pk for body in self.bodies.values()}
        return set(bodies_for(self.editor).filter(site=self.site).values_list("pk", flat=True))

    def reasons_against_reporting_for(self, bodies: Collection[str]) -> list[str]:
        """Return why the editor may not report for some of these bodies, given by their ids."""
        others = [body for uuid, body in self.bodies.items() if uuid in bodies and body.pk not in self.reporting]
        return [_("You may not report for %(body)s.") % {"body": body} for body in others]

    def read(self, condition: Q) -> None:
        """Read the reports of the site for which a condition holds, and what they say."""
        plan_keys = {plan.pk: str(plan.translation_key) for plan in self.plans}
        bodies = {body.pk: uuid for uuid, body in self.bodies.items()}
        reports = FollowUpReport.objects.filter(condition, site=self.site).select_related("latest_revision", "plan")
        # A report may have been made of the plan in another language.
        placed = [report for report in reports.order_by("pk") if report.body_id in bodies]
        for report in placed:
            plan_key = plan_keys.get(report.plan_id) or str(report.plan.translation_key)
            self.reports[plan_key, bodies[report.body_id], report.period] = report
        self._states |= states_of(placed)

    def due(self, plan: Any, body: ResponsibleBody) -> DueOfBody:
        """Return what a body has to answer for; a plan is read once."""
        if plan.pk not in self._due:
            due = due_by_body(plan, self.bodies.values())
            self._due[plan.pk] = {pk: DueOfBody(things) for pk, things in due.items()}
        return self._due[plan.pk][body.pk]

    def states(self, place: Place) -> ReportStates:
        """Return what the report of a place says; nothing, where there is none."""
        report = self.reports.get(place.key)
        return self._states[report.pk] if report else ReportStates(latest={}, published=None)

    def state(self, place: Place, key: RowKey) -> dict[str, Any]:
        """Return what the report says of one thing, which report it is, and what of it is published."""
        report, states = self.reports.get(place.key), self.states(place)
        live: RowState | None = None
        if states.published is not None:
            live = states.published.get(key) or blank_state(key[0])
        latest = states.latest.get(key) or blank_state(key[0])
        return {**latest, "report": str(report.uuid) if report else "", "live": live}

    def open_places(self, period: str = "") -> Iterator[Place]:
        """Yield the places in open plans that have a report; of a period, also those where something is due."""
        for plan in self.plans:
            if plan.is_closed:
                continue
            made = {key[2] for key in self.reports if key[0] == str(plan.translation_key)}
            periods = made if not period else {period} if Period.parse(period).is_of(plan.year) else set()
            for code in sorted(periods, key=lambda code: Period.parse(code).place):
                for body in self.bodies.values():
                    place = Place(plan, body, code)
                    if body.pk in self.reporting and (place.key in self.reports or (period and self._is_due(place))):
                        yield place

    def _is_due(self, place: Place) -> bool:
        return place.body.existed_in(place.plan.year) and bool(self.due(place.plan, place.body).all)


def places_still_there(site: Site, keys: Iterable[PlaceKey]) -> dict[PlaceKey, Place]:
    """Return the places whose plans and bodies there still are."""
    plans = {str(plan.translation_key): plan for plan in reported_editions(site)}
    bodies = {str(body.uuid): body for body in ResponsibleBody.objects.filter(site=site, is_all=False)}
    return {
        (plan, body, period): Place(plans[plan], bodies[body], period)
        for plan, body, period in keys
        if plan in plans and body in bodies
    }


def locked_reports(site: Site, places: Collection[Place]) -> dict[PlaceKey, FollowUpReport]:
    """Return the reports that there are, as they are until the transaction ends."""
    keys = {(place.plan.translation_key, place.body.pk, place.period): place for place in places}
    wanted = FollowUpReport.objects.filter(
        site=site, body__in={place.body.pk for place in places}, period__in={place.period for place in places}
    ).order_by("pk")
    pks = list(wanted.select_for_update().values_list("pk", flat=True))
    reports = FollowUpReport.objects.filter(pk__in=pks).select_related("plan", "latest_revision").order_by("pk")
    found = {}
    for report in reports:
        if place := keys.get((report.plan.translation_key, report.body_id, report.period)):
            report.specific_plan = place.plan
            found[place.key] = report
    return found
