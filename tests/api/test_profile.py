"""The rules of the national REST API profile that an API must follow, one by one.

docs/reference/rest-profile.md says for each of them how it is met; its table and these tests name each other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import pytest
from django.test.client import Client
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from wagtail.models import Site

from wagtail_kommunmal.api.v1.base import PublicView
from wagtail_kommunmal.api.v1.openapi import FILE
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    investment,
    investments_section,
    key_figure_item,
    key_figures_section,
)

from .conftest import ROOT, Get, Released

pytestmark = [pytest.mark.same_everywhere, pytest.mark.indexed]

TABLE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "rest-profile.md"
DOCUMENT: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS: dict[str, Any] = {path: item["get"] for path, item in DOCUMENT["paths"].items()}
PARAMETERS = [parameter for operation in OPERATIONS.values() for parameter in operation.get("parameters", [])]
LISTS = [path for path, operation in OPERATIONS.items() if operation["operationId"].startswith("list")]
UNKNOWN_ID = "5f3f2b0e-7c1a-4e58-9b57-1f2d3c4b5a69"
NOT_PLURAL = {"responsible", "assignment", "achievement", "trend"}
"""Lists that are named after what they hold one of: the table says why."""

Test = TypeVar("Test", bound=Callable[..., None])
TESTED: set[tuple[str, str]] = set()
"""Each rule with the name of a test of it."""


def rule(*ids: str) -> Callable[[Test], Test]:
    def remember(test: Test) -> Test:
        TESTED.update((id, test.__name__) for id in ids)
        return test

    return remember


every_address = pytest.mark.parametrize("path", OPERATIONS)


def at(path: str, key: str = UNKNOWN_ID) -> str:
    """Return an address of a path, with the parameters that it requires."""
    required = [parameter["name"] for parameter in OPERATIONS[path].get("parameters", []) if parameter.get("required")]
    query = "?since=2020-01-01" if "since" in required else ""
    return path.removeprefix("/").replace("{id}", key).replace("{slug}", "not-found") + query


@pytest.fixture
def content(plan: Any, released: Released) -> None:
    """A goal with something in every list."""
    with released():
        body = ResponsibleBodyFactory()
        GoalPageFactory(
            parent=plan,
            sections=[
                assignments_section(assignment("Gör.", responsible=[body])),
                key_figures_section(key_figure_item(KeyFigureFactory(values={"2024": "1"}))),
                investments_section(investment("Skola")),
            ],
        )


@pytest.fixture
def address(content: None, get: Get) -> Callable[[str], str]:
    """Return the address of something that is there."""

    def address(path: str) -> str:
        key = get(path.split("/")[1])["items"][0]["id"] if "{id}" in path else ""
        return at(path, key)

    return address


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from texts(part)


def links(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every ``_links`` in an answer."""
    if isinstance(value, dict | list):
        if isinstance(value, dict) and "_links" in value:
            yield value["_links"]
        for part in value.values() if isinstance(value, dict) else value:
            yield from links(part)


# Addresses


@rule("UFN.02", "SAK.01")
def test_the_described_address_is_https(site: Site, get: Get) -> None:
    assert [server["url"] for server in DOCUMENT["servers"]] == ["https://www.sundby.example/kommunmal/v1"]
    site.hostname, site.port = "testserver", 443
    site.save()
    assert get("openapi.json")["servers"] == [{"url": "https://testserver/kommunmal/v1"}]


@rule("UFN.07", "UFN.08", "UFN.09", "RES.06")
@every_address
def test_paths_are_lowercase_without_underscores(path: str) -> None:
    assert re.fullmatch(r"(/([a-z0-9.~-]+|\{[A-Za-z0-9]+\}))+", path)


@rule("UFN.03")
def test_no_parameter_carries_a_document() -> None:
    kinds = {parameter["schema"].get("type") for parameter in PARAMETERS}
    assert kinds <= {"string", "integer", "array", None}
    assert all("object" not in json.dumps(parameter["schema"]) for parameter in PARAMETERS)


# Messages


@rule("MOG.01", "ARQ.06")
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@every_address
def test_only_reading_is_allowed(site: Site, client: Client, path: str, method: str) -> None:
    assert list(DOCUMENT["paths"][path]) == ["get"]
    assert getattr(client, method)(f"/kommunmal/v1/{at(path)}").status_code == 405


@rule("HYP.02", "ARQ.06")
@every_address
def test_head_answers_as_get_without_a_body(address: Any, client: Client, path: str) -> None:
    url = f"/kommunmal/v1/{address(path)}"
    head, get = client.head(url), client.get(url)
    assert (head.status_code, head.content) == (200, b"")
    assert head.headers["Content-Type"] == get.headers["Content-Type"]


