"""What answers cost: queries, bytes and the processor's time, as a multiple of a view that does nothing.

Requests a second say more of the machine than of the code, and are left to ``make bench``.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.client import Client, ClientHandler
from django.test.utils import CaptureQueriesContext

from tests.api import bare_urls
from tests.processor import ROUNDS, processor_time, skip_where_time_says_little
from wagtail_kommunmal.testing import (
    FollowUpReportFactory,
    GoalPageFactory,
    ItemDict,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    amount,
    assignment,
    assignments_section,
    follow_up,
    investment,
    investments_section,
    key_figures_section,
)

from .conftest import Released

GOALS = 8


@dataclass(frozen=True)
class Cost:
    """What an answer may cost at most."""

    queries: int
    kilobytes: float
    cpu: float
    """Times the bare view with the same bytes. A change that doubles the cost must not pass, the noise must."""


COSTS = {
    "goals?expand=sections&limit=8": Cost(queries=3, kilobytes=490, cpu=24),
    "goals/{goal}": Cost(queries=2, kilobytes=62, cpu=12),
    "goals": Cost(queries=3, kilobytes=17, cpu=17),
    "plans/{plan}": Cost(queries=5, kilobytes=19, cpu=170),
    "assignments": Cost(queries=4, kilobytes=60, cpu=125),
    "investments": Cost(queries=4, kilobytes=48, cpu=125),
    "bodies": Cost(queries=2, kilobytes=5, cpu=80),
}
"""Address -> limits of an answer that is put together, with the content of ``municipality``.

Those of ``cpu`` are below twice the median of eight measurements on two loaded processors, and well above all of them.
"""

STORED = {
    "goals?expand=sections&limit=8": Cost(queries=1, kilobytes=35, cpu=3.5),
    "goals/{goal}": Cost(queries=1, kilobytes=7, cpu=3.5),
    "goals": Cost(queries=1, kilobytes=3, cpu=3.5),
}
"""The same of answers that somebody has asked for before, to a client that takes gzip."""

NOT_MODIFIED = Cost(queries=1, kilobytes=0.4, cpu=3.5)
"""Of a goal that the reader has already, with all headers; ``cpu`` of the bare view's 304.

