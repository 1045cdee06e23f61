"""Serve the invented Kolada of the demo."""

from threading import Event
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from demo.content.kolada import invented_kolada


class Command(BaseCommand):
    """Answers on this machine only, until it is stopped."""

    help = "Serve the demo's invented Kolada on the third port after the site's, where the demo's settings ask for it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until somebody stops the command."""
        with invented_kolada().serving(settings.KOLADA_PORT) as url:
            self.stdout.write(f"An invented Kolada answers at {url}")
            try:
                Event().wait()
            except KeyboardInterrupt:
                self.stdout.write("")
