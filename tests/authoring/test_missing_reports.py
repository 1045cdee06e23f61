"""The drafts of all reports of a period that are missing."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from tests.site_pages import GoalPage
from wagtail_kommunmal.authoring.missing_reports import create_missing_reports
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
)


def test_the_goals_of_the_plan_are_read_once_for_all_bodies(site: Site, admin_user: Any) -> None:
    plan = PlanPageFactory(year=2026)
    bodies = ResponsibleBodyFactory.create_batch(10)
    for _ in range(2):
        items = [assignment("Spara energi.", responsible=[body]) for body in bodies]
        GoalPageFactory(parent=plan, sections=[assignments_section(*items)])

    def reads_of_goals(some: list[Any]) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            made = create_missing_reports(plan, "2026-T1", some, site=site, user=admin_user)
        assert [report.assignments.count() for report in made] == [2] * len(some)
        table = connection.ops.quote_name(GoalPage._meta.db_table)
        return sum(f"FROM {table}" in query["sql"] for query in queries)

    assert (reads_of_goals(bodies[:2]), reads_of_goals(bodies[2:])) == (1, 1)
