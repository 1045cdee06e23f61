from __future__ import annotations

import pytest

from tests.kolada.conftest import ID, TITLE, Clock
from wagtail_kommunmal import __version__
from wagtail_kommunmal.kolada.client import KoladaClient
from wagtail_kommunmal.kolada.errors import (
    KoladaAnswerError,
    KoladaPagingError,
    KoladaRefusedError,
    KoladaUnavailableError,
)
from wagtail_kommunmal.testing.kolada import FakeKolada

pytestmark = pytest.mark.same_everywhere


def test_asks_at_most_twice_a_second_and_says_who_asks(
    client_of_kolada: KoladaClient, kolada: FakeKolada, clock: Clock
) -> None:
    for _time in range(3):
        client_of_kolada.search("invånare")
    assert clock.now == 1.0
    assert kolada.user_agents == {f"wagtail-kommunmal/{__version__}"}


def test_finds_by_words(client_of_kolada: KoladaClient) -> None:
    assert [kpi.title for kpi in client_of_kolada.search("ANDEL (%)")] == [TITLE]


def test_follows_all_pages_of_5001_rows(client_of_kolada: KoladaClient, kolada: FakeKolada) -> None:
    kolada.values = {(ID, "2399", 2000 + n // 3 % 30, "TKM"[n % 3]): n for n in range(90)}
    kolada.municipalities = {"2399": "Sundby"}
    kolada.kpis |= {f"U{n:05}": {**kolada.kpis[ID], "id": f"U{n:05}"} for n in range(5_000)}
    assert len(client_of_kolada.search("invånare")) == 5_001
    assert len(kolada.requests) == 2


def test_asks_for_25_ids_at_once(client_of_kolada: KoladaClient, kolada: FakeKolada) -> None:
    ids = [ID, *(f"U{n:05}" for n in range(30))]
    assert list(client_of_kolada.kpis(ids)) == [ID]
    assert len(kolada.requests) == 2


def test_waits_as_long_as_it_is_told(client_of_kolada: KoladaClient, kolada: FakeKolada, clock: Clock) -> None:
    kolada.faults = [429]
    assert client_of_kolada.kpis([ID])
    assert clock.slept == [7.0]


def test_tries_again_after_an_error_of_the_server(
    client_of_kolada: KoladaClient, kolada: FakeKolada, clock: Clock
) -> None:
    kolada.faults = [500]
    assert client_of_kolada.kpis([ID])
    assert clock.slept == [1.0]


def test_gives_up_in_the_end(client_of_kolada: KoladaClient, kolada: FakeKolada, clock: Clock) -> None:
    kolada.faults = ["time-out"] * 9
    with pytest.raises(KoladaUnavailableError):
        client_of_kolada.kpis([ID])
    assert clock.slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (400, KoladaRefusedError),
        (302, KoladaRefusedError),
        ("html", KoladaAnswerError),
        ("truncated", KoladaAnswerError),
        ("loop", KoladaPagingError),
        ("foreign", KoladaPagingError),
    ],
)
def test_refuses_other_answers_at_once(
    client_of_kolada: KoladaClient, kolada: FakeKolada, fault: int | str, error: type[Exception]
) -> None:
    kolada.faults = [fault]
    with pytest.raises(error):
        client_of_kolada.kpis([ID])
    assert len(kolada.requests) == 1


def test_reads_over_http_too(kolada: FakeKolada, clock: Clock) -> None:
    with kolada.serving() as url:
        client = KoladaClient(base_url=url, clock=clock, sleep=clock.sleep)
        assert client.kpis([ID])[ID].title == TITLE
