"""Requests that nobody sends in good faith: no answer is a fault of the service, and each says what was wrong."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qsl, quote

import pytest
from django.test.client import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from wagtail.models import Site

from . import content
from .addresses import REQUIRED, ROOT, Route, routes, values_of
from .content import Municipality, Released

# PostgreSQL and MariaDB take other times and texts than SQLite: they are asked too.
pytestmark = [pytest.mark.django_db, pytest.mark.indexed]

KEY = str(content.GOAL)
HOSTILE = [
    *("", "%20", "%00", "a%00b", "%ff", "%c0%af", "%ed%a0%80", "%E2%80%AE%E2%81%A6txt", "%F0%9F%98%80", "%0d%0aX:1"),
    *(
        "' OR 1=1 --",
        "%25",
        "_",
        "\\",
        "*",
        "?",
        "..%2f..%2fetc%2fpasswd",
        "<script>",
        "{{7*7}}",
        "${jndi:x}",
        ",",
        ";",
    ),
    *(
        "0",
        "-1",
        "-0",
        "+1",
        "1e9",
        "1.0",
        "0x10",
        "1_0",
        "%D9%A3",
        "NaN",
        "Infinity",
        "9" * 20,
        "9" * 5000,
        "a" * 20000,
    ),
    *("0000-01-01", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "2026-W01-1", "20260101"),
    *(
        "0001-01-01T00:00:00%2B14:00",
        "9999-12-31T23:59:59-14:00",
        "9999-12-31T23:59:59.999999Z",
        "0001-01-01T00:00:00Z",
    ),
    *("2026-01-01T00:00:00", "2026-01-01T24:00:00Z", "2026-01-01T00:00:00%2B99:99", "2026-01-01T00:00:00 02:00"),
    *("2024-T9", "2024-13", "2024-02-30", "2200-2300", "0000", "9999", "1000-9999"),
    *(KEY.upper(), KEY.replace("-", ""), f"{{{KEY}}}", f"urn:uuid:{KEY}", f"{KEY}%00", f"{KEY}/", KEY[:-1]),
    *("-", "--title", "title,title", "-title,,", "title,", "null", "None", "undefined", "true", "[]", "sv-SE", "SV"),
]
"""Values as they stand in a query, percent-encoded where they have to be."""

HEADERS = {
    "accept": [
        "",
        "*/*;q=2",
        "text/html",
        "application/json;q=x",
        "a/b/c",
        ",,,",
        "\xff",
        "text/csv;charset=\x00",
        "*" * 9999,
    ],
    "accept-language": ["", "\xff", "sv;q=9", ",;,", "x" * 5000, "sv-" * 2000, "*;q=0", "en_GB.utf8"],
    "if-none-match": ["", "*", '"', 'W/"', "W/W/", '"a", "b' * 500, "\xff", '"\x00"'],
    "if-modified-since": ["", "0", "Thu, 01 Jan 0000 00:00:00 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "x" * 5000],
    "authorization": [
        "",
        "Bearer",
        "Bearer ",
        "Bearer " + "a" * 9999,
        "Bearer \xff",
        "Basic ====",
        "Token a:b:c",
        "Bearer a:b:c",
    ],
    "host": ["", "a b", "testserver:99999", "[::1", "\xff", "x" * 300, "testserver@evil.example", "evil.example"],
    "x-forwarded-host": ["evil.example", ",,", "\xff"],
    "range": ["bytes=0-1", "bytes=-1"],
    "content-type": ["multipart/form-data", "application/x-www-form-urlencoded; charset=nonsense", "\xff"],
}
REFUSED_BEFORE_THE_API = "host"
"""What Django and a site's middleware look at before the API is asked."""


@pytest.fixture(autouse=True, scope="module")
def municipality(shared_site: Site, released: Released) -> None:
    Municipality(shared_site, released).open()


@pytest.fixture(autouse=True)
def _refusals_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    for logger in ("django.request", "django.security"):
        caplog.set_level("CRITICAL", logger=logger)


CLIENT = Client()


def send(path: str, query: str = "", **headers: str) -> Any:
    """Send a request as it stands; an error that nobody foresaw is raised."""
    return CLIENT.get(path, QUERY_STRING=query, headers=headers)


