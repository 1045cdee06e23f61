from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from wagtail.models import Locale, Site

from wagtail_kommunmal.models import StatusWord, StatusWordLabel, words_of_site
from wagtail_kommunmal.signs import Sign
from wagtail_kommunmal.vocabulary import StatusIcon, StatusVocabulary
from wagtail_kommunmal.words import IN_DEFAULT_LANGUAGE, SiteWords, Word


def word(site: Site, code: str = "completed", **fields: Any) -> StatusWord:
    return StatusWord(site=site, vocabulary=StatusVocabulary.ASSIGNMENT, code=code, **fields)


def test_a_site_without_words_shows_the_statuses_as_standard(site: Site) -> None:
    assert words_of_site(site) == SiteWords()
    assert words_of_site(site).signs()["completed"] == Sign(StatusIcon.CHECK, "#2a8a4a")


def test_a_word_is_read_with_its_languages_in_two_queries(
    site: Site, other_site: Site, english: Locale, django_assert_num_queries: Any
) -> None:
    for one in (site, other_site):
        row = word(one, label="Klart" if one == site else "Färdigt", icon="square", colour="#2f7fb8", sort_order=2)
        row.save()
        StatusWordLabel.objects.create(word=row, locale=english, label="Done")
    word(site, "paused", is_offered=False).save()
    with django_assert_num_queries(2):
        words = words_of_site(site)
    assert words.by_code == {
        "completed": Word(
            labels={IN_DEFAULT_LANGUAGE: "Klart", "en": "Done"}, place=2, icon="square", colour="#2f7fb8"
        ),
        "paused": Word(is_offered=False),
    }
    assert words.signs()["completed"] == Sign(StatusIcon.SQUARE, "#2f7fb8")


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize(
    ("colour", "message"),
    [
        ("green", "Write the colour as # and six digits or letters from a to f, for example #2a8a4a."),
        ("#fff", "Write the colour as # and six digits or letters from a to f, for example #2a8a4a."),
        (
            "#ffff00",
            "The contrast with the background #f3f3f1 is 1.0:1. It has to be at least 3:1, with the light background "
            "and with the dark one. Choose a colour in between, for example #2a8a4a.",
        ),
        (
            "#d4351c",
            "The contrast with the background #2a2c2e is 2.8:1. It has to be at least 3:1, with the light background "
            "and with the dark one. Choose a colour in between, for example #2a8a4a.",
        ),
    ],
)
def test_a_colour_that_cannot_be_told_is_refused_with_its_contrast(site: Site, colour: str, message: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        word(site, colour=colour).full_clean()
    assert refusal.value.message_dict == {"colour": [message]}


def test_a_word_that_says_nothing_is_as_standard(site: Site) -> None:
    word(site).full_clean()
    assert str(word(site)) == "completed"
    assert str(word(site, label="Klart")) == "Klart"


@pytest.mark.usefixtures("in_english")
def test_a_code_that_the_vocabulary_does_not_have_is_refused(site: Site) -> None:
    with pytest.raises(ValidationError) as refusal:
        word(site, "improved").full_clean()
    assert refusal.value.message_dict == {"code": ["The vocabulary has no such code."]}


def test_a_site_says_one_thing_of_a_status(site: Site, other_site: Site) -> None:
    word(site).save()
    word(other_site).save()
    with pytest.raises(IntegrityError):
        word(site).save()
