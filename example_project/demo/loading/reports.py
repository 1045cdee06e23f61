"""Follow-up reports, each brought as far as it has come."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from wagtail.models import Locale, Site

from demo.content.shapes import FollowUp, GoalAssessment, Report, Round
from demo.loading.bodies import body_with_code
from demo.loading.identity import identity
from demo.loading.plans import goal_key, plan_key
from demo.loading.rich_text import to_html
from demo.loading.users import REPORTER
from wagtail_kommunmal import models
from wagtail_kommunmal.authoring.reports import add_missing_rows
from wagtail_kommunmal.numbers import parse_decimal
from wagtail_kommunmal.pages.models import PlanPage

AMOUNTS = ("quantity_done", "forecast", "outcome_to_date")
PUBLISHED_AT = time(7, tzinfo=UTC)


def ensure_report(content: Report, of: Round, site: Site) -> bool:
    """Make a body's report of a round, with a row for everything that the body has a part in."""
    uuid = identity("report", of.year, of.period, content.body)
    if models.FollowUpReport.objects.filter(uuid=uuid).exists():
        return False
    report = models.FollowUpReport(
        uuid=uuid,
        site=site,
        plan=PlanPage.objects.get(translation_key=plan_key(of.year), locale=Locale.get_default()),
        body=body_with_code(content.body),
        period=of.period,
        live=False,
    )
    report.full_clean(exclude=["ends_on"])
    add_missing_rows(report)
    _fill_in(report, [*content.follow_ups, *content.assessments], of.year)
    report.save()
    revision = report.save_revision()
    if content.state == "published":
        revision.publish()
        # Before the goals are released, so that their documents say when the report would have come.
        moment = datetime.combine(of.published_on, PUBLISHED_AT)
        models.FollowUpReport.objects.filter(pk=report.pk).update(first_published_at=moment, last_published_at=moment)
    elif content.state == "in_review" and (workflow := report.get_workflow()):
        workflow.start(report, get_user_model().objects.get(username=REPORTER.username))
    return True


def _fill_in(report: models.FollowUpReport, contents: Iterable[FollowUp | GoalAssessment], year: int) -> None:
    rows = {_key_of(row): row for row in report.rows()}
    for content in contents:
        key = identity("item", content.key) if isinstance(content, FollowUp) else goal_key(year, content.goal)
        row: Any = rows[key]
        row.status, row.comment = content.status, to_html(content.comment)
        for name in AMOUNTS:
            if (number := getattr(content, name, None)) is not None:
                setattr(row, name, parse_decimal(number))
        row.clean_fields(exclude=["report"])
        row.clean()


def _key_of(row: Any) -> UUID:
    """Return the lineage id of the item that a row is about, or the key of the goal."""
    key: UUID = getattr(row, "lineage_id", row.goal_key)
    return key
