"""What every test may ask for: a municipality's site in two languages, its people, and releases on demand.

That no test reaches another machine is seen to by ``--allow-hosts`` in ``pyproject.toml``.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import partial
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.contrib.auth import get_permission_codename, get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.db import connection
from django.test import TestCase
from django.test.client import Client
from django.utils.translation import override
from pytest_django import DjangoDbBlocker
from pytest_django.live_server_helper import LiveServer
from wagtail.models import GroupPagePermission, Locale, Site

from tests.indexes import without_indexes
from tests.site_pages import Page
from tests.sundby import found_site, language, take_picture

pytest_plugins = ["tests.browser", "tests.migrated", "tests.processes", "tests.shared"]


def pytest_collection_finish() -> None:
    """Collect garbage seldom, and never look through what was imported: that is a sixth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("postgresql") and connection.vendor != "postgresql":
        pytest.skip(f"NEEDS POSTGRESQL, and the database is {connection.vendor}: set DATABASE_URL to run this test")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Empty the cache, where Wagtail keeps the root paths of sites, before and after each test."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _indexes(request: pytest.FixtureRequest) -> Iterator[None]:
    """Keep Wagtail's indexes for ``indexed`` tests only."""
    with nullcontext() if request.node.get_closest_marker("indexed") else without_indexes():
        yield


@pytest.fixture(autouse=True)
def _media_of_its_own(request: pytest.FixtureRequest, settings: Any, tmp_path: Path) -> None:
    """Keep files where no other test sees them, with those that the test's module shares."""
    if "shared_site" in request.fixturenames:
        copytree(settings.MEDIA_ROOT, tmp_path / "media")
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let the threads of the live server go before PostgreSQL drops the database: they hold on to their connections."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(scope="session")
def live_server(django_db_setup: None, live_server: LiveServer) -> LiveServer:
    """The site on a port of its own, started once the database is there: before, it is taken to be in memory."""
    return live_server


@pytest.fixture
def in_english() -> Iterator[None]:
    """Say everything in the language of the sources."""
    with override("en"):
        yield


@pytest.fixture
def swedish(db: None) -> Locale:
    """The default language."""
    return language("sv")


@pytest.fixture
def english(swedish: Locale) -> Locale:
    """The further language."""
    return language("en")


@pytest.fixture
def site(db: None) -> Site:
    """The municipality at http://testserver/, with an empty home page."""
    return found_site()


@pytest.fixture
def home(site: Site) -> Page:
    """The home page of ``site``, where plans stand by default."""
    return site.root_page


@pytest.fixture
def other_site(site: Site) -> Site:
    """Another municipality in the same installation, at http://other.example/."""
    home = Page.get_first_root_node().add_child(title="Norrby kommun", slug="norrby", locale=site.root_page.locale)
    return Site.objects.create(hostname="other.example", port=80, site_name="Norrby kommun", root_page=home)


@pytest.fixture
def editor(home: Page) -> Any:
    """Somebody who may write and publish below ``home``, and nothing else."""
    group = Group.objects.create(name="Webbredaktörer")
    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    for action in ("add", "change", "publish"):
        codename = get_permission_codename(action, Page._meta)
        permission = Permission.objects.get(content_type__app_label=Page._meta.app_label, codename=codename)
        GroupPagePermission.objects.create(group=group, page=home, permission=permission)
    user = get_user_model().objects.create_user("editor", "editor@example.org", "password")
    user.groups.add(group)
    return user


@pytest.fixture
def editor_client(editor: Any) -> Client:
    """A client that ``editor`` is logged in with."""
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def image(site: Site) -> Any:
    """A small picture with an alt text."""
    return take_picture()


@pytest.fixture(scope="session")
def released() -> Callable[[], AbstractContextManager[Any]]:
    """Make the releases that the lines in ``with released():`` asked for, as the commit does outside of tests."""
    return partial(TestCase.captureOnCommitCallbacks, execute=True)
