from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from wagtail.models import Locale, Site

from tests.releasing.reading import content_of, current_of, reasons_of
from wagtail_kommunmal.admin.closing import close_plan
from wagtail_kommunmal.authoring.words import write_words
from wagtail_kommunmal.models import PendingRelease, StatusWord, StatusWordLabel, words_of_site
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    key_figures_section,
)
from wagtail_kommunmal.vocabulary import AchievementStatus, StatusVocabulary
from wagtail_kommunmal.words import IN_DEFAULT_LANGUAGE, Word

Released = Callable[[], Any]


def words(label: str, **fields: Any) -> dict[str, Word]:
    """Return a whole vocabulary as a form writes it, with one word of the site's own."""
    plain = {code: Word(place=place) for place, code in enumerate(AchievementStatus.values, start=1)}
    labels = {IN_DEFAULT_LANGUAGE: label} if label else {}
    return {**plain, AchievementStatus.ACHIEVED: Word(labels=labels, place=1, **fields)}


def section() -> Any:
    return key_figures_section(KeyFigureFactory(assessments={"2025": AchievementStatus.ACHIEVED}))


@pytest.fixture
def goal(goal_with: Callable[..., Any]) -> Any:
    """A released goal with a status."""
    return goal_with(section())


def label_of(goal: Any) -> str:
    return str(content_of(goal)["sections"][0]["keyFigures"][0]["currentAssessment"]["status"]["label"])


def test_new_words_are_released_in_open_plans_once_for_the_whole_vocabulary(
    goal: Any, site: Site, other_site: Site, admin_user: Any, released: Released
) -> None:
    with released():
        elsewhere = GoalPageFactory(
            parent=PlanPageFactory(parent=other_site.root_page, year=2026), sections=[section()]
        )
    with released():
        write_words(site, StatusVocabulary.ACHIEVEMENT, words("I mål"), admin_user)
        asked_for = PendingRelease.objects.filter(translation_key=goal.translation_key, reason="words_changed")
        assert asked_for.count() == 1
    assert label_of(goal) == "I mål"
    assert reasons_of(goal) == ["published", "words_changed"]
    assert reasons_of(elsewhere) == ["published"]


def test_a_closed_plan_keeps_the_words_that_it_was_closed_with(
    goal: Any, plan: Any, site: Site, admin_user: Any, released: Released
) -> None:
    close_plan(plan, admin_user)
    before = current_of(goal)
    with released():
        write_words(site, StatusVocabulary.ACHIEVEMENT, words("I mål"), admin_user)
    assert current_of(goal) == before
    assert reasons_of(plan) == ["published"]
    assert PendingRelease.objects.count() == 0


def test_a_new_sign_and_what_is_offered_are_no_new_content(goal: Any, site: Site, admin_user: Any) -> None:
    PendingRelease.objects.all().delete()
    changed = words("", icon="square", colour="#2f7fb8", is_offered=False)
    write_words(site, StatusVocabulary.ACHIEVEMENT, changed, admin_user)
    assert words_of_site(site).word(AchievementStatus.ACHIEVED) == changed[AchievementStatus.ACHIEVED]
    assert PendingRelease.objects.count() == 0


def test_another_order_is_new_content(goal: Any, site: Site, admin_user: Any) -> None:
    moved = {**words(""), AchievementStatus.ACHIEVED: Word(place=len(AchievementStatus.values) + 1)}
    write_words(site, StatusVocabulary.ACHIEVEMENT, moved, admin_user)
    assert PendingRelease.objects.filter(translation_key=goal.translation_key, reason="words_changed").exists()


def test_words_that_are_written_again_ask_for_nothing(site: Site, goal: Any, admin_user: Any) -> None:
    write_words(site, StatusVocabulary.ACHIEVEMENT, words("I mål"), admin_user)
    PendingRelease.objects.all().delete()
    write_words(site, StatusVocabulary.ACHIEVEMENT, words("I mål"), admin_user)
    assert PendingRelease.objects.count() == 0


def test_a_word_that_is_written_by_itself_is_released_too(
    goal: Any, site: Site, english: Locale, released: Released
) -> None:
    with released():
        row = StatusWord.objects.create(
            site=site, vocabulary=StatusVocabulary.ACHIEVEMENT, code=AchievementStatus.ACHIEVED, label="I mål"
        )
    assert label_of(goal) == "I mål"
    StatusWordLabel.objects.create(word=row, locale=english, label="There")
    assert PendingRelease.objects.filter(reason="words_changed").exists()
    with released():
        row.delete()
    assert label_of(goal) != "I mål"