def assert_is_no_fault(response: Any, query: str = "", *, is_problem: bool = True) -> None:
    assert response.status_code < 500
    if response.status_code < 400 or not is_problem:
        return
    assert response["Content-Type"] == "application/problem+json"
    problem = json.loads(response.content)
    assert problem["status"] == response.status_code
    assert problem["type"].startswith("http")
    if response.status_code == 400:
        named = {error["parameter"] for error in problem.get("errors", [])}
        given_names = {name for name, _value in parse_qsl(query, keep_blank_values=True, errors="replace")}
        assert named <= given_names | set(REQUIRED)
        assert named or "errors" not in problem


def paths(route: Route) -> list[str]:
    return [ROOT + route.at(key).path for key in route.keys[:2]]


def requirements(route: Route) -> str:
    return "".join(f"{name}={quote(value)}&" for name, value in route.required)


def parameters_once() -> list[tuple[Route, str]]:
    """Return every parameter with a route that has it; those of details apart from those of lists."""
    found = {(name, bool(route.keys[0])): (route, name) for route in routes() for name in route.parameters}
    return [*found.values(), *((routes()[0], name) for name in ("nosuch", "%00", "%ff"))]


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.pattern)
def test_a_parameter_with_a_hostile_value_is_answered_or_named(route: Route) -> None:
    for name in [name for once, name in parameters_once() if once == route]:
        others = "".join(f"{other}={quote(value)}&" for other, value in route.required if other != name)
        queries = [f"{name}={value}" for value in HOSTILE]
        for query in [*queries, "&".join(queries), f"{queries[0]}&{queries[0]}"]:
            assert_is_no_fault(send(paths(route)[0], others + query), others + query)


@pytest.mark.parametrize("route", [route for route in routes() if route.keys[0]], ids=lambda route: route.pattern)
def test_a_hostile_id_is_not_found(route: Route) -> None:
    for value in HOSTILE:
        response = send(ROOT + route.pattern.replace("<uuid:id>", value or "%20"))
        assert response.status_code in (200, 404), value
        assert_is_no_fault(response)


@pytest.mark.parametrize("name", HEADERS)
def test_a_hostile_header_does_no_harm(name: str) -> None:
    for route in routes():
        for value in HEADERS[name]:
            response = send(paths(route)[0], requirements(route), **{name.replace("-", "_"): value})
            assert_is_no_fault(response, is_problem=name != REFUSED_BEFORE_THE_API)


def test_a_host_that_is_no_sites_own_is_not_in_the_content() -> None:
    for path in ("plans", "goals?expand=sections", f"goals/{KEY}", "bodies", "assignments", "openapi.json"):
        response = CLIENT.get(ROOT + path, headers={"host": "evil.example"})
        assert response.status_code == 200
        assert b"evil.example" not in response.content


def test_a_very_long_query_is_answered() -> None:
    for query in (
        "number=" + "1&number=" * 999 + "1",
        "&".join(f"p{n}=1" for n in range(5000)),
        "&" * 50_000,
        "=" * 999,
    ):
        assert_is_no_fault(send(ROOT + "goals", query), query)


VALUES = st.sampled_from(HOSTILE) | st.text(max_size=60).map(lambda text: quote(text.encode("utf-8", "surrogatepass")))


@st.composite
def queries(draw: st.DrawFn, route: Route) -> str:
    """Draw a query of several parameters, most of them the route's own, with values that are right or hostile."""
    names = st.sampled_from([*route.parameters, "nosuch"]) if route.parameters else st.just("nosuch")
    pairs = []
    for name in draw(st.lists(names, max_size=4)):
        right = values_of(name, route.parameters[name]) if name in route.parameters else ("1",)
        pairs.append(f"{name}={draw(st.sampled_from([quote(value) for value in right]) | VALUES)}")
    return requirements(route) + "&".join(pairs)


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.pattern)
def test_parameters_that_meet_by_chance_are_answered_or_named(route: Route) -> None:
    @seed(20260101)
    @settings(
        max_examples=30,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(query=queries(route), path=st.sampled_from(paths(route)))
    def ask(query: str, path: str) -> None:
        assert_is_no_fault(send(path, query), query)

    ask()
