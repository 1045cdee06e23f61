"""What is not public shows at no address, whatever it is asked with; it is as if it had never been there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django.core.cache import cache
from django.test.client import Client
from wagtail.models import Site

from wagtail_kommunmal.conf import known_keys

from . import content
from .addresses import (
    AFTER_HIDING,
    ROOT,
    WHILE_PUBLIC,
    Address,
    addresses,
    plain_addresses,
    routes,
    with_parameter,
)
from .content import HIDDEN, KEYS_OF_SECRETS, NEVER, OPENED, REVEALED, Municipality, Released, date_releases
from .ways import WAYS, Way

pytestmark = [pytest.mark.django_db, pytest.mark.same_on_every_database]

ALL = tuple(addresses())
PLAIN = tuple(plain_addresses())
TOMBSTONES = "changes"
"""The route that may tell of what is gone its kind and id, and nothing more."""

Answer = tuple[int, str]
CACHED = ["without a cache", "with a cache"] if "API_CACHE" in known_keys() else ["without a cache"]


@pytest.fixture
def municipality(site: Site, released: Released) -> Municipality:
    municipality = Municipality(site, released)
    municipality.open()
    return municipality


@pytest.fixture(autouse=True)
def _no_log_of_what_is_not_found(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("ERROR", logger="django.request")


@pytest.fixture(scope="module")
def untouched() -> dict[Address, Answer]:
    """What a site answers that never had anything to hide: filled by the first test that looks."""
    return {}


def ask(address: Address, seen_with: Mapping[str, str] | None = None, **headers: str) -> Any:
    seen_with = dict(seen_with or {})
    if "lang" in seen_with:
        address = with_parameter(address, "lang", seen_with.pop("lang"))
    if address.accept:
        headers["accept"] = address.accept
    return Client().get(address.url, headers={**headers, **seen_with})


def text_of(response: Any) -> str:
    body = response.getvalue() if response.streaming else response.content
    return str(body.decode())


def headers_of(response: Any) -> str:
    return "\n".join(f"{name}: {value}" for name, value in response.items())


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


def timeless(text: str) -> str:
    """Return an answer without times and without which release it is: nothing was hidden at a time of its own."""
    return TIME.sub("", RELEASE.sub('"release"', text))


def answer_of(address: Address, response: Any) -> Answer:
    return response.status_code, timeless(without_echo(address, text_of(response)))


def told_by(address: Address, response: Any) -> list[str]:
    """Return what an answer tells of the hidden: words, money and ids."""
    text = without_echo(address, text_of(response))
    told = [word for word in (content.MARK, content.MONEY) if word in f"{text}\n{headers_of(response)}".lower()]
    if not address.route.startswith(TOMBSTONES):
        told += [f"id {key}" for key in KEYS_OF_SECRETS if str(key) in text]
    return told


def is_history(address: Address) -> bool:
    return address.parameters.get("asOf") == WHILE_PUBLIC or address.route.endswith("/releases")


def leaks(way: Way, untouched: dict[Address, Answer]) -> Iterator[str]:
    for address in ALL:
        if way.stays_in_history and is_history(address):
            continue
        if way.seen_with.get("lang", "") == address.parameters.get("lang"):
            continue
        response = ask(address)
        yield from (f"{address} tells {told}" for told in told_by(address, response))
        if not address.route.startswith(TOMBSTONES) and (answer := answer_of(address, response)) != untouched[address]:
            yield f"{address} answers {answer}, and without the hidden {untouched[address]}"


def unseen(way: Way) -> set[str]:
    """Return the words that no address gives although they are public."""
    text = "\n".join(text_of(ask(address, way.seen_with)) for address in PLAIN).lower()
    return {place for place in way.places if content.word(place) not in text}


@pytest.mark.parametrize("way", WAYS, ids=str)
def test_what_is_not_public_is_as_if_it_had_never_been(
    way: Way, municipality: Municipality, untouched: dict[Address, Answer], released: Released
) -> None:
    if not untouched:
        untouched |= {address: answer_of(address, ask(address)) for address in ALL}
        cache.clear()
    with released():
        way.make(municipality)
    date_releases(REVEALED)
    if way.hide or way.seen_with:
        assert not unseen(way)
    if way.hide:
        with released():
            way.hide(municipality)
        date_releases(HIDDEN)
    assert list(leaks(way, untouched)) == []
    if way.reveal:
        with released():
            way.reveal(municipality)
        assert not unseen(way)
