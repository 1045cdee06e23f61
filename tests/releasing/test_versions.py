"""The version of what the public reads grows with all that may change what it reads, and with nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction, Locale, PageViewRestriction, Site

from tests.releasing.reading import current_of, head_of, publish
from tests.site_pages import GoalPage, Page
from tests.sundby import take_picture
from wagtail_kommunmal.models import (
    ContentVersion,
    DependencyKind,
    FollowUpReport,
    KommunmalSiteSettings,
    ReleaseDependency,
    ResponsibleBodyName,
    StatusWord,
    StatusWordLabel,
)
from wagtail_kommunmal.models.signals import content_changed
from wagtail_kommunmal.releasing import triggers
from wagtail_kommunmal.releasing.heads import Outcome, release_page
from wagtail_kommunmal.releasing.keys import key_of
from wagtail_kommunmal.releasing.rebuild import release_all
from wagtail_kommunmal.releasing.versions import bump
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    FollowUpReportFactory,
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
)

pytestmark = pytest.mark.indexed

GoalWith = Callable[..., Any]
Released = Callable[[], Any]
Version = tuple[int, int]


@pytest.fixture(scope="module")
def plan(shared_plan: Any) -> Any:
    return shared_plan


@pytest.fixture(scope="module")
def goal(shared_goal: Any) -> Any:
    return shared_goal


def numbers() -> dict[Version, int]:
    return {(row.site_id, row.locale_id): row.number for row in ContentVersion.objects.all()}


def grown(before: dict[Version, int]) -> set[Version]:
    """Return the versions whose number is not what it was."""
    return {version for version, number in numbers().items() if number != before.get(version, 0)}


def version_of(page: Any) -> Version:
    return page.get_site().pk, page.locale_id


@contextmanager
def nobody_releases(monkeypatch: pytest.MonkeyPatch, released: Released) -> Iterator[None]:
    """Do what triggers do on commit, and release nothing."""
    with monkeypatch.context() as patch, released():
        patch.setattr("wagtail_kommunmal.releasing.pending.release_page", lambda key, **how: None)
        yield


# Every trigger


def used(kind: DependencyKind, thing: Any, goal: Any) -> Any:
    """Let a goal's release have been composed from something; what nothing uses concerns no document."""
    ReleaseDependency.objects.create(head=head_of(goal), kind=kind, object_id=thing.pk)
    return thing


def body_of(goal: Any) -> Any:
    return used(DependencyKind.BODY, ResponsibleBodyFactory(), goal)


def figure_of(goal: Any) -> Any:
    return used(DependencyKind.KEY_FIGURE, KeyFigureFactory(values={"2025": "1"}), goal)


def image_of(goal: Any) -> Any:
    return used(DependencyKind.IMAGE, take_picture(), goal)


def document_of(goal: Any) -> Any:
    document = get_document_model().objects.create(title="Beslut", file=ContentFile(b"x", "beslut.txt"))
    return used(DependencyKind.DOCUMENT, document, goal)


def report_of(goal: Any) -> FollowUpReport:
    report: FollowUpReport = FollowUpReportFactory(plan=goal.get_plan(), body=ResponsibleBodyFactory())
    return used(DependencyKind.REPORT, report, goal)


def word_of(goal: Any) -> StatusWord:
    return StatusWord.objects.create(site=goal.get_site(), vocabulary="achievement", code="achieved")


