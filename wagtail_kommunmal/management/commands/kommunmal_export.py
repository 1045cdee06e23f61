from __future__ import annotations

from argparse import ArgumentParser
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...exchange.whole_site.exporting import export_site
from ..one_site import one_site
from ..progress import Progress


class Command(BaseCommand):
    """Writes everything of one site into a folder."""

    help = (
        "Write everything of the package for one site into an empty folder, as JSON and CSV that people can read, with "
        "a manifest: plans and goals with their drafts, bodies, key figures, reports, releases, settings and words, "
        "and the images and documents that they refer to. Holds no passwords and no people. For kommunmal_restore."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=Path, help="A folder that is empty, or not there yet.")
        parser.add_argument("--site", metavar="HOST", help="The host of the site, where there are several.")
        parser.add_argument(
            "--without-images",
            action="store_true",
            help="Leave out the files of images and documents: for a site whose media are copied by other means.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        site, folder = one_site(options["site"]), options["folder"]
        try:
            summary = export_site(
                site, folder, with_files=not options["without_images"], tell=partial(Progress, self.stdout)
            )
        except OSError as error:
            raise CommandError(str(error)) from error
        for name, count in summary.counts.items():
            self.stdout.write(f"{name.replace('_', ' ')}: {count}")
        for text in summary.left_out:
            self.stdout.write(self.style.WARNING(f"Not exported: {text}"))
        for reference, facts in summary.elsewhere.items():
            name = " ".join(filter(None, facts.values()))
            self.stdout.write(f"Referred to and not exported: {name or reference}")
        self.stdout.write(f"{site.hostname} is in {folder}.")
