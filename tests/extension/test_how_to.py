from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
HOW_TO = (ROOT / "docs" / "how-to" / "own-fields.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```(?:python|django)\n(.*?)^```$", HOW_TO, re.M | re.S)
TEST_APP = [
    path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "tests" / "testapp").rglob("*"))
    if path.suffix in (".py", ".html")
]


def test_the_how_to_has_an_example_for_everything_that_can_be_added() -> None:
    code = "".join(EXAMPLES)
    for name in ("own_members", "own_summary_members", "own_section_types", "compose_own_members", "form_tabs"):
        assert name in code


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.partition("\n")[0])
def test_every_example_of_the_how_to_is_code_of_the_test_app(example: str) -> None:
    assert any(example in file for file in TEST_APP)
