from __future__ import annotations

from argparse import ArgumentParser
from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from ...compat import page_model
from ...models import Release, ReleaseHead, plan_models
from ...releasing import rebuild
from ...releasing.keys import PageKey
from ..progress import Progress


class Command(BaseCommand):
    """Brings the releases of plans and goals up to date."""

    help = (
        "Publish what was left unpublished: carry out pending work, release live plans and goals that have no release "
        "or an outdated one, and withdraw those that are no longer live. Safe to run at any time, for example every "
        "five minutes by cron. With --plan or --all every document is composed anew, and released if it differs."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--plan",
            action="append",
            metavar="ID|YEAR",
            help="Compose this plan and its goals anew: a year, the plan's id in the API, or its page's id where no "
            "plan has that year. May be repeated.",
        )
        parser.add_argument("--all", action="store_true", help="Compose all plans and goals anew.")
        parser.add_argument(
            "--check",
            action="store_true",
            help="Release nothing, but say what would be done, and fail if that is anything.",
        )
        parser.add_argument(
            "--include-closed",
            action="store_true",
            help="Compose closed plans, too; only together with --reason and with --plan or --all.",
        )
        parser.add_argument(
            "--reason",
            default="",
            metavar="TEXT",
            help="Why closed plans are touched: kept in the public change history and in the history of the pages.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self._refuse_what_contradicts(options)
        if options["check"]:
            self._check(options)
        else:
            self._release(options)

    def _refuse_what_contradicts(self, options: dict[str, Any]) -> None:
        if options["all"] and options["plan"]:
            raise CommandError("Give either --plan or --all.")
        if options["include_closed"] and not (options["all"] or options["plan"]):
            raise CommandError("--include-closed needs --plan or --all.")
        if options["include_closed"] != bool(options["reason"].strip()):
            raise CommandError("--include-closed and --reason go together: say why closed plans are touched.")
        if len(options["reason"]) > (longest := Release._meta.get_field("label").max_length or 0):
            raise CommandError(f"A reason has at most {longest} characters.")

    def _release(self, options: dict[str, Any]) -> None:
        keys = self._chosen(options)
        if keys is None:
            keys = list(rebuild.left_undone())
        counts: Counter[str] = Counter()
        failures: list[str] = []
        with Progress(self.stdout, len(keys)) as progress:
            batches = rebuild.release_all(
                keys, label=options["reason"].strip(), include_closed=options["include_closed"]
            )
            for results in batches:
                for result in results:
                    counts[result.outcome.value if result.outcome else "failed"] += 1
                    if result.error:
                        failures.append(f"{_name(result.key)}: {type(result.error).__name__}: {result.error}")
                progress.advance(len(results))
        names = ("released", "unchanged", "withdrawn", "closed", "failed")
        self.stdout.write(", ".join(f"{name}: {counts[name]}" for name in names))
        if failures:
            raise CommandError("\n".join(["These stay pending:", *failures]))

    def _check(self, options: dict[str, Any]) -> None:
        keys = self._chosen(options)
        due = rebuild.left_undone() if keys is None else self._differences(keys, options["include_closed"])
        for key, why in due.items():
            self.stdout.write(f"{why.value}: {_name(key)}")
        if due:
            raise CommandError(f"Not up to date: {len(due)}.")
        self.stdout.write("All releases are up to date.")

    def _differences(self, keys: Sequence[PageKey], include_closed: bool) -> dict[PageKey, rebuild.Due]:
        due: dict[PageKey, rebuild.Due] = {}
        with Progress(self.stdout, len(keys)) as progress:
            for key, why in rebuild.differences(keys, include_closed=include_closed):
                if why is not None:
                    due[key] = why
                progress.advance(1)
        return due

    def _chosen(self, options: dict[str, Any]) -> Sequence[PageKey] | None:
        """Return the documents to be composed anew whatever their state, or ``None`` if none were asked for."""
        if options["all"]:
            return rebuild.everything()
        if options["plan"]:
            return rebuild.of_plans(plan for text in options["plan"] for plan in _plans(text))
        return None


def _plans(text: str) -> list[Any]:
    """Return the plans, in every language, that a year or an id names."""
    for condition in _conditions(text):
        found = (model.objects.filter(condition, alias_of__isnull=True) for model in plan_models())
        if plans := [plan for plans_of_model in found for plan in plans_of_model]:
            return plans
    raise CommandError(f"No plan has the year or id {text}.")


def _conditions(text: str) -> list[Q]:
    if text.isdecimal():
        return [Q(year=int(text)), Q(pk=int(text))]
    try:
        return [Q(translation_key=UUID(text))]
    except ValueError:
        return []


def _name(key: PageKey) -> str:
    """Return how people know a document."""
    own = {"translation_key": key[0], "locale_id": key[1]}
    page = page_model().objects.filter(**own).first()
    head = ReleaseHead.objects.filter(**own).first()
    return f"“{page or head}”" if page or head else str(key[0])
