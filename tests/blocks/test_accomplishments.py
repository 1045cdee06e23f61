from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from tests.blocks.errors import errors_of, errors_of_draft
from wagtail_kommunmal.testing import accomplishment, accomplishments_section

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "text", ["<p>-</p>", "<p>–</p>", "<p>—</p>", "<p>−</p>", "-", "<p> - </p>", "<p>-&nbsp;</p>", "<p><b>--</b></p>"]
)
def test_a_lone_dash_is_told_at_the_text(text: str) -> None:
    section = accomplishments_section(accomplishment("<p>Öppnat ett medborgarkontor.</p>"), accomplishment(text))
    with override("en"):
        assert errors_of(section) == {
            "items.1.text": [
                "A lone dash says nothing. Remove the item: an empty section is published with its own text."
            ]
        }
        assert errors_of_draft(section) == {}


@pytest.mark.parametrize("text", ["<p>0</p>", "<p>- Öppnat ett medborgarkontor.</p>", "<p>2025–2026</p>"])
def test_a_text_with_a_dash_in_it_is_accepted(text: str) -> None:
    assert errors_of(accomplishments_section(accomplishment(text))) == {}


def test_an_accomplishment_needs_a_text_when_it_is_published() -> None:
    section = accomplishments_section(accomplishment(""))
    assert list(errors_of(section)) == ["items.0.text"]
    assert errors_of_draft(section) == {}


def test_an_address_that_is_none_is_refused() -> None:
    assert list(errors_of(accomplishments_section(accomplishment("<p>Text.</p>", link="biblioteket")))) == [
        "items.0.link"
    ]


def test_an_image_needs_an_alt_text_unless_it_is_decorative(image: Any) -> None:
    described = accomplishments_section(accomplishment("<p>Text.</p>", image=image, alt_text="Kajen i maj."))
    decorative = accomplishments_section(accomplishment("<p>Text.</p>", image=image))
    neither = accomplishments_section(accomplishment("<p>Text.</p>", image=image))
    neither["value"]["items"][0]["value"]["image"]["decorative"] = False
    assert errors_of(described) == errors_of(decorative) == errors_of_draft(neither) == {}
    assert list(errors_of(neither)) == ["items.0.image.alt_text"]
