"""Answers that need not be sent or made again are the same as those that are, and as new."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.http import HttpResponse
from django.test.client import Client
from django.utils import timezone
from django.utils.http import http_date
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale, PageViewRestriction, Site

from tests.releasing.reading import publish
from wagtail_kommunmal.api import caching
from wagtail_kommunmal.delivery import known_readers
from wagtail_kommunmal.models import ContentVersion
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    investment,
    investments_section,
)

from .conftest import Released
from .test_queries import SITE_AND_LANGUAGE

pytestmark = pytest.mark.same_on_every_database

API = "/kommunmal/v1/"
NO_KEY = "00000000-0000-4000-8000-000000000000"
LONG_AGO = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


class BrokenCache(LocMemCache):
    """A cache that is down."""

    def get(self, *args: Any, **kwargs: Any) -> Any:
        raise ConnectionError("down")

    set = get


CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "answers": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "answers"},
    "broken": {"BACKEND": "tests.api.test_caching.BrokenCache"},
}
WAYS: dict[str, dict[str, Any]] = {
    "without a cache": {},
    "with a cache": {"API_CACHE": "answers"},
    "with a cache that is down": {"API_CACHE": "broken"},
    "with a version kept for a moment": {"API_CACHE": "answers", "API_VERSION_MAX_AGE": 2},
}
"""The settings under which answers are the same."""


@pytest.fixture(autouse=True)
def _nothing_kept(settings: Any) -> Iterator[None]:
    settings.CACHES = CACHES
    yield
    caches["answers"].clear()
    known_readers.forget_readers()


@pytest.fixture(params=WAYS.values(), ids=WAYS)
def way(request: pytest.FixtureRequest, settings: Any) -> dict[str, Any]:
    """Each of the ways to keep answers, or none."""
    settings.WAGTAIL_KOMMUNMAL = request.param
    return request.param


@pytest.fixture
def kept(settings: Any) -> None:
    """Keep answers, and ask for the version each time."""
    settings.WAGTAIL_KOMMUNMAL = WAYS["with a cache"]


@pytest.fixture(scope="module")
def body(shared_plan: Any) -> Any:
    return ResponsibleBodyFactory(code="BN")


@pytest.fixture(scope="module")
def goal(shared_plan: Any, body: Any, released: Released) -> Any:
    """A goal with an item of each kind."""
    sections = [
        assignments_section(assignment("Gör.", responsible=[body])),
        investments_section(investment("Bygg.", responsible=[body])),
    ]
    with released():
        return GoalPageFactory(
            parent=shared_plan, title="Trygg skola", slug="trygg-skola", number="1", sections=sections
        )


ADDRESSES = (
    "plans",
    "plans/{plan}",
    "goals",
    "goals?expand=sections&year=2026",
    "goals/{goal}",
    "goals/{goal}?asOf=2031-01-01",
    "goals/{goal}/releases",
    "bodies",
    "bodies/{body}",
    "assignments",
    "assignments/{assignment}",
    "investments",
    "investments/{investment}",
    "observations.csv-metadata.json",
)
OF_BYTES = ("api-info", "openapi.json", "schemas/goal-1.json", "problems/not-found")
"""What has the ETag of its bytes."""


@pytest.fixture
def addresses(plan: Any, goal: Any, body: Any, client: Client) -> dict[str, str]:
    """Every address of content, and what it is written as in ``ADDRESSES``."""
    names = {name: client.get(f"{API}{name}s").json()["items"][0]["id"] for name in ("assignment", "investment")}
    ids = {"plan": plan.translation_key, "goal": goal.translation_key, "body": body.uuid, **names}
    caches["answers"].clear()
    known_readers.forget_readers()
    return {address: API + address.format(**ids) for address in (*ADDRESSES, *OF_BYTES)}


def read(client: Client, address: str, **headers: str) -> HttpResponse:
    known_readers.forget_readers()
    return client.get(address, headers={name.replace("_", "-"): value for name, value in headers.items()})


def size(response: HttpResponse) -> int:
    """Return how many bytes an answer is on the wire."""
    head = f"HTTP/1.1 {response.status_code} {response.reason_phrase}\r\n".encode()
    return len(head) + len(response.serialize_headers()) + len(b"\r\n\r\n") + len(response.content)


# ETags and 304


def test_who_has_an_answer_gets_a_304(addresses: dict[str, str], client: Client, way: Any, settings: Any) -> None:
    # It lets all answers vary with Accept-Language.
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("LocaleMiddleware")]
    for address in (*ADDRESSES, *OF_BYTES):
        first = read(client, addresses[address])
        assert first.status_code == 200, address
        assert first["ETag"].startswith('"'), address
        for etag in (first["ETag"], f"W/{first['ETag']}", f'"other", W/{first["ETag"]}'):
            again = read(client, addresses[address], if_none_match=etag)
            assert (again.status_code, again.content) == (304, b""), address
            assert size(again) <= 400, address
            for name in ("Cache-Control", "Vary", "ETag", "Content-Language"):
                assert again.get(name) == first.get(name), address
        assert read(client, addresses[address], if_none_match='"other"').status_code == 200, address


def test_addresses_of_content_and_others_have_etags_of_their_own(addresses: dict[str, str], client: Client) -> None:
    etags = [read(client, address)["ETag"] for address in addresses.values()]
    assert len(set(etags)) == len(addresses)


def test_a_304_takes_at_most_one_query_besides_site_and_version(
    addresses: dict[str, str], client: Client, django_assert_max_num_queries: Any
) -> None:
    for address in ADDRESSES:
        etag = read(client, addresses[address])["ETag"]
        with django_assert_max_num_queries(SITE_AND_LANGUAGE + (1 if "{" in address else 0), info=address):
            assert read(client, addresses[address], if_none_match=etag).status_code == 304


def test_an_etag_depends_on_language_and_parameters_but_not_on_their_order(
    goal: Any, english: Locale, client: Client
) -> None:
    def etag(query: str) -> str:
        return read(client, f"{API}goals{query}")["ETag"]

    assert etag("?limit=5&year=2026") == etag("?year=2026&limit=5")
    others = ["", "?lang=en", "?lang=sv", "?year=2026", "?year=2025", "?year=2025&year=2026", "?year=2026&year=2025"]
    assert len({etag(query) for query in others}) == len(others)


def test_problem_types_have_an_etag_for_each_language(site: Site, client: Client, kept: None) -> None:
    address = f"{API}problems/not-found"
    swedish, english = (read(client, address, accept_language=language) for language in ("sv", "en"))
    assert (swedish["Content-Language"], english["Content-Language"]) == ("sv", "en")
    assert swedish["ETag"] != english["ETag"]
    assert read(client, address, accept_language="en", if_none_match=swedish["ETag"]).status_code == 200


def test_a_new_version_of_the_package_answers_anew(
    goal: Any, client: Client, way: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    etag = read(client, f"{API}goals")["ETag"]
    monkeypatch.setattr(caching, "__version__", "99")
    assert read(client, f"{API}goals", if_none_match=etag).status_code == 200


def test_a_restored_database_that_counts_anew_answers_anew(goal: Any, client: Client, way: Any) -> None:
    etag = read(client, f"{API}goals")["ETag"]
    ContentVersion.objects.update(changed_at=timezone.now())
    assert read(client, f"{API}goals", if_none_match=etag).status_code == 200


def test_head_answers_as_get_without_a_body(goal: Any, client: Client, way: Any) -> None:
    for _ in range(2):
        head, get = client.head(f"{API}goals"), client.get(f"{API}goals")
        assert (head.status_code, head.content, dict(head.items())) == (200, b"", dict(get.items()))
    head = client.head(f"{API}goals", headers={"if-none-match": head["ETag"]})
    assert (head.status_code, head.content) == (304, b"")


def test_a_wildcard_names_no_answer_that_does_not_exist(goal: Any, client: Client, way: Any) -> None:
    assert read(client, f"{API}goals", if_none_match="*").status_code == 304
    assert read(client, f"{API}goals?page=9", if_none_match="*").status_code == 400


@pytest.mark.parametrize("wrong", ["?limit=0", "?page=9", "?nothing=1", "?lang=xx", "?year=2026&lang=sv&lang=en"])
def test_a_wrong_parameter_is_an_error_whatever_the_client_has(goal: Any, client: Client, way: Any, wrong: str) -> None:
    for _ in range(2):
        response = read(client, f"{API}goals{wrong}", if_none_match="*", if_modified_since=http_date(2**33))
        assert response.status_code == 400
        assert response["Cache-Control"] == "no-store"
        assert "ETag" not in response
        assert "Last-Modified" not in response


def test_a_precondition_that_does_not_hold_is_told_and_not_kept(goal: Any, client: Client, way: Any) -> None:
    response = read(client, f"{API}goals", if_match='"other"')
    assert (response.status_code, response["Cache-Control"]) == (412, "no-store")


# Dates


def test_a_change_is_dated_once_its_second_is_certainly_over(
    goal: Any, client: Client, way: Any, released: Released
) -> None:
    with released():
        publish(goal)
    assert "Last-Modified" not in read(client, f"{API}goals")
    ContentVersion.objects.update(changed_at=LONG_AGO)
    response = read(client, f"{API}goals")
    assert response["Last-Modified"] == "Fri, 02 Jan 2026 03:04:05 GMT"
    ContentVersion.objects.update(changed_at=timezone.now() - timedelta(seconds=4))
    assert "Last-Modified" not in read(client, f"{API}goals")


def test_who_knows_a_date_gets_a_304_until_something_changes(
    goal: Any, client: Client, way: Any, released: Released
) -> None:
    ContentVersion.objects.update(changed_at=LONG_AGO)
    dates = {"if_modified_since": http_date(LONG_AGO.timestamp())}
    again = read(client, f"{API}goals", **dates)
    assert again.status_code == 304
    assert again["Content-Language"] == "sv"
    with released():
        publish(goal)
    assert read(client, f"{API}goals", **dates).status_code == 200


def test_without_any_change_there_is_no_date(site: Site, client: Client, way: Any) -> None:
    ContentVersion.objects.all().delete()
    response = read(client, f"{API}goals")
    assert "Last-Modified" not in response
    assert read(client, f"{API}goals", if_none_match=response["ETag"]).status_code == 304


# What changes


def rename(goal: Any) -> None:
    goal.title = "Tryggare skola"
    publish(goal)


def restrict(goal: Any) -> None:
    PageViewRestriction.objects.create(page=goal.get_plan(), restriction_type="login")


CHANGES = {
    "published": rename,
    "unpublished": lambda goal: goal.unpublish(),
    "deleted": lambda goal: goal.delete(),
    "restricted": restrict,
    "plan unpublished": lambda goal: goal.get_plan().unpublish(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_change_is_read_at_once(
    addresses: dict[str, str], goal: Any, client: Client, way: Any, released: Released, change: Any
) -> None:
    content = [address for name, address in addresses.items() if name not in OF_BYTES]
    before = {address: read(client, address) for address in content}
    with released():
        change(type(goal).objects.get(pk=goal.pk))
    for address, old in before.items():
        new = read(client, address, if_none_match=old["ETag"])
        assert new.status_code in (200, 404)
        caches["answers"].clear()
        assert (new.status_code, new.content) == ((fresh := read(client, address)).status_code, fresh.content)


def test_visibility_is_decided_before_a_304_even_where_no_trigger_told_of_it(
    addresses: dict[str, str], goal: Any, client: Client
) -> None:
    of_goal = [addresses[address] for address in ADDRESSES if "{" in address and "plan" not in address]
    etags = {address: read(client, address)["ETag"] for address in of_goal}
    type(goal).objects.filter(pk=goal.pk).update(live=False)
    for address, etag in etags.items():
        hidden = read(client, address, if_none_match=etag)
        key = address.removeprefix(API).partition("/")[2][:36]
        never = read(client, address.replace(key, NO_KEY), if_none_match=etag)
        assert hidden.status_code == never.status_code == 404, address
        assert hidden.content.decode().replace(key, "") == never.content.decode().replace(NO_KEY, "")
        assert dict(hidden.items()).keys() == dict(never.items()).keys()


# Whole answers


def test_a_warm_answer_is_the_same_as_a_cold_one_and_takes_no_query_besides_site_and_version(
    addresses: dict[str, str],
    client: Client,
    settings: Any,
    kept: None,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    colds = {}
    for address in ADDRESSES:
        colds[address] = cold = read(client, addresses[address])
        with django_assert_num_queries(SITE_AND_LANGUAGE, info=address):
            warm = read(client, addresses[address])
        assert (warm.status_code, warm.content, dict(warm.items())) == (200, cold.content, dict(cold.items()))
    settings.WAGTAIL_KOMMUNMAL = {}
    for address, cold in colds.items():
        without = read(client, addresses[address])
        assert (without.status_code, without.content, dict(without.items())) == (200, cold.content, dict(cold.items()))


def test_a_warm_answer_and_its_304_take_no_query_while_the_version_is_known(
    addresses: dict[str, str],
    client: Client,
    settings: Any,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"API_CACHE": "answers", "API_VERSION_MAX_AGE": 2}
    for address in (*ADDRESSES, "api-info", "openapi.json"):
        cold = client.get(addresses[address])
        with django_assert_num_queries(0, info=address):
            warm = client.get(addresses[address])
            unchanged = client.get(addresses[address], headers={"if-none-match": cold["ETag"]})
        assert (warm.content, dict(warm.items())) == (cold.content, dict(cold.items()))
        assert unchanged.status_code == 304


def test_a_known_version_is_asked_for_anew_when_its_time_is_up(
    goal: Any, client: Client, settings: Any, released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"API_CACHE": "answers", "API_VERSION_MAX_AGE": 2}
    now = 1000.0
    monkeypatch.setattr(known_readers, "monotonic", lambda: now)

    def title() -> str:
        return client.get(f"{API}goals/{goal.translation_key}").json()["title"]

    assert title() == "Trygg skola"
    with released():
        rename(goal)
    now += 1.9
    assert title() == "Trygg skola"
    now += 0.2
    assert title() == "Tryggare skola"


def test_a_process_knows_a_bounded_number_of_hosts_and_no_languages_that_there_are_not(
    site: Site, client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"API_CACHE": "answers", "API_VERSION_MAX_AGE": 2}
    monkeypatch.setattr(known_readers, "MOST_KNOWN", 5)
    for number in range(12):
        assert client.get(f"{API}goals", headers={"host": f"host{number}.example"}).status_code == 200
        assert client.get(f"{API}goals?lang=x{number}").status_code == 400
        assert len(known_readers._known) <= 5


def test_hosts_that_are_not_allowed_are_not_remembered(site: Site, client: Client, settings: Any) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"API_CACHE": "answers", "API_VERSION_MAX_AGE": 2}
    settings.ALLOWED_HOSTS = ["testserver"]
    settings.MIDDLEWARE = []
    assert client.get(f"{API}goals", headers={"host": "evil.example"}).status_code == 400
    assert known_readers._known == {}


def test_sites_and_languages_are_kept_apart(
    goal: Any, other_site: Site, english: Locale, client: Client, kept: None
) -> None:
    def count(query: str = "", host: str = "testserver") -> int:
        return client.get(f"{API}goals{query}", headers={"host": host}).json()["_meta"]["totalRecords"]

    for _ in range(2):
        assert (count(), count("?lang=en"), count(host="other.example")) == (1, 0, 0)


def test_what_a_cache_keeps_is_kept_for_a_minute_at_most(
    goal: Any, client: Client, kept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    times = []
    monkeypatch.setattr(LocMemCache, "set", lambda cache, key, value, timeout: times.append(timeout))
    client.get(f"{API}goals/{goal.translation_key}")
    assert times == [60]


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("goals?limit=0", {}),
        ("goals?nothing=1", {}),
        ("goals/00000000-0000-4000-8000-000000000000", {}),
        ("nowhere", {}),
        ("problems/not-found", {}),
        ("goals", {"authorization": "Bearer token"}),
        ("goals", {"accept": "text/html"}),
    ],
)
def test_errors_and_what_is_not_for_everybody_are_not_kept(
    site: Site, client: Client, kept: None, monkeypatch: pytest.MonkeyPatch, path: str, headers: dict[str, str]
) -> None:
    stored: list[str] = []
    monkeypatch.setattr(caching, "caches", {"answers": Remembering(stored)})
    client.get(f"{API}goals", headers={"accept": "application/json"})
    assert len(stored) == 1
    client.get(f"{API}{path}", headers=headers)
    assert len(stored) == 1


class Remembering:
    """A cache that only says what it was to keep."""

    def __init__(self, stored: list[str]) -> None:
        self.stored = stored

    def get(self, key: str) -> None:
        return None

    def set(self, key: str, value: Any, timeout: int) -> None:
        self.stored.append(key)


def test_answers_that_are_too_large_are_not_kept(
    goal: Any, client: Client, kept: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored: list[str] = []
    monkeypatch.setattr(caching, "caches", {"answers": Remembering(stored)})
    monkeypatch.setattr(caching, "LARGEST_KEPT", 100)
    assert client.get(f"{API}goals").status_code == 200
    assert stored == []


def test_a_cache_that_is_down_is_told_in_the_log(
    goal: Any, client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.WAGTAIL_KOMMUNMAL = {"API_CACHE": "broken"}
    assert client.get(f"{API}goals").status_code == 200
    assert [record.message for record in caplog.records] == [
        "The cache of the API's answers cannot be read.",
        "An answer of the API cannot be kept in the cache.",
    ]


def test_keys_suit_every_cache(goal: Any, client: Client, kept: None, monkeypatch: pytest.MonkeyPatch) -> None:
    stored: list[str] = []
    monkeypatch.setattr(caching, "caches", {"answers": Remembering(stored)})
    client.get(f"{API}assignments", {"q": "långt " * 100}, headers={"accept": "application/json, " + "x/y, " * 50})
    [key] = stored
    assert len(key) < 100
    assert key.isascii()
    assert " " not in key
