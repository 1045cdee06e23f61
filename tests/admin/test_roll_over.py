"""“Create next year's plan” asks, shows what would be made, and makes it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.messages import get_messages
from django.db import connections
from django.test.client import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Locale, Site

from tests.site_pages import GoalPage, Page, PlanPage
from wagtail_kommunmal.authoring.closing import close_plan
from wagtail_kommunmal.models import StatusWord, StatusWordLabel
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
)
from wagtail_kommunmal.vocabulary import AssignmentStatus, StatusVocabulary

pytestmark = pytest.mark.django_db

Released = Callable[[], Any]

BUILD = investment("Simhall")
OPEN = assignment("Öppna ett medborgarkontor.", end_year=2028)


@pytest.fixture(scope="module")
def plan(shared_site: Site) -> Any:
    return plan_of_2026()


@pytest.fixture(scope="module")
def goal(plan: Any, released: Released) -> Any:
    return goal_of(plan, released)


def plan_of_2026() -> Any:
    return PlanPageFactory(year=2026, slug="plan-2026")


def goal_of(plan: Any, released: Released) -> Any:
    """Publish a goal of which one assignment is done, and the rest goes on."""
    body = ResponsibleBodyFactory()
    done = assignment("Gör tio besök.", responsible=[body])
    with released():
        goal = GoalPageFactory(
            parent=plan,
            title="Trygghet",
            number="1",
            slug="trygghet",
            sections=[assignments_section(OPEN, done, heading="Uppdrag 2026"), investments_section(BUILD)],
        )
    with released():
        row = follow_up(goal, done, AssignmentStatus.COMPLETED)
        FollowUpReportFactory(plan=plan, body=body, period="2026", rows=[row])
    return goal


def url(plan: Any) -> str:
    return reverse("wagtail_kommunmal_roll_over", args=[plan.pk])


def get(client: Client, plan: Any) -> Any:
    return client.get(url(plan), HTTP_ACCEPT_LANGUAGE="en")


def choices(goal: Any, *items: Any, **fields: Any) -> dict[str, Any]:
    continuing = [f"{goal.translation_key}:{item['id']}" for item in items]
    named = {name.replace("_sv", "-sv"): value for name, value in fields.items()}
    return {
        "year": 2027,
        "title-sv": "Mål och budget 2027",
        "slug-sv": "plan-2027",
        "continuing": continuing,
        **named,
    }


def post(client: Client, plan: Any, step: str, data: dict[str, Any], **headers: str) -> Any:
    return client.post(url(plan), {**data, "step": step}, HTTP_ACCEPT_LANGUAGE="en", headers=headers or None)


def checked(client: Client, plan: Any, data: dict[str, Any]) -> dict[str, Any]:
    """Look at what would be made, and return what is sent on from there."""
    response = post(client, plan, "check", data)
    return {**data, "fingerprint": response.context["fingerprint"]}


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def items_of_next_goal() -> list[str]:
    goal = GoalPage.objects.get(slug="trygghet", live=False)
    return [item.get("title") or item["name"] for section in goal.sections for item in section.value["items"]]


def test_the_form_proposes_year_names_and_what_is_unfinished(writer_client: Client, plan: Any, goal: Any) -> None:
    response = get(writer_client, plan)
    form = response.context["form"]
    assert [(field.name, field.value()) for field in (form["year"], *form.name_fields())] == [
        ("year", 2027),
        ("title-sv", "Mål och budget 2027"),
        ("slug-sv", "plan-2027"),
    ]
    (of_goal,) = form.goals()
    assert [(choice.item.title, choice.is_checked) for choice in of_goal.items] == [
        ("Öppna ett medborgarkontor.", True),
        ("Gör tio besök.", False),
        ("Simhall", True),
    ]
    assert "Assignment · Completed" in text(response)
    assert "Assignment · Not reported · ends 2028" in text(response)


def test_what_was_reported_is_told_in_the_sites_words(
    writer_client: Client, plan: Any, goal: Any, site: Site, english: Locale
) -> None:
    word = StatusWord.objects.create(
        site=site, vocabulary=StatusVocabulary.ASSIGNMENT, code=AssignmentStatus.COMPLETED, label="Klart"
    )
    StatusWordLabel.objects.create(word=word, locale=english, label="Ready")
    assert "Assignment · Ready" in text(get(writer_client, plan))


def test_a_dry_run_shows_everything_and_makes_nothing(writer_client: Client, plan: Any, goal: Any) -> None:
    before = Page.objects.count()
    shown = text(post(writer_client, plan, "check", choices(goal, OPEN)))
    assert Page.objects.count() == before
    for words in (
        "2 pages, all as drafts.",
        "The heading “Uppdrag 2026” becomes “Uppdrag 2027”.",
        "1 assignment or investment goes on.",
        "<li>Gör tio besök.</li><li>Simhall</li>",
    ):
        assert words in shown


def test_the_plan_is_made_as_it_was_shown(writer_client: Client, plan: Any, goal: Any) -> None:
    data = checked(writer_client, plan, choices(goal, OPEN, BUILD, title_sv="Budget 2027"))
    response = post(writer_client, plan, "make", data)
    new = PlanPage.objects.get(year=2027)
    assert response.url == reverse("wagtail_kommunmal_rolled_over", args=[new.pk])
    assert (new.title, new.slug, new.live) == ("Budget 2027", "plan-2027", False)
    assert items_of_next_goal() == ["Öppna ett medborgarkontor.", "Simhall"]
    arrival = writer_client.get(response.url, HTTP_ACCEPT_LANGUAGE="en")
    assert arrival.url == reverse("wagtailadmin_explore", args=[new.pk])
    assert "Budget 2027" in str([str(message) for message in get_messages(arrival.wsgi_request)])


@pytest.mark.parametrize("atomic_requests", [False, True])
def test_a_script_is_told_of_every_page(
    writer_client: Client, plan: Any, goal: Any, atomic_requests: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connections["default"].settings_dict, "ATOMIC_REQUESTS", atomic_requests)
    data = checked(writer_client, plan, choices(goal, OPEN))
    response = post(writer_client, plan, "make", data, accept="application/x-ndjson")
    assert response["Content-Type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]
    new = PlanPage.objects.get(year=2027)
    assert lines == [
        {"done": 1, "total": 2},
        {"done": 2, "total": 2},
        {"url": reverse("wagtail_kommunmal_rolled_over", args=[new.pk])},
    ]


def test_a_script_is_told_what_somebody_else_made_meanwhile(
    writer_client: Client, plan: Any, goal: Any, home: Page
) -> None:
    data = checked(writer_client, plan, choices(goal, OPEN))
    response = post(writer_client, plan, "make", data, accept="application/x-ndjson")
    PlanPageFactory(parent=home, year=2027, slug="annan")
    (line,) = [json.loads(line) for line in b"".join(response.streaming_content).splitlines()]
    assert list(line) == ["error"]
    assert PlanPage.objects.filter(year=2027).count() == 1


def test_what_has_changed_since_it_was_shown_is_shown_again(writer_client: Client, plan: Any, goal: Any) -> None:
    data = checked(writer_client, plan, choices(goal, OPEN))
    goal.title = "Trygg kommun"
    goal.save_revision().publish()
    for headers in ({}, {"accept": "application/x-ndjson"}):
        response = post(writer_client, plan, "make", data, **headers)
        assert "The plan has changed meanwhile." in text(response)
        assert "Trygg kommun" in text(response)
    assert not PlanPage.objects.filter(year=2027).exists()
    again = {**data, "fingerprint": response.context["fingerprint"]}
    assert post(writer_client, plan, "make", again).status_code == 302


def test_what_was_chosen_can_be_changed(writer_client: Client, plan: Any, goal: Any) -> None:
    response = post(writer_client, plan, "change", choices(goal, BUILD, title_sv="Min plan"))
    form = response.context["form"]
    assert form["title-sv"].value() == "Min plan"
    assert [choice.is_checked for choice in form.goals()[0].items] == [False, False, True]


def test_an_error_stands_at_its_field_and_loses_nothing(
    writer_client: Client, plan: Any, goal: Any, home: Page
) -> None:
    PlanPageFactory(parent=home, year=2027, slug="plan-2027")
    for step in ("check", "make"):
        form = post(writer_client, plan, step, choices(goal, BUILD)).context["form"]
        assert set(form.errors) == {"year", "slug-sv"}
        assert [choice.is_checked for choice in form.goals()[0].items] == [False, False, True]
    assert "There is already a plan for 2027" in text(get(writer_client, plan))
    assert PlanPage.objects.count() == 2


def test_the_old_plan_is_closed_by_those_who_may_if_they_ask(
    reviewer_client: Client, writer_client: Client, plan: Any, goal: Any
) -> None:
    data = choices(goal, OPEN, closes_old="on")
    assert "closes_old" not in get(writer_client, plan).context["form"].fields
    shown = text(post(reviewer_client, plan, "check", data))
    assert "“Mål och budget 2026” is closed." in shown
    post(writer_client, plan, "make", checked(writer_client, plan, data))
    plan.refresh_from_db()
    assert not plan.is_closed
    Page.objects.get(pk=PlanPage.objects.get(year=2027).pk).delete()
    post(reviewer_client, plan, "make", checked(reviewer_client, plan, data))
    plan.refresh_from_db()
    assert plan.is_closed


def test_a_closed_plan_is_rolled_over_as_well(reviewer_client: Client, plan: Any, goal: Any) -> None:
    close_plan(plan, None)
    assert "closes_old" not in get(reviewer_client, plan).context["form"].fields
    post(reviewer_client, plan, "make", checked(reviewer_client, plan, choices(goal, OPEN)))
    assert not PlanPage.objects.get(year=2027).is_closed


@pytest.fixture
def reader_client(groups: None, django_user_model: Any) -> Client:
    """Somebody who may enter the admin and change pages, but not add any."""
    group = Group.objects.create(name="Läsare")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(
        codename=f"change_{Page._meta.model_name}", content_type__app_label=Page._meta.app_label
    )
    GroupPagePermission.objects.create(group=group, page=Page.objects.get(slug="sundby"), permission=change)
    user = django_user_model.objects.create_user("reader", "reader@example.org", "password")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def test_those_who_may_not_add_pages_are_refused_and_not_offered_it(
    reader_client: Client, plan: Any, goal: Any
) -> None:
    assert get(reader_client, plan).url == reverse("wagtailadmin_home")
    for step in ("check", "make"):
        assert post(reader_client, plan, step, choices(goal)).url == reverse("wagtailadmin_home")
    made = reader_client.get(reverse("wagtail_kommunmal_rolled_over", args=[plan.pk]))
    assert made.url == reverse("wagtailadmin_home")
    edit = reader_client.get(reverse("wagtailadmin_pages:edit", args=[plan.pk]), HTTP_ACCEPT_LANGUAGE="en")
    assert edit.status_code == 200
    assert "Create next year" not in edit.content.decode()


@pytest.mark.parametrize("is_closed", [False, True])
def test_a_plan_offers_it_in_its_header_and_its_listings(writer_client: Client, plan: Any, is_closed: bool) -> None:
    if is_closed:
        close_plan(plan, None)
    for address in (
        reverse("wagtailadmin_pages:edit", args=[plan.pk]),
        reverse("wagtailadmin_explore", args=[plan.pk]),
        reverse("kommunmal_planpage:index"),
    ):
        assert url(plan) in writer_client.get(address).content.decode()


def test_only_plans_that_are_no_aliases_are_rolled_over(boss_client: Client, plan: Any, goal: Any, home: Page) -> None:
    alias = plan.create_alias(parent=home, update_slug="alias")
    for page in (home, goal, alias):
        assert get(boss_client, page).status_code == 404
    assert url(alias) not in boss_client.get(reverse("wagtailadmin_explore", args=[alias.pk])).content.decode()


def test_each_language_has_a_title_and_a_slug_of_its_own(
    boss_client: Client, plan: Any, goal: Any, home: Page, english: Any
) -> None:
    home.copy_for_translation(english)
    plan.copy_for_translation(english)
    goal.copy_for_translation(english)
    form = get(boss_client, plan).context["form"]
    assert [field.label for field in form.name_fields()] == [
        "Title (Svenska)",
        "Slug (Svenska)",
        "Title (English)",
        "Slug (English)",
    ]
    data = {**choices(goal, OPEN), "title-en": "Goals 2027", "slug-en": "goals"}
    post(boss_client, plan, "make", checked(boss_client, plan, data))
    new = PlanPage.objects.get(year=2027, locale=plan.locale)
    translated = new.get_translation(english)
    assert (translated.title, translated.slug) == ("Goals 2027", "goals")


def test_many_items_cost_no_more_queries(
    writer_client: Client, plan: Any, goal: Any, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        items = [assignment(f"Uppdrag {index}") for index in range(10)]
        GoalPageFactory(parent=plan, title=f"Mål {number}", sections=[assignments_section(*items)])
    with django_assert_max_num_queries(60):
        get(writer_client, plan)
    with django_assert_max_num_queries(60):
        post(writer_client, plan, "check", choices(goal, OPEN))
