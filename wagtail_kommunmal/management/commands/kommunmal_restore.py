from __future__ import annotations

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from ...exchange.whole_site.checking import RefusedError
from ...exchange.whole_site.fields import UnfitError
from ...exchange.whole_site.files import DamagedExportError
from ...exchange.whole_site.restoring import restore_site
from ..one_site import one_site
from ..progress import Progress


class Command(BaseCommand):
    """Brings an export into an empty site."""

    help = (
        "Bring what kommunmal_export wrote into a site that has nothing of the package yet, on any database: ids, "
        "drafts, releases with their numbers and times and the public history stay as they were. Checks every file "
        "first, and writes everything or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="A folder that kommunmal_export has written.")
        parser.add_argument("--site", metavar="HOST", help="The host of the site, where there are several.")
        parser.add_argument(
            "--parent",
            metavar="PATH",
            help="The path below the site's first page that plans are put at; otherwise where they stood.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Write nothing, but check everything and say what would be lost."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        site = one_site(options["site"])
        how = {"parent": options["parent"], "dry_run": options["dry_run"], "tell": partial(Progress, self.stdout)}
        try:
            outcome = restore_site(options["folder"], site, **how)
        except (DamagedExportError, RefusedError, UnfitError, ValidationError) as error:
            raise CommandError(f"Nothing was restored.\n{error}") from error
        for name, count in outcome.counts.items():
            self.stdout.write(f"{name.replace('_', ' ')}: {count}")
        for reference, name in outcome.lost.items():
            self.stdout.write(self.style.WARNING(f"Referred to and not here: {name or reference}"))
        for task in outcome.tasks:
            self.stdout.write(self.style.WARNING(task))
        for title in outcome.differing:
            self.stdout.write(self.style.WARNING(f"Reads differently here, and has a new release: {title}"))
        done = "Nothing was written." if options["dry_run"] else f"{site.hostname} has been restored."
        self.stdout.write(done)