@rule("ARQ.05", "FOR.02")
@every_address
def test_a_request_has_neither_a_body_nor_content_in_headers(path: str) -> None:
    assert "requestBody" not in OPERATIONS[path]
    assert {parameter["in"] for parameter in OPERATIONS[path].get("parameters", [])} <= {"path", "query"}


@rule("ARQ.02")
@every_address
def test_answers_name_their_media_type(address: Any, client: Client, path: str) -> None:
    assert client.get(f"/kommunmal/v1/{address(path)}").headers["Content-Type"] == "application/json"


@rule("AME.05")
@pytest.mark.parametrize("name", SCHEMAS)
def test_members_are_camel_case(name: str) -> None:
    for member in SCHEMAS[name].get("properties", {}):
        assert re.fullmatch(r"_?[a-z][A-Za-z0-9]*", member)


@rule("AME.06")
def test_lists_have_names_in_the_plural() -> None:
    lists = {
        name
        for schema in SCHEMAS.values()
        for name, member in schema.get("properties", {}).items()
        if "array" in member.get("type", [])
    }
    assert {name for name in lists if not name.endswith("s")} == NOT_PLURAL


# Errors


def problem(response: Any, status: int) -> dict[str, Any]:
    """Return a problem whose form is checked, and that nothing of the inside shows."""
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = response.json()
    assert set(document) - {"errors"} == {"type", "title", "status", "detail", "instance"}
    assert document["status"] == status
    assert document["type"].startswith(f"{ROOT}/problems/")
    assert not re.search(
        r"Traceback|Error\b|site-packages|wagtail_kommunmal|\.py\b|SELECT|secret", json.dumps(document)
    )
    assert not {"Server", "X-Powered-By"} & set(response.headers)
    return document


@rule("FEL.01", "SAK.25", "SAK.26")
@every_address
def test_every_error_is_a_problem_that_tells_nothing_of_the_inside(site: Site, client: Client, path: str) -> None:
    url = f"/kommunmal/v1/{at(path)}"
    problem(client.get(url, {"noSuchParameter": "1"}), 400)
    problem(client.post(url), 405)
    problem(client.get(url, headers={"accept": "image/png"}), 406)
    if "{id}" in path:
        problem(client.get(url), 404)
    client.raise_request_exception = False
    with patch.object(PublicView, "initial", side_effect=ValueError("a secret")):
        problem(client.get(url), 500)


@rule("FEL.02")
@every_address
def test_every_described_error_is_a_problem(path: str) -> None:
    responses = OPERATIONS[path]["responses"]
    assert {"400", "default"} <= set(responses)
    for code, response in responses.items():
        if not code.startswith("2"):
            assert [*response["content"]] == ["application/problem+json"]
            assert response["content"]["application/problem+json"]["schema"] == {"$ref": "#/components/schemas/Problem"}


# Versions


@rule("VER.04", "VER.06", "VER.07", "VER.11", "VER.12")
def test_the_api_says_which_version_it_is(site: Site, get: Get) -> None:
    info = get("api-info")
    assert set(info) == {"apiName", "apiVersion", "apiReleased", "apiDocumentation", "apiStatus"}
    assert re.fullmatch(r"[1-9]\d*\.\d+\.\d+", info["apiVersion"])
    assert info["apiVersion"] == DOCUMENT["info"]["version"]
    assert date.fromisoformat(info["apiReleased"])
    assert info["apiDocumentation"] == f"{ROOT}/openapi.json"
    assert info["apiStatus"] == "active"


# Filters and pages


@rule("FNS.01", "FNS.03")
def test_parameters_are_camel_case_and_begin_with_a_letter() -> None:
    for parameter in PARAMETERS:
        assert re.fullmatch(r"[a-z][A-Za-z0-9]*", parameter["name"])


@rule("FNS.02")
def test_values_are_percent_encoded_utf_8(content: None, get: Get) -> None:
    answer = get("assignments?q=g%C3%B6r")
    assert [item["title"] for item in answer["items"]] == ["Gör."]
    assert answer["_links"]["self"]["href"] == f"{ROOT}/assignments?q=g%C3%B6r"
    assert all(iri_to_uri(link["href"]) == link["href"] for link in answer["_links"].values())


@rule("FNS.07", "FNS.08")
@pytest.mark.parametrize("path", LISTS)
def test_lists_are_paged_with_limit_and_page_from_one(address: Any, get: Get, path: str) -> None:
    meta = get(address(path))["_meta"]
    assert (meta["page"], meta["limit"]) == (1, 20)
    assert set(meta) == {"page", "limit", "count", "totalRecords", "totalPages"}
    assert get(address(path), {"page": "0", "since": "2020-01-01"}, status=400)["errors"]


