from __future__ import annotations

from typing import Any

import pytest
from django.test.client import Client
from wagtail.models import Site

from wagtail_kommunmal.api.v1.base import PublicView


@pytest.mark.parametrize("path", ["api-info", "openapi.json", "plans", "goals", "bodies", "problems/not-found"])
def test_answers_may_be_kept_for_a_while(site: Site, client: Client, path: str) -> None:
    headers = client.get(f"/kommunmal/v1/{path}").headers
    assert headers["Content-Type"] == "application/json"
    assert headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "Accept" in headers["Vary"].split(", ")
    assert "Cookie" not in headers["Vary"]


def test_the_site_decides_how_long(site: Site, client: Client, settings: Any) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"API_CACHE_CONTROL": "public, max-age=5"}
    assert client.get("/kommunmal/v1/goals").headers["Cache-Control"] == "public, max-age=5"


@pytest.mark.parametrize("path", ["goals/1", "goals?limit=0"])
def test_errors_are_not_kept(site: Site, client: Client, path: str) -> None:
    headers = client.get(f"/kommunmal/v1/{path}").headers
    assert headers["Content-Type"] == "application/problem+json"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert {"Accept", "Accept-Language"} <= set(headers["Vary"].split(", "))


@pytest.mark.parametrize(("path", "status"), [("goals", 200), ("goals/1", 404), ("goals?limit=0", 400)])
def test_answers_and_errors_are_nothing_but_public_data(site: Site, client: Client, path: str, status: int) -> None:
    response = client.get(f"/kommunmal/v1/{path}")
    assert response.status_code == status
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


def test_a_304_leaves_to_the_answer_that_the_reader_has_what_never_changes(site: Site, client: Client) -> None:
    etag = client.get("/kommunmal/v1/goals").headers["ETag"]
    response = client.get("/kommunmal/v1/goals", headers={"if-none-match": etag})
    assert response.status_code == 304
    assert {"Content-Security-Policy", "Cross-Origin-Resource-Policy"}.isdisjoint(response.headers)
    assert response.headers["Cache-Control"] == "public, max-age=60, stale-while-revalidate=300"
    assert response.headers["ETag"] == etag


def test_what_is_written_in_the_language_of_errors_says_so(site: Site, client: Client) -> None:
    headers = client.get("/kommunmal/v1/problems/not-found", headers={"accept-language": "en"}).headers
    assert headers["Content-Language"] == "en"
    assert "Accept-Language" in headers["Vary"].split(", ")


def test_without_locale_middleware_content_does_not_vary_with_the_readers_language(
    site: Site, client: Client, settings: Any
) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("LocaleMiddleware")]
    assert client.get("/kommunmal/v1/goals").headers["Vary"] == "Accept, Accept-Encoding"


@pytest.mark.parametrize("accept", ["application/json", "*/*", "text/html,*/*;q=0.8", "application/problem+json, */*"])
def test_json_is_answered_to_who_accepts_it(site: Site, client: Client, accept: str) -> None:
    response = client.get("/kommunmal/v1/goals", headers={"accept": accept})
    assert response.headers["Content-Type"].split(";")[0] == "application/json"


def test_json_is_utf_8_and_compact(site: Site, client: Client) -> None:
    assert b'{"apiName":"M\xc3\xa5l och uppf\xc3\xb6ljning",' in client.get("/kommunmal/v1/api-info").content


@pytest.mark.parametrize(
    "policy",
    [
        "renderer_classes",
        "parser_classes",
        "authentication_classes",
        "permission_classes",
        "throttle_classes",
        "content_negotiation_class",
        "metadata_class",
        "versioning_class",
        "schema",
        "get_exception_handler",
    ],
)
def test_no_policy_is_left_to_the_sites_settings_for_rest_framework(policy: str) -> None:
    assert policy in vars(PublicView)
