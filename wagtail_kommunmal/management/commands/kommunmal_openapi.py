from __future__ import annotations

import json
from difflib import unified_diff
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Site

from ...api.v1.generate import generate
from ...api.v1.json_schemas import FILE as SCHEMA_FILE
from ...api.v1.json_schemas import goal_schema
from ...api.v1.openapi import FILE, served_document
from ...delivery.reader import reader_of

SHOWN_LINES = 40


class Command(BaseCommand):
    help = (
        "Writes the OpenAPI document of API v1 and the JSON Schema of the goal document from the code, or prints the "
        "OpenAPI document that this site serves."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--check", action="store_true", help="Write nothing; fail if a committed document differs.")
        mode.add_argument(
            "--site",
            action="store_true",
            help="Print what the default site serves, with the members and sections that its page classes add.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["site"]:
            self._print_description_of_site()
            return
        openapi = generate()
        for file, document in ((FILE, openapi), (SCHEMA_FILE, goal_schema(openapi))):
            self._keep(file, json.dumps(document, ensure_ascii=False, indent=2) + "\n", only_check=options["check"])

    def _keep(self, file: Path, generated: str, *, only_check: bool) -> None:
        committed = file.read_text(encoding="utf-8") if file.exists() else ""
        if generated == committed:
            self.stdout.write(f"{file.name} says what the code says.")
        elif only_check:
            raise CommandError(self._difference(file, committed, generated))
        else:
            file.write_text(generated, encoding="utf-8")
            self.stdout.write(self.style.SUCCESS(f"{file.name} is written."))

    def _print_description_of_site(self) -> None:
        site = Site.objects.filter(is_default_site=True).first()
        reader = reader_of(site.root_page) if site else None
        if reader is None:
            raise CommandError("There is no default site to describe the API of.")
        self.stdout.write(json.dumps(served_document(reader), ensure_ascii=False, indent=2))

    def _difference(self, file: Path, committed: str, generated: str) -> str:
        lines = unified_diff(committed.splitlines(), generated.splitlines(), "committed", "generated", lineterm="", n=2)
        shown = list(islice(lines, SHOWN_LINES + 1))
        if len(shown) > SHOWN_LINES:
            shown[-1] = "… and more."
        hint = "Run “manage.py kommunmal_openapi”, read the difference as a change of the API, and commit it."
        return "\n".join([f"{file.name} is not what the code says.", *shown, hint])
