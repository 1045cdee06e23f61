from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from ...admin.groups import EDITORS, REVIEWERS, grant, parents_of_plans
from ...admin.workflows import give_reports_a_review
from ...compat import page_model


class Command(BaseCommand):
    """Creates the groups of those who work with goals; running it again changes nothing that is in place."""

    help = (
        "Create the groups “Målredaktörer” (write plans and goals) and “Målgranskare” (publish them, too) with rights "
        "to the pages that plans stand below, to bodies, focus areas and key figures, and to images and documents. "
        "Follow-up reports get a workflow in which “Målgranskare” approve them, unless they have one. "
        "Rights are added, never taken away: run it again when plans have got a new place."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--page",
            type=int,
            action="append",
            metavar="ID",
            help="Give the rights below this page, may be repeated. Default: the parents of all plans; for a site "
            "without plans its root page.",
        )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        parents = self._chosen(options["page"]) if options["page"] else parents_of_plans()
        for role in (EDITORS, REVIEWERS):
            group = grant(role, parents)
            places = ", ".join(f"“{parent.title}” ({parent.pk})" for parent in parents)
            self.stdout.write(f"{group.name}: {', '.join(role.pages)} below {places}")
            if role is REVIEWERS and (workflow := give_reports_a_review(group)):
                self.stdout.write(f"Workflow “{workflow}”: {group.name} approve follow-up reports")

    def _chosen(self, ids: list[int]) -> list[Any]:
        pages = list(page_model().objects.filter(pk__in=ids))
        if missing := sorted(set(ids) - {page.pk for page in pages}):
            raise CommandError(f"There is no page {', '.join(map(str, missing))}.")
        return pages
