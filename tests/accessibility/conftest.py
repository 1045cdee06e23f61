"""One browser and one municipality for all tests of the folder, which look at it.

A test that changes something makes it first. All are in one group, as each of pytest-xdist's workers would begin with
a browser and a municipality of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.test import Client, override_settings
from wagtail.users.models import UserProfile

from tests.browser import run_chromium
from tests.sundby import found_site, language

from .admin import Admin
from .municipality import Municipality, fill

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page
    from pytest_django import DjangoDbBlocker
    from pytest_django.live_server_helper import LiveServer


@pytest.fixture(scope="package")
def transactional_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The database as the live server sees it, emptied when all tests of the folder are through."""
    with django_db_blocker.unblock():
        yield
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(autouse=True, scope="package")
def _media_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
        yield


@pytest.fixture(scope="package")
def municipality(transactional_db: None, _media_of_its_own: None, live_server: LiveServer) -> Municipality:
    """A municipality on the site as the browser reaches it."""
    site, address = found_site(), urlsplit(live_server.url)
    language("en")
    site.hostname, site.port = address.hostname, address.port
    site.save()
    return fill(site)


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with run_chromium() as browser:
        yield browser


@pytest.fixture(scope="package")
def administrator(municipality: Municipality) -> Any:
    """Somebody who may do everything, and works in English."""
    return administrator_in("en")


@pytest.fixture
def admin_page(browser_page: Page, live_server: LiveServer, administrator: Any) -> Page:
    """A page in the profile of an administrator."""
    log_in(browser_page.context, live_server.url, administrator)
    # What slides in is looked at when it has arrived.
    browser_page.emulate_media(reduced_motion="reduce")
    return browser_page


@pytest.fixture
def admin(admin_page: Page, live_server: LiveServer) -> Admin:
    return Admin(admin_page, live_server.url)


def administrator_in(language_code: str) -> Any:
    user = get_user_model().objects.create_superuser(f"admin-{language_code}", "admin@example.org", "password")
    UserProfile.objects.create(user=user, preferred_language=language_code)
    return user


def log_in(context: BrowserContext, url: str, user: Any) -> None:
    client = Client()
    client.force_login(user)
    session: Any = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": url}])
