from __future__ import annotations

from pathlib import Path

import pytest

import wagtail_kommunmal
from wagtail_kommunmal.colours import LEAST_CONTRAST, SURFACES, contrast, least_contrast
from wagtail_kommunmal.signs import SHAPES, STANDARD_SIGNS
from wagtail_kommunmal.vocabulary import STATUSES, StatusIcon, StatusVocabulary

STYLES = Path(wagtail_kommunmal.__file__).parent / "static" / "wagtail_kommunmal" / "kommunmal.css"


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", "21.00"),
        ("#ffffff", "#ffffff", "1.00"),
        ("#777777", "#ffffff", "4.48"),
        ("#FF0000", "#ffffff", "4.00"),
    ],
)
def test_the_contrast_is_that_of_wcag_in_either_order(one: str, other: str, ratio: str) -> None:
    assert f"{contrast(one, other):.2f}" == f"{contrast(other, one):.2f}" == ratio


def test_the_least_contrast_is_told_with_its_surface() -> None:
    assert least_contrast("#000000")[1] == "#121212"
    assert least_contrast("#ffffff") == (1.0, "#ffffff")


def test_signs_are_checked_against_the_boxes_of_the_style_sheet() -> None:
    assert "--_tint: var(--kommunmal-tint, light-dark({}, {}));".format(*SURFACES[1::2]) in STYLES.read_text()


@pytest.mark.parametrize("code", STANDARD_SIGNS)
def test_every_standard_colour_stands_out(code: str) -> None:
    assert least_contrast(STANDARD_SIGNS[code].colour)[0] >= LEAST_CONTRAST


def test_every_status_has_a_standard_sign_and_every_sign_a_shape() -> None:
    codes = [code for statuses in STATUSES.values() for code in statuses.values]
    assert sorted(STANDARD_SIGNS) == sorted(codes)
    assert sorted(SHAPES) == sorted(StatusIcon.values)
    assert len({sign.path for sign in STANDARD_SIGNS.values()}) > 5


def test_no_code_stands_in_two_vocabularies() -> None:
    codes = [code for vocabulary in StatusVocabulary for code in vocabulary.statuses.values]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("vocabulary", StatusVocabulary)
def test_what_differs_in_colour_within_a_vocabulary_differs_in_shape_too(vocabulary: StatusVocabulary) -> None:
    signs = {STANDARD_SIGNS[code] for code in vocabulary.statuses.values}
    assert len({sign.icon for sign in signs}) == len(signs)
