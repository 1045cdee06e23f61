"""Answers that are stored are those that would be put together anew, and are given only as long as they may be."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import InterfaceError, InternalError, OperationalError, connection
from django.http import HttpResponse
from django.test.client import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale, PageViewRestriction, ReferenceIndex, Site

from tests.releasing.reading import publish
from wagtail_kommunmal.api import caching
from wagtail_kommunmal.api.storing import _key
from wagtail_kommunmal.compat import page_model
from wagtail_kommunmal.delivery import stored_answers
from wagtail_kommunmal.delivery.reader import reader_on
from wagtail_kommunmal.delivery.stored_answers import Answer, store_answer, stored_answer
from wagtail_kommunmal.models import ContentVersion, StoredAnswer, StoredAnswerPage
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

from .conftest import Released

pytestmark = pytest.mark.same_on_every_database

API = "/kommunmal/v1/"
NO_KEY = "00000000-0000-4000-8000-000000000000"
JSON = "application/json, text/plain, */*"


@pytest.fixture
def goal(plan: Any, released: Released) -> Any:
    """A goal that follows one of the year before."""
    with released():
        before = GoalPageFactory(parent=PlanPageFactory(year=2025), title="Lugn skola", slug="lugn-skola")
        return GoalPageFactory(parent=plan, title="Trygg skola", slug="trygg-skola", number="1", previous_goal=before)


@pytest.fixture
def addresses(goal: Any) -> list[str]:
    """What is stored."""
    queries = ("", "?expand=sections", "?limit=1&page=2", "?year=2026&expand=sections&lang=sv", "?sort=-number")
    return [f"{API}goals/{goal.translation_key}", *(f"{API}goals{query}" for query in queries)]


@pytest.fixture
def anew(client: Client, settings: Any) -> Callable[..., HttpResponse]:
    """Ask for an answer that is put together."""

    def anew(address: str, **headers: str) -> HttpResponse:
        settings.WAGTAIL_KOMMUNMAL = {"API_STORED_ANSWERS": False}
        try:
            return client.get(address, headers=headers)
        finally:
            settings.WAGTAIL_KOMMUNMAL = {}

    return anew


def told(response: HttpResponse) -> tuple[int, bytes, dict[str, str]]:
    """Return what an answer says, without saying that it varies with what it is compressed as."""
    return response.status_code, response.content, {n: v for n, v in response.items() if n != "Vary"}


def titles(response: Any) -> set[str]:
    return {item["title"] for item in response.json().get("items", ())}


# What is given


def test_a_stored_answer_is_the_one_that_is_put_together_and_takes_one_query(
    addresses: list[str],
    client: Client,
    anew: Callable[..., HttpResponse],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for address in addresses:
        first = client.get(address)
        with django_assert_num_queries(1, info=address):
            again = client.get(address)
        assert told(first) == told(again) == told(anew(address)), address
        assert first.status_code == 200
        assert "Accept-Encoding" in again["Vary"].split(", ")
        head = client.head(address)
        assert (head.content, dict(head.items())) == (b"", dict(again.items()))
        assert dict(first.items()) == dict(again.items())


def test_who_takes_gzip_gets_the_same_as_gzip(
    addresses: list[str], client: Client, anew: Callable[..., HttpResponse]
) -> None:
    for address in addresses:
        plain = anew(address)
        for _time in range(2):
            packed = client.get(address, headers={"accept-encoding": "br, gzip;q=0.8"})
            assert packed["Content-Encoding"] == "gzip"
            assert gzip.decompress(packed.content) == plain.content
            assert packed["ETag"] == f"W/{plain['ETag']}"


@pytest.mark.parametrize(
    ("accepted", "is_packed"),
    [
        ("gzip", True),
        ("GZIP;Q=0.5", True),
        ("br, gzip;q=0.001, *;q=0", True),
        ("x-gzip", True),
        ("gzip;q=0, identity", False),
        ("gzip ; Q=0.000 , br", False),
        ("identity;q=0", False),
        ("*", False),
        ("", False),
    ],
)
def test_only_who_names_gzip_gets_it(goal: Any, client: Client, accepted: str, is_packed: bool) -> None:
    for _time in range(2):
        response = client.get(f"{API}goals", headers={"accept-encoding": accepted})
        assert ("Content-Encoding" in response, response["ETag"].startswith("W/")) == (is_packed, is_packed)
        assert int(response["Content-Length"]) == len(response.content)


@pytest.mark.parametrize("named", ["{etag}", '"other", {etag}', "*"])
@pytest.mark.parametrize("largest", [10, stored_answers.LARGEST_STORED])
def test_a_304_has_the_headers_of_the_answer_whether_it_is_stored_or_not(
    goal: Any, client: Client, monkeypatch: Any, named: str, largest: int
) -> None:
    monkeypatch.setattr(stored_answers, "LARGEST_STORED", largest)
    for address in (f"{API}goals", f"{API}goals/{goal.translation_key}"):
        for headers in ({}, {"accept-encoding": "gzip"}):
            answer = client.get(address, headers=headers)
            again = client.get(address, headers={**headers, "if-none-match": named.format(etag=answer["ETag"])})
            assert again.status_code == 304
            for name in ("Cache-Control", "Content-Language", "ETag", "Vary"):
                assert again[name] == answer[name], name


def test_a_stored_answer_has_a_date_as_soon_as_others_have(goal: Any, client: Client, monkeypatch: Any) -> None:
    first = client.get(f"{API}goals")
    assert "Last-Modified" not in first
    monkeypatch.setattr(caching, "TOLD_AFTER", timedelta(0))
    again = client.get(f"{API}goals")
    assert again["Last-Modified"]
    unchanged = client.get(f"{API}goals", headers={"if-none-match": first["ETag"]})
    assert (unchanged.status_code, unchanged["Last-Modified"]) == (304, again["Last-Modified"])
    assert client.get(f"{API}goals", headers={"if-modified-since": again["Last-Modified"]}).status_code == 304


def test_who_has_a_stored_answer_gets_a_304_of_one_query(
    addresses: list[str], client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for address in addresses:
        for headers in ({}, {"accept-encoding": "gzip"}):
            first = client.get(address, headers=headers)
            for etag in (first["ETag"], first["ETag"].removeprefix("W/")):
                with django_assert_num_queries(1, info=address):
                    again = client.get(address, headers={**headers, "if-none-match": etag})
                assert (again.status_code, again.content) == (304, b"")
                assert again["ETag"] == first["ETag"]
        several = client.get(address, headers={"if-none-match": f'"other", {first["ETag"]}'})
        assert several.status_code == 304


def test_a_304_is_right_however_old_the_answer_is(goal: Any, client: Client) -> None:
    etag = client.get(f"{API}goals")["ETag"]
    StoredAnswer.objects.update(written_at=timezone.now() - timedelta(days=30))
    assert client.get(f"{API}goals", headers={"if-none-match": etag}).status_code == 304


def test_most_programs_ask_for_one_and_the_same(goal: Any, client: Client) -> None:
    for headers in ({}, {"accept": "*/*"}, {"accept": JSON}, {"accept": "application/json"}):
        assert client.get(f"{API}goals?year=2026&limit=5", headers=headers).status_code == 200
    assert StoredAnswer.objects.count() == 1


# What is not given


def hide_goal(goal: Any) -> None:
    page_model().objects.filter(pk=goal.pk).update(live=False)


def hide_plan(goal: Any) -> None:
    page_model().objects.filter(pk=goal.get_parent().pk).update(live=False)


def hide_previous(goal: Any) -> None:
    page_model().objects.filter(pk=goal.previous_goal.pk).update(live=False)


def hide_plan_of_previous(goal: Any) -> None:
    page_model().objects.filter(pk=goal.previous_goal.get_parent().pk).update(live=False)


def restrict_above(goal: Any) -> None:
    PageViewRestriction.objects.bulk_create(
        [PageViewRestriction(page=goal.get_parent().get_parent(), restriction_type="login")]
    )


def restrict_goal(goal: Any) -> None:
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page_id=goal.pk, restriction_type="password")])


def delete_goal(goal: Any) -> None:
    type(goal).objects.get(pk=goal.pk).delete()


def delete_plan_of_previous(goal: Any) -> None:
    goal.previous_goal.get_parent().specific.delete()


def move_below_a_restricted_page(goal: Any) -> None:
    plan = PlanPageFactory(year=2031)
    PageViewRestriction.objects.bulk_create([PageViewRestriction(page_id=plan.pk, restriction_type="login")])
    type(goal).objects.get(pk=goal.pk).move(plan, pos="last-child")


def move_plan_to_another_site(goal: Any) -> None:
    home = page_model().objects.get(depth=1).add_child(instance=page_model()(title="Norrby", slug="norrby"))
    Site.objects.bulk_create([Site(hostname="norrby.example", root_page=home)])
    goal.get_parent().specific.move(home, pos="last-child")


def delete_goal_and_use_its_place(goal: Any) -> None:
    delete_goal(goal)
    use_place(goal)


def move_goal_and_use_its_place(goal: Any) -> None:
    move_below_a_restricted_page(goal)
    use_place(goal)


def use_place(goal: Any) -> None:
    plan = page_model().objects.get(path=goal.path[: -page_model().steplen])
    assert plan.add_child(instance=page_model()(title="Nyhet", slug="nyhet")).path == goal.path


WAYS_TO_HIDE = [
    hide_goal,
    hide_plan,
    hide_previous,
    hide_plan_of_previous,
    restrict_above,
    restrict_goal,
    delete_goal,
    delete_plan_of_previous,
    move_below_a_restricted_page,
    move_plan_to_another_site,
    delete_goal_and_use_its_place,
    move_goal_and_use_its_place,
]


@pytest.mark.parametrize("hide", WAYS_TO_HIDE)
def test_visibility_is_decided_by_the_tree_even_where_no_trigger_told_of_it(
    addresses: list[str], goal: Any, client: Client, anew: Callable[..., HttpResponse], hide: Callable[[Any], None]
) -> None:
    before = {address: client.get(address) for address in addresses}
    hide(goal)
    for address, old in before.items():
        new, fresh = client.get(address), anew(address)
        if "page=2" in address:
            # How long a list is goes by the version, as in a 304; what is in it does not.
            assert titles(new) <= titles(client.get(f"{API}goals"))
            continue
        assert (new.status_code, new.content) == (fresh.status_code, fresh.content)
        if old.content != fresh.content and fresh.status_code != 200:
            assert client.get(address, headers={"if-none-match": old["ETag"]}).status_code == fresh.status_code


def test_a_goal_that_is_hidden_is_not_found_as_what_never_was(goal: Any, client: Client) -> None:
    address = f"{API}goals/{goal.translation_key}"
    etag = client.get(address)["ETag"]
    hide_goal(goal)
    for headers in ({}, {"if-none-match": etag}, {"accept-encoding": "gzip"}):
        hidden, never = (client.get(one, headers=headers) for one in (address, f"{API}goals/{NO_KEY}"))
        assert hidden.status_code == never.status_code == 404
        assert hidden.content == never.content.replace(NO_KEY.encode(), str(goal.translation_key).encode())


def test_what_is_published_is_read_at_once(
    addresses: list[str], goal: Any, client: Client, anew: Callable[..., HttpResponse], released: Released
) -> None:
    before = {address: client.get(address) for address in addresses}
    goal.title = "Tryggare skola"
    with released():
        publish(goal)
    for address, old in before.items():
        new = client.get(address, headers={"if-none-match": old["ETag"]})
        assert told(new) == told(anew(address))
    assert "Tryggare skola" in client.get(addresses[0]).content.decode()


def test_answers_of_former_versions_are_removed(goal: Any, client: Client, released: Released) -> None:
    for query in ("", "?expand=sections", "?limit=2"):
        client.get(f"{API}goals{query}")
    with released():
        publish(goal)
    client.get(f"{API}goals")
    assert StoredAnswer.objects.count() == 1
    assert set(StoredAnswerPage.objects.values_list("answer", flat=True)) == set(
        StoredAnswer.objects.values_list("pk", flat=True)
    )


def test_an_answer_is_put_together_anew_after_a_while(goal: Any, client: Client) -> None:
    client.get(f"{API}goals")
    long_ago = timezone.now() - stored_answers.KEPT_FOR - timedelta(seconds=1)
    StoredAnswer.objects.update(written_at=long_ago, content=gzip.compress(b'"old"'))
    assert client.get(f"{API}goals").json()["items"]
    assert StoredAnswer.objects.get().written_at > long_ago


def test_a_new_version_of_the_package_stores_its_own(goal: Any, client: Client, monkeypatch: Any) -> None:
    client.get(f"{API}goals")
    monkeypatch.setattr("wagtail_kommunmal.api.caching.__version__", "99")
    client.get(f"{API}goals")
    assert StoredAnswer.objects.count() == 2


def test_each_site_and_language_has_its_own(goal: Any, english: Locale, client: Client, released: Released) -> None:
    with released():
        Site.objects.create(hostname="andra.example", root_page=page_model().objects.get(pk=goal.get_parent().pk))
    own, other = (client.get(f"{API}goals", headers={"host": host}) for host in ("localhost", "andra.example"))
    for _time in range(2):
        assert client.get(f"{API}goals", headers={"host": "andra.example"}).content == other.content != own.content
    in_english = client.get(f"{API}goals?lang=en")
    assert (in_english["Content-Language"], own["Content-Language"]) == ("en", "sv")
    assert StoredAnswer.objects.values("version").distinct().count() == 3


@pytest.mark.parametrize(
    ("setting", "asked"),
    [
        (None, {"SERVER_PORT": "8080"}),
        ("USE_X_FORWARDED_HOST", {"HTTP_X_FORWARDED_HOST": "andra.example"}),
        ("USE_X_FORWARDED_PORT", {"HTTP_X_FORWARDED_PORT": "8080"}),
    ],
)
def test_a_site_is_told_from_another_as_wagtail_does(
    goal: Any, client: Client, settings: Any, released: Released, setting: str | None, asked: dict[str, str]
) -> None:
    plan = page_model().objects.get(pk=goal.get_parent().pk)
    with released():
        Site.objects.create(hostname="testserver", port=8080, root_page=plan)
        Site.objects.create(hostname="andra.example", root_page=plan)
    if setting is not None:
        setattr(settings, setting, True)
    for _time in range(2):
        own, other = client.get(f"{API}goals"), client.get(f"{API}goals", **asked)
        assert "http://testserver/" in own.content.decode()
        assert "http://testserver/" not in other.content.decode()


# What is stored


@pytest.mark.parametrize("query", ["?asOf=2031-01-01", "?q=skola", "?limit=0", "?nothing=1", "?lang=xx", "?page=9"])
@pytest.mark.indexed
def test_what_depends_on_more_or_is_an_error_is_not_stored(goal: Any, client: Client, query: str) -> None:
    client.get(f"{API}goals{query}")
    client.get(f"{API}goals/{NO_KEY}")
    assert not StoredAnswer.objects.exists()


@pytest.mark.parametrize(
    "headers", [{"authorization": "Bearer x"}, {"accept": "text/html"}, {"accept": "text/csv, application/json"}]
)
def test_other_kinds_of_requests_neither_find_nor_store_anything(
    goal: Any, client: Client, rf: Any, headers: dict[str, str]
) -> None:
    client.get(f"{API}goals", headers=headers)
    client.post(f"{API}goals")
    client.options(f"{API}goals")
    assert not StoredAnswer.objects.exists()
    assert _key(rf.get(f"{API}goals", headers=headers)) is None


def test_a_setting_turns_it_off(goal: Any, anew: Callable[..., HttpResponse]) -> None:
    packed = anew(f"{API}goals", **{"accept-encoding": "gzip"})
    assert "Content-Encoding" not in packed
    assert not StoredAnswer.objects.exists()


def test_one_more_than_are_kept_takes_the_place_of_the_oldest(goal: Any, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(stored_answers, "MOST_STORED", 3)
    asked = [f"{API}goals?limit={limit}" for limit in range(1, 6)]
    for address in asked:
        client.get(address)
    assert StoredAnswer.objects.count() == 3
    kept = [client.get(address)["ETag"].strip('"') for address in asked[2:]]
    assert set(StoredAnswer.objects.values_list("etag", flat=True)) == set(kept)


def test_what_is_too_large_is_given_and_not_stored(goal: Any, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr(stored_answers, "LARGEST_STORED", 10)
    assert client.get(f"{API}goals").json()["items"]
    assert not StoredAnswer.objects.exists()


def test_a_site_without_a_version_stores_nothing(goal: Any, client: Client) -> None:
    ContentVersion.objects.all().delete()
    assert client.get(f"{API}goals").status_code == 200
    assert not StoredAnswer.objects.exists()


def test_what_changes_while_it_is_read_is_not_stored(goal: Any, client: Client, monkeypatch: Any) -> None:
    real = stored_answers._store

    def change_first(*arguments: Any) -> None:
        ContentVersion.objects.update(number=99)
        real(*arguments)

    monkeypatch.setattr(stored_answers, "_store", change_first)
    assert client.get(f"{API}goals").status_code == 200
    assert not StoredAnswer.objects.exists()


@pytest.mark.parametrize("error", [OperationalError, InternalError, InterfaceError])
def test_a_database_that_cannot_be_written_to_only_gives(
    goal: Any, client: Client, monkeypatch: Any, caplog: pytest.LogCaptureFixture, error: type[Exception]
) -> None:
    def fail(*arguments: Any) -> None:
        raise error("read-only")

    monkeypatch.setattr(stored_answers, "_store", fail)
    assert client.get(f"{API}goals").json()["items"]
    assert "cannot be stored: read-only" in caplog.text


def test_of_many_who_ask_at_once_the_first_alone_writes(goal: Any) -> None:
    reader = reader_on(Site.objects.get().pk, goal.locale)

    def store(content: bytes) -> bytes:
        store_answer("k" * 32, Answer("e" * 32, {}, reader.changed_at, content), reader, {})
        return bytes(StoredAnswer.objects.get().content)

    assert (store(b"first"), store(b"second")) == (b"first", b"first")
    StoredAnswer.objects.update(written_at=timezone.now() - stored_answers.JUST_NOW)
    assert store(b"third") == b"third"
    ContentVersion.objects.update(number=99)
    reader = reader_on(Site.objects.get().pk, goal.locale)
    assert store(b"fourth") == b"fourth"


def test_of_two_readers_who_store_the_same_one_answer_stands_with_its_own_pages(goal: Any, monkeypatch: Any) -> None:
    reader = reader_on(Site.objects.get().pk, goal.locale)
    # Neither sees the other's before it is there.
    monkeypatch.setattr(stored_answers, "_make_room", lambda *arguments: True)
    for content, path in ((b"first", "0001"), (b"second", "none")):
        store_answer("k" * 32, Answer("e" * 32, {}, reader.changed_at, content), reader, {path: None})
    assert bytes(StoredAnswer.objects.get().content) == b"first"
    assert StoredAnswerPage.objects.get().path == "0001"
    assert stored_answer("k" * 32, "") is not None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="On other databases a transaction may read first.")
@pytest.mark.parametrize("mode", [None, "DEFERRED"])
def test_on_sqlite_nothing_is_stored_where_that_makes_transactions_of_others_fail(
    goal: Any, client: Client, monkeypatch: Any, mode: str | None
) -> None:
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "transaction_mode", mode)
    assert client.get(f"{API}goals").json()["items"]
    assert not StoredAnswer.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Other databases let several write at a time.")
def test_on_sqlite_a_reader_does_not_wait_for_a_writer(goal: Any, client: Client, monkeypatch: Any) -> None:
    def busy_timeout() -> int:
        with connection.cursor() as cursor:
            return cursor.execute("PRAGMA busy_timeout").fetchone()[0]

    real, waited = stored_answers._store, []
    before = busy_timeout()

    def store(*arguments: Any) -> None:
        waited.append(busy_timeout())
        real(*arguments)

    monkeypatch.setattr(stored_answers, "_store", store)
    client.get(f"{API}goals")
    assert (waited, busy_timeout()) == ([0], before)
    assert before > 0
    assert StoredAnswer.objects.exists()


@pytest.mark.postgresql
def test_postgresql_looks_up_the_pages_of_an_answer_instead_of_reading_all_that_there_are(
    addresses: list[str], client: Client
) -> None:
    for address in addresses:
        client.get(address)
    query = stored_answers._answer()
    asked = {**query.constants, "key": StoredAnswer.objects.values_list("pk", flat=True)[0], "known": ""}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute(f"EXPLAIN {query.sql}", asked)
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "SubPlan" in plan
    assert "hashed SubPlan" not in plan


@pytest.mark.postgresql
def test_on_postgresql_a_site_may_have_the_queries_planned_once(
    addresses: list[str], client: Client, anew: Callable[..., HttpResponse], monkeypatch: Any
) -> None:
    def prepared() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM pg_prepared_statements")
            return cursor.fetchone()[0]

    before = {address: anew(address).content for address in addresses}
    assert prepared() == 0
    monkeypatch.setattr(connection.connection, "prepare_threshold", 1)
    for address, content in before.items():
        for _time in range(4):
            assert anew(address).content == client.get(address).content == content
    assert prepared() > 0


def test_wagtail_reads_no_answer_when_it_looks_for_references(goal: Any) -> None:
    for model in (StoredAnswer, StoredAnswerPage):
        assert not ReferenceIndex.model_is_indexable(model)
