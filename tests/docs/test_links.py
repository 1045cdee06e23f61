"""The check of the documentation's links finds what leads nowhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).resolve().parent.parent.parent / "scripts" / "check_links.py"


def check(folder: Path, page: str) -> subprocess.CompletedProcess[str]:
    (folder / "other.html").write_text('<h1 id="here">Other</h1>', encoding="utf-8")
    (folder / "index.html").write_text(page, encoding="utf-8")
    return subprocess.run(
        [sys.executable, str(SCRIPT), str(folder)], capture_output=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize(
    ("link", "why"),
    [
        ("gone.html", "does not exist"),
        ("other.html#gone", "has no such anchor"),
        ("#gone", "has no such anchor"),
        ("https:///nowhere", "is not an address"),
        ("htps://www.sundby.example/", "is not an address"),
    ],
)
def test_a_link_that_leads_nowhere_is_told(tmp_path: Path, link: str, why: str) -> None:
    result = check(tmp_path, f'<a href="{link}">there</a>')
    assert f"{link} {why}" in result.stdout
    assert result.returncode == 1


def test_links_that_lead_somewhere_pass(tmp_path: Path) -> None:
    targets = ["other.html", "other.html#here", "#top-of-it", "https://www.sundby.example/x", "mailto:a@sundby.example"]
    result = check(tmp_path, '<h1 id="top-of-it">' + "".join(f'<a href="{target}">there</a>' for target in targets))
    assert result.returncode == 0, result.stdout
