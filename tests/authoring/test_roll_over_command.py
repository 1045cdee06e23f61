"""The command makes what the admin makes, and says what it makes."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.site_pages import Page, PlanPage
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory, assignment, assignments_section

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _in_english(in_english: None) -> None:
    """What the command says is compared in the language of the sources."""


@pytest.fixture
def plan(home: Page) -> Any:
    plan = PlanPageFactory(year=2026, slug="plan-2026")
    GoalPageFactory(
        parent=plan,
        title="Trygghet",
        slug="trygghet",
        sections=[
            assignments_section(assignment("Bygg."), assignment("Riv.", end_year=2026), heading="Uppdrag 2026"),
        ],
    )
    return plan


def run(*args: str) -> list[str]:
    output = StringIO()
    call_command("kommunmal_roll_over", *args, stdout=output)
    return output.getvalue().splitlines()


TOLD = [
    "Mål och budget 2027 (Svenska): /plan-2027/",
    "Trygghet (Svenska): /trygghet/",
    "  Uppdrag 2026 -> Uppdrag 2027",
    "  goes on: Bygg.",
    "  left out (ends): Riv.",
]


def test_a_dry_run_tells_and_makes_nothing(plan: Any) -> None:
    before = Page.objects.count()
    assert run("2026", "--dry-run") == [*TOLD, "2 pages would be made."]
    assert Page.objects.count() == before


def test_the_plan_is_made_and_the_old_one_closed_if_asked(plan: Any) -> None:
    output = run(str(plan.pk), "--close", "--title", "Budget 2027", "--slug", "budget")
    new = PlanPage.objects.get(year=2027)
    assert output == [
        "Budget 2027 (Svenska): /budget/",
        *TOLD[1:],
        "1 of 2",
        "2 of 2",
        f"Made “Budget 2027”, page {new.pk}.",
    ]
    plan.refresh_from_db()
    assert plan.is_closed
    assert not new.live


@pytest.mark.parametrize(
    ("args", "message"),
    [
        (["1999"], "No plan has the year or id 1999."),
        (["plan"], "No plan has the year or id plan."),
        (["2026", "--slug", "nyheter"], "Another page below “Sundby kommun” has the slug “nyheter”."),
        (["2026", "--slug", "två ord"], "valid"),
    ],
)
def test_what_cannot_be_done_is_told_and_nothing_is_made(plan: Any, home: Page, args: list[str], message: str) -> None:
    Page.objects.get(pk=home.pk).add_child(title="Nyheter", slug="nyheter", locale=home.locale)
    before = Page.objects.count()
    with pytest.raises(CommandError, match=message):
        run(*args)
    assert Page.objects.count() == before


def test_a_year_that_several_plans_have_is_not_enough(plan: Any, home: Page) -> None:
    other = PlanPageFactory(parent=home, year=2026, title="Bolagets plan", slug="bolaget")
    with pytest.raises(CommandError, match=rf"Give the id of one: {plan.pk} .*, {other.pk} “Bolagets plan”\."):
        run("2026")


def test_a_plan_in_two_languages_is_one(plan: Any, home: Page, english: Any) -> None:
    home.copy_for_translation(english)
    plan.copy_for_translation(english)
    assert run("2026", "--dry-run")[-1] == "3 pages would be made."
