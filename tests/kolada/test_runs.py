from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone
from wagtail.models import ModelLogEntry, Site

from wagtail_kommunmal.kolada.client import KoladaClient
from wagtail_kommunmal.kolada.errors import AlreadyRunningError
from wagtail_kommunmal.kolada.runs import DEAD_AFTER, KEPT_FOR, run_sync
from wagtail_kommunmal.kolada.sync import figures_of
from wagtail_kommunmal.kolada.tasks import sync_in_background
from wagtail_kommunmal.models import KeyFigure, KeyFigureValue, KoladaRun, KommunmalSiteSettings
from wagtail_kommunmal.testing import KeyFigureFactory
from wagtail_kommunmal.testing.kolada import FakeKolada

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

BROKE_OFF = "The fetch broke off. What was fetched until then is kept."


def test_a_run_tells_how_far_it_has_come(site: Site, figure: KeyFigure, client_of_kolada: KoladaClient) -> None:
    KeyFigureFactory(site=site, kolada_id=figure.kolada_id)
    told = [(run.done, run.total, run.changed) for run, _ in run_sync(site, figures_of(site), client_of_kolada)]
    assert told == [(1, 2, 6), (2, 2, 12)]
    run = KoladaRun.objects.get()
    assert (run.done, run.changed, run.problem, run.running_for) == (2, 12, "", None)
    assert run.finished_at


def test_one_run_at_a_time(site: Site, figure: KeyFigure, client_of_kolada: KoladaClient, kolada: FakeKolada) -> None:
    KeyFigureFactory(site=site, kolada_id=figure.kolada_id)
    first = run_sync(site, figures_of(site), client_of_kolada)
    next(first)
    asked = len(kolada.requests)
    with pytest.raises(AlreadyRunningError):
        next(run_sync(site, figures_of(site), client_of_kolada))
    assert len(kolada.requests) == asked
    assert len(list(first)) == 1
    assert len(list(run_sync(site, figures_of(site), client_of_kolada))) == 2


def test_sites_do_not_wait_for_each_other(
    site: Site, other_site: Site, figure: KeyFigure, client_of_kolada: KoladaClient
) -> None:
    KoladaRun.objects.create(site=other_site, running_for=other_site, alive_at=timezone.now())
    assert len(list(run_sync(site, [figure], client_of_kolada))) == 1


def test_a_run_that_nobody_follows_any_longer_ends_and_keeps_what_it_fetched(
    site: Site, figure: KeyFigure, client_of_kolada: KoladaClient
) -> None:
    KeyFigureFactory(site=site, kolada_id=figure.kolada_id)
    steps = run_sync(site, figures_of(site), client_of_kolada)
    next(steps)
    steps.close()  # type: ignore[attr-defined]
    run = KoladaRun.objects.get()
    assert (run.done, run.problem, run.running_for) == (1, BROKE_OFF, None)
    assert KeyFigureValue.objects.count() == 6


def test_a_dead_run_makes_room_and_does_not_go_on(
    site: Site, figure: KeyFigure, client_of_kolada: KoladaClient
) -> None:
    KeyFigureFactory(site=site, kolada_id=figure.kolada_id)
    dead = run_sync(site, figures_of(site), client_of_kolada)
    next(dead)
    KoladaRun.objects.update(alive_at=timezone.now() - DEAD_AFTER - timedelta(seconds=1))
    assert len(list(run_sync(site, figures_of(site), client_of_kolada))) == 2
    with pytest.raises(AlreadyRunningError):
        next(dead)
    newest, oldest = KoladaRun.objects.all()
    assert (newest.problem, oldest.problem) == ("", BROKE_OFF)


def test_a_run_that_was_taken_for_dead_writes_nothing_more(
    site: Site, figure: KeyFigure, client_of_kolada: KoladaClient, kolada: FakeKolada
) -> None:
    other = KeyFigureFactory(site=site, kolada_id=figure.kolada_id)
    dead = run_sync(site, [figure, other], client_of_kolada)
    next(dead)
    KoladaRun.objects.update(alive_at=timezone.now() - DEAD_AFTER - timedelta(seconds=1))
    kolada.values[figure.kolada_id, "2399", 2024, "T"] = 30
    assert len(list(run_sync(site, [figure, other], client_of_kolada))) == 2
    with pytest.raises(AlreadyRunningError):
        next(dead)
    assert set(KeyFigureValue.objects.filter(series="own", gender="T").values_list("value", flat=True)) == {30}


def test_runs_of_last_season_are_forgotten(site: Site, figure: KeyFigure, client_of_kolada: KoladaClient) -> None:
    old = timezone.now() - KEPT_FOR - timedelta(days=1)
    KoladaRun.objects.create(site=site, alive_at=old, finished_at=old)
    list(run_sync(site, [figure], client_of_kolada))
    assert KoladaRun.objects.count() == 1


def test_the_task_fetches_and_the_history_names_who_ordered_it(
    site: Site, figure: KeyFigure, kolada: FakeKolada, settings: Any
) -> None:
    user = get_user_model().objects.create_user("editor", "editor@example.org", "password")
    with kolada.serving() as url:
        settings.WAGTAIL_KOMMUNMAL = {"KOLADA_URL": url}
        sync_in_background.enqueue(site.pk, user.pk)
    assert KoladaRun.objects.get().user == user
    assert ModelLogEntry.objects.latest("pk").user == user


def test_the_task_does_nothing_without_a_municipality_or_beside_another_run(site: Site, figure: KeyFigure) -> None:
    KoladaRun.objects.create(site=site, running_for=site, alive_at=timezone.now())
    sync_in_background.call(site.pk)
    KoladaRun.objects.all().delete()
    KommunmalSiteSettings.objects.update(kolada_municipality="")
    sync_in_background.call(site.pk)
    assert not KeyFigureValue.objects.exists()
    run = KoladaRun.objects.get()
    assert (run.problem, run.running_for) == ("Say in the settings of the site which municipality it is.", None)
