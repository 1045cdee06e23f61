"""Files of images: copied, found where they are, or called something else, and never outside of the storage."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test.client import Client
from wagtail.images import get_image_model
from wagtail.models import Site

from wagtail_kommunmal.exchange.whole_site.exporting import export_site
from wagtail_kommunmal.exchange.whole_site.files import DamagedExportError
from wagtail_kommunmal.exchange.whole_site.restoring import restore_site
from wagtail_kommunmal.models import Release
from wagtail_kommunmal.testing import GoalPageFactory, PlanPageFactory

from .conftest import Released, answers, empty_site
from .test_damage import change_manifest


@pytest.fixture
def before(site: Site, image: Any, released: Released, client: Client) -> Any:
    """What is read of a site with one goal, which has an image."""
    with released():
        GoalPageFactory(parent=PlanPageFactory(slug="plan"), slug="goal", image=image)
    return answers(client)


def test_files_that_were_copied_by_other_means_are_used(
    before: Any, site: Site, released: Released, client: Client, tmp_path: Path
) -> None:
    export_site(site, tmp_path / "export", with_files=False)
    files = sorted(path for path in Path(default_storage.location).rglob("*") if path.is_file())
    empty_site(site, released)
    with released():
        outcome = restore_site(tmp_path / "export", site)
    assert (outcome.differing, outcome.tasks) == ([], [])
    assert answers(client) == before
    assert sorted(path for path in Path(default_storage.location).rglob("*") if path.is_file()) == files


def test_a_file_whose_name_is_taken_gets_another_and_its_goal_is_released_anew(
    before: Any, site: Site, image: Any, released: Released, tmp_path: Path, settings: Any
) -> None:
    name = image.file.name
    rendition = image.renditions.get(filter_spec="width-400").file.name
    export_site(site, tmp_path / "export")
    empty_site(site, released)
    settings.MEDIA_ROOT = tmp_path / "other-media"
    taken = [name, rendition]
    for file in taken:
        default_storage.save(file, ContentFile(b"somebody else's"))
    with released():
        outcome = restore_site(tmp_path / "export", site)
    made = get_image_model().objects.get()
    assert made.file.name != name
    assert outcome.tasks == [f"The file “{name}” is now called “{made.file.name}”."]
    for file in taken:
        with default_storage.open(file) as opened:
            assert opened.read() == b"somebody else's"
    assert len(outcome.differing) == 1
    assert list(Release.objects.filter(head__kind="goal").values_list("number", flat=True)) == [1, 2]


def test_a_file_outside_of_the_storage_is_refused(
    before: Any, site: Site, released: Released, tmp_path: Path, settings: Any
) -> None:
    folder = tmp_path / "export"
    export_site(site, folder)
    empty_site(site, released)
    settings.MEDIA_ROOT = tmp_path / "other-media"
    (data,) = json.loads((folder / "images.json").read_text())
    text = json.dumps([{**data, "file": "../../outside.png"}])
    (folder / "images.json").write_text(text)
    files = json.loads((folder / "manifest.json").read_text())["files"]
    files["images.json"]["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    change_manifest(folder, files=files)
    with pytest.raises(DamagedExportError, match=r"outside\.png: is no name of a file in the storage"):
        restore_site(folder, site)
    assert not get_image_model().objects.exists()
