"""Requests made from the API's own description: none is a fault of the service, and every answer is as described.

``FUZZ_REQUESTS`` says how many are made, ``FUZZ_SEED`` which; ``make fuzz`` makes ten times as many as the suite does.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode, openapi
from schemathesis.checks import load_all_checks
from schemathesis.specs.openapi.checks import positive_data_acceptance
from wagtail.models import Site

from .addresses import KEYS
from .content import ITEM_KEYS, Municipality, Released

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere]

REQUESTS = int(os.environ.get("FUZZ_REQUESTS", "1000"))
SEED = int(os.environ.get("FUZZ_SEED", "20260101"))
LANGUAGES = ("sv", "en")


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


@st.composite
def meaningful(draw: st.DrawFn, cases: st.SearchStrategy[Case]) -> Case:
    """Draw a request as the description allows it, often for something that is there, in a language that is."""
    case = draw(cases)
    if "id" in (case.path_parameters or {}) and draw(st.booleans()):
        keys = KEYS.get(case.path.strip("/").partition("/")[0], ITEM_KEYS)
        case.path_parameters["id"] = str(draw(st.sampled_from(keys)))
    if "lang" in (case.query or {}):
        case.query["lang"] = draw(st.sampled_from(LANGUAGES))
    if "page" in (case.query or {}):
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
    statuses: Counter[int] = Counter()
    for operation in operations:
        cases = operation.as_strategy(generation_mode=mode)
        if mode == GenerationMode.POSITIVE:
            cases = meaningful(cases)

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
            response = case.call(headers={"host": "testserver"})
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
    assert statuses[200 if mode == GenerationMode.POSITIVE else 400] >= sum(statuses.values()) / 4
