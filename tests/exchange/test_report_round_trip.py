"""Whatever reports say is exported, and the unchanged file imports with no changes."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Site

from wagtail_kommunmal.authoring.report_states import said, states_of
from wagtail_kommunmal.exchange.applying import apply_plan, undo_batch
from wagtail_kommunmal.exchange.planning import plan_file
from wagtail_kommunmal.exchange.registry import KINDS
from wagtail_kommunmal.exchange.writing import csv_of, workbook_of
from wagtail_kommunmal.models import FollowUpReport
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assessment,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import AchievementStatus, AssignmentStatus

from .test_round_trip import numbers, problems, texts

pytestmark = pytest.mark.django_db

comments = texts | st.sampled_from(
    [
        "<p></p>",
        "<p>Ett &lt; två &amp; <b>tre</b>.</p><ul><li>Fyra</li></ul>",
        '<p data-block-key="a1">Rad<br/>rad</p><p data-block-key="a2">-</p>',
        "<p>(töm)</p>",
        "<p>=1+1</p>",
        '<p>Se <a href="https://sundby.example/?a=1&amp;b=2">sidan</a>.</p>',
    ]
)
of_items = st.sampled_from(["", *AssignmentStatus.values])
of_goals = st.sampled_from(["", *AchievementStatus.values])
amounts = st.none() | numbers
every_time = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def goal(site: Site) -> Any:
    """A goal with titles that are hard to write down, two of which are the same."""
    body = ResponsibleBodyFactory(name="Å, Ä; Ö", code="=TN", kind="council")
    items = [assignment(title, responsible=[body]) for title in ("=1+1", "(töm)", "=1+1")]
    sections = [assignments_section(*items), investments_section(investment("'Bro'; =A1", responsible=[body]))]
    return GoalPageFactory(parent=PlanPageFactory(year=2026), number="=2", sections=sections)


def report_on(goal: Any, data: st.DataObject) -> None:
    """Make a report, live or a draft or both, that says anything."""
    FollowUpReport.objects.all().delete()
    body = ResponsibleBodyFactory._meta.model.objects.get()
    period = data.draw(st.sampled_from(["2026-T1", "2026", "2023-2026"]))
    report = FollowUpReport(site=body.site, plan=goal.get_plan(), body=body, period=period, live=False)
    assignments, investments = (section.value["items"].bound_blocks for section in goal.sections)
    for publishes in data.draw(st.lists(st.booleans(), min_size=1, max_size=2)):
        report.assignments = [
            follow_up(
                goal,
                {"id": block.id, "type": "item", "value": {}},
                data.draw(of_items),
                comment=data.draw(comments),
                quantity_done=data.draw(amounts),
            )
            for block in assignments
        ]
        both = {name: data.draw(amounts) for name in ("forecast", "outcome_to_date")}
        project: Any = {"id": investments[0].id, "type": "item", "value": {"row_kind": "row"}}
        report.investments = [follow_up(goal, project, data.draw(of_items), comment=data.draw(comments), **both)]
        report.goal_assessments = [assessment(goal, data.draw(of_goals), comment=data.draw(comments))]
        if report.pk is None:
            report.save()
        revision = report.save_revision()
        if publishes:
            revision.publish()
        report = FollowUpReport.objects.select_related("latest_revision").get()


def everything() -> Any:
    reports = FollowUpReport.objects.select_related("latest_revision")
    return [said(states.latest) for states in states_of(list(reports)).values()]


@pytest.mark.parametrize("write", [csv_of, workbook_of])
@every_time
@given(data=st.data())
def test_an_unchanged_table_of_reports_changes_nothing(write: Any, site: Site, goal: Any, data: st.DataObject) -> None:
    report_on(goal, data)
    with override(data.draw(st.sampled_from(["sv", "en"]))):
        assert problems(site, "follow-ups", write, data.draw(st.sampled_from(["sv", "en"]))) == []


@every_time
@given(data=st.data())
def test_what_was_exported_can_be_said_again_and_taken_back(site: Site, goal: Any, data: st.DataObject) -> None:
    report_on(goal, data)
    table = csv_of(KINDS["follow-ups"](site))
    FollowUpReport.objects.all().delete()
    # What no form offers for the period is refused; everything else is written.
    batch = apply_plan(plan_file(KINDS["follow-ups"](site), table, "tabell"), skip_blocking=True)
    if batch is None:
        assert everything() == []
        return
    assert len(everything()) == 1
    assert plan_file(KINDS["follow-ups"](site), table, "tabell").writing == []
    undo_batch(batch)
    assert FollowUpReport.objects.count() == 0
