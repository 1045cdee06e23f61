"""Content that the tests of a module share: made once, and what a test does to it is taken back.

A module shares content by making it in fixtures of its own with ``scope="module"`` that begin with ``shared_site``.
What a test is given of it is read anew, so that none sees what another did to an object. The tests cannot be
transactional.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from wagtail.models import Site

from tests.indexes import without_indexes
from tests.sundby import found_site


@pytest.fixture(scope="module")
def shared_site(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Site]:
    """The municipality of ``site`` for all tests of the module, in a transaction that theirs are within."""
    with ExitStack() as around:
        around.enter_context(django_db_blocker.unblock())
        around.enter_context(override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")))
        if not request.node.get_closest_marker("indexed"):
            around.enter_context(without_indexes())
        around.enter_context(transaction.atomic())
        yield found_site()
        transaction.set_rollback(True)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Take back what each test does, and have those that are given less of what their module shares go first.

    So one that is given nothing of it does not see it.
    """
    given = {item: _shared_by(item) for item in items}
    for item in items:
        if given[item]:
            _be_taken_back(item)
    yield
    for module in {item.path for item in items if given[item]}:
        places = [place for place, item in enumerate(items) if item.path == module]
        in_order = sorted((items[place] for place in places), key=given.__getitem__)
        for place, item in zip(places, in_order, strict=True):
            items[place] = item


def _be_taken_back(item: pytest.Item) -> None:
    marker = item.get_closest_marker("django_db")
    if marker is None:
        item.add_marker(pytest.mark.django_db)
    elif marker.kwargs.get("transaction"):
        raise pytest.UsageError(f"{item.nodeid} is transactional, and its module shares content.")


def _shared_by(item: pytest.Item) -> int:
    """Return how many fixtures of its module a test is given that make content."""
    found = item._fixtureinfo.name2fixturedefs if isinstance(item, pytest.Function) else {}
    if "shared_site" not in found:
        return 0
    return sum(definitions[-1].scope == "module" for definitions in found.values())


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Function) -> Iterator[None]:
    yield
    if _shared_by(item):
        item.funcargs = {name: _read_anew(value) for name, value in item.funcargs.items()}


def _read_anew(value: Any) -> Any:
    """Return a value with all objects of the database as they are there."""
    if isinstance(value, Model):
        return type(value)._default_manager.get(pk=value.pk)
    if isinstance(value, dict):
        return {name: _read_anew(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_read_anew(each) for each in value]
    held = _held_by(value)
    if any(isinstance(each, Model) for each in held.values()):
        return replace(value, **{name: _read_anew(each) for name, each in held.items()})
    return value


def _held_by(value: Any) -> dict[str, Any]:
    """Return the fields of a dataclass, and none of anything else."""
    if isinstance(value, type) or not is_dataclass(value):
        return {}
    return {field.name: getattr(value, field.name) for field in fields(value)}
