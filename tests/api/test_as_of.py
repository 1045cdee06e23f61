"""Earlier releases stay readable: what is public today, as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Site

from wagtail_kommunmal.models import Release, ReleaseHead
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
)

from .conftest import ROOT, Get, Released, link, titles

pytestmark = pytest.mark.indexed

JANUARY, MAY, SEPTEMBER = (datetime(2026, month, 10, 12, tzinfo=UTC) for month in (1, 5, 9))

At = Callable[[datetime], None]


def date_new_releases(moment: datetime) -> None:
    """Say of the releases that were made since the last time that they were made at a moment."""
    for release in Release.objects.filter(published_from__gt=datetime(2026, 11, 1, tzinfo=UTC)):
        Release.objects.filter(pk=release.pk).update(published_from=moment)
        Release.objects.filter(head=release.head_id, number=release.number - 1).update(published_to=moment)


@pytest.fixture
def at() -> At:
    return date_new_releases


@pytest.fixture(scope="module")
def reported_goal(shared_plan: Any, released: Released) -> Any:
    return goal_reported_on(shared_plan, released)


def goal_reported_on(plan: Any, released: Released) -> Any:
    """Return a goal of January, reported on in May and again in September."""
    committee = ResponsibleBodyFactory(name="Kultur- och fritidsnämnden", code="KFN")
    item = assignment("Bygg ut biblioteket.", responsible=[committee])
    with released():
        goal = GoalPageFactory(parent=plan, title="Kultur nära", sections=[assignments_section(item)])
    date_new_releases(JANUARY)
    for period, status, moment in (("2026-T1", "expected_complete", MAY), ("2026-T2", "delayed", SEPTEMBER)):
        with released():
            rows = [follow_up(goal, item, status)]
            FollowUpReportFactory(plan=plan, body=committee, period=period, rows=rows)
        date_new_releases(moment)
    return goal


def current_status(document: Any) -> str | None:
    follow_up = document["sections"][0]["assignments"][0]["currentFollowUp"]
    return follow_up and str(follow_up["status"]["code"])


@pytest.mark.parametrize(
    ("as_of", "status"),
    [
        ("2026-01-10", None),
        ("2026-05-09", None),
        ("2026-05-10", "expected_complete"),
        ("2026-05-10T11:59:59Z", None),
        ("2026-05-10T12:00:00Z", "expected_complete"),
        ("2026-05-10T14:00:00%2B02:00", "expected_complete"),
        ("2026-09-10", "delayed"),
        ("2031-01-01", "delayed"),
    ],
)
def test_a_goal_is_read_as_it_was(reported_goal: Any, get: Get, as_of: str, status: str | None) -> None:
    assert current_status(get(f"goals/{reported_goal.translation_key}?asOf={as_of}")) == status


def test_what_was_not_yet_published_is_not_found(reported_goal: Any, get: Get) -> None:
    get(f"goals/{reported_goal.translation_key}?asOf=2026-01-09", status=404)
    assert get("goals?asOf=2026-01-09")["items"] == []
    assert get("plans?asOf=2026-01-09")["items"] == []


def test_what_is_not_public_today_is_not_read_as_it_was(reported_goal: Any, get: Get, released: Released) -> None:
    with released():
        reported_goal.unpublish()
    get(f"goals/{reported_goal.translation_key}?asOf=2026-05-10", status=404)
    get(f"goals/{reported_goal.translation_key}/releases", status=404)
    assert get("goals?asOf=2026-05-10")["items"] == []


def test_lists_plan_and_its_tallies_are_read_as_they_were(reported_goal: Any, plan: Any, get: Get) -> None:
    def completed(document: Any) -> tuple[int, int]:
        by_status = document["tallies"]["assignments"]["byStatus"]
        return by_status["expectedComplete"], by_status["delayed"]

    whole = get(f"plans/{plan.translation_key}?asOf=2026-05-10")
    assert [completed(document) for document in (whole, *whole["goals"])] == [(1, 0), (1, 0)]
    assert completed(get("plans?asOf=2026-05-10")["items"][0]) == (1, 0)
    assert completed(get("goals?asOf=2026-05-10")["items"][0]) == (1, 0)
    assert current_status(get("goals?asOf=2026-05-10&expand=sections")["items"][0]) == "expected_complete"
    assert completed(get("plans")["items"][0]) == (0, 1)


def test_titles_are_those_of_the_day(reported_goal: Any, plan: Any, get: Get, released: Released) -> None:
    with released():
        plan.title = "Mål och budget 2026, reviderad"
        plan.save_revision().publish()
        reported_goal.title = "Kultur för alla"
        reported_goal.save_revision().publish()
    assert titles(get("goals")) == ["Kultur för alla"]
    then = get("goals?asOf=2026-05-10")["items"][0]
    assert (then["title"], then["plan"]["title"]) == ("Kultur nära", "Mål och budget 2026")


def test_a_document_of_then_says_where_it_is_read(reported_goal: Any, get: Get) -> None:
    address = f"goals/{reported_goal.translation_key}"
    then = get(f"{address}?asOf=2026-05-10T12:00:00Z")
    assert then["_links"]["self"] == link(f"{ROOT}/{address}?asOf=2026-05-10T12:00:00.999999Z")
    assert then["_links"]["releases"] == link(f"{ROOT}/{address}/releases", "releases")
    assert then["release"]["number"] == 2
    assert get(then["_links"]["self"]["href"].removeprefix(ROOT + "/")) == then


def test_the_history_of_a_goal_leads_to_each_of_its_releases(reported_goal: Any, get: Get) -> None:
    address = f"goals/{reported_goal.translation_key}"
    history = get(f"{address}/releases")
    assert [
        (entry["number"], entry["publishedAt"], entry["reason"]["code"], entry["label"]) for entry in history["items"]
    ] == [
        (3, "2026-09-10T12:00:00Z", "follow_up", "T2 2026 Kultur- och fritidsnämnden"),
        (2, "2026-05-10T12:00:00Z", "follow_up", "T1 2026 Kultur- och fritidsnämnden"),
        (1, "2026-01-10T12:00:00Z", "published", None),
    ]
    read = [get(entry["_links"]["goal"]["href"].removeprefix(ROOT + "/")) for entry in history["items"]]
    assert [document["release"] for document in read] == [
        {name: value for name, value in entry.items() if name != "_links"} for entry in history["items"]
    ]


def test_what_was_published_on_another_site_is_no_history_of_this_one(
    reported_goal: Any, other_site: Site, get: Get, released: Released, at: At
) -> None:
    with released():
        there = PlanPageFactory(parent=other_site.root_page, year=2026, title="Norrbys plan")
    with released():
        reported_goal.refresh_from_db()
        reported_goal.move(there, pos="last-child")
    at(datetime(2026, 10, 10, 12, tzinfo=UTC))
    address, host = f"goals/{reported_goal.translation_key}", {"host": "other.example"}
    history = get(f"{address}/releases", **host)
    assert [entry["publishedAt"] for entry in history["items"]] == ["2026-10-10T12:00:00Z"]
    assert get(f"{address}?asOf=2026-10-10", **host)["release"]["publishedAt"] == "2026-10-10T12:00:00Z"
    get(f"{address}?asOf=2026-10-09", status=404, **host)
    assert get("goals?asOf=2026-10-09", **host)["items"] == []
    get(f"{address}?asOf=2026-05-10", status=404)
    get(f"{address}/releases", status=404)


def test_a_closed_plan_keeps_the_release_that_it_has_when_it_moves(
    reported_goal: Any, plan: Any, other_site: Site, get: Get, released: Released
) -> None:
    type(plan).objects.filter(pk=plan.pk).update(closed_at=SEPTEMBER)
    with released():
        plan.refresh_from_db()
        plan.move(other_site.root_page, pos="last-child")
    address, host = f"goals/{reported_goal.translation_key}", {"host": "other.example"}
    assert current_status(get(address, **host)) == "delayed"
    history = get(f"{address}/releases", **host)
    assert [entry["number"] for entry in history["items"]] == [3]
    assert current_status(get(f"{address}?asOf=2026-10-10", **host)) == "delayed"
    get(f"{address}?asOf=2026-05-10", status=404, **host)
    counted = [get(f"goals?asOf={day}", **host)["_meta"]["totalRecords"] for day in ("2026-05-10", "2026-10-10")]
    assert counted == [0, 1]
    assert get("goals?asOf=2026-10-10")["_meta"]["totalRecords"] == 0
    head = ReleaseHead.objects.get(translation_key=reported_goal.translation_key)
    assert (head.site, head.text.site) == (other_site, other_site)


def test_a_list_counts_what_was_published_on_its_own_site(
    reported_goal: Any, site: Site, other_site: Site, get: Get, released: Released, at: At
) -> None:
    with released():
        there = PlanPageFactory(parent=other_site.root_page, year=2026)
    with released():
        reported_goal.refresh_from_db()
        reported_goal.move(there, pos="last-child")
    at(datetime(2026, 10, 10, 12, tzinfo=UTC))
    # As when the move has been committed and its release has not.
    ReleaseHead.objects.filter(translation_key=reported_goal.translation_key).update(site=site)
    assert get("goals?asOf=2026-05-10", host="other.example")["_meta"]["totalRecords"] == 0


def test_a_site_that_is_edited_keeps_its_history_and_one_that_is_made_anew_begins_its_own(
    plan: Any, site: Site, get: Get, released: Released, at: At
) -> None:
    with released():
        goal = GoalPageFactory(parent=plan, title="Kultur nära")
    at(MAY)
    with released():
        goal.title = "Kultur för alla"
        goal.save_revision().publish()
    address, host = f"goals/{goal.translation_key}", {"host": "www.sundby.example"}

    def numbers() -> list[int]:
        return [entry["number"] for entry in get(f"{address}/releases", **host)["items"]]

    with released():
        site.hostname = "www.sundby.example"
        site.save()
    edited = numbers()
    assert edited[-2:] == [2, 1]
    assert get(f"{address}?asOf=2026-05-10", **host)["title"] == "Kultur nära"
    root_page = site.root_page
    with released():
        site.delete()
    with released():
        Site.objects.create(hostname="www.sundby.example", root_page=root_page, is_default_site=True)
    call_command("kommunmal_release", "--all", stdout=StringIO())
    (only,) = numbers()
    assert only > edited[0]
    get(f"{address}?asOf=2026-05-10", status=404, **host)


def test_releases_of_the_same_second_are_told_apart(reported_goal: Any, get: Get) -> None:
    head = ReleaseHead.objects.get(translation_key=reported_goal.translation_key)
    for number in (1, 2, 3):
        begin, end = (MAY.replace(microsecond=fraction * 1000) for fraction in (number, number + 1))
        head.releases.filter(number=number).update(published_from=begin, published_to=end if number < 3 else None)
    history = get(f"goals/{reported_goal.translation_key}/releases")["items"]
    read = [get(entry["_links"]["goal"]["href"].removeprefix(ROOT + "/")) for entry in history]
    assert [document["release"]["number"] for document in read] == [3, 2, 1]


def test_a_goal_of_an_older_format_is_lifted(reported_goal: Any, get: Get) -> None:
    head = ReleaseHead.objects.get(translation_key=reported_goal.translation_key)
    first = head.releases.get(number=1)
    content = first.content
    del content["assessments"]
    content["sections"][0]["assignments"][0].pop("followUps")
    content["sections"][0]["assignments"][0].pop("currentFollowUp")
    first.content, first.format = content, 1
    first.save()
    # The head of a closed plan's goal has a summary of that day, too.
    del head.summary["assessment"]
    head.save()
    assert get(f"goals/{reported_goal.translation_key}?asOf=2026-01-10")["assessments"] == []
    assert get("goals?asOf=2026-01-10")["items"][0]["assessment"] is None
    for document in (get("goals?asOf=2026-01-10"), get("plans?asOf=2026-01-10")):
        assert document["items"][0]["tallies"]["assignments"]["byStatus"]["notAssessed"] == 1


@pytest.mark.parametrize("given", ["2026-05", "yesterday", "2026-05-10T12:00:00", "2026-13-01", "9999-99-99"])
def test_a_moment_that_is_none_says_what_is_allowed(reported_goal: Any, get: Get, given: str) -> None:
    problem = get(f"goals/{reported_goal.translation_key}?asOf={given}", status=400, accept_language="en")
    allowed = "a date such as 2026-05-31, or a time such as 2026-05-31T12:00:00Z"
    assert problem["errors"] == [{"parameter": "asOf", "detail": f"“{given}” is not allowed. Allowed: {allowed}."}]


@pytest.mark.parametrize(
    "selection",
    [
        "assessment=achieved",
        "body=KFN",
        "focusArea=5f3f2b0e-7c1a-4e58-9b57-1f2d3c4b5a69",
        "kind=operational",
        "number=1",
        "q=kultur",
        "sdg=4",
        "updatedSince=2026-01-01",
    ],
)
def test_what_is_said_today_does_not_select_what_was_then(reported_goal: Any, get: Get, selection: str) -> None:
    problem = get(f"goals?asOf=2026-05-10&{selection}", status=400, accept_language="en")
    assert problem["errors"] == [
        {
            "parameter": selection.partition("=")[0],
            "detail": "It selects by what is published today, and cannot be combined with “asOf”.",
        }
    ]
