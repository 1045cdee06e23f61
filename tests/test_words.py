from __future__ import annotations

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from wagtail_kommunmal.documents.context import spoken_language
from wagtail_kommunmal.vocabulary import AssignmentStatus, Trend
from wagtail_kommunmal.words import IN_DEFAULT_LANGUAGE, SiteWords, Word, in_order, rearranged

DONE = SiteWords({"completed": Word(labels={IN_DEFAULT_LANGUAGE: "Klart", "en": "Done"})})
ONLY_SWEDISH = SiteWords({"completed": Word(labels={IN_DEFAULT_LANGUAGE: "Klart"})})


def label(words: SiteWords, language: str) -> str:
    with override(spoken_language(language)):
        return words.label("completed", AssignmentStatus, language)


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        (SiteWords(), "en", "Completed"),
        (DONE, "sv", "Klart"),
        (DONE, "en", "Done"),
        (DONE, "sma", "Klart"),
        (ONLY_SWEDISH, "sv", "Klart"),
        # The standard word of the language is better than a word of another language.
        (ONLY_SWEDISH, "en", "Completed"),
        # Neither Django nor the package speaks Southern Sami; the package does not speak German.
        (ONLY_SWEDISH, "sma", "Klart"),
        (ONLY_SWEDISH, "de", "Klart"),
    ],
)
def test_a_word_is_that_of_the_language_or_the_better_of_two(words: SiteWords, language: str, expected: str) -> None:
    assert label(words, language) == expected


def test_a_status_without_a_place_keeps_its_standard_place() -> None:
    assert in_order(["a", "b", "c"], {}) == ["a", "b", "c"]
    assert in_order(["a", "b", "c"], {"c": 1, "a": 3, "b": None}) == ["c", "b", "a"]


@pytest.mark.parametrize(
    ("code", "place", "expected"),
    [("d", 2, "adbce"), ("b", 4, "acdbe"), ("e", 1, "eabcd"), ("a", 5, "bcdea"), ("c", 3, "abcde")],
)
def test_one_new_number_moves_a_status_to_that_place(code: str, place: int, expected: str) -> None:
    places = {letter: number for number, letter in enumerate("abcde", start=1)}
    assert "".join(rearranged("abcde", {**places, code: place})) == expected


@given(places=st.lists(st.integers(1, 5), min_size=5, max_size=5))
def test_whatever_numbers_are_given_every_status_has_one_place(places: list[int]) -> None:
    order = rearranged("abcde", dict(zip("abcde", places, strict=True)))
    assert sorted(order) == list("abcde")


def test_forms_offer_what_the_site_offers_and_what_was_chosen() -> None:
    words = SiteWords(
        {
            "improved": Word(labels={"en": "Better"}, place=3),
            "unchanged": Word(is_offered=False, place=1),
            "worsened": Word(place=2),
        }
    )
    with override("en"):
        assert list(words.choices(Trend)) == [
            ("worsened", "Worsened"),
            ("improved", "Better"),
            ("not_comparable", "Not comparable"),
        ]
        assert next(words.choices(Trend, chosen="unchanged")) == ("unchanged", "Unchanged")
