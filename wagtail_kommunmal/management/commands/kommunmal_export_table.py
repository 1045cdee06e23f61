from __future__ import annotations

from argparse import ArgumentParser
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import override

from ...exchange.errors import FileRefusedError
from ...exchange.kinds.base import Kind
from ...exchange.registry import KINDS
from ...exchange.writing import csv_of, workbook_of
from ...periods import Period
from ..one_site import one_site


class Command(BaseCommand):
    """Writes a table that can be edited and imported again."""

    help = (
        "Write bodies, key figures, their values or their targets, the assignments or investments of goals, or what "
        "is reported of these, to FILE, whose name ends in .xlsx or .csv. The file can be edited and given to "
        "kommunmal_import; unchanged, it changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", choices=list(KINDS), metavar="KIND", help=f"One of {', '.join(KINDS)}.")
        parser.add_argument("file", type=Path, metavar="FILE", help="Where it is written; an older file is replaced.")
        parser.add_argument("--site", metavar="HOST", help="The host of the site; needed if there are several.")
        parser.add_argument(
            "--language", metavar="CODE", help="The language of the headers, sv or en; by default the site's own."
        )

        parser.add_argument(
            "--period",
            metavar="PERIOD",
            help="Only what is reported after this period, such as 2026-T2, whether it has reports already or not.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        write = {".csv": csv_of, ".xlsx": workbook_of}.get(file.suffix.lower())
        if write is None:
            raise CommandError("The name of the file has to end in .xlsx or .csv.")
        kind = KINDS[options["kind"]](one_site(options["site"]))
        if options["period"]:
            kind.period = _read_period(options["period"], kind)
        try:
            with override(options["language"]) if options["language"] else nullcontext():
                written = write(kind)
            file.write_bytes(written)
        except (FileRefusedError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{file}: {len(written)} bytes")


def _read_period(text: str, kind: Kind) -> str:
    if not kind.has_periods:
        raise CommandError(f"A table of {kind.code} is not narrowed to a period.")
    try:
        return Period.parse(text).code
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
