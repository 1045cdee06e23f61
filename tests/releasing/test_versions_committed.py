"""The version of what the public reads keeps up with processes that are killed, and with many at once."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from wagtail.models import Locale, Site

from tests.processes import KILLED, Processes, die_at
from tests.releasing.reading import current_of
from tests.releasing.test_concurrency import all_at_once
from tests.releasing.test_versions import numbers, version_of
from tests.site_pages import GoalPage
from wagtail_kommunmal.models import ContentVersion
from wagtail_kommunmal.releasing.versions import bump, bump_all
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

pytestmark = pytest.mark.indexed


def publish_and_die(goal_id: int, *step: Any) -> None:
    goal = GoalPage.objects.get(pk=goal_id)
    goal.statement = "Ny text."
    die_at(*step)
    goal.save_revision().publish()


STEPS = {
    "before anything is told": ("wagtail_kommunmal.releasing.pending.bump_documents_on_commit",),
    "before it is composed": ("wagtail_kommunmal.releasing.heads.compose",),
    "with a release that is stored": ("wagtail_kommunmal.releasing.afterwards.forget_work",),
    "before the version is bumped": ("wagtail_kommunmal.releasing.heads.bump",),
    "before the commit": ("wagtail_kommunmal.releasing.heads.bump", 1, True),
    "when all is done": ("wagtail_kommunmal.releasing.pending.release_page", 1, True),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)
def test_a_killed_process_leaves_no_new_release_under_an_old_version(
    plan: Any, processes: Processes, step: tuple[Any, ...]
) -> None:
    goal = GoalPageFactory(parent=plan, statement="Gammal text.")
    version = version_of(goal)
    before = numbers()[version]
    assert processes.run((publish_and_die, goal.pk, *step)) == [KILLED]
    killed = numbers()[version]
    is_new = current_of(goal).content["statement"] == "Ny text."
    assert is_new is (step == STEPS["when all is done"])
    # The trigger's, the release's, and that of the words which are searched.
    assert killed - before == (3 if is_new else 0 if step == STEPS["before anything is told"] else 1)
    call_command("kommunmal_release")
    assert current_of(goal).content["statement"] == "Ny text."
    assert numbers()[version] > killed


def publish_often(goal_id: int, word: str) -> None:
    goal = GoalPage.objects.get(pk=goal_id)
    for count in range(5):
        goal.statement = f"{word} {count}"
        goal.save_revision().publish()
        bump_all()


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_processes_that_publish_at_once_do_not_wait_for_each_other_in_a_circle(
    plan: Any, other_site: Site, english: Locale, processes: Processes
) -> None:
    other_plan = PlanPageFactory(parent=other_site.root_page, year=2026)
    goals = [GoalPageFactory(parent=parent) for parent in (plan, other_plan, plan, other_plan)]
    before = numbers()
    calls = [(publish_often, goal.pk, f"Ny {index}") for index, goal in enumerate(goals)]
    assert processes.run(*calls) == [0] * len(calls)
    assert [current_of(goal).content["statement"] for goal in goals] == [f"Ny {index} 4" for index in range(len(goals))]
    # Each version by all four processes, and those of the two goals by trigger, release and search index each as well.
    for version, number in numbers().items():
        of_goals = 2 * 5 * 3 if version in {version_of(goal) for goal in goals} else 0
        assert number - before.get(version, 0) == 4 * 5 + of_goals


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_ten_first_bumps_make_one_row_for_each_version_and_count_to_ten(site: Site, other_site: Site) -> None:
    versions = [(one.pk, locale.pk) for one in (site, other_site) for locale in Locale.objects.all()]
    ContentVersion.objects.all().delete()
    all_at_once(lambda index: bump(versions if index % 2 else versions[::-1]))
    assert numbers() == dict.fromkeys(versions, 10)
