"""Reports as rows in the database."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from wagtail import signal_handlers
from wagtail.models import ReferenceIndex, Site

from wagtail_kommunmal.models import AssignmentFollowUp
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
)

pytestmark = pytest.mark.indexed


def test_what_a_report_refers_to_is_indexed_once_and_not_for_each_row(site: Site) -> None:
    body = ResponsibleBodyFactory()
    items = [assignment(title, responsible=[body]) for title in ("Ett.", "Två.", "Tre.")]
    plan = PlanPageFactory(year=2026)
    goal = GoalPageFactory(parent=plan, sections=[assignments_section(*items)])
    link = f'<p><a linktype="page" id="{plan.pk}">planen</a></p>'
    rows = [follow_up(goal, item, "delayed", comment=link) for item in items]
    report = FollowUpReportFactory(plan=plan, body=body, rows=rows)
    found = ReferenceIndex.get_references_for_object(report).filter(to_object_id=str(plan.pk))
    assert {reference.model_path.split(".")[0] for reference in found} == {"plan", "assignments"}

    with patch.object(signal_handlers, "update_reference_index_task") as task:
        report.save()
    assert AssignmentFollowUp.objects.filter(report=report).count() == 3
    assert task.enqueue.call_count == 1