TOLD: dict[str, Callable[[Any], dict[str, Any]]] = {
    "on_page_published": lambda goal: {"instance": goal},
    "on_page_gone": lambda goal: {"instance": goal},
    "on_page_deleted": lambda goal: {"instance": goal},
    "on_page_addresses_changed": lambda goal: {"instance": goal.get_site().root_page},
    "on_page_moved": lambda goal: {"instance": goal.get_plan()},
    "on_view_restriction_changed": lambda goal: {"instance": PageViewRestriction(page=goal.get_site().root_page)},
    "on_plan_opened": lambda goal: {"plan": goal.get_plan()},
    "on_report_published_or_withdrawn": lambda goal: {"instance": report_of(goal)},
    "on_report_deleted": lambda goal: {"instance": report_of(goal)},
    "on_body_changed": lambda goal: {"instance": body_of(goal)},
    "on_body_name_changed": lambda goal: {"instance": ResponsibleBodyName(body=body_of(goal))},
    "on_focus_area_changed": lambda goal: {"instance": used(DependencyKind.FOCUS_AREA, FocusAreaFactory(), goal)},
    "on_key_figure_saved": lambda goal: {"instance": figure_of(goal)},
    "on_key_figure_row_changed": lambda goal: {"instance": figure_of(goal).values.get()},
    "on_key_figure_changed": lambda goal: {"key_figure": figure_of(goal)},
    "on_key_figures_changed": lambda goal: {"key_figures": [figure_of(goal)]},
    "on_image_changed": lambda goal: {"instance": image_of(goal)},
    "on_rendition_deleted": lambda goal: {"instance": image_of(goal).get_rendition("width-10")},
    "on_document_changed": lambda goal: {"instance": document_of(goal)},
    "on_collection_changed": lambda goal: {"instance": image_of(goal).collection},
    "on_collection_restriction_changed": lambda goal: {
        "instance": CollectionViewRestriction(collection=image_of(goal).collection)
    },
    "on_site_changed": lambda goal: {"instance": goal.get_site()},
    "on_site_settings_changed": lambda goal: {"instance": KommunmalSiteSettings(site=goal.get_site())},
    "on_words_changed": lambda goal: {"site": goal.get_site()},
    "on_word_changed": lambda goal: {"instance": word_of(goal)},
    "on_word_label_changed": lambda goal: {"instance": StatusWordLabel(word=word_of(goal), locale_id=goal.locale_id)},
    "on_locale_changed": lambda goal: {"instance": goal.locale},
}
"""Handler -> what it is told of, made for a goal that it concerns."""

TELLS_NOBODY = {"on_report_to_be_committed", "on_reports_to_be_published"}
"""They hold on to heads until the commit of what another handler is told of as well."""


def test_every_trigger_is_known_here() -> None:
    handlers = {name for name in vars(triggers) if name.startswith("on_")}
    assert handlers == TOLD.keys() | TELLS_NOBODY


@pytest.mark.parametrize("handler", TOLD)
def test_every_trigger_bumps_on_commit_before_anything_is_released(
    goal: Any, released: Released, monkeypatch: pytest.MonkeyPatch, handler: str
) -> None:
    with released():
        told = TOLD[handler](goal)
    before = numbers()
    with nobody_releases(monkeypatch, released):
        getattr(triggers, handler)(sender=None, **told)
        assert numbers() == before
    assert version_of(goal) in grown(before)


