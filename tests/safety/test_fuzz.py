"""Requests made from the API's own description: none is a fault of the service, and every answer is as described.

``FUZZ_REQUESTS`` says how many are made, ``FUZZ_SEED`` which; ``make fuzz`` makes ten times as many as the suite does.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import APIOperation, Case, GenerationMode, Response, openapi
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance
from wagtail.models import Site

from wagtail_kommunmal.api.errors import PROBLEM_TYPES

from .addresses import AFTER_HIDING, WHILE_PUBLIC
from .content import GOAL, PERIOD, Municipality, Released

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere, pytest.mark.indexed]

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "1000"))
SEED = int(os.environ.get("FUZZ_SEED", "20260101"))
MEANT_OF_ONE = {"goal": [str(GOAL)], "asOf": [WHILE_PUBLIC, AFTER_HIDING], "from": ["2024"], "to": ["2024", PERIOD]}
"""Of one document, what of it is there: with these its address has an answer."""


@pytest.fixture(autouse=True)
def _quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("ERROR", logger="django.request")


@pytest.fixture
def application() -> Iterator[Any]:
    """The site as a server runs it, but on the connection of the test."""
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def named_by_the_api(operations: Sequence[APIOperation]) -> dict[str, list[str]]:
    """Return what goes into each address that has a place for something: what the list above it names, or the slugs."""
    by_path = {operation.path: operation for operation in operations}
    named = {"/problems/{slug}": list(PROBLEM_TYPES)}
    for path in by_path:
        resource, place, _rest = path.partition("/{id}")
        if place:
            named[path] = [item["id"] for item in call(by_path[resource].Case()).json()["items"]]
    assert all(named.values())
    return named


def call(case: Case) -> Response:
    # As bytes that need not be unpacked first, which a client of WSGI does not do.
    return case.call(headers={"host": "testserver", "accept-encoding": "identity"})


@st.composite
def meaningful(draw: st.DrawFn, cases: st.SearchStrategy[Case], named: dict[str, list[str]]) -> Case:
    """Draw a request as the description allows it, mostly for something that is there, in a language that is."""
    case = draw(cases)

    def mostly(values: Sequence[Any], other: Any) -> Any:
        # Hypothesis draws the smallest numbers most.
        return draw(st.sampled_from(values)) if draw(st.integers(0, 9)) < 8 else other

    for name, value in case.path_parameters.items():
        case.path_parameters[name] = mostly(named[case.path], value)
    for name, values in (MEANT_OF_ONE if case.path_parameters else {}).items():
        if name in case.query:
            case.query[name] = mostly(values, case.query[name])
    if "lang" in case.query:
        case.query["lang"] = mostly(["sv"], "en")
    if "page" in case.query:
        case.query["page"] = 1
    return case


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "not allowed"])
def test_requests_made_from_the_description_are_answered_as_described(
    mode: GenerationMode, application: Any, site: Site, released: Released
) -> None:
    sys.stdout.write(f"FUZZ_REQUESTS={REQUESTS} FUZZ_SEED={SEED}\n")
    Municipality(site, released).open()
    load_all_checks()
    schema = openapi.from_wsgi("/kommunmal/v1/openapi.json", application)
    operations = [result.ok() for result in schema.get_all_operations()]
    named = named_by_the_api(operations)
    statuses: Counter[int] = Counter()
    for operation in operations:
        cases = operation.as_strategy(generation_mode=mode)
        if mode == GenerationMode.POSITIVE:
            cases = meaningful(cases, named)

        @seed(SEED)
        @settings(
            max_examples=REQUESTS // 2 // len(operations),
            database=None,
            deadline=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases)
        def ask(case: Case) -> None:
            response = call(case)
            statuses[response.status_code] += 1
            # What a text may be is described in words: a language that there is, a code that is known.
            case.validate_response(response, excluded_checks=[positive_data_acceptance])

        try:
            ask()
        except Unsatisfiable:
            # Nothing can be wrong with a request that takes nothing.
            assert not list(operation.iter_parameters())
    sys.stdout.write(f"{mode.value}: {dict(statuses)}\n")
    assert sum(statuses.values()) >= REQUESTS * 0.4
    if mode == GenerationMode.POSITIVE:
        assert statuses[200] >= sum(statuses.values()) / 2
    else:
        assert statuses[400] >= sum(statuses.values()) / 4
