"""The admin as an editor uses it: by the names that stand on what is pressed and written in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import reduce
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.browser import ARGUMENTS, chromium

if TYPE_CHECKING:
    from playwright.sync_api import ElementHandle, Locator, Page

PRESSED = ("button", "link", "tab", "menuitem", "option")
WRITTEN_IN = ("textbox", "spinbutton", "combobox")


@contextmanager
def open_browser() -> Iterator[Page]:
    """A window in Swedish that reaches this machine only."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        context = browser.new_context(locale="sv-SE", viewport={"width": 1280, "height": 900})
        context.set_default_timeout(60_000)
        context.route(lambda url: urlsplit(url).hostname not in ("localhost", "127.0.0.1"), lambda route: route.abort())
        yield context.new_page()
        browser.close()


class Admin:
    """What an instruction of a tutorial says, done in a browser window."""

    def __init__(self, page: Page, user: str, password: str) -> None:
        self.page = page
        self.user = user
        self.password = password
        self._seen: ElementHandle | None = None

    def open(self, address: str) -> None:
        """Go to an address, and log in where that is asked for."""
        self.page.goto(address)
        if "/login/" in self.page.url:
            self.page.fill("[name=username]", self.user)
            self.page.fill("[name=password]", self.password)
            self.page.click("[type=submit]")
            self.page.wait_for_url(address)

    def see(self, text: str) -> None:
        """Wait until this text can be read; of things with the same name, the next one below it is then pressed."""
        found = self._in_front().get_by_text(text).filter(visible=True).first
        found.wait_for()
        self._seen = found.element_handle()

    def press(self, name: str) -> None:
        """Press the first button, link or tab with this name."""
        found = self._any_of(self._in_front().get_by_role(role, name=name, exact=True) for role in PRESSED)
        found.first.wait_for()
        next(filter(self._is_below_what_was_seen, found.all()), found.first).click()
        self._seen = None

    def write(self, name: str, text: str) -> None:
        """Write in the last field with this name, or choose there: what was added last is what is filled in."""
        label = re.compile(rf"^{re.escape(name)}\s*\*?$")
        within = self._in_front()
        fields = [*(within.get_by_role(role, name=label) for role in WRITTEN_IN), within.get_by_placeholder(label)]
        field = self._any_of(fields).last
        if field.evaluate("element => element.tagName") == "SELECT":
            field.select_option(label=text)
        else:
            field.fill(text)

    def what_is_shown(self) -> str:
        """Return address and text of the page, for somebody who wants to know what went wrong."""
        return f"{self.page.url}\n{self.page.locator('body').inner_text()}"

    def _in_front(self) -> Locator:
        """The dialog that is open, as long as one is."""
        return self.page.locator("body:not(.modal-open), .modal-open .modal-dialog")

    def _any_of(self, candidates: Iterable[Locator]) -> Locator:
        return reduce(lambda one, other: one.or_(other), candidates).filter(visible=True)

    def _is_below_what_was_seen(self, element: Locator) -> bool:
        follows = "(element, seen) => Boolean(seen.compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING)"
        return self._seen is None or bool(element.evaluate(follows, self._seen))
