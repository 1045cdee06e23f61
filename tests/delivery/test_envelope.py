from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.utils import translation
from wagtail.models import PageViewRestriction, Site

from tests.site_pages import Page
from wagtail_kommunmal.delivery.envelope import (
    goal_documents,
    goal_summaries,
    plan_documents,
    plan_summaries,
    timestamp,
)
from wagtail_kommunmal.delivery.pages import document_for_page
from wagtail_kommunmal.delivery.reader import Reader
from wagtail_kommunmal.delivery.visibility import visible_heads
from wagtail_kommunmal.documents.origin import ORIGIN_TOKEN, relative_to_origin, with_origin
from wagtail_kommunmal.documents.serializers import GOAL_SUMMARY_MEMBERS
from wagtail_kommunmal.models import Release, ReleaseHead
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    PlanPageFactory,
    accomplishment,
    accomplishments_section,
    assignment,
    assignments_section,
    text_section,
)

ReaderOf = Callable[..., Reader]
Released = Callable[[], Any]


@pytest.fixture(scope="module")
def plan(shared_plan: Any) -> Any:
    return shared_plan


@pytest.fixture(scope="module")
def goal(shared_goal: Any) -> Any:
    return shared_goal


def head_of(page: Any, reader: Reader) -> ReleaseHead:
    return visible_heads(reader).get(page_id=page.pk)


def document_of(page: Any, reader: Reader) -> dict[str, Any]:
    return goal_documents([head_of(page, reader)], reader)[0]


def publish(page: Any, released: Released, **fields: Any) -> None:
    for name, value in fields.items():
        setattr(page, name, value)
    with released():
        page.save_revision().publish()


def unpublish(page: Any) -> None:
    Page.objects.filter(pk=page.pk).update(live=False)


def restrict(page: Any) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


HIDING = pytest.mark.parametrize("hide", [unpublish, restrict])


def test_a_goal_is_its_content_in_its_envelope(plan: Any, goal: Any, reader_of: ReaderOf) -> None:
    reader = reader_of()
    head = head_of(goal, reader)
    current = Release.objects.get(pk=head.current_id)
    released_at = timestamp(current.published_from)
    web = "http://testserver/mal-2026/trygg-skola/"
    address = f"{reader.api_root}/goals/{goal.translation_key}"
    assert document_of(goal, reader) == {
        **current.content,
        "slug": "trygg-skola",
        "plan": {
            "id": str(plan.translation_key),
            "title": "Mål 2026",
            "year": 2026,
            "periodFrom": None,
            "periodTo": None,
            "webUrl": "http://testserver/mal-2026/",
        },
        "parentGoal": None,
        "previousGoal": None,
        "nextGoal": None,
        "firstPublishedAt": timestamp(goal.first_published_at),
        "updatedAt": released_at,
        "release": {
            "number": 1,
            "publishedAt": released_at,
            "reason": {"code": "published", "label": "Sidan publicerades"},
            "label": None,
        },
        "webUrl": web,
        "_links": {
            "self": {"href": address, "rel": "self", "method": "GET"},
            "web": {"href": web, "rel": "web", "method": "GET"},
            "releases": {"href": f"{address}/releases", "rel": "releases", "method": "GET"},
        },
    }


def test_a_summary_is_a_document_without_what_lists_leave_out(goal: Any, reader_of: ReaderOf) -> None:
    reader = reader_of()
    document = document_of(goal, reader)
    (summary,) = goal_summaries([head_of(goal, reader)], reader)
    left_out = document.keys() - summary.keys()
    assert summary == {name: value for name, value in document.items() if name not in left_out}
    assert set(GOAL_SUMMARY_MEMBERS) < summary.keys()
    assert left_out == {"politicalTextHtml", "politicalTextText", "assessments", "sections"}


def test_a_plan_has_its_visible_goals_and_their_tallies(
    plan: Any, goal: Any, reader_of: ReaderOf, released: Released
) -> None:
    publish(goal, released, sections=[assignments_section(assignment("Bygg."), assignment("Riv."))])
    with released():
        hidden = GoalPageFactory(parent=plan, title="Dolt", sections=[assignments_section(assignment("Göm."))])
        second = GoalPageFactory(parent=plan, title="Bättre vägar")
    restrict(hidden)
    reader = reader_of()
    document = plan_documents([head_of(plan, reader)], reader)[0]
    assert document["goals"] == goal_summaries([head_of(page, reader) for page in (goal, second)], reader)
    assert document["tallies"]["goals"]["total"] == 2
    assert document["tallies"]["assignments"]["total"] == 2
    (summary,) = plan_summaries([head_of(plan, reader)], reader)
    assert summary == {name: value for name, value in document.items() if name != "goals"}


