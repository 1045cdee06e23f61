from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from wagtail.models import Site

from wagtail_kommunmal.kolada.client import KoladaClient
from wagtail_kommunmal.kolada.sync import Result, Sync
from wagtail_kommunmal.models import KeyFigure, KommunmalSiteSettings
from wagtail_kommunmal.testing import KeyFigureFactory
from wagtail_kommunmal.testing.kolada import IN_PROCESS, FakeKolada

ID, TITLE = "N00945", "Invånare 0-19 år, andel (%)"
GROUP = "Liknande kommuner socioekonomi, Sundby, 2025"
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Clock:
    """Time that passes only where somebody sleeps."""

    def __init__(self) -> None:
        self.now, self.slept = 0.0, list[float]()

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def kolada() -> FakeKolada:
    """A Kolada with one key figure for Sundby, its region, similar municipalities and the nation."""
    fake = FakeKolada(
        municipalities={"0000": "Riket", "2399": "Sundby", "0099": "Region Norra", "2398": "Ekby", "2397": "Alby"},
        groups={"G100001": (GROUP, ["2398", "2397"])},
    )
    fake.add_kpi(ID, TITLE)
    for area, value in (("2399", 21.5), ("0000", 22.0), ("0099", 20.25), ("2398", 10.0), ("2397", 20.0)):
        fake.values[ID, area, 2024, "T"] = value
    fake.values[ID, "2399", 2024, "K"] = 21.25
    fake.values[ID, "2399", 2024, "M"] = 21.75
    return fake


@pytest.fixture
def client_of_kolada(kolada: FakeKolada, clock: Clock) -> KoladaClient:
    return KoladaClient(base_url=IN_PROCESS, session=kolada.session(), clock=clock, sleep=clock.sleep)


@pytest.fixture
def figure(site: Site) -> KeyFigure:
    settings = KommunmalSiteSettings.for_site(site)
    settings.kolada_municipality, settings.kolada_region, settings.kolada_similar = "2399", "0099", "G100001"
    settings.save()
    return KeyFigureFactory(site=site, kolada_id=ID)


@pytest.fixture
def fetch(figure: KeyFigure, site: Site, client_of_kolada: KoladaClient) -> Callable[..., Result]:
    """Sync the one key figure, and return what was done with it."""

    def run(**options: Any) -> Result:
        figure.refresh_from_db()
        (result,) = Sync(site, client_of_kolada, **{"now": lambda: NOW, **options}).run([figure])
        return result

    return run
