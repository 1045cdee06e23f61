from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from wagtail_kommunmal.spreadsheets import as_text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+46 63",
        "-",
        "-A1",
        "-1+1",
        "-1.5.",
        "- en punkt",
        "@SUM(A1)",
        " =1",
        "\u00a0=1",
        "\t=1",
        "\r=1",
        "\n=1",
        "\ttext",
        "\uff1d1+1",
        "\uff20SUM(A1)",
        "-\u0661",
    ],
)
def test_whatever_a_formula_begins_with_is_put_behind_an_apostrophe(text: str) -> None:
    assert as_text(text) == f"'{text}"


@pytest.mark.parametrize(
    "value", [None, 0, -3, Decimal("-3.50"), "-3", "-1250.50", "0", "", "a=1", "1-2", "\u22121,5 %", "Barnnämnden"]
)
def test_everything_else_stays_as_it_is(value: Any) -> None:
    assert as_text(value) == value
