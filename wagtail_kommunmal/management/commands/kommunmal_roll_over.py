from __future__ import annotations

from argparse import ArgumentParser
from dataclasses import replace
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...authoring.next_plan import Choices, LastPlan, Name, NewPage
from ...authoring.roll_over import RollOverRefusedError, refusals_of, roll_over
from ...models import plan_models
from ..progress import Progress


class Command(BaseCommand):
    """Makes next year's plan from this year's."""

    help = (
        "Make next year's plan from a plan, as drafts and in every language, as “Create next year's plan” does in the "
        "admin. Assignments and investments that are finished, cancelled or over are left out; the others go on with "
        "the same lineage. All is stored, or nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("plan", metavar="ID|YEAR", help="The plan's year, or its page's id.")
        parser.add_argument("--dry-run", action="store_true", help="Make nothing, but say what would be made.")
        parser.add_argument("--close", action="store_true", help="Close the old plan, too.")
        parser.add_argument("--title", metavar="TEXT", help="The new plan's title, in the language of the old one.")
        parser.add_argument("--slug", metavar="TEXT", help="Its part of the address, in the same language.")

    def handle(self, *args: Any, **options: Any) -> None:
        last = LastPlan(_plan(options["plan"]))
        choices = _choices(last, options)
        if refusals := refusals_of(last, choices, user=None):
            raise CommandError(str(RollOverRefusedError(refusals)))
        pages = last.pages(choices)
        for page in pages:
            self._tell(page)
        for warning in last.warnings():
            self.stdout.write(self.style.WARNING(warning))
        if options["dry_run"]:
            self.stdout.write(f"{len(pages)} pages would be made.")
        else:
            self._make(last.plan, choices, len(pages))

    def _tell(self, page: NewPage) -> None:
        self.stdout.write(f"{page.title} ({page.language}): /{page.slug}/")
        for before, after in page.headings:
            self.stdout.write(f"  {before} -> {after}")
        for item in page.continuing:
            self.stdout.write(f"  goes on: {item.title}")
        for item in page.left_out:
            self.stdout.write(f"  left out ({item.status or 'ends'}): {item.title}")

    def _make(self, plan: Any, choices: Choices, total: int) -> None:
        new_plan = None
        try:
            with Progress(self.stdout, total) as progress:
                for step in roll_over(plan, choices, user=None):
                    if (new_plan := step.plan) is None:
                        progress.advance(1)
        except RollOverRefusedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Made “{new_plan}”, page {new_plan.pk}." if new_plan else "Nothing was made.")


def _plan(text: str) -> Any:
    """Return the one plan that a year or a page's id names."""
    for condition in ({"year": text}, {"pk": text}) if text.isdecimal() else ():
        plans = [
            plan
            for model in plan_models()
            for plan in model.objects.filter(alias_of__isnull=True, **condition).order_by("path")
        ]
        # In several languages it is one plan.
        if len({plan.translation_key for plan in plans}) > 1:
            found = ", ".join(f"{plan.pk} “{plan}”" for plan in plans)
            raise CommandError(f"Several plans have the year {text}. Give the id of one: {found}.")
        if plans:
            return plans[0]
    raise CommandError(f"No plan has the year or id {text}.")


def _choices(last: LastPlan, options: dict[str, Any]) -> Choices:
    choices = last.proposal()
    language = last.plan.locale.language_code
    proposed = choices.names[language]
    name = Name(options["title"] or proposed.title, options["slug"] or proposed.slug)
    return replace(choices, names={**choices.names, language: name}, closes_old=options["close"])
