"""The script that asks whether what is installed has known vulnerabilities."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from typing import Any

import pytest

FILE = Path(__file__).resolve().parent.parent / "scripts" / "audit.py"
SKIPPED = {"name": "wagtail", "skip_reason": "Dependency not found"}
SOUND = {"name": "swapper", "version": "1.4.0", "vulns": []}
VULNERABLE = {
    "name": "django",
    "version": "5.2",
    "vulns": [{"id": "CVE-1", "fix_versions": ["5.2.1"]}, {"id": "CVE-2", "fix_versions": []}],
}


@pytest.fixture(scope="module")
def audit() -> Any:
    if not FILE.exists():
        pytest.skip("scripts are not in the sdist")
    spec = importlib.util.spec_from_file_location("audit", FILE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    ("dependencies", "expected"),
    [
        ([SOUND, SKIPPED], (0, ["1 installed packages have no known vulnerability."])),
        (
            [SOUND, VULNERABLE],
            (1, ["django 5.2: CVE-1, fixed in 5.2.1", "django 5.2: CVE-2, fixed in no version yet"]),
        ),
    ],
)
def test_known_vulnerabilities_fail(audit: Any, dependencies: list[Any], expected: Any) -> None:
    assert audit.verdict(json.dumps({"dependencies": dependencies}), "") == expected


@pytest.mark.parametrize(
    ("output", "errors"),
    [(json.dumps({"dependencies": [SKIPPED]}), ""), ("", "requests.exceptions.ConnectionError: …")],
)
def test_nobody_to_ask_is_said_and_passes(audit: Any, output: str, errors: str) -> None:
    assert audit.verdict(output, errors) == (0, [audit.NOT_ASKED])


def test_another_failure_fails(audit: Any) -> None:
    assert audit.verdict("", "Traceback") == (1, ["pip-audit failed:", "Traceback"])
