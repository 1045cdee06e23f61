"""The cache in front of the site is asked to forget the API's addresses of what has changed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from wagtail.models import Locale, Site

from tests.coexistence.frontend_cache import RememberingBackend
from tests.releasing.reading import publish
from wagtail_kommunmal.api import frontend_cache
from wagtail_kommunmal.models.signals import content_changed
from wagtail_kommunmal.releasing.keys import key_of
from wagtail_kommunmal.releasing.versions import bump, bump_all

from .conftest import ROOT, Released

BACKEND = f"{RememberingBackend.__module__}.RememberingBackend"


@pytest.fixture
def purged(plan: Any, goal: Any, settings: Any) -> Iterator[set[str]]:
    """What is purged, once a plan and a goal are there."""
    settings.WAGTAILFRONTENDCACHE = {"default": {"BACKEND": BACKEND}}
    frontend_cache.connect()
    RememberingBackend.purged.clear()
    yield RememberingBackend.purged
    RememberingBackend.purged.clear()
    content_changed.disconnect(frontend_cache.purge)


def lists(root: str = ROOT, query: str = "") -> set[str]:
    assert {"plans", "goals", "bodies", "assignments", "investments"} <= set(frontend_cache.LISTS)
    return {f"{root}/{path}{query}" for path in frontend_cache.LISTS}


def test_a_published_goal_purges_itself_its_plan_and_the_lists(
    purged: set[str], plan: Any, goal: Any, other_site: Site, released: Released
) -> None:
    purged.clear()
    goal.statement = "Ny text."
    with released():
        publish(goal)
    address = f"{ROOT}/goals/{goal.translation_key}"
    assert purged == {*lists(), f"{ROOT}/plans/{plan.translation_key}", address, f"{address}/releases"}


def test_other_sites_and_languages_are_purged_under_their_own_addresses(
    purged: set[str], plan: Any, site: Site, other_site: Site, english: Locale, released: Released
) -> None:
    with released():
        bump_all()
    other = "http://other.example/kommunmal/v1"
    assert purged == {
        *lists(),
        *lists(query="?lang=en"),
        *lists(other),
        *lists(other, "?lang=en"),
        f"{ROOT}/plans/{plan.translation_key}",
    }


def test_of_many_documents_only_lists_and_plans_are_purged(
    purged: set[str], plan: Any, goal: Any, released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(frontend_cache, "MOST_DOCUMENTS", 1)
    with released():
        bump([(plan.get_site().pk, plan.locale_id)], [key_of(plan), key_of(goal)])
    assert purged == {*lists(), f"{ROOT}/plans/{plan.translation_key}"}


def test_an_error_is_logged_and_stops_nobody_from_publishing(
    purged: set[str], goal: Any, released: Released, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*args: Any) -> None:
        raise ConnectionError("down")

    monkeypatch.setattr(frontend_cache.PurgeBatch, "purge", fail)
    goal.statement = "Ny text."
    with released():
        publish(goal)
    assert "The API's addresses could not be purged from the frontend cache." in caplog.messages
    goal.refresh_from_db()
    assert goal.live


def test_without_a_cache_in_front_nothing_is_asked(
    goal: Any, settings: Any, released: Released, purged: set[str]
) -> None:
    del settings.WAGTAILFRONTENDCACHE
    with released():
        bump_all()
    assert purged == set()


def test_nobody_listens_where_the_app_is_not_installed(db: None) -> None:
    assert not content_changed.has_listeners()