A fifth of the bytes are the status line and what the server adds.
"""

OF_THE_SERVER = "Server: gunicorn\r\nDate: Mon, 01 Jan 2026 00:00:00 GMT\r\nConnection: close\r\n"

SECONDS_OF_CPU = 0.02
"""For each answer in a round."""

Ask = Callable[..., Any]


@pytest.fixture
def municipality(site: Any, released: Released) -> dict[str, str]:
    """A plan whose goals have 12 assignments with follow-ups, 8 key figures with 10 values, and 6 investments each."""
    bodies = [ResponsibleBodyFactory(name=f"Nämnd {n}", code=f"N{n}") for n in range(4)]
    figures = [KeyFigureFactory(values={str(year): f"{year % 90},5" for year in range(2016, 2026)}) for _ in range(8)]
    items = [[_assignment(n, bodies) for n in range(12)] for _ in range(GOALS)]
    with released():
        plan = PlanPageFactory(year=2026)
        goals = [
            GoalPageFactory(
                parent=plan,
                publish=False,
                title=f"Mål {n}",
                number=str(n + 1),
                sections=[
                    assignments_section(*items[n]),
                    key_figures_section(*figures),
                    investments_section(
                        *(investment(f"Bygge {i}", responsible=[bodies[0]], amounts=_amounts()) for i in range(6))
                    ),
                ],
            )
            for n in range(GOALS)
        ]
        for body in bodies:
            FollowUpReportFactory(plan=plan, body=body, rows=_rows(body, goals, items))
        for goal in goals:
            goal.get_latest_revision().publish()
    return {"plan": str(plan.translation_key), "goal": str(goals[0].translation_key)}


def _assignment(number: int, bodies: list[Any]) -> ItemDict:
    text = "<p>Alla som bor här ska kunna vara med och påverka det som händer i kommunen.</p>"
    return assignment(f"Uppdrag {number}", description=text, responsible=[bodies[number % 4]])


def _amounts() -> list[ItemDict]:
    return [amount(2026 + n, budget=1000 + n) for n in range(3)]


def _rows(body: Any, goals: list[Any], items: list[list[ItemDict]]) -> list[Any]:
    return [
        follow_up(goal, item, "in_progress", comment="<p>Arbetet går som planerat.</p>")
        for goal, of_goal in zip(goals, items, strict=True)
        for item in of_goal
        if item["value"]["responsible"][0]["value"]["body"] == body.pk
    ]


@pytest.fixture
def ask(settings: Any) -> Iterator[Ask]:
    """Return what gives an answer as the server asks for it, without what a test client does besides."""
    settings.ROOT_URLCONF = "tests.api.bare_urls"
    handler = ClientHandler()

    def ask(path: str, **headers: str) -> Any:
        return handler(RequestFactory().get(path, headers=headers).environ)

    yield ask
    bare_urls.ANSWERS.clear()


Limits = tuple[dict[str, Cost], dict[str, str]]


@pytest.fixture(params=["put together", "stored"])
def limits(request: pytest.FixtureRequest, settings: Any) -> Limits:
    """Return what answers may cost, and the headers that they are asked for with."""
    if request.param == "stored":
        return STORED, {"Accept-Encoding": "gzip"}
    settings.WAGTAIL_KOMMUNMAL = {"API_STORED_ANSWERS": False}
    return COSTS, {}


def test_an_answer_takes_few_queries_and_bytes(client: Client, municipality: dict[str, str], limits: Limits) -> None:
    costs, headers = limits
    for address, cost in costs.items():
        path = f"/kommunmal/v1/{address.format(**municipality)}"
        client.get(path, headers=headers)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(path, headers=headers)
        assert answer.status_code == 200
        assert len(captured) <= cost.queries, address
        assert _size(answer) <= cost.kilobytes * 1000, address


def test_an_answer_takes_a_few_times_the_processor_that_its_bytes_take(
    municipality: dict[str, str], ask: Ask, limits: Limits
) -> None:
    allowed, headers = limits
    paths = {address: f"/kommunmal/v1/{address.format(**municipality)}" for address in allowed}
    costs = _cpu_ratios(ask, {address: (path, headers) for address, path in paths.items()})
    assert {address: cost for address, cost in costs.items() if cost > allowed[address].cpu} == {}


def test_a_reader_who_has_it_already_takes_little_of_the_processor(
    client: Client, municipality: dict[str, str], ask: Ask
) -> None:
    path = f"/kommunmal/v1/goals/{municipality['goal']}"
    etag = client.get(path).headers["ETag"]
    costs = _cpu_ratios(ask, {"304": (path, {"If-None-Match": etag})})
    assert costs["304"] <= NOT_MODIFIED.cpu


def test_a_reader_who_has_it_already_gets_few_bytes(client: Client, municipality: dict[str, str]) -> None:
    path = f"/kommunmal/v1/goals/{municipality['goal']}"
    etag = client.get(path).headers["ETag"]
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(path, headers={"If-None-Match": etag})
    assert answer.status_code == 304
    assert len(captured) <= NOT_MODIFIED.queries
    assert _size(answer) <= NOT_MODIFIED.kilobytes * 1000


def _size(answer: Any) -> int:
    """Return the bytes on the wire: the status line, the headers, those of the server, and the body."""
    status = f"HTTP/1.1 {answer.status_code} {answer.reason_phrase}\r\n"
    headers = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
    return len(f"{status}{OF_THE_SERVER}{headers}\r\n".encode()) + len(answer.content)


def _cpu_ratios(ask: Ask, asked: dict[str, tuple[str, dict[str, str]]]) -> dict[str, float]:
    """Return how many times the bare view's processor time each answer takes, as the median of rounds."""
    skip_where_time_says_little()
    for number, (path, headers) in enumerate(asked.values()):
        bare_urls.ANSWERS[str(number)] = ask(path, **headers)
    pairs = {
        name: ((lambda p=path, h=headers: ask(p, **h)), (lambda n=number: ask(f"/bare/{n}")))
        for number, (name, (path, headers)) in enumerate(asked.items())
    }
    gc.collect()
    rounds = [
        {
            name: processor_time(ours, SECONDS_OF_CPU) / processor_time(bare, SECONDS_OF_CPU)
            for name, (ours, bare) in pairs.items()
        }
        for _ in range(ROUNDS)
    ]
    return {name: median(one[name] for one in rounds) for name in pairs}