def test_a_trigger_that_fails_bumps_all_the_same(
    goal: Any, other_site: Site, released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(triggers, "is_released_kind", lambda page: 1 / 0)
    before = numbers()
    with nobody_releases(monkeypatch, released):
        triggers.on_page_published(sender=type(goal), instance=goal)
    assert grown(before) == {(site.pk, locale.pk) for site in Site.objects.all() for locale in Locale.objects.all()}


# What is concerned, and what is not


@pytest.mark.parametrize("change", [publish, Page.unpublish, Page.delete], ids=["published", "unpublished", "deleted"])
def test_a_page_that_is_no_document_leaves_the_versions_as_they_are(
    goal: Any, home: Page, released: Released, change: Callable[[Any], Any]
) -> None:
    news = home.add_child(instance=Page(title="Nytt", slug="nytt", live=True))
    before = numbers()
    with released():
        change(news)
    assert numbers() == before


def test_a_published_goal_bumps_its_own_site_and_language_alone(
    goal: Any, other_site: Site, english: Locale, released: Released
) -> None:
    with released():
        PlanPageFactory(parent=other_site.root_page, year=2026)
    before = numbers()
    with released():
        goal.statement = "Ny text."
        publish(goal)
    assert grown(before) == {version_of(goal)}


def test_a_draft_leaves_the_versions_as_they_are(goal: Any, released: Released) -> None:
    before = numbers()
    with released():
        goal.statement = "Bara ett utkast."
        goal.save_revision()
    assert numbers() == before


def test_a_first_release_begins_the_count(plan: Any) -> None:
    ContentVersion.objects.all().delete()
    plan.refresh_from_db()
    type(plan).objects.filter(pk=plan.pk).update(intro="<p>Nytt.</p>")
    assert release_page(key_of(plan)) is Outcome.RELEASED
    assert numbers() == {version_of(plan): 1}


def test_a_page_that_says_the_same_leaves_the_versions_as_they_are(goal: Any) -> None:
    before = numbers()
    assert release_page(key_of(goal), reason="published") is Outcome.UNCHANGED
    assert numbers() == before


def test_a_withdrawal_bumps(goal: Any) -> None:
    before = numbers()
    type(goal).objects.filter(pk=goal.pk).update(live=False)
    assert release_page(key_of(goal)) is Outcome.WITHDRAWN
    assert grown(before) == {version_of(goal)}


def test_a_page_that_went_to_another_site_bumps_both(
    plan: Any, other_site: Site, released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = version_of(plan)
    with nobody_releases(monkeypatch, released):
        plan.move(other_site.root_page, "last-child")
    before = numbers()
    plan = type(plan).objects.get(pk=plan.pk)
    assert release_page(key_of(plan)) is Outcome.RELEASED
    assert grown(before) == {left, version_of(plan)}


def test_the_command_bumps_every_version(goal: Any, other_site: Site, english: Locale) -> None:
    before = numbers()
    call_command("kommunmal_release")
    assert grown(before) == {(site.pk, locale.pk) for site in Site.objects.all() for locale in Locale.objects.all()}


def test_a_batch_bumps_once(plan: Any, released: Released) -> None:
    with released():
        goals = [GoalPageFactory(parent=plan) for _ in range(3)]
    GoalPage.objects.update(statement="Ny text.")
    [version] = {version_of(goal) for goal in goals}
    before = numbers()[version]
    batches = release_all([key_of(goal) for goal in goals])
    assert [result.outcome for result in next(iter(batches))] == [Outcome.RELEASED] * 3
    assert numbers()[version] == before + 1


def test_a_deleted_site_takes_its_versions_along(goal: Any, other_site: Site, released: Released) -> None:
    with released():
        other_site.delete()
    assert {site_id for site_id, _locale_id in numbers()} == {version_of(goal)[0]}


def test_nothing_to_bump_asks_nothing(db: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        bump([])


def test_who_listens_hears_of_the_change_after_the_commit(goal: Any, released: Released) -> None:
    heard: list[Any] = []

    def hear(sender: Any, versions: Any, documents: Any, **kwargs: Any) -> None:
        heard.append((list(versions), list(documents)))

    content_changed.connect(hear)
    try:
        with released(), transaction.atomic():
            bump([version_of(goal)], [key_of(goal)])
            assert heard == []
    finally:
        content_changed.disconnect(hear)
    assert heard == [([version_of(goal)], [key_of(goal)])]


# What it costs


def test_versions_add_three_queries_to_publishing_a_goal(
    goal: Any, released: Released, monkeypatch: pytest.MonkeyPatch
) -> None:
    def queries_of_publishing(statement: str) -> int:
        goal.statement = statement
        revision = goal.save_revision()
        with CaptureQueriesContext(connection) as queries, released():
            revision.publish()
        assert current_of(goal).content["statement"] == statement
        return len(queries)

    queries_of_publishing("Först.")
    ours = queries_of_publishing("Sedan.")
    monkeypatch.setattr("wagtail_kommunmal.releasing.pending.bump_documents_on_commit", lambda keys: None)
    monkeypatch.setattr("wagtail_kommunmal.releasing.heads.bump", lambda versions, documents: None)
    assert ours - queries_of_publishing("Till sist.") == 3
