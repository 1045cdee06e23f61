"""The words of a site in its documents: labels follow, codes never do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Site

from tests.site_pages import Page
from wagtail_kommunmal.documents.compose import compose
from wagtail_kommunmal.models import StatusWord, StatusWordLabel
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureAssessmentFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assessment,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import AchievementStatus, AssignmentStatus, StatusVocabulary, Trend

WORDS = {
    StatusVocabulary.ASSIGNMENT: ("delayed", "Sent", "Late"),
    StatusVocabulary.ACHIEVEMENT: ("uncertain", "Oklart läge", "Unclear"),
    StatusVocabulary.TREND: ("worsened", "Åt fel håll", "The wrong way"),
}


def say(site: Site, locale: Locale | None = None, vocabularies: Any = StatusVocabulary) -> None:
    """Give a site its words, in a further language too if ``locale`` names one."""
    for vocabulary in vocabularies:
        code, label, further = WORDS[vocabulary]
        row = StatusWord.objects.create(site=site, vocabulary=vocabulary, code=code, label=label)
        if locale:
            StatusWordLabel.objects.create(word=row, locale=locale, label=further)


@pytest.fixture
def labels_in(site: Site) -> Callable[[Any], list[dict[str, str]]]:
    """Compose a goal of a plan, below ``parent``, on which every kind of status has been given."""

    def make(parent: Any) -> list[dict[str, str]]:
        plan = PlanPageFactory(parent=parent, locale=parent.locale, year=2026)
        body = ResponsibleBodyFactory()
        task, building = assignment("Bygg.", responsible=[body]), investment("Bro", responsible=[body])
        figure = KeyFigureFactory()
        KeyFigureAssessmentFactory(key_figure=figure, status=AchievementStatus.UNCERTAIN, trend=Trend.WORSENED)
        sections = [assignments_section(task), investments_section(building), key_figures_section(figure)]
        goal = GoalPageFactory(parent=plan, locale=parent.locale, sections=sections)
        FollowUpReportFactory(
            plan=plan,
            body=body,
            rows=[
                follow_up(goal, task, AssignmentStatus.DELAYED),
                follow_up(goal, building, AssignmentStatus.DELAYED),
                assessment(goal, AchievementStatus.UNCERTAIN),
            ],
        )
        content = compose(Page.objects.get(pk=goal.pk).specific, site).content
        tasks, buildings, figures = content["sections"]
        judged = figures["keyFigures"][0]["currentAssessment"]
        assert content["tallies"]["assignments"]["byStatus"]["delayed"] == 1
        return [
            tasks["assignments"][0]["currentFollowUp"]["status"],
            buildings["investments"][0]["followUps"][0]["status"],
            content["assessment"]["status"],
            judged["status"],
            judged["trend"],
        ]

    return make


CODES = ["delayed", "delayed", "uncertain", "uncertain", "worsened"]


def coded(*labels: str) -> list[dict[str, str]]:
    return [{"code": code, "label": label} for code, label in zip(CODES, labels, strict=True)]


def test_every_status_is_called_what_the_site_calls_it_and_keeps_its_code(
    labels_in: Any, home: Page, site: Site, english: Locale
) -> None:
    say(site, english)
    assert labels_in(home) == coded("Sent", "Sent", "Oklart läge", "Oklart läge", "Åt fel håll")


def test_a_document_in_another_language_has_the_words_of_that_language(
    labels_in: Any, home: Page, site: Site, english: Locale
) -> None:
    say(site, english)
    assert labels_in(home.copy_for_translation(english)) == coded("Late", "Late", "Unclear", "Unclear", "The wrong way")


def test_a_word_in_one_language_leaves_the_standard_word_in_others(
    labels_in: Any, home: Page, site: Site, english: Locale
) -> None:
    say(site)
    assert labels_in(home.copy_for_translation(english)) == coded(
        "Delayed", "Delayed", "Uncertain", "Uncertain", "Worsened"
    )


def test_a_language_that_django_does_not_know_has_the_words_of_the_default_language(
    labels_in: Any, home: Page, site: Site
) -> None:
    say(site)
    sami = Locale.objects.create(language_code="sma")
    assert labels_in(home.copy_for_translation(sami)) == coded(
        "Sent", "Sent", "Oklart läge", "Oklart läge", "Åt fel håll"
    )


def test_another_sites_words_are_not_this_sites(labels_in: Any, home: Page, other_site: Site) -> None:
    say(other_site)
    assert not {"Sent", "Oklart läge", "Åt fel håll"} & {status["label"] for status in labels_in(home)}


def test_a_plan_lists_the_words_in_the_sites_order(home: Page, site: Site) -> None:
    StatusWord.objects.create(
        site=site, vocabulary=StatusVocabulary.TREND, code=Trend.WORSENED, label="Åt fel håll", sort_order=1
    )
    plan = PlanPageFactory(parent=home, year=2026)
    words = compose(Page.objects.get(pk=plan.pk).specific, site).content["words"]
    assert list(words) == StatusVocabulary.values
    assert [status["code"] for status in words["trend"]] == ["improved", "worsened", "unchanged", "not_comparable"]
    assert words["trend"][1] == {"code": "worsened", "label": "Åt fel håll"}
    assert [status["code"] for status in words["assignment"]] == AssignmentStatus.values


def test_words_take_as_many_queries_for_one_status_as_for_many(
    labels_in: Any, home: Page, site: Site, english: Locale
) -> None:
    labels_in(home)
    goal = next(iter(Page.objects.order_by("-pk"))).specific
    counts = []
    for vocabularies in (["assignment"], ["achievement", "trend"]):
        say(site, english, [StatusVocabulary(name) for name in vocabularies])
        with CaptureQueriesContext(connection) as queries:
            compose(type(goal).objects.get(pk=goal.pk), site)
        counts.append(len(queries))
    assert counts[0] == counts[1]
