"""What was published and withdrawn since a time: enough to keep a copy of the site up to date."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.models import PageViewRestriction

from wagtail_kommunmal.models import PublicChange, Release, ReleaseHead
from wagtail_kommunmal.testing import GoalPageFactory

from .conftest import ROOT, Get, Released, link

SINCE = "changes?since=2026-01-01"


def told(answer: Any) -> list[tuple[str, str]]:
    return [(entry["change"]["code"], entry["id"]) for entry in answer["items"]]


def forget() -> None:
    PublicChange.objects.all().delete()


def test_a_publication_is_told_with_its_release(plan: Any, goal: Any, get: Get) -> None:
    answer = get(SINCE)
    release = Release.objects.get(head__translation_key=goal.translation_key)
    published = release.published_from.strftime("%Y-%m-%dT%H:%M:%SZ")
    change = PublicChange.objects.get(head__translation_key=goal.translation_key)
    assert told(answer) == [("published", str(plan.translation_key)), ("published", str(goal.translation_key))]
    assert answer["items"][1] == {
        "kind": "goal",
        "id": str(goal.translation_key),
        "change": {"code": "published", "label": answer["items"][1]["change"]["label"]},
        "at": change.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "release": {
            "number": 1,
            "publishedAt": published,
            "reason": {"code": "published", "label": "Sidan publicerades"},
            "label": None,
        },
        "_links": {"document": link(f"{ROOT}/goals/{goal.translation_key}", "document")},
    }


def test_a_new_release_is_told_once(goal: Any, get: Get, released: Released) -> None:
    forget()
    with released():
        goal.title = "Alla är med"
        goal.save_revision().publish()
    assert told(get(SINCE)) == [("published", str(goal.translation_key))]


@pytest.mark.parametrize("way", ["unpublished", "deleted", "restricted", "plan restricted", "plan unpublished"])
def test_what_is_no_longer_public_is_withdrawn_and_nothing_else_is_told(
    plan: Any, goal: Any, get: Get, released: Released, way: str
) -> None:
    key = str(goal.translation_key)
    with released():
        if way == "unpublished":
            goal.unpublish()
        elif way == "deleted":
            goal.delete()
        elif way == "plan unpublished":
            plan.unpublish()
        else:
            page = plan if way.startswith("plan") else goal
            PageViewRestriction.objects.create(page=page, restriction_type="login")
    entries = [entry for entry in get(SINCE)["items"] if entry["id"] == key]
    at = entries[0]["at"]
    label = entries[0]["change"]["label"]
    assert entries == [
        {
            "kind": "goal",
            "id": key,
            "change": {"code": "withdrawn", "label": label},
            "at": at,
            "release": None,
            "_links": {},
        }
    ]


def test_a_lifted_restriction_is_a_publication(goal: Any, get: Get, released: Released) -> None:
    with released():
        restriction = PageViewRestriction.objects.create(page=goal, restriction_type="login")
    with released():
        goal.title = "Ändrad i det fördolda"
        goal.save_revision().publish()
    forget()
    with released():
        restriction.delete()
    assert told(get(SINCE)) == [("published", str(goal.translation_key))]


def test_what_was_never_public_does_not_appear(plan: Any, get: Get, released: Released) -> None:
    forget()
    with released():
        PageViewRestriction.objects.create(page=plan, restriction_type="login")
    forget()
    with released():
        secret = GoalPageFactory(parent=plan)
    with released():
        secret.unpublish()
    assert told(get(SINCE)) == []


def test_a_withdrawal_that_nobody_recorded_is_told_all_the_same(goal: Any, get: Get) -> None:
    forget()
    type(goal).objects.filter(pk=goal.pk).update(live=False)
    assert told(get(SINCE)) == [("withdrawn", str(goal.translation_key))]


def test_a_publication_that_nobody_recorded_is_told_all_the_same(goal: Any, get: Get) -> None:
    forget()
    ReleaseHead.objects.filter(translation_key=goal.translation_key).update(shown_on=None)
    assert told(get(SINCE)) == [("published", str(goal.translation_key))]


def test_changes_are_told_to_no_other_site(goal: Any, other_site: Any, get: Get, released: Released) -> None:
    assert get(SINCE, host="other.example")["items"] == []
    forget()
    with released():
        goal.get_parent().move(other_site.root_page, pos="last-child")
    assert {change for change, _id in told(get(SINCE))} == {"withdrawn"}
    assert {change for change, _id in told(get(SINCE, host="other.example"))} == {"published"}


def test_changes_are_told_in_no_other_language(goal: Any, get: Get) -> None:
    assert get(f"{SINCE}&lang=en")["items"] == []


def test_a_hidden_release_is_not_told(goal: Any, get: Get, released: Released) -> None:
    with released():
        goal.title = "Rättad"
        goal.save_revision().publish()
    Release.objects.filter(head__translation_key=goal.translation_key, number=1).update(hidden_at=timezone.now())
    numbers = [entry["release"]["number"] for entry in get(SINCE)["items"] if entry["kind"] == "goal"]
    assert numbers == [2]


def test_the_next_reading_begins_a_while_before_this_one(goal: Any, get: Get) -> None:
    begin = parse_datetime(get(SINCE)["nextSince"])
    assert begin is not None
    assert timedelta(minutes=4) < timezone.now() - begin < timedelta(minutes=6)


def test_pages_are_read_through_what_is_recorded_and_what_is_not(plan: Any, goal: Any, get: Get) -> None:
    type(goal).objects.filter(pk=goal.pk).update(live=False)
    pages = [get(f"{SINCE}&limit=1&page={number}") for number in (1, 2)]
    assert [told(page) for page in pages] == [
        [("published", str(plan.translation_key))],
        [("withdrawn", str(goal.translation_key))],
    ]
    assert {page["_meta"]["totalRecords"] for page in pages} == {2}
