"""What is not public shows at no address, whatever it is asked with; it is as if it had never been there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from time import time
from typing import Any
from unittest.mock import patch

import pytest
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test.client import Client
from openpyxl import load_workbook
from wagtail.models import Site

from tests.sundby import PUBLISHER
from wagtail_kommunmal.conf import get_settings, known_keys
from wagtail_kommunmal.preview_tokens import issue_preview_token

from . import content
from .addresses import (
    ROOT,
    WHILE_PUBLIC,
    XLSX,
    Address,
    Route,
    addresses,
    plain_addresses,
    routes,
    with_parameter,
)
from .content import HIDDEN, KEYS_OF_SECRETS, NEVER, REVEALED, Municipality, Released, date_releases
from .ways import WAYS, Way, draft_of_secret_goal, draft_over_the_live_goal

pytestmark = [pytest.mark.django_db, pytest.mark.same_everywhere, pytest.mark.indexed]

ALL = tuple(addresses())
PLAIN = tuple(plain_addresses())
PLAIN_AND_EARLIER = tuple(address for address in ALL if address in PLAIN or "asOf" in address.parameters)
GOAL = "goals/<uuid:id>"
CHANGES = "changes"
"""The route that may tell of what is gone its kind and id, and nothing more."""

CLIENT = Client()
Answer = tuple[int, str]
WAYS_AND_CACHES = [(way, None) for way in WAYS] + [
    (way, "default") for way in WAYS if way.hide and "API_CACHE" in known_keys()
]
NOT_FOUND = (
    "a goal that was never published",
    "a goal that was deleted",
    "a draft over a live goal",
    "a plan restricted by login",
    "a plan of another site",
)


@pytest.fixture(autouse=True)
def _no_log_of_what_is_not_found(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("ERROR", logger="django.request")


@pytest.fixture(autouse=True)
def _with_a_publisher(settings: Any) -> None:
    """Without one, there is no catalogue that could tell anything."""
    settings.WAGTAIL_KOMMUNMAL = {"OPEN_DATA": PUBLISHER}


@pytest.fixture
def municipality(site: Site, released: Released) -> Municipality:
    municipality = Municipality(site, released)
    municipality.open()
    return municipality


@pytest.fixture(scope="module")
def untouched() -> dict[Address, Answer]:
    """What a site answers that never had anything to hide: filled by the first test that looks."""
    return {}


def ask(address: Address, **headers: str) -> Any:
    if address.accept:
        headers["accept"] = address.accept
    return CLIENT.get(address.url, headers=headers)


def ask_as_reader(way: Way, address: Address) -> Any:
    """Ask for what is hidden from others as somebody whom it is public to."""
    headers = dict(way.seen_with)
    if language := headers.pop("lang", ""):
        address = with_parameter(address, "lang", language)
    return ask(address, **headers)


def text_of(response: Any) -> str:
    if response.streaming:
        # It is read more than once.
        body = response.getvalue()
        response.streaming_content = [body]
    else:
        body = response.content
    if body and response.headers.get("Content-Type") == XLSX:
        cells = [cell for sheet in load_workbook(BytesIO(body)) for row in sheet.values for cell in row]
        # A time as it is elsewhere.
        return "\n".join(f"{cell.isoformat()}Z" if isinstance(cell, datetime) else str(cell) for cell in cells)
    return str(body.decode())


def without_echo(address: Address, text: str) -> str:
    """Return an answer without what it repeats of the question: its own addresses and the values that were wrong."""
    if not text.startswith("{"):
        return text
    document = json.loads(text)
    if "_meta" in document:
        for link in document["_links"].values():
            assert link["href"].partition("?")[0] == f"http://testserver{ROOT}{address.path}"
        del document["_links"]
    if "instance" in document:
        document.pop("errors", None)
        assert document["instance"] == ROOT + address.path
        del document["instance"]
    return json.dumps(document, ensure_ascii=False)


TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|%2B00:00|\+00:00)")
RELEASE = re.compile(r'"release": \{"number": \d+, [^}]*\{[^}]*\}[^}]*\}')


def answer_of(address: Address, response: Any) -> Answer:
    """Return an answer without times and without which release it is: nothing was hidden at a time of its own."""
    text = without_echo(address, text_of(response))
    return response.status_code, TIME.sub("", RELEASE.sub('"release"', text))


def told_by(address: Address, response: Any) -> list[str]:
    """Return what an answer tells of the hidden: words, money and ids."""
    text = without_echo(address, text_of(response))
    headers = "\n".join(f"{name}: {value}" for name, value in response.items())
    told = [word for word in (content.MARK, content.MONEY) if word in f"{text}\n{headers}".lower()]
    if address.route != CHANGES:
        told += [f"id {key}" for key in KEYS_OF_SECRETS if str(key) in text]
    return told


def is_history(address: Address) -> bool:
    """Return whether an address tells what a page once said."""
    return address.parameters.get("asOf") == WHILE_PUBLIC or address.route.endswith("/releases")


def tells_of_history(address: Address) -> bool:
    """Return whether an address tells what a page once said, or only that it was published anew since it said so."""
    return is_history(address) or address.parameters.get("updatedSince") == WHILE_PUBLIC


def to_ask(way: Way, alias: str | None) -> list[Address]:
    chosen = PLAIN if way.is_like_another else PLAIN_AND_EARLIER if alias else ALL
    return [
        address
        for address in chosen
        if not (way.stays_in_history and is_history(address))
        and address.parameters.get("lang") != way.seen_with.get("lang", "")
    ]


def leaks(way: Way, asked: list[Address], untouched: dict[Address, Answer], seen: dict[Address, Any]) -> Iterator[str]:
    """Yield what can be told from answers; ``seen`` are those that were given before something was hidden."""
    for address in asked:
        response = ask(address)
        yield from (f"{address} tells {told}" for told in told_by(address, response))
        answer = answer_of(address, response)
        may_differ = address.route == CHANGES or (way.makes_history and tells_of_history(address))
        if not may_differ and answer != untouched[address]:
            yield f"{address} answers {answer}, and without the hidden {untouched[address]}"
        validator = seen[address].headers.get("ETag") if address in seen else None
        if validator and answer_of(address, seen[address]) != answer:
            again = ask(address, if_none_match=validator)
            if again.status_code == 304:
                yield f"{address} has not changed, it says"


def differences_from_never(route: Route, *asked_with: dict[str, str]) -> Iterator[str]:
    """Yield where a hidden document is not found in another way than one that never was."""
    for headers in asked_with:
        never = ask(route.at(NEVER), **headers)
        for key in route.keys:
            if key not in KEYS_OF_SECRETS:
                continue
            response = ask(route.at(key), **headers)
            expected = never.content.replace(str(NEVER).encode(), str(key).encode())
            if (response.status_code, response.content) != (never.status_code, expected):
                yield f"{route.at(key)} {headers}: {response.content!r}, not {expected!r}"
            if dict(response.items()) != dict(never.items()):
                yield f"{route.at(key)} {headers}: {response.headers}, not {never.headers}"


def unseen(way: Way, as_of: str = "") -> set[str]:
    """Return the words that no address gives although they are public, or were at a moment."""
    missing = set(way.places)
    chosen = [
        with_parameter(address, "asOf", as_of) if as_of else address
        for address in sorted(PLAIN, key=lambda address: "expand" not in address.parameters)
        if way.shown_at in ("", address.path)
    ]
    for address in chosen:
        text = text_of(ask_as_reader(way, address)).lower()
        missing -= {place for place in missing if content.word(place) in text}
        if not missing:
            break
    return missing


@pytest.mark.parametrize(("way", "alias"), WAYS_AND_CACHES, ids=str)
def test_what_is_not_public_is_as_if_it_had_never_been(
    way: Way,
    alias: str | None,
    municipality: Municipality,
    untouched: dict[Address, Answer],
    released: Released,
    settings: Any,
) -> None:
    if not untouched:
        untouched |= {address: answer_of(address, ask(address)) for address in ALL}
    if alias:
        settings.WAGTAIL_KOMMUNMAL |= {"API_CACHE": alias}
    cache.clear()
    with released():
        way.make(municipality)
    date_releases(REVEALED)
    seen: dict[Address, Any] = {}
    asked = to_ask(way, alias)
    if way.hide:
        assert not unseen(way)
        seen = {address: ask(address) for address in (asked if alias else PLAIN)}
        for response in seen.values():
            # A table is read while it is written: before anything is hidden.
            text_of(response)
        with released():
            way.hide(municipality)
        date_releases(HIDDEN)
    assert list(leaks(way, asked, untouched, seen)) == []
    if way.seen_with:
        assert not unseen(way)
    if way.reveal:
        with released():
            way.reveal(municipality)
        assert not unseen(way, way.revealed_as_of)


@pytest.mark.parametrize("way", [way for way in WAYS if way.name in NOT_FOUND], ids=str)
def test_what_is_hidden_is_not_found_as_what_never_was(
    way: Way, municipality: Municipality, released: Released
) -> None:
    with released():
        way.make(municipality)
        if way.hide:
            way.hide(municipality)
    asked_with = ({}, {"authorization": "Bearer nonsense"}, {"if_none_match": "*"}, {"accept": "text/csv, */*"})
    assert [told for route in routes() if route.keys[0] for told in differences_from_never(route, *asked_with)] == []


def token_of_another_goal(m: Municipality, editor: Any) -> str:
    draft_of_secret_goal(m)
    return issue_preview_token(m.goal, editor)


def token_that_is_too_old(m: Municipality, editor: Any) -> str:
    draft_of_secret_goal(m)
    long_ago = time() - get_settings().PREVIEW_TOKEN_SECONDS - 1
    with patch("django.core.signing.time.time", return_value=long_ago):
        return issue_preview_token(m.secret_goal, editor)


def token_revoked_by_publishing(m: Municipality, editor: Any) -> str:
    token = issue_preview_token(m.goal, editor)
    m.goal.get_latest_revision().publish()
    draft_over_the_live_goal(m)
    return token


@pytest.mark.parametrize("make", [token_of_another_goal, token_that_is_too_old, token_revoked_by_publishing])
def test_a_preview_token_that_does_not_open_a_draft_tells_nothing_of_it(
    make: Callable[[Municipality, Any], str], municipality: Municipality, released: Released
) -> None:
    editor = get_user_model().objects.create(username="editor", is_superuser=True)
    with released():
        token = {"authorization": f"Bearer {make(municipality, editor)}"}
    assert [told for address in PLAIN for told in told_by(address, ask(address, **token))] == []
    assert [told for route in routes() if route.keys[0] for told in differences_from_never(route, token)] == []
    page = municipality.secret_goal or municipality.goal
    opening = {"authorization": f"Bearer {issue_preview_token(page, editor)}"}
    assert content.MARK in ask(next(r for r in routes() if r.pattern == GOAL).at(page.translation_key), **opening).text


def test_asking_for_the_headers_only_gives_those_of_the_answer(municipality: Municipality) -> None:
    for address in PLAIN:
        head = Client().head(address.url, headers={"accept": address.accept or "*/*"})
        answer = Client().get(address.url, headers={"accept": address.accept or "*/*"})
        assert (head.status_code, dict(head.items())) == (answer.status_code, dict(answer.items())), address
        assert text_of(head) == ""
