"""The goal form as an editor uses it."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect


class GoalForm:
    """A goal's form in the browser, in English; fields are named by their path, as the form names them."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def open_tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name, exact=True).click()

    def write(self, **texts: str) -> None:
        """Write a line in each of the fields."""
        for path, text in texts.items():
            self.page.locator(f'[name="{path}"]').fill(text)

    def write_rich(self, path: str, *paragraphs: str) -> None:
        """Write running text."""
        self.page.locator(f'div:has(> input[name="{path}"]) [role="textbox"]').click()
        for number, paragraph in enumerate(paragraphs):
            if number:
                self.page.keyboard.press("Enter")
            self.page.keyboard.insert_text(paragraph)
        # The editor hands over what was written a moment later, and publishing does not wait for it.
        handed_over = re.compile(re.escape(paragraphs[-1]))
        expect(self.page.locator(f'input[name="{path}"]')).to_have_value(handed_over, timeout=20_000)

    def add_section(self, label: str) -> str:
        """Add a section below the others by the block picker, and return its path."""
        number = self._count("sections")
        self.page.get_by_role("button", name="Insert a block").last.click()
        self.page.get_by_role("option", name=label, exact=True).click()
        return self._appeared(f"sections-{number}-value")

    def add_item(self, path: str) -> str:
        """Add an item to a list, and return its path."""
        number = self._count(path)
        self.page.locator(f'div:has(> input[name="{path}-count"]) > div > [data-streamfield-list-add]').last.click()
        return self._appeared(f"{path}-{number}-value")

    def create_in_chooser(self, path: str, **fields: str) -> None:
        """Create what a field is to hold in its chooser, without leaving the goal."""
        self.page.locator(f'[id="{path}-chooser"] [data-chooser-action-choose]').first.click()
        dialog = self.page.locator(".modal-dialog")
        dialog.get_by_role("tab", name="New").click()
        for name, text in fields.items():
            dialog.locator(f'input[name$="-{name}"], textarea[name$="-{name}"]').fill(text)
        dialog.get_by_role("button", name="Create").click()
        dialog.wait_for(state="detached")

    def publish(self) -> None:
        self.page.get_by_role("button", name="More actions").click()
        self.page.get_by_role("button", name="Publish", exact=True).click()
        self.page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
        expect(self.page.locator(".messages")).to_contain_text("published")

    def _count(self, path: str) -> int:
        return int(self.page.locator(f'input[name="{path}-count"]').input_value())

    def _appeared(self, path: str) -> str:
        self.page.locator(f'[name^="{path}"]').first.wait_for(state="attached")
        return path
