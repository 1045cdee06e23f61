"""What was exported from SQLite reads the same on the database that the tests run on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection
from django.test.client import Client
from wagtail.models import Locale, Site

from wagtail_kommunmal.exchange.whole_site.restoring import restore_site

from .conftest import Released, answers


@pytest.mark.skipif(connection.vendor == "sqlite", reason="It would be the same database.")
def test_a_site_moves_from_sqlite_to_another_database(
    site: Site, english: Locale, released: Released, client: Client, tmp_path: Path
) -> None:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
    }
    command = [sys.executable, "-m", "tests.exchange.whole_site.on_sqlite", str(tmp_path)]
    made = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr
    before = json.loads(made.stdout)
    assert len(before["goals sv"]["items"]) == 3
    with released():
        outcome = restore_site(tmp_path / "export", site)
    assert outcome.differing == []
    assert json.loads(json.dumps(answers(client), default=bytes.decode)) == before
