"""Views of the admin, opened and looked at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from .axe import EACH_WIDTH_AND_SCHEME, violations

if TYPE_CHECKING:
    from playwright.sync_api import Page


class Admin:
    """Opens views of the admin, and notes their violations."""

    def __init__(self, page: Page, root: str) -> None:
        self.page, self.root = page, root
        self.found: dict[str, list[str]] = {}

    def open(self, address: str) -> Page:
        response = self.page.goto(f"{self.root}{address}")
        assert response is not None
        assert response.ok, (response.status, address)
        assert "/login/" not in self.page.url
        return self.page

    def check(self, name: str, within: str | None = None) -> None:
        if found := violations(self.page, within, EACH_WIDTH_AND_SCHEME):
            self.found[name] = found

    def check_views(self, views: Mapping[str, str]) -> None:
        for name, address in views.items():
            self.open(address)
            self.check(name)

    def check_tabs(self, address: str, *names: str) -> None:
        """Check the page as it opens, and the panel of each further tab."""
        self.open(address)
        self.check(names[0])
        for name in names[1:]:
            tab = self.page.get_by_role("tab", name=name.capitalize(), exact=True)
            tab.click()
            panel = tab.get_attribute("href") or ""
            self.page.locator(panel).wait_for()
            self.check(name, within=panel)

    def check_chooser(self, path: str) -> None:
        """Check both tabs of a chooser in the form that stands open."""
        self.page.locator(f'[id="{path}-chooser"] [data-chooser-action-choose]').first.click()
        dialog = self.page.locator(".modal-dialog")
        dialog.get_by_role("tab").first.wait_for()
        assert dialog.get_by_role("tab").count() == 2
        for tab in dialog.get_by_role("tab").all():
            tab.click()
            self.check(f"{path}, {tab.inner_text()}", within=".modal-dialog")
        self.page.keyboard.press("Escape")
        dialog.wait_for(state="detached")
