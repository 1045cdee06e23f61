"""The apps that municipalities have beside us, all installed at once, in a process and a database of their own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

pytestmark = pytest.mark.indexed

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.skipif(find_spec("wagtail_localize") is None, reason="NEEDS WAGTAIL-LOCALIZE: install the extra “dev”")
def test_a_crowded_site_publishes_reads_moves_and_translates_goals(tmp_path: Path) -> None:
    # One process for all of them: every fresh database costs Wagtail's migrations, which is most of the time it takes.
    result = subprocess.run(
        [sys.executable, "-m", "tests.coexistence.smoke"],
        cwd=ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.coexistence.settings_crowded",
            # wagtail-localize knows no base page but Wagtail's own.
            "BASE_PAGE": "stock",
            "SMOKE_TEST_DATABASE": str(tmp_path / "crowded.sqlite3"),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    seen = json.loads(result.stdout)
    assert seen.pop("check").startswith("System check identified no issues")
    assert seen == {
        "ours": {"statement": "Alla elever är trygga.", "types": ["text", "assignments", "investments"]},
        "v2": "Alla elever är trygga.",
        "page": True,
        "purged": [
            "http://testserver/mal-2026/",
            "http://testserver/mal-2026/trygg-skola/",
            "http://testserver/the-goal-in-the-api",
        ],
        "moved": [301, "/mal-2026/tryggare-skola/"],
        "admin": [200, 200, 200, 200, 200, 200],
        "simple_translation": {
            "statement": "All pupils are safe.",
            "types": ["text", "assignments", "investments"],
            "same_ids": True,
        },
        "localize": {
            "statement": "Everybody takes part.",
            "types": ["assignments", "investments"],
            "same_ids": True,
        },
    }
