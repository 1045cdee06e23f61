from __future__ import annotations

import pytest
from wagtail.models import Site

from tests.blocks.errors import errors_of, errors_of_draft
from wagtail_kommunmal.testing import KeyFigureFactory, key_figures_section

pytestmark = pytest.mark.django_db


def test_a_row_needs_its_key_figure_when_it_is_published(site: Site) -> None:
    section = key_figures_section(KeyFigureFactory(), KeyFigureFactory())
    assert errors_of(section) == {}
    section["value"]["items"][1]["value"]["key_figure"] = None
    assert list(errors_of(section)) == ["items.1.key_figure"]
    assert errors_of_draft(section) == {}
