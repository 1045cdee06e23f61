from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from tests.kolada.conftest import ID, TITLE, Clock
from wagtail_kommunmal import __version__
from wagtail_kommunmal.kolada.client import IN_A_REQUEST, MOST_PAGES, KoladaClient, Patience
from wagtail_kommunmal.kolada.errors import (
    KoladaAnswerError,
    KoladaPagingError,
    KoladaRefusedError,
    KoladaUnavailableError,
)
from wagtail_kommunmal.testing.kolada import IN_PROCESS, FakeKolada

pytestmark = pytest.mark.same_everywhere


def test_asks_at_most_twice_a_second_and_says_who_asks(
    client_of_kolada: KoladaClient, kolada: FakeKolada, clock: Clock
) -> None:
    for _time in range(3):
        client_of_kolada.search(["invånare"])
    assert clock.now == 1.0
    assert kolada.user_agents == {f"wagtail-kommunmal/{__version__}"}


def test_finds_by_words_wherever_they_stand(client_of_kolada: KoladaClient, kolada: FakeKolada) -> None:
    kolada.add_kpi("N00946", "Invånare 65 år, andel (%)")
    assert [kpi.title for kpi in client_of_kolada.search(["ANDEL", "0-19"])] == [TITLE]
    assert client_of_kolada.search(["andel", "elever"]) == []
    assert len(kolada.requests) == 2


def test_follows_all_pages_of_5001_rows(client_of_kolada: KoladaClient, kolada: FakeKolada) -> None:
    kolada.values = {(ID, "2399", year, "T"): 1 for year in range(5_001)}
    rows = [row for rows in client_of_kolada._pages(f"data/kpi/{ID}/municipality/2399") for row in rows]
    assert len(rows) == 5_001
    assert len(kolada.requests) == 2


def test_a_search_reads_one_page_only(client_of_kolada: KoladaClient, kolada: FakeKolada) -> None:
    kolada.kpis |= {f"U{n:05}": {**kolada.kpis[ID], "id": f"U{n:05}"} for n in range(5_000)}
    assert len(client_of_kolada.search(["invånare"])) == 5_000
    assert len(kolada.requests) == 1


def test_follows_a_page_whose_address_lost_its_s(kolada: FakeKolada, clock: Clock) -> None:
    kolada.per_page, kolada.base_url = 1, "http://kolada.test/v3/"
    kolada.add_kpi("N00946", "Invånare 65 år, andel (%)")
    client = KoladaClient(base_url="https://kolada.test/v3/", session=kolada.session(), clock=clock, sleep=clock.sleep)
    assert list(client.kpis([ID, "N00946"])) == [ID, "N00946"]
    assert [url.partition(":")[0] for url in kolada.requests] == ["https", "https"]


def test_more_than_25_ids_at_once_are_refused(client_of_kolada: KoladaClient, kolada: FakeKolada) -> None:
    with pytest.raises(KoladaRefusedError, match="400"):
        list(client_of_kolada._pages("kpi/" + ",".join(f"U{n:05}" for n in range(26))))


@pytest.mark.parametrize("path", ["/v2/kpi", "/v3/../admin/"])
def test_a_page_beside_the_configured_address_is_not_read(client_of_kolada: KoladaClient, path: str) -> None:
    root = client_of_kolada.base_url.removesuffix("/v3/")
    with pytest.raises(KoladaPagingError):
        client_of_kolada._next(f"{root}/v3/kpi", f"{root}{path}")


def test_pages_without_end_are_given_up(client_of_kolada: KoladaClient, kolada: FakeKolada) -> None:
    kolada.per_page = 1
    kolada.kpis |= {f"U{n:05}": {**kolada.kpis[ID], "id": f"U{n:05}"} for n in range(200)}
    with pytest.raises(KoladaPagingError):
        list(client_of_kolada._pages("kpi"))
    assert len(kolada.requests) == MOST_PAGES


def test_an_answer_that_drips_is_not_waited_for_without_end(kolada: FakeKolada, clock: Clock) -> None:
    # When it is made, before and after its turn, when the answer begins; then half a minute passes.
    readings = iter([0.0, 0.0, 0.0, 0.0, *[99.0] * 50])
    client = KoladaClient(
        base_url=IN_PROCESS,
        patience=Patience(attempts=1),
        session=kolada.session(),
        clock=lambda: next(readings),
        sleep=clock.sleep,
    )
    with pytest.raises(KoladaUnavailableError):
        client.kpis([ID])


def test_an_answer_without_end_is_not_read(
    client_of_kolada: KoladaClient, monkeypatch: pytest.MonkeyPatch, kolada: FakeKolada
) -> None:
    monkeypatch.setattr("wagtail_kommunmal.kolada.client.MOST_BYTES", 20)
    with pytest.raises(KoladaAnswerError):
        client_of_kolada.kpis([ID])


def test_who_is_told_to_come_back_in_an_hour_gives_up(
    client_of_kolada: KoladaClient, kolada: FakeKolada, clock: Clock
) -> None:
    kolada.faults, kolada.retry_after = [429], "3600"
    with pytest.raises(KoladaUnavailableError):
        client_of_kolada.kpis([ID])
    assert clock.slept == []


def test_a_time_of_day_to_come_back_at_is_understood(
    client_of_kolada: KoladaClient, kolada: FakeKolada, clock: Clock
) -> None:
    kolada.faults = [429]
    kolada.retry_after = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    assert client_of_kolada.kpis([ID])
    assert 50 < clock.slept[0] <= 60


def test_while_an_editor_waits_it_gives_up_soon(kolada: FakeKolada, clock: Clock) -> None:
    kolada.faults = [503] * 9
    client = KoladaClient(
        patience=IN_A_REQUEST, base_url=IN_PROCESS, session=kolada.session(), clock=clock, sleep=clock.sleep
    )
    with pytest.raises(KoladaUnavailableError):
        client.kpis([ID])
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
