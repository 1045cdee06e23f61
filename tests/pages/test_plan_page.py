from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from wagtail.models import Locale, Site

from tests.pages.markup import facts, outline, read, words
from tests.site_pages import Page, PlanPage
from wagtail_kommunmal.admin.closing import close_plan, open_plan
from wagtail_kommunmal.models import StatusWord, StatusWordLabel
from wagtail_kommunmal.signs import SHAPES
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    assessment,
    assignment,
    assignments_section,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import AchievementStatus


def test_plan_says_when_it_holds_and_who_decided(english_plan: PlanPage, english_client: Client, released: Any) -> None:
    english_plan.period_from, english_plan.period_to = date(2026, 1, 1), date(2026, 12, 31)
    english_plan.decision_reference, english_plan.adopted_on = "KF 2025-11-24 § 112", date(2025, 11, 24)
    english_plan.intro = "<p>These are the goals.</p>"
    with released():
        english_plan.save_revision().publish()
    article = read(english_client.get(english_plan.url))
    assert facts(article) == {
        "Year": ["2026"],
        "Valid": ["2026-01-01–2026-12-31"],
        "Decision": ["KF 2025-11-24 § 112"],
        "Adopted": ["2025-11-24"],
    }
    assert "These are the goals." in words(article)
    assert "No goals have been published yet." in words(article)


def test_plan_leads_to_its_goals(english_plan: PlanPage, english_client: Client, image: Any, released: Any) -> None:
    with released():
        first = GoalPageFactory(
            parent=english_plan,
            locale=english_plan.locale,
            title="Open",
            statement="Everyone can take part.",
            number="1",
            level_label="Council goal",
            image=image,
        )
        GoalPageFactory(parent=english_plan, locale=english_plan.locale, title="Green", statement="")
    article = read(english_client.get(english_plan.url))
    assert outline(article) == [
        ("h1", "Goals and budget 2026"),
        ("h2", "Goals"),
        ("h3", "Open"),
        ("h3", "Green"),
        ("h2", "The plan in figures"),
    ]
    opened, green = article.select(".kommunmal-goals > li")
    assert words(opened) == "Council goal 1 Open Everyone can take part."
    assert opened.a["href"] == first.full_url  # type: ignore[index]
    assert opened.img["alt"] == "Kajen en morgon i maj."  # type: ignore[index]
    assert words(green) == "Green"


def test_tallies_count_what_nobody_assessed(english_plan: PlanPage, english_client: Client, released: Any) -> None:
    reached = KeyFigureFactory(assessments={"2025": AchievementStatus.ACHIEVED})
    with released():
        GoalPageFactory(
            parent=english_plan,
            locale=english_plan.locale,
            sections=[
                assignments_section(assignment("One."), assignment("Two.")),
                key_figures_section(reached, KeyFigureFactory(), KeyFigureFactory()),
            ],
        )
    section = read(english_client.get(english_plan.url)).find_all("section")[-1]
    assert words(section) == (
        "The plan in figures 1 goal Not assessed: 1 2 assignments Not assessed: 2 0 investments "
        "3 key figures Achieved: 1 Not assessed: 2"
    )


def test_signs_are_those_of_today_and_words_those_of_the_release(
    english_plan: PlanPage, english_client: Client, site: Site, english: Locale, admin_user: Any, released: Any
) -> None:
    reached = KeyFigureFactory(assessments={"2025": AchievementStatus.ACHIEVED})
    with released():
        goal = GoalPageFactory(parent=english_plan, locale=english_plan.locale, sections=[key_figures_section(reached)])
    close_plan(english_plan, admin_user)
    with released():
        row = StatusWord.objects.create(
            site=site, vocabulary="achievement", code="achieved", sort_order=9, icon="square", colour="#2f7fb8"
        )
        StatusWordLabel.objects.create(word=row, locale=english, label="Arrived")
    for page in (english_plan, goal):
        status = read(english_client.get(page.url)).select_one('[data-code="achieved"]')
        assert words(status) == "Achieved"
        sign = status.svg  # type: ignore[union-attr]
        assert (sign["fill"], sign["aria-hidden"]) == ("#2f7fb8", "true")  # type: ignore[index]
        assert sign.path["d"] == SHAPES["square"]  # type: ignore[index, union-attr]
    with released():
        open_plan(english_plan, admin_user)
    tallies = read(english_client.get(english_plan.url)).select(".kommunmal-statuses li")
    assert [words(tally) for tally in tallies] == ["Not assessed: 1", "Not assessed: 0", "Arrived: 1"]
    assert words(read(english_client.get(goal.url)).select_one('[data-code="achieved"]')) == "Arrived"


def test_plan_page_takes_as_many_queries_with_one_goal_as_with_ten(
    home: Page, client: Client, image: Any, released: Any, django_assert_num_queries: Any
) -> None:
    with released():
        small, large = PlanPageFactory(year=2025), PlanPageFactory(year=2026)
        for plan, count in ((small, 1), (large, 10)):
            for _number in range(count):
                GoalPageFactory(parent=plan, image=image, sections=[key_figures_section(KeyFigureFactory())])
    client.get(small.url)
    for plan in (small, large):
        with django_assert_num_queries(14):
            client.get(plan.url)


def test_goal_page_takes_as_many_queries_with_few_items_as_with_many(
    home: Page, client: Client, image: Any, released: Any, django_assert_num_queries: Any
) -> None:
    with released():
        plan = PlanPageFactory()
        goals = [
            GoalPageFactory(
                parent=plan,
                image=image,
                sections=[
                    assignments_section(*[assignment("Gör något.") for _number in range(count)]),
                    key_figures_section(*[KeyFigureFactory(values={"2025": "1"}) for _number in range(count)]),
                ],
            )
            for count in (1, 10)
        ]
    client.get(goals[0].url)
    for goal in goals:
        with django_assert_num_queries(13):
            client.get(goal.url)


def test_goals_say_how_it_goes_and_tallies_are_drawn(
    english_plan: PlanPage, english_client: Client, released: Any
) -> None:
    with released():
        goals = [
            GoalPageFactory(parent=english_plan, locale=english_plan.locale, title=title) for title in ("One", "Two")
        ]
    with released():
        FollowUpReportFactory(plan=english_plan, period="2026", rows=[assessment(goals[0], AchievementStatus.ACHIEVED)])
    page = read(english_client.get(english_plan.url))
    assessed, other = page.select(".kommunmal-goals > li")
    assert "Achieved 2026" in words(assessed)
    assert other.select_one(".kommunmal-status") is None
    bar = page.select_one(".kommunmal-divided")
    assert bar is not None
    assert bar["aria-hidden"] == "true"
    assert [part["width"] for part in bar.find_all("rect")] == ["199.0", "199.0"]
