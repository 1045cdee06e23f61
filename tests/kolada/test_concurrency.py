"""Fetches and editors at the same time, on a database that lets them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection
from wagtail.models import Site

from tests.kolada.conftest import Clock
from wagtail_kommunmal.authoring.value_changes import ValueChange, ValueKey, apply_changes
from wagtail_kommunmal.kolada import sync as kolada_sync
from wagtail_kommunmal.kolada.client import KoladaClient
from wagtail_kommunmal.kolada.errors import AlreadyRunningError
from wagtail_kommunmal.kolada.runs import run_sync
from wagtail_kommunmal.models import KeyFigure, KoladaRun
from wagtail_kommunmal.testing.kolada import IN_PROCESS, FakeKolada

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db(transaction=True)]

MANY = 4


def test_of_several_fetches_that_begin_at_once_one_runs(site: Site, figure: KeyFigure, kolada: FakeKolada) -> None:
    begin, end = Barrier(MANY, timeout=60), Barrier(MANY, timeout=60)

    def fetch(number: int) -> bool:
        clock = Clock()
        client = KoladaClient(base_url=IN_PROCESS, session=kolada.session(), clock=clock, sleep=clock.sleep)
        steps = run_sync(site, [figure], client)
        try:
            begin.wait()
            try:
                next(steps)
            except AlreadyRunningError:
                return False
            finally:
                end.wait()
            assert list(steps) == []
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as threads:
        assert sorted(threads.map(fetch, range(MANY), timeout=120)) == [False] * (MANY - 1) + [True]
    run = KoladaRun.objects.get()
    assert (run.done, run.problem, run.running_for) == (1, "", None)
    assert figure.values.count() == 6


def test_what_an_editor_writes_while_a_fetch_compares_is_kept(
    site: Site, figure: KeyFigure, client_of_kolada: KoladaClient, kolada: FakeKolada, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write_by_hand() -> None:
        try:
            apply_changes(figure, [ValueChange(ValueKey("2024"), {"value": "30"})], user=None)
        finally:
            connection.close()

    editor, compare = Thread(target=write_by_hand), kolada_sync.compare

    def compare_slowly(*args: Any) -> Any:
        found = compare(*args)
        if editor.ident is None:
            editor.start()
            editor.join(timeout=1)
        return found

    monkeypatch.setattr(kolada_sync, "compare", compare_slowly)
    (_step,) = run_sync(site, [figure], client_of_kolada)
    editor.join(timeout=30)
    row = figure.values.get(series="own", gender="T")
    assert (str(row.value), row.provenance) == ("30", "manual")
    list(run_sync(site, [figure], client_of_kolada))
    row.refresh_from_db()
    assert (str(row.value), row.provenance) == ("30", "manual")
