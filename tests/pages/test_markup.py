from __future__ import annotations

import pytest

from tests.pages.markup import faults_of

PAGE = '<!DOCTYPE html>\n<html lang="sv">\n<head><title>Mål</title></head>\n<body><main>{}</main></body>\n</html>'


def test_sound_page_has_no_fault() -> None:
    assert faults_of(PAGE.format("<details><summary><h3>Mål</h3></summary><p>A &amp; B</p></details>")) == []


@pytest.mark.parametrize(
    "faulty",
    [
        "<p>A <div>B</div></p>",
        "<p><b>A</p>",
        "<ul><p>A</p></ul>",
        "<dl><dt>A</dt><dd>B</dd></dl>",
        "<table><p>A</p></table>",
        "<p>&nosuch;</p>",
        "<p>A</b></p>",
        '<p id="a"></p><p id="a"></p>',
        '<p class="a" class="b"></p>',
        '<p style="color: red">A</p>',
        "<script></script>",
    ],
)
def test_fault_is_found(faulty: str) -> None:
    assert faults_of(PAGE.format(faulty)) != []
