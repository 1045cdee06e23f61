"""A restore that is killed leaves the site as empty as it was, at whatever step, and can be done again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, default_storage
from django.test.client import Client
from wagtail.images import get_image_model
from wagtail.models import Locale, Site

from tests.processes import KILLED, Processes, die_at
from wagtail_kommunmal.exchange.whole_site.exporting import export_site
from wagtail_kommunmal.exchange.whole_site.files import Export
from wagtail_kommunmal.exchange.whole_site.media import MediaStore
from wagtail_kommunmal.exchange.whole_site.restoring import restore_site
from wagtail_kommunmal.testing import (
    GoalPageFactory,
    KeyFigureFactory,
    PlanPageFactory,
    ResponsibleBodyFactory,
    key_figures_section,
)

from .conftest import Released, answers, empty_site

WHOLE_SITE = "wagtail_kommunmal.exchange.whole_site"
COUNTED_NOT = {"contenttypes", "auth", "sessions"}

pytestmark = pytest.mark.django_db(transaction=True)


def restore(folder: str, step: str, times: int, media: str) -> None:
    """Restore in a process that dies at a step."""
    from django.conf import settings

    settings.MEDIA_ROOT = media
    if step:
        die_at(step, times)
    restore_site(Path(folder), Site.objects.get())


def rows() -> dict[str, int]:
    """Return how many rows every table has."""
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.app_label not in COUNTED_NOT and model._meta.managed
    }


@pytest.fixture
def before(site: Site, english: Locale, image: Any, released: Released, client: Client) -> Any:
    figure = KeyFigureFactory(responsible=ResponsibleBodyFactory(), values={"2025": "1"})
    with released():
        plan = PlanPageFactory(slug="plan")
        for number in "12":
            GoalPageFactory(parent=plan, number=number, image=image, sections=[key_figures_section(figure)])
    return answers(client)


@pytest.mark.parametrize(
    ("step", "times"),
    [
        (f"{WHOLE_SITE}.media.MediaStore.place", 1),
        (f"{WHOLE_SITE}.restoring._Restorer._restore_site", 1),
        (f"{WHOLE_SITE}.restoring._Restorer._restore_draftable", 2),
        (f"{WHOLE_SITE}.releases._restore_head", 2),
        (f"{WHOLE_SITE}.releases.bump_all", 1),
        ("django.db.connection.commit", 1),
    ],
)
def test_a_restore_that_is_killed_changes_nothing_and_can_be_done_again(
    before: Any,
    site: Site,
    released: Released,
    processes: Processes,
    client: Client,
    tmp_path: Path,
    settings: Any,
    step: str,
    times: int,
) -> None:
    export_site(site, tmp_path / "export")
    empty_site(site, released)
    settings.MEDIA_ROOT = tmp_path / "other-media"
    empty = rows()
    call = (restore, str(tmp_path / "export"))
    assert processes.run((*call, step, times, str(settings.MEDIA_ROOT))) == [KILLED]
    assert rows() == empty
    assert processes.run((*call, "", 0, str(settings.MEDIA_ROOT))) == [0]
    assert answers(client) == before


def test_an_error_takes_the_files_back(
    before: Any, site: Site, released: Released, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    export_site(site, tmp_path / "export")
    empty_site(site, released)
    settings.MEDIA_ROOT = tmp_path / "other-media"
    monkeypatch.setattr(f"{WHOLE_SITE}.restoring._Restorer._restore_pages", lambda self, advance: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        restore_site(tmp_path / "export", site)
    assert not get_image_model().objects.exists()
    assert default_storage.listdir("original_images")[1] == []


def interrupt(*args: Any) -> None:
    raise KeyboardInterrupt


def test_an_interruption_after_the_commit_leaves_the_files(
    before: Any,
    site: Site,
    client: Client,
    tmp_path: Path,
    settings: Any,
    released: Released,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    export_site(site, tmp_path / "export")
    empty_site(site, released)
    settings.MEDIA_ROOT = tmp_path / "other-media"
    monkeypatch.setattr("wagtail_kommunmal.releasing.texts._index", interrupt)
    with pytest.raises(KeyboardInterrupt):
        restore_site(tmp_path / "export", site)
    with get_image_model().objects.get().open_file() as file:
        assert file.read()
    assert answers(client) == before


def test_a_file_that_cannot_be_taken_back_does_not_keep_the_others(tmp_path: Path) -> None:
    class Refusing(FileSystemStorage):
        def delete(self, name: str) -> None:
            if name == "first":
                raise PermissionError
            super().delete(name)

    storage = Refusing(tmp_path)
    store = MediaStore(Export(tmp_path, {"files": {}}))
    store.saved = [(storage, storage.save(name, ContentFile(b"x"))) for name in ("first", "second")]
    store.undo()
    assert storage.listdir("")[1] == ["first"]
