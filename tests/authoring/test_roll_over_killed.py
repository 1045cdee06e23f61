"""A roll-over that is killed leaves the old state, at whatever step: a process of its own is killed for real."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from wagtail.models import PageLogEntry, Revision

from tests.site_pages import Page, PlanPage
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory, assignment, assignments_section

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
PROGRAM = """
import os, signal, sys
from dataclasses import replace
import django
from django.conf import settings
from django.db import connection

# The suite keeps SQLite's journal in memory, where it does not outlive a process.
settings.DATABASES["default"].get("OPTIONS", {}).pop("init_command", None)
django.setup()

from tests.site_pages import PlanPage
from wagtail_kommunmal.authoring import roll_over
from wagtail_kommunmal.authoring.next_plan import LastPlan

step = sys.argv[1]

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)

if step == "closing":
    roll_over.close_plan = die
elif step == "commit":
    connection.commit = die
plan = PlanPage.objects.get(year=2026)
choices = replace(LastPlan(plan).proposal(), closes_old=True)
for progress in roll_over.roll_over(plan, choices, None):
    if step == f"page {progress.done}":
        die()
"""


@pytest.fixture
def plan(home: Page) -> Any:
    plan = PlanPageFactory(year=2026)
    for number in "12":
        GoalPageFactory(parent=plan, number=number, sections=[assignments_section(assignment("Bygg."))])
    return plan


def run(step: str) -> int:
    """Roll the plan over in a process that dies at a step; return how it ended."""
    database = connection.settings_dict
    url = f"sqlite:///{database['NAME']}"
    if connection.vendor != "sqlite":
        user = ":".join(filter(None, (database["USER"], database["PASSWORD"])))
        address = ":".join(str(part) for part in (database["HOST"], database["PORT"]) if part)
        url = f"{connection.vendor}://{user}@{address}/{database['NAME']}"
    env = {**os.environ, "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "tests.settings", "PYTHONPATH": str(ROOT)}
    connection.close()
    return subprocess.run([sys.executable, "-c", PROGRAM, step], env=env, cwd=ROOT, check=False).returncode


def state() -> Any:
    return (
        list(Page.objects.order_by("pk").values_list("pk", "path", "numchild", "url_path")),
        list(PlanPage.objects.order_by("pk").values_list("pk", "year", "closed_at")),
        Revision.objects.count(),
        PageLogEntry.objects.count(),
    )


@pytest.mark.parametrize("step", ["page 1", "page 2", "page 3", "closing", "commit"])
def test_a_roll_over_that_is_killed_leaves_the_old_state_and_can_be_done_again(plan: Any, step: str) -> None:
    before = state()
    assert run(step) == -signal.SIGKILL
    assert state() == before
    assert run("no step") == 0
    assert Page.objects.count() == len(before[0]) + 3
    assert Page.find_problems() == ([], [], [], [], [])
    assert PlanPage.objects.get(year=2026).is_closed
