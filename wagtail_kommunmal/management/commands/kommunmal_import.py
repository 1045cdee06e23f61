from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Count
from django.utils.timezone import localtime

from ...exchange.applying import apply_plan, undo_batch
from ...exchange.errors import AlreadyUndoneError, ChangedSinceError, FileRefusedError, WritingRefusedError
from ...exchange.files.reading import MAX_BYTES
from ...exchange.kinds.base import Kind
from ...exchange.planning import ALL_ROWS, ROWS_A_STEP, plan_file, plan_table
from ...exchange.plans import Change, Plan, PlannedRow, RowStatus
from ...exchange.registry import KINDS
from ...exchange.suggesting import read_foreign_table
from ...models import ImportBatch
from .. import foreign_files
from ..one_site import one_site


class Command(BaseCommand):
    """Imports a table, or takes an import back."""

    help = (
        "Import a table, such as of key figures or of follow-ups, from CSV, an Excel workbook or a web page. Each row "
        "is told: new, changed, unchanged, or what is wrong with which cell. Nothing is written while a row has an "
        "error, a blank cell leaves what is there, and nothing is deleted because it is not in the file. Goals and "
        "reports are changed in their drafts unless they are to be published."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="FILE", help="The file.")
        parser.add_argument("--kind", choices=list(KINDS), metavar="KIND", help=f"What it holds: {', '.join(KINDS)}.")
        parser.add_argument("--site", metavar="HOST", help="The host of the site; needed if there are several.")
        parser.add_argument(
            "--sheet", default="", metavar="NAME", help="The sheet of a workbook, or the number of the table of a page."
        )
        foreign_files.add_arguments(parser)
        parser.add_argument("--dry-run", action="store_true", help="Write nothing, but say what would be written.")
        parser.add_argument(
            "--skip-errors", action="store_true", help="Leave out rows with errors and write the others."
        )
        parser.add_argument(
            "--accept-proposals",
            action="store_true",
            help="Take rows that only a name identifies for what has that name; otherwise they count as errors.",
        )
        parser.add_argument(
            "--publish",
            action="store_true",
            help="Publish what else would be a draft, such as changed goals and reports.",
        )
        parser.add_argument(
            "--user",
            metavar="NAME",
            help="Who imports or takes back; the log says so, and pages that she may not edit are left alone.",
        )
        parser.add_argument("--list", action="store_true", help="List the imports of the site, the latest first.")
        parser.add_argument("--undo", type=int, metavar="IMPORT", help="Take back the import with this number.")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["list"]:
            self._list(options["site"])
        elif options["undo"] is not None:
            if options["file"]:
                raise CommandError("Give either a file or --undo.")
            self._refuse_options_of_files(options)
            self._undo(options["undo"], _user(options["user"]), is_dry=options["dry_run"])
        elif not options["file"] or not options["kind"]:
            raise CommandError("Give a file and its --kind, --list, or --undo.")
        else:
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        file: Path = options["file"]
        user = _user(options["user"])
        kind = KINDS[options["kind"]](one_site(options["site"]), user)
        if options["publish"] and not kind.has_drafts:
            raise CommandError(f"--kind {kind.code} has no drafts to --publish: what is imported is in force at once.")
        try:
            with file.open("rb") as opened:
                # One byte more tells that it is too large, however large it is.
                data = opened.read(MAX_BYTES + 1)
            plan = self._plan(kind, data, options)
        except (FileRefusedError, OSError) as error:
            raise CommandError(str(error)) from error
        self._tell(plan, tells_unchanged=options["verbosity"] > 1)
        if plan.blocking and not options["skip_errors"]:
            raise CommandError(f"Nothing was written. Rows with errors, or to be confirmed: {len(plan.blocking)}.")
        if options["publish"] and (reasons := kind.reasons_against_publishing(plan.changes)):
            raise CommandError(_refused(reasons))
        if not options["dry_run"]:
            self._apply(plan, user, skip=options["skip_errors"], publishes=options["publish"])
        if plan.blocking:
            raise CommandError(f"Rows left out: {len(plan.blocking)}.")

    def _plan(self, kind: Kind, data: bytes, options: dict[str, Any]) -> Plan:
        name, sheet = options["file"].name, options["sheet"]
        accepted = ALL_ROWS if options["accept_proposals"] else ()
        if not any(options[each] for each in foreign_files.OPTIONS):
            return plan_file(kind, data, name, accepted=accepted, sheet=sheet, progress=self._tell_progress)
        table = read_foreign_table(kind, data, name, sheet)
        mapping = foreign_files.mapping_for(kind, table, options)
        plan = plan_table(kind, table, mapping=mapping, accepted=accepted, progress=self._tell_progress)
        for heading, column in plan.columns:
            self.stdout.write(f"Read as: {heading}: {column}")
        for column, text in mapping.constants.items():
            self.stdout.write(f"In all rows: {column}={text}")
        return plan

    def _apply(self, plan: Plan, user: Any, *, skip: bool, publishes: bool) -> None:
        if len(plan.writing) >= ROWS_A_STEP:
            self.stderr.write(f"{len(plan.writing)} rows are being written", str)
        try:
            batch = apply_plan(plan, user=user, skip_blocking=skip, publishes=publishes)
        except ChangedSinceError as error:
            raise CommandError(self._changed("Nothing was written", error.changes)) from error
        except WritingRefusedError as error:
            raise CommandError(_refused(error.reasons)) from error
        if batch:
            self.stdout.write(f"Import {batch.pk} was written. To take it back: --undo {batch.pk}")
        else:
            self.stdout.write("No changes.")

    def _tell_progress(self, done: int, total: int) -> None:
        self.stderr.write(f"{done} of {total} rows compared", str)

    def _list(self, host: str | None) -> None:
        batches = ImportBatch.objects.filter(site=one_site(host)).annotate(size=Count("rows"))
        for batch in batches.select_related("user"):
            told = [f"{batch.pk} {localtime(batch.created_at):%Y-%m-%d %H:%M}", batch.kind, batch.file_name]
            told += [f"rows: {batch.size}", str(batch.user) if batch.user else ""]
            told += [f"undone {localtime(batch.undone_at):%Y-%m-%d %H:%M}" if batch.undone_at else ""]
            self.stdout.write(", ".join(filter(None, told)))

    def _tell(self, plan: Plan, *, tells_unchanged: bool) -> None:
        for name in plan.unknown_columns:
            self.stdout.write(f"Unknown column, left out: {name}")
        for notice in plan.notices:
            self.stdout.write(notice)
        for row in plan.rows:
            if tells_unchanged or row.status != RowStatus.UNCHANGED:
                self._tell_row(row)
        self.stdout.write(", ".join(f"{status.label}: {count}" for status, count in plan.counts.items()))

    def _tell_row(self, row: PlannedRow) -> None:
        self.stdout.write(": ".join(filter(None, [f"{row.number} {row.status.label}", row.label, row.note])))
        for remark in row.remarks:
            self.stdout.write(f"  {remark}")
        for change in row.fields:
            self.stdout.write(f"  {change.header}: {change.old or '–'} → {change.new or '–'}")
        for error in row.errors:
            self.stdout.write(f"  {error}")

    def _refuse_options_of_files(self, options: dict[str, Any]) -> None:
        names = ("kind", "sheet", *foreign_files.OPTIONS, "skip_errors", "accept_proposals", "publish")
        if given := [f"--{name.replace('_', '-')}" for name in names if options[name]]:
            raise CommandError(f"With --undo these say nothing: {', '.join(given)}.")

    def _undo(self, number: int, user: Any, *, is_dry: bool) -> None:
        batch = ImportBatch.objects.filter(pk=number).first()
        if batch is None:
            raise CommandError(f"There is no import {number}.")
        try:
            changes = undo_batch(batch, user=user, is_dry=is_dry)
        except AlreadyUndoneError as error:
            raise CommandError(f"Import {number} was undone before.") from error
        except ChangedSinceError as error:
            raise CommandError(self._changed("Nothing was undone", error.changes)) from error
        except WritingRefusedError as error:
            raise CommandError(_refused(error.reasons)) from error
        if is_dry:
            for change in changes:
                self.stdout.write(change.label)
        self.stdout.write(f"Import {number} {'would be' if is_dry else 'was'} undone. Rows: {len(changes)}.")

    def _changed(self, outcome: str, changes: Sequence[Change]) -> str:
        names = "\n".join(f"  {change.label}" for change in changes)
        return f"{outcome}, because these were changed since, or are in use:\n{names}"


def _refused(reasons: Sequence[str]) -> str:
    return "\n".join(["Nothing was written.", *(f"  {reason}" for reason in reasons)])


def _user(name: str | None) -> Any:
    if not name:
        return None
    users = get_user_model()
    try:
        return users._default_manager.get_by_natural_key(name)
    except users.DoesNotExist as error:
        raise CommandError(f"There is no user {name}.") from error
