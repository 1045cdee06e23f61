"""An export reads one moment, and keeps nobody from writing longer than that takes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from wagtail_kommunmal.exchange.whole_site.exporting import export_site
from wagtail_kommunmal.exchange.whole_site.files import Folder
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

from .conftest import Released

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Others read without a lock for writing.")
def test_sqlite_is_read_without_the_lock_for_writing(site: Site, tmp_path: Path) -> None:
    database: Any = connection
    mode = database.transaction_mode
    with CaptureQueriesContext(connection) as queries:
        export_site(site, tmp_path / "export")
    begun = [query["sql"] for query in queries if query["sql"].startswith("BEGIN")]
    assert begun == ["BEGIN DEFERRED"]
    assert (database.transaction_mode, mode) == ("IMMEDIATE", "IMMEDIATE")


def test_files_are_copied_after_the_database_was_read(
    site: Site, image: Any, released: Released, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with released():
        GoalPageFactory(parent=PlanPageFactory(slug="plan"), image=image)
    copied = []
    copy = Folder.copy

    def copy_and_note(self: Folder, name: str, source: Any) -> None:
        copied.append(connection.in_atomic_block)
        copy(self, name, source)

    monkeypatch.setattr(Folder, "copy", copy_and_note)
    export_site(site, tmp_path / "export")
    assert len(copied) > 1
    assert not any(copied)
