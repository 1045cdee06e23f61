"""A municipality whose open data has a publisher."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sundby import PUBLISHER


@pytest.fixture
def published_by_sundby(settings: Any) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"OPEN_DATA": PUBLISHER}