# Links


@rule("HYP.05")
@every_address
def test_what_is_read_by_its_id_and_every_list_links_to_itself(address: Any, get: Get, path: str) -> None:
    answer = get(address(path))
    # A change and a release have no address of their own: they link to the document that they are of.
    items = [] if path == "/changes" or path.endswith("/releases") else answer.get("items", [])
    for document in [answer, *items]:
        if "_links" in document:
            assert document["_links"]["self"]["rel"] == "self"
    assert "_links" in answer or path in ("/api-info", "/problems/{slug}")


@rule("HYP.07", "HYP.11", "HYP.12", "HYP.13", "HYP.14", "HYP.15", "HYP.16", "HYP.17")
@every_address
def test_links_are_absolute_and_have_a_relation_and_a_method(address: Any, get: Get, path: str) -> None:
    for members in links(get(address(path))):
        for name, link in members.items():
            assert set(link) == {"href", "rel", "method"}
            assert link["href"].startswith("http://testserver/")
            assert (link["rel"], link["method"]) == (name, "GET")


# Times


@rule("DOT.01", "DOT.02", "DOT.04")
@every_address
def test_times_are_rfc_3339_in_utc(address: Any, get: Get, path: str) -> None:
    for text in texts(get(address(path))):
        if re.match(r"\d{4}-\d{2}-\d{2}[T ]", text):
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z", text)
    for component in SCHEMAS.values():
        for name, member in component.get("properties", {}).items():
            if name.endswith("At"):
                assert member["format"] == "date-time"


@rule("DOT.04")
@pytest.mark.parametrize("moment", ["2100-05-31", "2100-05-31T12:00:00Z", "2100-05-31T12:00:00%2B02:00"])
def test_a_time_may_be_given_in_any_zone(content: None, get: Get, moment: str) -> None:
    assert get(f"goals?asOf={moment}")["_meta"]["count"] == 1


# Security and tracing


@rule("SAK.09", "SAK.10", "SAK.15", "SAK.16")
def test_no_key_is_ever_in_an_address_and_only_bearer_tokens_are_known() -> None:
    schemes = DOCUMENT["components"].get("securitySchemes", {}).values()
    assert all((scheme["type"], scheme.get("scheme")) == ("http", "bearer") for scheme in schemes)
    assert not [name for name in {one["name"] for one in PARAMETERS} if re.search("key$|token|secret", name, re.I)]


@rule("SPA.02")
@every_address
def test_a_trace_of_the_reader_is_accepted(
    address: Any, client: Client, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"/kommunmal/v1/{address(path)}"
    # Asked at the same moment, which “/changes” tells.
    moment = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: moment)
    trace = {"traceparent": "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}
    assert client.get(url, headers=trace).content == client.get(url).content


# Documentation


@rule("DOK.03", "DOK.08", "DOK.09", "DOK.11")
def test_the_api_says_whose_it_is_and_what_to_expect() -> None:
    info = DOCUMENT["info"]
    assert info["title"]
    assert set(info["contact"]) == {"name", "url", "email"}
    assert set(info["license"]) == {"name", "url"}
    assert set(info["x-sla"]) == {"availability", "responseTime", "support"}
    for text in (info["description"], info["x-limitations"]):
        assert text.startswith("**Svenska.** ")
        assert "\n\n**English.** " in text


@rule("DOK.15")
@every_address
def test_every_answer_has_an_example(path: str) -> None:
    for response in OPERATIONS[path]["responses"].values():
        assert all(content["examples"] for content in response["content"].values())


@rule("DOK.16", "DOK.22", "DOK.23", "DOK.24")
def test_the_description_is_served_at_the_address_of_its_major_version(site: Site, get: Get) -> None:
    served = get("openapi.json")
    assert served["openapi"].startswith("3.1.")
    assert served["paths"] == DOCUMENT["paths"]
    major = served["info"]["version"].partition(".")[0]
    assert all(server["url"].endswith(f"/v{major}") for server in served["servers"])


@rule("DOK.19", "DOK.20")
@every_address
def test_every_operation_and_every_answer_is_described(path: str) -> None:
    operation = OPERATIONS[path]
    for described in (operation, *operation["responses"].values(), *operation.get("parameters", [])):
        assert described["description"]


# The table


def test_the_table_and_the_tests_name_each_other() -> None:
    text = TABLE.read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z]{3}\.\d\d(?:, [A-Z]{3}\.\d\d)*) \|.*\| (.+) \|$", text, re.MULTILINE)
    named = {(id, test) for ids, tests in rows for id in ids.split(", ") for test in re.findall(r"`(test_\w+)`", tests)}
    assert named == TESTED
