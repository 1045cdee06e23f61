"""What the command shows while it works."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from django.core.management.base import OutputWrapper

Item = TypeVar("Item")


class Progress:
    """Runs one step after the other and says how far each has come and what it made."""

    def __init__(self, stdout: OutputWrapper) -> None:
        self.stdout = stdout
        self.created = 0

    def run(self, label: str, items: Sequence[Item], ensure: Callable[[Item], bool]) -> None:
        """Call `ensure` for each item; it tells whether it had to make something."""
        created = 0
        for number, item in enumerate(items, start=1):
            if self.stdout.isatty():
                self.stdout.write(f"\r  {label:<24}{number:>3}/{len(items)}", ending="")
                self.stdout.flush()
            created += ensure(item)
        start = "\r" if self.stdout.isatty() else ""
        self.stdout.write(f"{start}  {label:<24}{created} new, {len(items) - created} unchanged")
        self.created += created
