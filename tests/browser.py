"""A real browser for the tests marked ``browser``: Chromium without a window, driven by Playwright."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
TIMEOUT = 20_000
"""How long a busy machine may take to show what a test waits for, in milliseconds."""
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Return the path of the browser: ``$CHROMIUM``, or the first one on the PATH."""
    named = os.environ.get("CHROMIUM")
    return shutil.which(named) if named else next(filter(None, map(shutil.which, NAMES)), None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("browser") is None or chromium():
        return
    why = f"NO BROWSER FOUND: install one of {', '.join(NAMES)}, or give its path in CHROMIUM"
    if os.environ.get("KOMMUNMAL_REQUIRE_BROWSER") == "1":
        pytest.fail(f"{why} (KOMMUNMAL_REQUIRE_BROWSER=1)", pytrace=False)
    pytest.skip(why)


@contextmanager
def run_chromium() -> Iterator[Browser]:
    from playwright.sync_api import expect, sync_playwright

    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        expect.set_options(timeout=TIMEOUT)
        # Playwright runs an event loop in the test's thread, where Django otherwise refuses to reach the database.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, the same for all tests of a module; only for tests that are marked ``browser``."""
    with run_chromium() as browser:
        yield browser


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    """A page in a fresh profile with Swedish as its language, which asks no other machine for anything."""
    context = browser.new_context(locale="sv-SE", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(TIMEOUT)
    asked: set[str | None] = set()
    context.on("request", lambda request: asked.add(urlsplit(request.url).hostname))
    yield context.new_page()
    context.close()
    assert asked <= {"localhost", None}