def test_the_parent_goal_is_named_as_it_is_called_today(
    goal: Any, plan: Any, reader_of: ReaderOf, released: Released
) -> None:
    with released():
        parent = GoalPageFactory(parent=plan, title="Hela kommunen", slug="hela-kommunen")
    publish(goal, released, parent_goal=parent)
    publish(parent, released, title="Hela Sundby")
    assert document_of(goal, reader_of())["parentGoal"] == {
        "id": str(parent.translation_key),
        "title": "Hela Sundby",
        "webUrl": "http://testserver/mal-2026/hela-kommunen/",
    }
    assert Release.objects.filter(head__page=goal).count() == 1


@HIDING
def test_a_parent_goal_that_the_public_may_not_see_is_not_mentioned(
    goal: Any, plan: Any, reader_of: ReaderOf, released: Released, hide: Callable[[Any], None]
) -> None:
    with released():
        parent = GoalPageFactory(parent=plan, title="Hela kommunen")
    publish(goal, released, parent_goal=parent)
    hide(parent)
    assert document_of(goal, reader_of())["parentGoal"] is None


@pytest.fixture
def last_years_goal(goal: Any, released: Released) -> Any:
    """The same goal in the plan for 2025."""
    with released():
        plan = PlanPageFactory(year=2025, title="Mål 2025", slug="mal-2025")
        previous = GoalPageFactory(parent=plan, title="Trygga skolor", slug="trygga-skolor")
    publish(type(goal).objects.get(pk=goal.pk), released, previous_goal=previous)
    return previous


def test_a_goal_leads_to_the_same_goal_in_the_years_before_and_after(
    goal: Any, last_years_goal: Any, reader_of: ReaderOf
) -> None:
    reader = reader_of()
    before = {
        "id": str(last_years_goal.translation_key),
        "title": "Trygga skolor",
        "webUrl": "http://testserver/mal-2025/trygga-skolor/",
        "year": 2025,
    }
    after = {
        "id": str(goal.translation_key),
        "title": "Trygg skola",
        "webUrl": "http://testserver/mal-2026/trygg-skola/",
        "year": 2026,
    }
    document, previous = goal_documents([head_of(page, reader) for page in (goal, last_years_goal)], reader)
    assert (document["previousGoal"], document["nextGoal"]) == (before, None)
    assert (previous["previousGoal"], previous["nextGoal"]) == (None, after)


@HIDING
@pytest.mark.parametrize("what", ["goal", "plan"])
def test_a_goal_of_another_year_that_the_public_may_not_see_is_not_mentioned(
    goal: Any, last_years_goal: Any, reader_of: ReaderOf, hide: Callable[[Any], None], what: str
) -> None:
    hide(last_years_goal if what == "goal" else last_years_goal.get_parent())
    assert document_of(goal, reader_of())["previousGoal"] is None


@HIDING
def test_a_following_goal_that_the_public_may_not_see_is_not_mentioned(
    goal: Any, last_years_goal: Any, reader_of: ReaderOf, hide: Callable[[Any], None]
) -> None:
    hide(goal)
    assert document_of(last_years_goal, reader_of())["nextGoal"] is None


def test_documents_of_many_goals_take_as_many_queries_as_those_of_one(
    plan: Any, goal: Any, reader_of: ReaderOf, released: Released, django_assert_num_queries: Any
) -> None:
    with released():
        for number in range(2, 8):
            GoalPageFactory(parent=plan, number=str(number), parent_goal=goal, previous_goal=goal)
    reader = reader_of()
    heads = list(visible_heads(reader).filter(kind="goal"))
    for some in (heads[:1], heads):
        with django_assert_num_queries(3):
            goal_documents(some, reader)


def test_a_release_that_takes_the_place_of_the_one_being_read_changes_nothing(
    goal: Any, reader_of: ReaderOf, released: Released
) -> None:
    reader = reader_of()
    head = head_of(goal, reader)
    publish(goal, released, statement="Nytt.")
    goal.unpublish()
    (document,) = goal_documents([head], reader)
    assert (document["release"]["number"], document["statement"]) == (1, "Alla som bor här kan vara med och påverka.")


def test_the_reason_of_a_release_is_told_in_the_language_of_the_document(goal: Any, reader_of: ReaderOf) -> None:
    with translation.override("en"):
        assert document_of(goal, reader_of())["release"]["reason"]["label"] == "Sidan publicerades"


