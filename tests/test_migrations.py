from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from wagtail.models import PageViewRestriction, Site

import wagtail_kommunmal
from tests.site_pages import Page
from wagtail_kommunmal.models import (
    GoalText,
    KeyFigureValue,
    KommunmalSiteSettings,
    Release,
    ReleasedItem,
    ReleasedItemBody,
    ReleaseHead,
)
from wagtail_kommunmal.testing import (
    FocusAreaFactory,
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    assignment,
    assignments_section,
    investment,
    investments_section,
    key_figures_section,
)

FOLDERS = [Path(wagtail_kommunmal.__file__).parent / folder / "migrations" for folder in ("", "pages")]


def migrations() -> list[Path]:
    return sorted(path for folder in FOLDERS for path in folder.glob("[0-9]*.py"))


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("path", migrations(), ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_foreign_keys_to_pages_follow_the_base_page_of_the_site(path: Path) -> None:
    source = path.read_text()
    assert 'to="wagtailcore.page"' not in source.lower()
    if "swapper.get_model_name" in source:
        assert 'swapper.set_app_prefix("wagtailcore", "wagtail")' in source


@pytest.mark.parametrize("path", migrations(), ids=lambda path: f"{path.parts[-3]}/{path.stem}")
def test_foreign_keys_to_images_follow_the_image_model_of_the_site(path: Path) -> None:
    assert "wagtailimages" not in path.read_text()


def test_the_first_migration_waits_for_the_base_page_of_the_site() -> None:
    first = import_module("wagtail_kommunmal.migrations.0001_plans_goals_and_releases")
    assert (Page._meta.app_label, "__first__") in first.Migration.dependencies


Schema = dict[str, list[tuple[Any, ...]]]


def schema_of_package() -> Schema:
    """Return the tables of the package's apps, each with its columns."""
    with connection.cursor() as cursor:
        return {
            table: sorted(
                (column.name, column.null_ok)
                for column in connection.introspection.get_table_description(cursor, table)
            )
            for table in connection.introspection.table_names(cursor)
            if table.startswith("wagtail_kommunmal")
        }


def publish_a_goal() -> None:
    """Fill what the package has tables for, down to a release."""
    KommunmalSiteSettings.objects.create(site=Site.objects.get(is_default_site=True), municipality_name="Sundby kommun")
    body = ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
    figure = KeyFigureFactory(values={"2024": "71,5", "2025": "72"})
    sections = [
        assignments_section(assignment("Öppna ett medborgarkontor.", responsible=[body])),
        key_figures_section(figure),
    ]
    GoalPageFactory(parent=PlanPageFactory(year=2026), sections=sections)


@pytest.fixture
def _migrated_again(transactional_db: None) -> Iterator[None]:
    """Leave all tables in place, however far the test has come."""
    yield
    call_command("migrate", verbosity=0)


@pytest.mark.usefixtures("_migrated_again", "site")
def test_migrations_go_forward_backward_and_forward_again_with_content() -> None:
    publish_a_goal()
    assert Release.objects.count() == 2
    before = schema_of_package()

    call_command("migrate", "wagtail_kommunmal", "zero", verbosity=0)
    assert schema_of_package() == {}

    call_command("migrate", verbosity=0)
    assert schema_of_package() == before
    publish_a_goal()
    assert (Release.objects.count(), ReleasedItem.objects.count(), KeyFigureValue.objects.count()) == (2, 2, 2)


@pytest.mark.django_db
@pytest.mark.usefixtures("site")
def test_what_goals_are_filtered_by_is_read_from_their_releases(released: Any) -> None:
    area = FocusAreaFactory(name="Demokrati")
    with released():
        plan = PlanPageFactory(year=2026)
        goals = [
            GoalPageFactory(
                parent=plan,
                focus_area=area,
                sdgs=[4, 16],
                kind="financial",
                sections=[assignments_section(assignment("Öppna ett medborgarkontor."))],
            ),
            GoalPageFactory(parent=plan, statement=""),
            GoalPageFactory(parent=plan),
        ]
    with released():
        PageViewRestriction.objects.create(page=goals[2], restriction_type="login")

    def read() -> list[Any]:
        heads = ReleaseHead.objects.order_by("pk")
        filtered_by = heads.values_list("pk", "shown_on", "goal_kind", "focus_area_id", "sdgs")
        # The text has every word, however it is put together.
        texts = GoalText.objects.order_by("head").values_list("head", "site", "locale", "title", "statement", "text")
        return [*filtered_by, *((*row, sorted(text.split())) for *row, text in texts)]

    before = read()
    ReleaseHead.objects.update(shown_on=None, goal_kind="", focus_area_id=None, sdgs="")
    GoalText.objects.all().delete()
    for _time in range(2):
        import_module("wagtail_kommunmal.migrations.0010_read_public_history").read_releases(apps, None)
        assert read() == before
    assert [row[1] is None for row in before[:4]] == [False, False, False, True]


@pytest.mark.django_db
@pytest.mark.usefixtures("site")
def test_what_bodies_are_counted_by_is_read_from_their_items(released: Any) -> None:
    body = ResponsibleBodyFactory(name="Kommunstyrelsen", code="KS")
    bodies = [body]
    with released():
        GoalPageFactory(
            parent=PlanPageFactory(year=2026),
            sections=[
                assignments_section(assignment("Öppna ett medborgarkontor.", responsible=bodies)),
                key_figures_section(KeyFigureFactory(responsible=body)),
                investments_section(
                    investment("Skolor", row_kind="group", responsible=bodies), investment("Nyköp", responsible=bodies)
                ),
            ],
        )
    goal = ReleaseHead.objects.get(kind="goal")
    parts = ReleasedItemBody.objects.order_by("item__position").values_list("head", "counted_as")
    before = list(parts)
    assert before == [(goal.pk, "assignment"), (goal.pk, "key_figure"), (goal.pk, ""), (goal.pk, "investment")]
    ReleasedItemBody.objects.update(head=ReleaseHead.objects.get(kind="plan"), counted_as="")
    import_module("wagtail_kommunmal.migrations.0015_narrow_rows_for_lists").read_items(apps, None)
    assert list(parts) == before
