from __future__ import annotations

from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import call_command

import wagtail_kommunmal
from tests.site_pages import Page

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
