from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Site

from ...kolada.areas import NoMunicipalityError
from ...kolada.client import KoladaClient
from ...kolada.errors import AlreadyRunningError
from ...kolada.runs import run_sync
from ...kolada.sync import Result, Sync, figures_of
from ...kolada.warnings import Warnings
from ...models import KommunmalSiteSettings, warning_text


class Command(BaseCommand):
    """Fetches values from Kolada."""

    help = (
        "Fetch the values of key figures from Kolada: the municipality's own, the nation's, the region's and those of "
        "similar municipalities. Writes differences only; values entered by hand stay, and nothing is deleted."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--site", metavar="HOST", help="The host of one site; otherwise all that name a municipality."
        )
        parser.add_argument("--key-figure", action="append", metavar="ID", help="A Kolada id. May be repeated.")
        parser.add_argument(
            "--nightly", action="store_true", help="Ask only for key figures whose next publication date has passed."
        )
        parser.add_argument("--dry-run", action="store_true", help="Write nothing, but say what would be written.")

    def handle(self, *args: Any, **options: Any) -> None:
        client, left, busy = KoladaClient(), 0, []
        self.notices: Warnings = []
        for site in self._sites(options["site"]):
            figures = figures_of(site, kolada_ids=options["key_figure"] or (), nightly=options["nightly"])
            try:
                for result in self._results(site, list(figures), client, dry_run=options["dry_run"]):
                    self._tell(result)
                    left += result.is_left
            except NoMunicipalityError:
                raise CommandError(
                    f"{site.hostname} does not say which municipality it is: give its code in the site's settings."
                ) from None
            except AlreadyRunningError:
                busy.append(site.hostname)
        for notice in self.notices:
            self.stdout.write(warning_text(notice))
        if busy:
            raise CommandError(f"Another fetch is under way for {', '.join(busy)}.")
        if left:
            raise CommandError(f"Kolada could not be read, or its values not be written, for {left} key figures.")

    def _results(self, site: Site, figures: list[Any], client: KoladaClient, *, dry_run: bool) -> Iterator[Result]:
        notices: Warnings = []
        if dry_run:
            sync = Sync(site, client, dry_run=True)
            for result in sync.run(figures):
                notices = sync.notices
                yield result
        else:
            for run, result in run_sync(site, figures, client):
                notices = run.notices
                yield result
        self.notices += notices

    def _tell(self, result: Result) -> None:
        figure = result.key_figure
        self.stdout.write(f"{figure.kolada_id} {figure.name}: {result.changed} changed")
        for text in result.texts:
            self.stdout.write(f"  {text}")

    def _sites(self, host: str | None) -> list[Site]:
        if host:
            sites = list(Site.objects.filter(hostname=host))
            if not sites:
                raise CommandError(f"No site has the host {host}.")
            return sites
        named = KommunmalSiteSettings.objects.exclude(kolada_municipality="").values("site")
        return list(Site.objects.filter(pk__in=named).order_by("pk"))
