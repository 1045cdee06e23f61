"""Whole documents, kept beside the tests: a change of one is a change of what every frontend reads.

Write them anew with ``UPDATE_GOLDEN=1 pytest tests/documents`` and read the difference before it is committed.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "golden"


def assert_is_golden(name: str, document: Any) -> None:
    """Compare a document with the one that is kept as ``name``, members in order."""
    file = FOLDER / f"{name}.json"
    written = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(written, encoding="utf-8")
    assert written == file.read_text(encoding="utf-8")