def test_the_origin_stands_everywhere_in_place_of_its_token(
    plan: Any, goal: Any, image: Any, site: Site, reader_of: ReaderOf, released: Released
) -> None:
    link = '<p><a href="/ett">Ett</a> <a href="/tva">Två</a></p>'
    publish(
        goal,
        released,
        image=image,
        political_text=link,
        sections=[
            text_section(link),
            assignments_section(assignment("Bygg.", description=link), intro=link),
            accomplishments_section(accomplishment(link, image=image, alt_text="Kajen")),
        ],
    )
    Site.objects.filter(pk=site.pk).update(port=443)
    reader = reader_of(Site.objects.get(pk=site.pk))
    assert ORIGIN_TOKEN in str(Release.objects.filter(head__page=goal).latest("number").content)
    document = document_of(goal, reader)
    assert ORIGIN_TOKEN not in str(document)
    assert document["politicalTextHtml"] == (
        '<p><a href="https://testserver/ett">Ett</a> <a href="https://testserver/tva">Två</a></p>'
    )
    addresses = [rendition["url"] for rendition in document["image"]["renditions"]]
    assert all(address.startswith("https://testserver/media/images/") for address in addresses)
    assert ORIGIN_TOKEN not in str(plan_documents([head_of(plan, reader)], reader)[0])


def test_only_paths_of_the_site_itself_are_relative_to_the_origin() -> None:
    assert relative_to_origin("/media/a.png") == f"{ORIGIN_TOKEN}/media/a.png"
    assert relative_to_origin("//cdn.example/a.png") == "//cdn.example/a.png"
    assert relative_to_origin("https://cdn.example/a.png") == "https://cdn.example/a.png"
    text = f"{ORIGIN_TOKEN}/a {ORIGIN_TOKEN}/b"
    assert with_origin(text, "https://sundby.example") == "https://sundby.example/a https://sundby.example/b"


def test_a_moment_is_written_in_utc_to_the_second() -> None:
    assert timestamp(datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)) == "2026-01-02T03:04:05Z"
    assert timestamp(None) is None


def test_a_page_shows_the_release_and_not_the_live_row(goal: Any, rf: RequestFactory, reader_of: ReaderOf) -> None:
    type(goal).objects.filter(pk=goal.pk).update(statement="Inte släppt än.")
    page = type(goal).objects.get(pk=goal.pk)
    assert document_for_page(page, rf.get("/")) == document_of(goal, reader_of())


def test_the_page_of_a_plan_shows_its_goals(plan: Any, goal: Any, rf: RequestFactory, reader_of: ReaderOf) -> None:
    reader = reader_of()
    assert document_for_page(plan, rf.get("/")) == plan_documents([head_of(plan, reader)], reader)[0]


def test_whoever_may_see_a_goal_behind_a_restriction_sees_it_without_what_others_may_not_see(
    plan: Any, goal: Any, rf: RequestFactory
) -> None:
    restrict(plan)
    document = document_for_page(goal, rf.get("/"))
    assert (document["title"], document["plan"]) == ("Trygg skola", None)


def test_a_page_without_a_release_and_a_goal_without_a_live_plan_are_not_found(
    plan: Any, goal: Any, rf: RequestFactory
) -> None:
    with pytest.raises(Http404):
        document_for_page(GoalPageFactory(parent=plan), rf.get("/"))
    unpublish(plan)
    with pytest.raises(Http404):
        document_for_page(goal, rf.get("/"))
    with pytest.raises(Http404):
        document_for_page(plan, rf.get("/"))


def test_a_preview_shows_the_draft_in_an_envelope_with_the_same_members_that_says_so(
    plan: Any, goal: Any, rf: RequestFactory, reader_of: ReaderOf
) -> None:
    request = rf.get("/")
    request.is_preview = True
    goal.statement, plan.title = "Ett utkast.", "Ett utkast"
    reader = reader_of()
    draft, released = document_for_page(goal, request), document_of(goal, reader)
    assert draft["statement"] == "Ett utkast."
    assert draft.keys() - released.keys() == {"isDraft"}
    assert released.keys() <= draft.keys()
    assert draft["plan"].keys() == released["plan"].keys()
    released_plan = plan_documents([head_of(plan, reader)], reader)[0]
    assert document_for_page(plan, request).keys() == released_plan.keys() | {"isDraft"}
    assert document_for_page(PlanPageFactory(year=2030, publish=False), request)["goals"] == []
