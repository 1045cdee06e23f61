from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Site
from wagtail.users.models import UserProfile

from .municipality import Municipality, fill

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer


@pytest.fixture
def municipality(site: Site, image: Any, live_server: LiveServer) -> Municipality:
    """A municipality on the site as the browser reaches it."""
    address = urlsplit(live_server.url)
    site.hostname, site.port = address.hostname, address.port
    site.save()
    return fill(site, image)


@pytest.fixture
def admin_page(browser_page: Page, live_server: LiveServer, admin_user: Any) -> Page:
    """A page in the profile of an administrator who works in English."""
    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "en"})
    client = Client()
    client.force_login(admin_user)
    session: Any = client.cookies[settings.SESSION_COOKIE_NAME].value
    browser_page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    # What slides in is looked at when it has arrived.
    browser_page.emulate_media(reduced_motion="reduce")
    return browser_page
