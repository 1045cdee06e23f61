"""Take the pictures of the documentation: ``python -m scripts.screenshots [NAME ...]``."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import ARGUMENTS, chromium

from .pictures import ADMIN, HEADLESS, PUBLIC, Take, settle
from .png import save
from .site import ROOT, Demo, demo

IMAGES = ROOT / "docs" / "images"


def main(wanted: list[str]) -> int:
    """Take all pictures, or those named, and write them to ``docs/images``."""
    if chromium() is None:
        print("The pictures need Chromium: install it, or give its path in CHROMIUM.", file=sys.stderr)
        return 1
    IMAGES.mkdir(exist_ok=True)
    with demo() as site, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        take_all(visitor(browser, site.url), chosen(PUBLIC, wanted))
        take_all(visitor(browser, site.frontend), chosen(HEADLESS, wanted))
        take_all(editor(browser, site), chosen(ADMIN, wanted))
        browser.close()
    return 0


def chosen(pictures: Mapping[str, Take], wanted: list[str]) -> dict[str, Take]:
    """Return the pictures whose file begins with one of the names; all if none is named."""
    return {name: take for name, take in pictures.items() if not wanted or name.startswith(tuple(wanted))}


def visitor(browser: Browser, url: str) -> Page:
    """Return a page of somebody who is not logged in."""
    context = browser.new_context(base_url=url, locale="sv-SE", timezone_id="Europe/Stockholm")
    context.set_default_timeout(20_000)
    return context.new_page()


def editor(browser: Browser, site: Demo) -> Page:
    """Return a page of the editor, who knows the admin: the menu is folded, and nothing calls for attention."""
    page = visitor(browser, site.url)
    page.context.add_cookies([{"name": "wagtail_sidebar_collapsed", "value": "1", "url": site.url}])
    page.goto("/admin/")
    page.locator("[name=username]").fill(site.username)
    page.locator("[name=password]").fill(site.password)
    page.get_by_role("button", name="Logga in").click()
    page.get_by_role("button", name="Hjälp").click()
    settle(page)
    return page


def take_all(page: Page, pictures: Mapping[str, Take]) -> None:
    """Write each picture and tell its size."""
    for name, take in pictures.items():
        size = save(take(page), IMAGES / name)
        print(f"{Path('docs/images') / name}: {size / 1000:.0f} kB", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
